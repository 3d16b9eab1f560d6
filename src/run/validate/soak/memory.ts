/** What is held in the course of a soak: whether it grows with the spills. */
import { type Held, slopeOf } from '../../memory.js';
import { row, type ValidationRow } from '../row.js';

/** MB that may be gained in a thousand spills: a spill that stayed would be a hundred times that. */
const ALLOWED = { heap: 1, rss: 20 } as const;
const NAMES = { heap: 'heap and buffers of the main thread', rss: 'RSS' } as const;

/** What was held when so many spills were done. */
export interface Look extends Held {
  readonly done: number;
}

/**
 * Of one way through the spills: another has threads and caches of its own. The first half is left out, in which they come
 * to their size.
 */
export function memoryRows(mode: string, looks: readonly Look[]): ValidationRow[] {
  const late = looks.slice(looks.length >> 1);
  return (['heap', 'rss'] as const).map((what) => {
    const points = late.map((look) => [look.done / 1000, look[what]] as const);
    const [slope, error] = slopeOf(points);
    const most = ALLOWED[what];
    return row({
      name: `${mode}: ${NAMES[what]}: MB gained in a thousand spills`,
      ...{ role: 'out', expected: 0, allowed: [Math.min(-most, slope), most] },
      emulated: [slope, error],
      decides: most,
      source: `${late.length} looks at the second half; ${late.at(-1)?.[what].toFixed(0)} MB at its end`,
    });
  });
}
