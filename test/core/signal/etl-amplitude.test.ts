/**
 * The squared amplitude of the exact tree level against the trace of Dirac matrices, multiplied out in numbers with
 * four-vectors, and averaged over the azimuth point by point.
 */
import { test } from 'uvu';
import { ELECTRON_MASS, NUCLEON_MASS } from '../../../src/core/signal/constants.js';
import {
  emitted,
  meanAmplitude,
  shared,
  transfers,
} from '../../../src/core/signal/etl-amplitude.js';
import { elementOf } from '../../../src/core/signal/target.js';
import { within } from '../../support/statistics.js';

/** E, x, y, z. */
type Vector = readonly number[];
/** Rows of [re, im]. */
type Matrix = readonly (readonly (readonly [number, number])[])[];

const four: readonly number[] = [0, 1, 2, 3];
const METRIC: readonly number[] = [1, -1, -1, -1];
const make = (f: (i: number, j: number) => readonly [number, number]): Matrix =>
  four.map((i) => four.map((j) => f(i, j)));
const plus = (...all: readonly Matrix[]) =>
  make((i, j) => [
    all.reduce((a, m) => a + m[i][j][0], 0),
    all.reduce((a, m) => a + m[i][j][1], 0),
  ]);
const scaled = (m: Matrix, by: number) => make((i, j) => [m[i][j][0] * by, m[i][j][1] * by]);
const product = (a: Matrix, b: Matrix) =>
  make((i, j) => [
    four.reduce((s, k) => s + a[i][k][0] * b[k][j][0] - a[i][k][1] * b[k][j][1], 0),
    four.reduce((s, k) => s + a[i][k][0] * b[k][j][1] + a[i][k][1] * b[k][j][0], 0),
  ]);
const times = (...all: readonly Matrix[]) => all.reduce(product);

/** Dirac's matrices: gamma^0, and gamma^k with the Pauli matrix k and its negative off the diagonal. */
const PAULI: readonly (readonly (readonly (readonly [number, number])[])[])[] = [
  [
    [
      [0, 0],
      [1, 0],
    ],
    [
      [1, 0],
      [0, 0],
    ],
  ],
  [
    [
      [0, 0],
      [0, -1],
    ],
    [
      [0, 1],
      [0, 0],
    ],
  ],
  [
    [
      [1, 0],
      [0, 0],
    ],
    [
      [0, 0],
      [-1, 0],
    ],
  ],
];
const UNIT = make((i, j) => [i === j ? 1 : 0, 0]);
const GAMMA: readonly Matrix[] = [
  make((i, j) => [i === j ? (i < 2 ? 1 : -1) : 0, 0]),
  ...PAULI.map((sigma) =>
    make((i, j) => {
      if (i < 2 === j < 2) return [0, 0];
      const [re, im] = sigma[i % 2][j % 2];
      return i < 2 ? [re, im] : [-re, -im];
    }),
  ),
];
const slash = (v: Vector) => plus(...four.map((mu) => scaled(GAMMA[mu], METRIC[mu] * v[mu])));
const massive = (v: Vector) => plus(slash(v), scaled(UNIT, ELECTRON_MASS));

const add = (a: Vector, b: Vector, sign = 1): Vector => a.map((c, mu) => c + sign * b[mu]);
const dot = (a: Vector, b: Vector) => four.reduce((s, mu) => s + METRIC[mu] * a[mu] * b[mu], 0);

/** -g_mu,nu Tr[(p' + m) Gamma^mu (p + m) Gamma-bar^nu], half of it for the spin of the electron before. */
function squared(p: Vector, after: Vector, k: Vector, P: Vector): number {
  const m2 = ELECTRON_MASS * ELECTRON_MASS;
  const late = scaled(massive(add(after, k)), 1 / (dot(add(after, k), add(after, k)) - m2));
  const early = scaled(massive(add(p, k, -1)), 1 / (dot(add(p, k, -1), add(p, k, -1)) - m2));
  let sum = 0;
  for (const mu of four) {
    const vertex = plus(times(GAMMA[mu], late, slash(P)), times(slash(P), early, GAMMA[mu]));
    const back = plus(times(slash(P), late, GAMMA[mu]), times(GAMMA[mu], early, slash(P)));
    const all = times(massive(after), vertex, massive(p), back);
    sum -= METRIC[mu] * four.reduce((s, i) => s + all[i][i][0], 0);
  }
  return sum / 2;
}

test('the amplitude is the trace, averaged over the azimuth', () => {
  const M = NUCLEON_MASS * 12.011;
  let worst = 0;
  for (const [mass, energy, x, angle] of [
    [1, 20, 0.5, 0.02],
    [0.3, 20, 0.3, 0.1],
    [0.1, 20, 0.8, 0.004],
    [0.5, 100, 0.9, 0.01],
    [0.02, 20, 0.6, 0.003],
  ] as const) {
    const process = { mass, energy, target: elementOf('C') };
    const momentum = Math.sqrt(energy ** 2 - ELECTRON_MASS ** 2);
    const length = Math.sqrt((x * energy) ** 2 - mass ** 2);
    const p: Vector = [energy, 0, 0, momentum];
    const k: Vector = [x * energy, length * Math.sin(angle), 0, length * Math.cos(angle)];
    const left = add(p, k, -1);
    const V = Math.hypot(left[1], left[3]);
    const u = dot(left, left) - ELECTRON_MASS ** 2;
    const from = shared(process, 1 - x);
    if (from === null) throw new Error("no A'");
    const at = emitted(from, -u);
    within('versine', at.versine / (1 - Math.cos(angle)), 1 - 1e-5, 1 + 1e-5);
    const range = transfers(at);
    if (range === null) throw new Error('no t');
    for (const share of [0.02, 0.3, 0.5]) {
      const t = range[0] * (range[1] / range[0]) ** share;
      const q0 = -t / (2 * M);
      const along = (2 * left[0] * q0 + u - t) / (2 * V);
      const across = Math.sqrt(t + q0 * q0 - along * along);
      const steps = 300;
      let mean = 0;
      for (let i = 0; i < steps; i++) {
        const phi = (2 * Math.PI * i) / steps;
        const [sin, cos] = [left[1] / V, left[3] / V];
        const side = across * Math.cos(phi);
        const q: Vector = [
          q0,
          along * sin + side * cos,
          across * Math.sin(phi),
          along * cos - side * sin,
        ];
        const after = add(left, q);
        const P: Vector = [2 * M - q[0], -q[1], -q[2], -q[3]];
        mean += squared(p, after, k, P) / steps;
      }
      const ratio = meanAmplitude(at, t) / mean;
      // The trace is a difference of numbers up to 1e10 times as large.
      within(`${mass} GeV, ${energy} GeV, x ${x}, t ${t}`, ratio, 1 - 1e-5, 1 + 1e-5);
      worst = Math.max(worst, Math.abs(ratio - 1));
    }
  }
  console.log(`  largest difference ${worst.toExponential(1)}`);
});

test.run();
