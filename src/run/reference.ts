/**
 * References: what spills of a card look like, to be compared with spills of another version, seed or mode.
 */
import { compareSpills, type Compared, type SpillMoments } from '../analyse/reference/compare.js';
import { type HistogramMoments, momentsOf } from '../analyse/reference/moments.js';
import type { Counts } from '../analyse/counts.js';
import { seedKey, Stream } from '../core/random/index.js';

/** Permutations behind a chance: it is told to one in ten thousand. */
const PERMUTATIONS = 9999;

/**
 * @param spills counts of each
 * @param reference with whose cuts the histograms are cut
 */
export function momentsOfSpills(
  spills: readonly Counts[],
  reference?: { readonly histograms: readonly HistogramMoments[] },
): SpillMoments {
  const names = spills[0].histograms.map((h) => h.name);
  return {
    exposure: spills.map(({ scalers }) => scalers.coincidences),
    histograms: names.map((name, i) =>
      momentsOf(
        spills.map(({ histograms }) => histograms[i]),
        reference?.histograms.find((h) => h.name === name),
      ),
    ),
  };
}

/** A sample against a reference; what permutes follows from `seed`. */
export const compareWith = (
  reference: SpillMoments,
  sample: SpillMoments,
  seed: string,
  permutations = PERMUTATIONS,
): Compared =>
  compareSpills(
    reference,
    sample,
    permutations,
    new Stream().seek(seedKey(`${seed}: permutations`), 0, 0, 0, 0),
  );
