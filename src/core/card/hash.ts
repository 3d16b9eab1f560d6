/**
 * What a card *is*, as a hash: the same physics, however it was written, split over files and
 * overridden, hashes alike.
 */
import { InternalError } from '../errors.js';
import { namedFaults } from './faults.js';
import type { Card } from './schema.js';

/** SHA-256 of a text in UTF-8, in hexadecimal; passed in, since core knows no crypto. */
export type Sha256 = (utf8: string) => string;

/**
 * JSON with sorted keys, no white space, and the shortest decimal form of each number.
 *
 * @example canonicalJson({ b: 1e21, a: [-0, 'x'] }) // '{"a":[0,"x"],"b":1e+21}'
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new InternalError('a number that is not finite');
    return String(value === 0 ? 0 : value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const record = value as Record<string, unknown>;
    const members = Object.keys(record)
      .filter((key) => record[key] !== undefined)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(record[key])}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

/**
 * Hash of the resolved card without seed and number of spills, and without faults of what stores a run, which are no part
 * of what it is; an empty section `faults` is none.
 */
export function cardHash(card: Card, sha256: Sha256): string {
  const { seed: _seed, spills: _spills, ...run } = card.run;
  const named = namedFaults(card.faults);
  const faults = named.length > 0 ? Object.fromEntries(named) : undefined;
  return sha256(canonicalJson({ ...card, run, faults }));
}

/** Hash of the trigger's part of the card. */
export function menuHash(card: Card, sha256: Sha256): string {
  return sha256(canonicalJson(card.trigger));
}
