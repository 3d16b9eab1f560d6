/** What the scalers of a spill say of its structure. */

/** A period of the ripple of rectified mains. */
const RIPPLE_MS = 10;

export interface Structure {
  /** Coincidences per ms: over the whole spill, and in its highest bin. */
  readonly mean: number;
  readonly peak: number;
  /** Share of the coincidences that found the readout busy. */
  readonly busy: number;
  /** Depth of the modulation at 100 Hz over the mean; null where the bins are too wide to see it. */
  readonly ripple: number | null;
  /** <n>^2 / <n^2> of the rate, without what counting adds: 1 of a flat spill. */
  readonly duty: number;
}

export function structureOf(
  coincidences: readonly number[],
  busy: readonly number[],
  binMs: number,
): Structure {
  const sum = coincidences.reduce((a, b) => a + b, 0);
  // Poisson counts: the mean of n (n - 1) is the square of the expected one.
  const pairs = coincidences.reduce((a, n) => a + n * (n - 1), 0);
  return {
    mean: sum / (coincidences.length * binMs),
    peak: coincidences.reduce((a, b) => Math.max(a, b), 0) / binMs,
    busy: sum > 0 ? busy.reduce((a, b) => a + b, 0) / sum : 0,
    ripple: binMs <= RIPPLE_MS / 4 && sum > 0 ? depth(coincidences, binMs) / sum : null,
    duty: pairs > 0 ? (sum * sum) / (coincidences.length * pairs) : 0,
  };
}

/** Twice the Fourier component, corrected for the mean over a bin. */
function depth(counts: readonly number[], binMs: number): number {
  const step = (2 * Math.PI * binMs) / RIPPLE_MS;
  let cosine = 0;
  let sine = 0;
  counts.forEach((n, i) => {
    cosine += n * Math.cos(step * i);
    sine += n * Math.sin(step * i);
  });
  return (2 * Math.hypot(cosine, sine) * (step / 2)) / Math.sin(step / 2);
}

/** Sums over so many neighbours. */
export function summed(counts: readonly number[], neighbours: number): number[] {
  const sums = new Array<number>(Math.ceil(counts.length / neighbours)).fill(0);
  counts.forEach((n, i) => {
    sums[Math.floor(i / neighbours)] += n;
  });
  return sums;
}
