/**
 * Lateral shower profile: share of the energy in a square cell, by Lednev's cumulative function
 * (A. A. Lednev, Nucl. Instrum. Meth. A 366 (1995) 292). Needed by the ECAL response and, as the
 * expected shape, by the analysis.
 */
import { atan } from './math.js';

const TWO_PI = 6.283185307179586;

export interface LateralTerm {
  readonly weight: number;
  /** mm */
  readonly scale: number;
}

/** Share of the energy with x' < x and y' < y of the shower axis (mm). */
function below(terms: readonly LateralTerm[], x: number, y: number): number {
  let sum = 0.25;
  for (const { weight, scale: b } of terms) {
    const r = Math.sqrt(b * b + x * x + y * y);
    sum += (weight / TWO_PI) * (atan(x / b) + atan(y / b) + atan((x * y) / (b * r)));
  }
  return sum;
}

/**
 * Shares of n x n cells of the given pitch (mm) for a shower at (x, y) mm from the centre of the
 * array, cell (ix, iy) at n ix + iy; of what the array sees, so that they add up to 1.
 */
export function lateralShares(
  terms: readonly LateralTerm[],
  n: number,
  pitch: number,
  x: number,
  y: number,
  out: Float64Array = new Float64Array(n * n),
): Float64Array {
  const edges = n + 1;
  const cumulative = new Float64Array(edges * edges);
  for (let i = 0; i < edges; i++) {
    for (let j = 0; j < edges; j++) {
      cumulative[i * edges + j] = below(terms, (i - n / 2) * pitch - x, (j - n / 2) * pitch - y);
    }
  }
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const a = i * edges + j;
      const share =
        cumulative[a + edges + 1] - cumulative[a + edges] - cumulative[a + 1] + cumulative[a];
      out[i * n + j] = share;
      sum += share;
    }
  }
  for (let i = 0; i < out.length; i++) out[i] /= sum;
  return out;
}
