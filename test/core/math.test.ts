/**
 * Every function against a reference made another way: Taylor series in fixed-point BigInt of 200
 * and more bits, compared in units in the last place.
 */
import seedrandom from 'seedrandom';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { atan, cos, exp, log, log1p, pow, sin } from '../../src/core/math.js';

const SEED = process.env.TEST_SEED ?? '1';
const AGAIN = `repeat with: TEST_SEED=${SEED} node --import tsx test/core/math.test.ts`;

// ---- the reference: a value is m 2^s

type Big = readonly [m: bigint, s: number];

const shift = (a: bigint, n: number): bigint => (n >= 0 ? a << BigInt(n) : a >> BigInt(-n));
const magnitude = (a: bigint): bigint => (a < 0n ? -a : a);
const bitLength = (a: bigint): number => magnitude(a).toString(2).length;
const view = new DataView(new ArrayBuffer(8));

/** A finite double exactly. */
function exact(x: number): Big {
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const e = Number((bits >> 52n) & 0x7ffn);
  const m = (bits & 0xfffffffffffffn) + (e > 0 ? 1n << 52n : 0n);
  return [x < 0 ? -m : m, Math.max(e, 1) - 1075];
}

/** Binary exponent of a double, at least -1074. */
const exponent = (x: number): number => bitLength(exact(x)[0]) + exact(x)[1] - 1;

/** A double in fixed point with f fractional bits. */
const fixed = (x: number, f: number): bigint => shift(exact(x)[0], exact(x)[1] + f);

/** Enough fractional bits to give f(x) ~ x^power some 200 significant ones. */
const bitsFor = (x: number, power = 1): number => 220 + power * Math.max(0, -exponent(x));

/** The sum of terms t_0, t_1 = next(t_0, 1), ... until they vanish. */
function series(first: bigint, next: (term: bigint, k: bigint) => bigint): bigint {
  let sum = 0n;
  let term = first;
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    sum += term;
    term = next(term, k);
  }
  return sum;
}

/** atanh(x) (sign 1) or atan(x) (sign -1), small |x|, f fractional bits. */
function areaOrArc(x: bigint, f: bigint, sign: bigint): bigint {
  const x2 = (sign * x * x) >> f;
  let power = x;
  return series(x, (_, k) => {
    power = (power * x2) >> f;
    return power / (2n * k + 1n);
  });
}

const constants = new Map<string, bigint>();
function constant(name: string, f: number, make: (f: bigint) => bigint): bigint {
  const key = name + f;
  const value = constants.get(key) ?? make(BigInt(f + 32)) >> 32n;
  constants.set(key, value);
  return value;
}
const ln2 = (f: number) => constant('ln2', f, (g) => 2n * areaOrArc((1n << g) / 3n, g, 1n));
const pi = (f: number) =>
  constant(
    'pi',
    f,
    (g) => 16n * areaOrArc((1n << g) / 5n, g, -1n) - 4n * areaOrArc((1n << g) / 239n, g, -1n),
  );

/** log of v 2^-f, v > 0. */
function bigLog(v: bigint, f: number): bigint {
  const one = 1n << BigInt(f);
  let k = bitLength(v) - 1 - f;
  let m = shift(v, -k);
  if (m * m > 2n * one * one) {
    m >>= 1n;
    k += 1;
  }
  return 2n * areaOrArc(((m - one) << BigInt(f)) / (m + one), BigInt(f), 1n) + BigInt(k) * ln2(f);
}

/** e^(v 2^-f). */
function bigExp(v: bigint, f: number): Big {
  const g = BigInt(f);
  const k = v / ln2(f) - (v < 0n ? 1n : 0n);
  const r = (v - k * ln2(f)) >> 6n;
  let y = series(1n << g, (term, n) => ((term * r) >> g) / n);
  for (let i = 0; i < 6; i++) y = (y * y) >> g;
  return [y, Number(k) - f];
}

/** [sin, cos] of v 2^-f. */
function bigSinCos(v: bigint, f: number): [bigint, bigint] {
  const g = BigInt(f);
  const right = pi(f) >> 1n;
  const n = (v + (v < 0n ? -right / 2n : right / 2n)) / right;
  const r = v - n * right;
  const r2 = -(r * r) >> g;
  const s = series(r, (t, k) => ((t * r2) >> g) / (2n * k * (2n * k + 1n)));
  const c = series(1n << g, (t, k) => ((t * r2) >> g) / (2n * k * (2n * k - 1n)));
  const turns = [
    [s, c],
    [c, -s],
    [-s, -c],
    [-c, s],
  ] as const;
  return [...turns[Number(((n % 4n) + 4n) % 4n)]];
}

function root(a: bigint): bigint {
  let x = 1n << BigInt((bitLength(a) + 1) >> 1);
  for (;;) {
    const y = (x + a / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}

function bigAtan(v: bigint, f: number): bigint {
  const one = 1n << BigInt(f);
  if (v < 0n) return -bigAtan(-v, f);
  if (v > one) return (pi(f) >> 1n) - bigAtan((one * one) / v, f);
  let t = v;
  for (let i = 0; i < 3; i++) t = (t * one) / (one + root(one * one + t * t));
  return 8n * areaOrArc(t, BigInt(f), -1n);
}

/** The reference of each function, as m 2^s. */
const reference = {
  log: (x: number): Big => {
    const [m, s] = exact(x);
    return [bigLog(m << 300n, 300) + BigInt(s) * ln2(300), -300];
  },
  log1p: (x: number): Big => {
    const f = bitsFor(x);
    const v = fixed(x, f);
    const one = 1n << BigInt(f);
    if (magnitude(v) < one / 4n)
      return [2n * areaOrArc((v * one) / (2n * one + v), BigInt(f), 1n), -f];
    return [bigLog(one + v, f), -f];
  },
  exp: (x: number): Big => bigExp(fixed(x, bitsFor(x)), bitsFor(x)),
  sin: (x: number): Big => [bigSinCos(fixed(x, bitsFor(x)), bitsFor(x))[0], -bitsFor(x)],
  cos: (x: number): Big => [bigSinCos(fixed(x, 240), 240)[1], -240],
  atan: (x: number): Big => [bigAtan(fixed(x, bitsFor(x)), bitsFor(x)), -bitsFor(x)],
  pow: (x: number, y: number): Big => {
    const [m, s] = exact(x);
    const [n, t] = exact(y);
    const l = bigLog(m << 400n, 400) + BigInt(s) * ln2(400);
    return bigExp(shift(l * n, t), 400);
  },
};

/** |y - m 2^s| in units in the last place of the double next to m 2^s. */
function ulps(y: number, [m, s]: Big): number {
  if (y === 0 && m === 0n) return 0;
  const last = Math.max(bitLength(m) + s - 53, -1074);
  if (Math.abs(y) === Infinity) return bitLength(m) + s > 1024 ? 0 : Infinity;
  const [n, t] = exact(y);
  return Number(magnitude(shift(n, t - last + 40) - shift(m, s - last + 40))) / 2 ** 40;
}

// ---- the points

const random = seedrandom(`math ${SEED}`);
const between = (low: number, high: number) => low + (high - low) * random();
const many = <T>(n: number, make: () => T): T[] => Array.from({ length: n }, make);
/** +-2^u, u uniform. */
const spread = (low: number, high: number) => 2 ** between(low, high) * (random() < 0.5 ? -1 : 1);
/** x and the doubles next to it. */
const around = (x: number): number[] => [
  x * (1 - 2 ** -52),
  x * (1 - 2 ** -53),
  x,
  x * (1 + 2 ** -52),
];

const SMALLEST = Number.MIN_VALUE;
const NORMAL_MIN = 2 ** -1022;
const LARGEST = Number.MAX_VALUE;

const points: Record<string, number[]> = {
  log: [
    ...[
      SMALLEST,
      3 * SMALLEST,
      LARGEST,
      ...around(NORMAL_MIN),
      ...around(1),
      ...around(Math.SQRT1_2),
    ],
    ...[...around(Math.SQRT2), ...around(2), ...around(Math.E)],
    ...many(1500, () => between(0, 4)),
    ...many(1500, () => Math.abs(spread(-1074, 1023))),
    ...many(500, () => 1 + spread(-52, -2)),
  ],
  log1p: [
    ...[
      SMALLEST,
      -SMALLEST,
      NORMAL_MIN,
      LARGEST,
      -1 + 2 ** -53,
      ...around(1),
      ...around(0.41421356237309503),
    ],
    ...[...around(-0.2928955078125), ...around(2 ** -53), ...around(2 ** 53), ...around(2 ** 54)],
    ...many(1500, () => between(-1, 4)),
    ...many(800, () => Math.abs(spread(-300, 1023))),
    ...many(800, () => spread(-60, -1)),
  ],
  exp: [
    ...[SMALLEST, NORMAL_MIN, ...around(709.782712893383), ...around(-708.3964185322641)],
    ...[
      ...around(709),
      ...around(-708),
      ...around(-745.13),
      ...around(-744.44),
      ...around(Math.LN2 / 2),
    ],
    ...many(2000, () => between(-10, 10)),
    ...many(1000, () => between(-745, 709.78)),
    ...many(500, () => between(-745.1, -708)),
    ...many(500, () => spread(-60, 9)),
  ],
  sin: [
    ...[SMALLEST, NORMAL_MIN, 1e6, -1e6, ...around(Math.PI / 4), ...around(1e-8)],
    ...many(300, () => Math.floor(between(-636619, 636619)) * (Math.PI / 2)),
    ...many(1500, () => between(-10, 10)),
    ...many(1500, () => between(-1e6, 1e6)),
    ...many(300, () => spread(-60, 0)),
  ],
  atan: [
    ...[SMALLEST, NORMAL_MIN, LARGEST, 2 ** 66, 1e17, ...around(2 ** -27)],
    ...[0.4375, 0.6875, 1, 1.1875, 2.4375].flatMap(around),
    ...many(1500, () => between(-4, 4)),
    ...many(800, () => spread(-60, 70)),
  ],
};
points.cos = points.sin;

function report(name: string, worst: number, at: string): void {
  console.log(`  ${name}: largest error ${worst.toFixed(3)} ulp`);
  assert.ok(worst <= 1, `${name}(${at}) is off by ${worst} ulp; ${AGAIN}`);
}

for (const [name, f] of Object.entries({ log, log1p, exp, sin, cos, atan })) {
  test(`${name} is within 1 ulp`, () => {
    let worst = 0;
    let at = NaN;
    for (const x of points[name]) {
      const error = ulps(f(x), reference[name as keyof typeof points & 'log'](x));
      if (!(error <= worst)) [worst, at] = [error, x];
    }
    report(name, worst, String(at));
  });
}

test('pow is within 1 ulp', () => {
  const pairs = [
    ...many(1500, () => [between(0, 20), between(-20, 20)]),
    // results over the whole range, subnormal ones included
    ...many(1500, () => {
      const x = Math.abs(spread(-1074, 1023));
      return [x, between(-745, 709) / Math.log(x)];
    }),
    ...many(400, () => {
      const x = 1 + spread(-50, -3);
      return [x, between(-745, 709) / Math.log1p(x - 1)];
    }),
    ...many(300, () => [Math.abs(spread(-1074, 1023)), spread(-60, -10)]),
    ...many(200, () => [Math.floor(between(1, 40)), Math.floor(between(-30, 30))]),
    ...[1.224744796752929, 1.2247447967529297, 1.22474479675293, 1.7320507764816284, 3].map((x) => [
      x,
      7.3,
    ]),
    ...[2 ** 31, 2 ** 31 + 1, 2 ** 40].flatMap((y) => [
      [1 + 2 ** -34, y],
      [1 - 2 ** -35, y],
    ]),
    ...[...around(1024), ...around(1023), ...around(-1022), -1030.5, -1074, -1074.9].map((y) => [
      2,
      y,
    ]),
    [10, 308],
    [10, -323],
  ].filter(([x, y]) => x > 0 && Math.abs(y) < 2 ** 70);
  let worst = 0;
  let at = '';
  for (const [x, y] of pairs) {
    const error = ulps(pow(x, y), reference.pow(x, y));
    if (!(error <= worst)) [worst, at] = [error, `${x}, ${y}`];
  }
  report('pow', worst, at);
});

test('special values are exact', () => {
  const table: [name: string, got: number, expected: number][] = [
    ['log(0)', log(0), -Infinity],
    ['log(-0)', log(-0), -Infinity],
    ['log(1)', log(1), 0],
    ['log(-1)', log(-1), NaN],
    ['log(-inf)', log(-Infinity), NaN],
    ['log(inf)', log(Infinity), Infinity],
    ['log(NaN)', log(NaN), NaN],
    ['log1p(0)', log1p(0), 0],
    ['log1p(-0)', log1p(-0), -0],
    ['log1p(-1)', log1p(-1), -Infinity],
    ['log1p(-2)', log1p(-2), NaN],
    ['log1p(inf)', log1p(Infinity), Infinity],
    ['log1p(NaN)', log1p(NaN), NaN],
    ['exp(0)', exp(0), 1],
    ['exp(-0)', exp(-0), 1],
    ['exp(710)', exp(710), Infinity],
    ['exp(inf)', exp(Infinity), Infinity],
    ['exp(-746)', exp(-746), 0],
    ['exp(-745.133)', exp(-745.133), SMALLEST],
    ['exp(-inf)', exp(-Infinity), 0],
    ['exp(NaN)', exp(NaN), NaN],
    ['sin(0)', sin(0), 0],
    ['sin(-0)', sin(-0), -0],
    ['sin(inf)', sin(Infinity), NaN],
    ['sin(NaN)', sin(NaN), NaN],
    ['cos(0)', cos(0), 1],
    ['cos(-inf)', cos(-Infinity), NaN],
    ['cos(NaN)', cos(NaN), NaN],
    ['atan(0)', atan(0), 0],
    ['atan(-0)', atan(-0), -0],
    ['atan(1)', atan(1), Math.PI / 4],
    ['atan(inf)', atan(Infinity), Math.PI / 2],
    ['atan(-inf)', atan(-Infinity), -Math.PI / 2],
    ['atan(NaN)', atan(NaN), NaN],
    ['pow(0, 0)', pow(0, 0), 1],
    ['pow(NaN, 0)', pow(NaN, 0), 1],
    ['pow(1, NaN)', pow(1, NaN), 1],
    ['pow(1, inf)', pow(1, Infinity), 1],
    ['pow(-1, inf)', pow(-1, Infinity), 1],
    ['pow(-1, -inf)', pow(-1, -Infinity), 1],
    ['pow(2, NaN)', pow(2, NaN), NaN],
    ['pow(NaN, 2)', pow(NaN, 2), NaN],
    ['pow(2, inf)', pow(2, Infinity), Infinity],
    ['pow(2, -inf)', pow(2, -Infinity), 0],
    ['pow(-0.5, inf)', pow(-0.5, Infinity), 0],
    ['pow(0.5, -inf)', pow(0.5, -Infinity), Infinity],
    ['pow(inf, 3)', pow(Infinity, 3), Infinity],
    ['pow(inf, -3)', pow(Infinity, -3), 0],
    ['pow(-inf, 3)', pow(-Infinity, 3), -Infinity],
    ['pow(-inf, -3)', pow(-Infinity, -3), -0],
    ['pow(-inf, 2.5)', pow(-Infinity, 2.5), Infinity],
    ['pow(0, 3)', pow(0, 3), 0],
    ['pow(-0, 3)', pow(-0, 3), -0],
    ['pow(-0, 2.5)', pow(-0, 2.5), 0],
    ['pow(0, -3)', pow(0, -3), Infinity],
    ['pow(-0, -3)', pow(-0, -3), -Infinity],
    ['pow(-0, -1)', pow(-0, -1), -Infinity],
    ['pow(0, 0.5)', pow(0, 0.5), 0],
    ['pow(-0, 0.5)', pow(-0, 0.5), 0],
    ['pow(0, -inf)', pow(0, -Infinity), Infinity],
    ['pow(-2, 3)', pow(-2, 3), -8],
    ['pow(-2, 4)', pow(-2, 4), 16],
    ['pow(-2, 2.5)', pow(-2, 2.5), NaN],
    ['pow(-8, 0.5)', pow(-8, 0.5), NaN],
    ['pow(3, 20)', pow(3, 20), 3486784401],
    ['pow(10, 22)', pow(10, 22), 1e22],
    ['pow(2, -1074)', pow(2, -1074), SMALLEST],
    ['pow(2, -1076)', pow(2, -1076), 0],
    ['pow(-2, 1025)', pow(-2, 1025), -Infinity],
    ['pow(-2, -1077)', pow(-2, -1077), -0],
    ['pow(2, 1e30)', pow(2, 1e30), Infinity],
    ['pow(0.5, 1e30)', pow(0.5, 1e30), 0],
    ['pow(-1, 1e30)', pow(-1, 1e30), 1],
    ['pow(-1, 2^53 - 1)', pow(-1, 2 ** 53 - 1), -1],
  ];
  for (const [name, got, expected] of table) {
    assert.ok(Object.is(got, expected), `${name}: got ${got}, expected ${expected}`);
  }
});

test('angles beyond 1e6 are refused', () => {
  for (const f of [sin, cos]) {
    assert.throws(() => f(1000000.1), /got an angle of 1000000.1 rad/);
    assert.throws(() => f(-1e300), RangeError);
  }
});

const GOLDEN = [
  'c0026bb1bbb55515 3ff193ea7aad030a c0864e69394d9508 4085963447f87fb5',
  'be112e0be84bbb51 3fd0ca937be1b9dc 4000a2b23f3bab73',
  '0000000000000055 3fd17129308ce281 40001c2a61268987 5afc05c0a7166b4a',
  '3fdeaee8744b05f0 3fed18f6ead1b446 3fa24daa9c527e96 3fef4677c48458b4',
  '3fec1528065b7d50 bfdaa22657537205 bfeffac3841b3da7 3fcb165cde80ddd4',
  '3fc94441f8f7260c 3fe14b1dd5f90ce1 3feaa7c8545183cd 3ff1b6e192ebbe44 bff8d0129acd6d1c',
  '40060b9fd68a4554 40c4be82e92069d1 0000000003d0a45c 3ffe9b5dba58189d',
].join(' ');

test('the bits stay as they are', () => {
  const hex = (x: number): string => {
    view.setFloat64(0, x);
    return view.getBigUint64(0).toString(16).padStart(16, '0');
  };
  const got = [
    ...[0.1, 3, 1e-310, 1e300].map((x) => hex(log(x))),
    ...[-1e-9, 0.3, 7].map((x) => hex(log1p(x))),
    ...[-740, -1.3, 0.7, 300].map((x) => hex(exp(x))),
    ...[0.5, 2, 1e5, -999999].map((x) => hex(sin(x))),
    ...[0.5, 2, 1e5, -999999].map((x) => hex(cos(x))),
    ...[0.2, 0.6, 1.1, 2, -50].map((x) => hex(atan(x))),
    ...[hex(pow(1.5, 2.5)), hex(pow(0.3, -7.7)), hex(pow(1e-5, 63.1)), hex(pow(7, 1 / 3))],
  ].join(' ');
  assert.is(got, GOLDEN);
});

test.run();
