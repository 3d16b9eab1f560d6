/** Both ways to solve linear equations, against an inverse known in integers and by putting x in. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inverseDiagonal, solveLinear, solvePositive } from '../../src/core/linear.js';
import { seedKey, Stream } from '../../src/core/random/index.js';
import { SEED } from '../support/statistics.js';

const LEAST = 1e-12;
const stream = new Stream();

const positive = (a: readonly (readonly number[])[], b: readonly number[]): number[] | null => {
  // What lies above the diagonal must not be read.
  const lower = a.flatMap((row, i) => row.map((v, j) => (j > i ? Number.NaN : v)));
  const x = Float64Array.from(b);
  return solvePositive(Float64Array.from(lower), x, b.length, LEAST) ? [...x] : null;
};

test('the columns of the inverse of the Hilbert matrix of order 5', () => {
  // All whole: M.-D. Choi, Amer. Math. Monthly 90 (1983) 301.
  const inverse = [
    [25, -300, 1050, -1400, 630],
    [-300, 4800, -18900, 26880, -12600],
    [1050, -18900, 79380, -117600, 56700],
    [-1400, 26880, -117600, 179200, -88200],
    [630, -12600, 56700, -88200, 44100],
  ];
  const hilbert = inverse.map((_, i) => inverse.map((_, j) => 1 / (i + j + 1)));
  inverse.forEach((column, k) => {
    const unit = inverse.map((_, i) => (i === k ? 1 : 0));
    for (const solve of [positive, solveLinear]) {
      const x = solve(hilbert, unit) as number[];
      column.forEach((expected, i) => {
        assert.ok(Math.abs(x[i] / expected - 1) < 1e-9, `${i}, ${k}: ${x[i]}, ${expected}`);
      });
    }
  });
});

test('the diagonal of the inverse is what the columns of the inverse have there', () => {
  stream.seek(seedKey(SEED), 0, 0, 0, 1);
  const n = 7;
  const factor = Array.from({ length: n }, () => Array.from({ length: n }, () => stream.normal()));
  const a = factor.map((row) =>
    factor.map((other) => row.reduce((s, v, k) => s + v * other[k], 0)),
  );
  const lower = a.flatMap((row, i) => row.map((v, j) => (j > i ? Number.NaN : v)));
  const diagonal = inverseDiagonal(Float64Array.from(lower), n, LEAST) as Float64Array;
  a.forEach((_, k) => {
    const unit = a.map((_, i) => (i === k ? 1 : 0));
    const column = positive(a, unit) as number[];
    assert.ok(Math.abs(diagonal[k] / column[k] - 1) < 1e-9, `${k}: ${diagonal[k]}, ${column[k]}`);
  });
  assert.is(inverseDiagonal(Float64Array.of(1, 0, 2, 1), 2, LEAST), null);
});

test('x put into the equations gives b', () => {
  stream.seek(seedKey(SEED), 0, 0, 0, 0);
  const normal = () => stream.normal();
  for (let n = 1; n <= 12; n++) {
    const any = Array.from({ length: n }, () => Array.from({ length: n }, normal));
    const squared = any.map((p) => any.map((q) => p.reduce((sum, v, k) => sum + v * q[k], 0)));
    const b = Array.from({ length: n }, normal);
    for (const [a, solve] of [
      [any, solveLinear],
      [squared, solveLinear],
      [squared, positive],
    ] as const) {
      const x = solve(a, b) as number[];
      const size = Math.max(...x.map(Math.abs), 1);
      a.forEach((row, i) => {
        const left = row.reduce((sum, v, j) => sum + v * x[j], -b[i]);
        assert.ok(Math.abs(left) < 1e-10 * size, `row ${i} of ${n}: ${left}`);
      });
    }
  }
});

test('elimination looks for a pivot, and finds none in a singular matrix', () => {
  const x = solveLinear(
    [
      [0, 2, 1],
      [1, 1, 1],
      [3, 0, -1],
    ],
    [7, 6, 0],
  );
  assert.equal(
    x?.map((v) => Math.round(1e9 * v) / 1e9),
    [1, 2, 3],
  );
  const singular = [
    [1, 2],
    [2, 4],
  ];
  assert.is(solveLinear(singular, [1, 2]), null);
});

test('a matrix that is not positive definite is refused', () => {
  const of = (a: number, b: number, c: number) =>
    positive(
      [
        [a, b],
        [b, c],
      ],
      [1, 1],
    );
  assert.ok(of(1, 1, 1 + 1e-9));
  for (const [a, b, c] of [
    [1, 1, 1],
    [1, 1, 1 + 1e-13],
    [1, 2, 1],
    [0, 0, 1],
    [-1, 0, 1],
    [1, Number.NaN, 1],
    [Number.POSITIVE_INFINITY, 0, 1],
  ]) {
    assert.is(of(a, b, c), null, `${a} ${b} ${c}`);
  }
});

test.run();
