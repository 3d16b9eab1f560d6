/**
 * How many spills it takes to find a shift, by how far it pulls. The same spills with and
 * without the shift tell that pull without the scatter of other spills.
 */
import type { Compared } from '../../../analyse/reference/compare.js';
import { normalQuantile } from '../../../core/normal.js';

/** A sample as it is and shifted, each against the same reference. */
export interface Shift {
  readonly unchanged: Compared;
  readonly shifted: Compared;
}

export interface Power {
  /** What the shift moves furthest, as `ecal: mean of E_ECAL`. */
  readonly by: string;
  /** In standard deviations, the mean of all pairs. */
  readonly pull: number;
  /**
   * Spills of either side with which that alone raises an alarm in a share `often` of pairs; all features together raise one as
   * often at least. Infinity where nothing moves.
   */
  readonly needed: number;
}

/**
 * Errors are taken for normal, and the limit is that of Bonferroni.
 * @param spills of either side
 * @param alarm chance of an alarm by luck, of all features together
 * @param often share of pairs that is asked for
 */
export function powerOf(
  shifts: readonly Shift[],
  spills: number,
  alarm: number,
  often: number,
): Power {
  const pulls = new Map<string, number>();
  for (const { unchanged, shifted } of shifts) {
    const before = new Map(unchanged.deviations.map(({ name, z }) => [name, z]));
    for (const { name, z } of shifted.deviations) {
      const pull = (z - (before.get(name) ?? z)) / shifts.length;
      pulls.set(name, (pulls.get(name) ?? 0) + pull);
    }
  }
  const [by, pull] = [...pulls].reduce((a, b) => (Math.abs(b[1]) > Math.abs(a[1]) ? b : a));
  const limit = normalQuantile(1 - alarm / (2 * pulls.size));
  return {
    by,
    pull,
    needed: Math.ceil(spills * ((limit + normalQuantile(often)) / pull) ** 2),
  };
}
