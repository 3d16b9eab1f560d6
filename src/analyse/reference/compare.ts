/**
 * A sample of spills against a reference of other spills, histogram by histogram: rates, means and shapes. Which spill
 * belongs to which of the two is permuted, so that the chance of a false alarm is what it is said to be whatever the
 * distributions are, entries that come in bunches and spills of another intensity included; the largest deviation of all
 * is compared with the largest of each permutation, so that this chance is that of all histograms together (Westfall and
 * Young, Resampling-Based Multiple Testing, Wiley 1993, ch. 2).
 */
import type { Axis } from '../../core/histogram.js';
import { below, type Stream } from '../../core/random/index.js';
import type { HistogramMoments } from './moments.js';

/** Of some spills: what a reference and a sample both are. */
export interface SpillMoments {
  /** Coincidences of each spill: what rates are measured by. */
  readonly exposure: readonly number[];
  readonly histograms: readonly HistogramMoments[];
}

export type Account =
  /** In both and compared. */
  | 'compared'
  /** In both, and without an entry in either: nothing is known. */
  | 'empty'
  | 'empty in the reference'
  | 'empty in the sample'
  /** Not in the reference. */
  | 'new'
  /** Not in the sample. */
  | 'missing'
  | 'other axes';

/** Accounts that are no reason to fail; what is empty in one of the two fails by its rate where that is telling. */
export const isSound = (account: Account): boolean =>
  !['new', 'missing', 'other axes'].includes(account);

export interface Deviation {
  /** As `ecal: mean of E_ECAL`. */
  readonly name: string;
  readonly reference: number;
  readonly sample: number;
  /** In standard deviations, from the scatter of all spills. */
  readonly z: number;
}

export interface Compared {
  readonly accounts: readonly { readonly name: string; readonly account: Account }[];
  /** The furthest first. */
  readonly deviations: readonly Deviation[];
  /** Chance that all spills of one kind deviate as far somewhere; 1 where nothing is to be compared. */
  readonly p: number;
}

/** A ratio of two sums over spills. */
interface Feature {
  readonly name: string;
  readonly above: readonly number[];
  readonly below: readonly number[];
  readonly scale: (ratio: number) => number;
}

/**
 * @param permutations how many; p is at least 1 / (permutations + 1)
 * @param stream that permutes
 */
export function compareSpills(
  reference: SpillMoments,
  sample: SpillMoments,
  permutations: number,
  stream: Stream,
): Compared {
  const known = new Map(reference.histograms.map((h) => [h.name, h]));
  const own = new Map(sample.histograms.map((h) => [h.name, h]));
  const names = [...new Set([...known.keys(), ...own.keys()])];
  const accounts = names.map((name) => ({
    name,
    account: accountOf(known.get(name), own.get(name)),
  }));
  const together = accounts.flatMap(({ name, account }) => {
    const [a, b] = [known.get(name), own.get(name)];
    return a && b && isSound(account) && account !== 'empty' ? [[a, b] as const] : [];
  });
  const exposure = [...reference.exposure, ...sample.exposure];
  const features = together.flatMap(([a, b]) => featuresOf(a, b, exposure));
  const split = reference.exposure.length;
  const residuals = features.map(residualsOf);
  const tested = features.flatMap((feature, i) => {
    const z = residuals[i];
    return z ? [{ feature, z }] : [];
  });
  const order = Int32Array.from(exposure, (_, i) => i);
  const n = exposure.length;
  // Of residuals that sum up to nothing and whose squares sum up to one.
  const scale = Math.sqrt(((n - 1) * n) / (split * (n - split)));
  const deviationOf = (z: Float64Array) => {
    let sum = 0;
    for (let i = split; i < n; i++) sum += z[order[i]];
    return scale * sum;
  };
  const deviations = tested.map(({ feature, z }) => ({
    name: feature.name,
    reference: feature.scale(ratioOf(feature, 0, split)),
    sample: feature.scale(ratioOf(feature, split, n)),
    z: deviationOf(z),
  }));
  const largest = Math.max(0, ...deviations.map(({ z }) => Math.abs(z)));
  let asFar = 0;
  for (let k = 0; k < permutations; k++) {
    shuffle(order, stream);
    // A little less: sums in another order are not the same to the last bit.
    if (tested.some(({ z }) => Math.abs(deviationOf(z)) >= largest * (1 - 1e-9))) asFar++;
  }
  deviations.sort((a, b) => Math.abs(b.z) - Math.abs(a.z));
  const p = tested.length === 0 ? 1 : (asFar + 1) / (permutations + 1);
  return { accounts, deviations, p };
}

function accountOf(
  known: HistogramMoments | undefined,
  own: HistogramMoments | undefined,
): Account {
  if (!known) return 'new';
  if (!own) return 'missing';
  if (JSON.stringify(known.axes) !== JSON.stringify(own.axes)) return 'other axes';
  const [before, now] = [known, own].map(({ entries }) => sumOf(entries) > 0);
  if (before && now) return 'compared';
  if (!before && !now) return 'empty';
  return before ? 'empty in the sample' : 'empty in the reference';
}

function featuresOf(
  a: HistogramMoments,
  b: HistogramMoments,
  exposure: readonly number[],
): Feature[] {
  const entries = [...a.entries, ...b.entries];
  const same = (x: number) => x;
  return [
    { name: `${a.name}: entries per coincidence`, above: entries, below: exposure, scale: same },
    ...a.along.flatMap((known, axis) => {
      const own = b.along[axis];
      const on = a.axes[axis];
      const unit = on.unit === '' ? '' : ` ${on.unit}`;
      return [
        {
          name: `${a.name}: mean of ${on.name}`,
          above: [...known.sum, ...own.sum],
          below: entries,
          scale: (bin: number) => edgeOf(on, bin - 0.5),
        },
        ...known.cuts.map((cut, i) => ({
          name: `${a.name}: share below ${edgeOf(on, cut - 1)}${unit} of ${on.name}`,
          above: [...known.below[i], ...own.below[i]],
          below: entries,
          scale: same,
        })),
      ];
    }),
  ];
}

/** So many bins behind the low end of an axis. */
const edgeOf = ({ bins, low, high }: Axis, behind: number) => low + ((high - low) * behind) / bins;

const sumOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

const ratioOf = ({ above, below }: Feature, from: number, to: number) =>
  sumOf(above.slice(from, to)) / sumOf(below.slice(from, to));

/**
 * How far each spill is from the ratio of all, as its part of a sum of squares of one; null where none is (nothing
 * fluctuates).
 */
function residualsOf(feature: Feature): Float64Array | null {
  const { above, below } = feature;
  const ratio = ratioOf(feature, 0, above.length);
  const z = Float64Array.from(above, (y, i) => y - ratio * below[i]);
  const norm = Math.sqrt(z.reduce((sum, x) => sum + x * x, 0));
  const size = above.reduce((sum, y) => sum + y * y, 0);
  return norm * norm > 1e-20 * size && norm > 0 ? z.map((x) => x / norm) : null;
}

/** Fisher and Yates. */
function shuffle(order: Int32Array, stream: Stream): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = below(i + 1, stream);
    [order[i], order[j]] = [order[j], order[i]];
  }
}
