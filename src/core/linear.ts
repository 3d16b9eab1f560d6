/**
 * Linear equations A x = b.
 */

/**
 * Solves them in place for a symmetric, positive definite A of n rows, by Cholesky's method. Only the lower
 * triangle of A, row after row, is read; its factor takes its place, and x that of b.
 * @param least share of a diagonal element that must be left of it
 * @returns false, and A and b are spoilt, when A is not positive definite
 */
export function solvePositive(a: Float64Array, b: Float64Array, n: number, least: number): boolean {
  if (!factorise(a, n, least)) return false;
  for (let i = 0; i < n; i++) {
    let sum = b[i];
    for (let k = 0; k < i; k++) sum -= a[i * n + k] * b[k];
    b[i] = sum / a[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i];
    for (let k = i + 1; k < n; k++) sum -= a[k * n + i] * b[k];
    b[i] = sum / a[i * n + i];
  }
  return true;
}

/**
 * The diagonal of the inverse of such an A, which its factor L spoils: A^-1 = L^-T L^-1.
 * @returns null when A is not positive definite
 */
export function inverseDiagonal(a: Float64Array, n: number, least: number): Float64Array | null {
  if (!factorise(a, n, least)) return null;
  const diagonal = new Float64Array(n);
  const column = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = i === j ? 1 : 0;
      for (let k = j; k < i; k++) sum -= a[i * n + k] * column[k];
      column[i] = sum / a[i * n + i];
      diagonal[j] += column[i] * column[i];
    }
  }
  return diagonal;
}

/** Puts Cholesky's factor, A = L L', in the place of the lower triangle of A. */
function factorise(a: Float64Array, n: number, least: number): boolean {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j];
      for (let k = 0; k < j; k++) sum -= a[i * n + k] * a[j * n + k];
      if (i === j) {
        if (!(sum > least * a[i * n + i] && sum < Infinity)) return false;
        a[i * n + i] = Math.sqrt(sum);
      } else a[i * n + j] = sum / a[j * n + j];
    }
  }
  return true;
}

/** Solves them for any A, by elimination with pivots. @returns null when A is singular */
export function solveLinear(
  a: readonly (readonly number[])[],
  b: readonly number[],
): number[] | null {
  const n = b.length;
  const m = a.map((row, i) => [...row, b[i]]);
  for (let i = 0; i < n; i++) {
    let pivot = i;
    for (let r = i + 1; r < n; r++) if (Math.abs(m[r][i]) > Math.abs(m[pivot][i])) pivot = r;
    if (!(Math.abs(m[pivot][i]) > 0)) return null;
    [m[i], m[pivot]] = [m[pivot], m[i]];
    for (let r = i + 1; r < n; r++) {
      const factor = m[r][i] / m[i][i];
      for (let k = i; k <= n; k++) m[r][k] -= factor * m[i][k];
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let sum = m[i][n];
    for (let k = i + 1; k < n; k++) sum -= m[i][k] * x[k];
    x[i] = sum / m[i][i];
  }
  return x;
}
