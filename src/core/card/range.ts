/** Which values a number of the card may have. */
import type { Range } from './quantity.js';
import { CardSchema } from './schema.js';
import { type Schema, schemaAt, shapeOf } from './walk.js';

/**
 * Range of the number at a path, in base units.
 * @throws RangeError when no number stands there
 * @example rangeAt('nature.upstreamMaterial') // { min: 0, max: 0.15 }
 */
export function rangeAt(path: string): Range {
  const schema = path
    .split('.')
    .reduce<Schema | undefined>((inner, key) => inner && schemaAt(inner, key), CardSchema);
  const shape = schema && shapeOf(schema);
  if (shape?.kind === 'leaf' && shape.leaf?.range) return shape.leaf.range;
  throw new RangeError(`${path}: no number of a card`);
}
