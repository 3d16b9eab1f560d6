/**
 * Events of the open box by bins of E_ECAL.
 */
import type { Belief } from '../../core/card/schema.js';
import { InternalError, UsageError } from '../../core/errors.js';
import type { Counts } from '../counts.js';
import { PLOTS } from '../plots.js';

const PLANE = PLOTS.findIndex(({ name }) => name === 'plane-selected');

/**
 * Counts of each bin, the lowest first; of one bin those of the box itself. More of them are read from the plane of all
 * cuts, whose bins their edges have to meet.
 * @throws UsageError where they do not
 */
export function boxCounts(counts: Counts, { analysis }: Belief, bins: number): number[] {
  if (bins === 1) return [counts.box];
  const plane = counts.histograms[PLANE];
  const { ecal, hcal } = analysis.box;
  const [x, y] = plane.axes.map((a) => (a.high - a.low) / a.bins);
  const width = ecal / bins / x;
  if (!(Number.isInteger(width) && Number.isInteger(hcal / y))) {
    throw new UsageError({
      what: 'bins',
      got: `${bins}`,
      expected: `bins that end at multiples of ${x} GeV below ${ecal} GeV`,
    });
  }
  const events = Array.from({ length: bins }, (_, bin) => {
    let sum = 0;
    // What noise has put below 0 belongs to the lowest.
    const first = bin === 0 ? 0 : 1 + bin * width;
    for (let i = first; i <= (bin + 1) * width; i++) {
      for (let j = 0; j <= hcal / y; j++) sum += plane.count(i, j);
    }
    return sum;
  });
  const sum = events.reduce((a, b) => a + b, 0);
  if (sum !== counts.box) {
    throw new InternalError(`limit: ${sum} events in the bins of the box, ${counts.box} in it`);
  }
  return events;
}
