/**
 * The random numbers: published vectors of the generators, each distribution against its analytic
 * form (computed here from Math.* and stdlib, not from core/math), streams against each other, and
 * golden first draws, which are a contract: a change of them is a change of *Physics*.
 */
import erfc from '@stdlib/math-base-special-erfc';
import lgamma from '@stdlib/math-base-special-gammaln';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  below,
  fillExponential,
  fillNoise,
  fillNormal,
  fillWords,
  oneOf,
  philox4x32,
  Stream,
  seedKey,
} from '../../src/core/random/index.js';
import { EXPONENTIAL, NORMAL } from '../../src/core/random/ziggurat.js';

const SEED = process.env.TEST_SEED ?? '1';
const AGAIN = `repeat with: TEST_SEED=${SEED} node --import tsx test/core/random.test.ts`;
const key = seedKey(SEED);
/** A fresh stream for each use below. */
let nextAddress = 0;
const fresh = () => new Stream().seek(key, 1, 2, 3, nextAddress++);
const many = (n: number, draw: () => number) => Float64Array.from({ length: n }, draw);

// ---- statistics

/** Regularised lower and upper incomplete gamma functions P(a, x), Q(a, x), by series or fraction. */
function incompleteGamma(a: number, x: number): { p: number; q: number } {
  if (x <= 0) return { p: 0, q: 1 };
  const front = Math.exp(a * Math.log(x) - x - lgamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; term > sum * 1e-16; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return { p: front * sum, q: 1 - front * sum };
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let i = 1, step = 0; i < 100000 && Math.abs(step - 1) > 1e-15; i++) {
    b += 2;
    d = 1 / (i * (a - i) * d + b);
    c = b + (i * (a - i)) / c;
    step = c * d;
    h *= step;
  }
  return { p: 1 - front * h, q: front * h };
}

const normalCdf = (x: number) => 0.5 * erfc(-x / Math.SQRT2);

/** Chance of a Kolmogorov-Smirnov distance this large or larger (Kolmogorov; Stephens 1970). */
function kolmogorovSmirnov(sample: Float64Array, cdf: (x: number) => number): number {
  const n = sample.length;
  let distance = 0;
  sample
    .slice()
    .sort()
    .forEach((x, i) => {
      const f = cdf(x);
      distance = Math.max(distance, f - i / n, (i + 1) / n - f);
    });
  const t = distance * (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n));
  let p = 0;
  for (let j = 1; j < 100; j++) p += 2 * (j % 2 ? 1 : -1) * Math.exp(-2 * j * j * t * t);
  return t < 0.2 ? 1 : Math.min(Math.max(p, 0), 1);
}

/** Chance of a chi2 this large or larger; neighbouring bins are pooled to an expectation of 20. */
function chi2(observed: ArrayLike<number>, expected: ArrayLike<number>): number {
  let sum = 0;
  let bins = 0;
  let o = 0;
  let e = 0;
  let left = 0;
  for (let i = 0; i < expected.length; i++) left += expected[i];
  for (let i = 0; i < expected.length; i++) {
    o += observed[i];
    e += expected[i];
    left -= expected[i];
    if ((e < 20 || left < 20) && i < expected.length - 1) continue;
    sum += (o - e) ** 2 / e;
    bins++;
    o = e = 0;
  }
  return incompleteGamma((bins - 1) / 2, sum / 2).q;
}

function likely(what: string, p: number): void {
  assert.ok(p > 1e-4, `${what}: p = ${p}, expected > 1e-4; ${AGAIN}`);
}

/** `got` within 4.5 standard errors of `expected`. */
function near(what: string, got: number, expected: number, error: number): void {
  const pull = (got - expected) / error;
  assert.ok(
    Math.abs(pull) < 4.5,
    `${what}: ${got}, expected ${expected} (${pull} sigma); ${AGAIN}`,
  );
}

/** Mean and variance of a sample against those expected, given the fourth central moment too. */
function moments(
  what: string,
  x: Float64Array,
  mean: number,
  variance: number,
  fourth: number,
): void {
  const n = x.length;
  let first = 0;
  let second = 0;
  for (const v of x) {
    first += v - mean;
    second += (v - mean) ** 2;
  }
  near(`mean of ${what}`, first / n, 0, Math.sqrt(variance / n));
  near(`variance of ${what}`, second / n, variance, Math.sqrt((fourth - variance ** 2) / n));
}

/** Counts over equal bins of [low, high), outside values in the first and last bin. */
function binned(
  n: number,
  low: number,
  high: number,
  bins: number,
  draw: () => number,
): Float64Array {
  const counts = new Float64Array(bins);
  for (let i = 0; i < n; i++) {
    const bin = Math.floor(((draw() - low) / (high - low)) * bins);
    counts[Math.min(Math.max(bin, 0), bins - 1)]++;
  }
  return counts;
}

/** What `binned` should give. */
function expectedBins(
  n: number,
  low: number,
  high: number,
  bins: number,
  cdf: (x: number) => number,
) {
  const edge = (i: number) => (i === 0 ? 0 : i === bins ? 1 : cdf(low + ((high - low) * i) / bins));
  return Float64Array.from({ length: bins }, (_, i) => n * (edge(i + 1) - edge(i)));
}

// ---- the generators

test('Philox4x32-10 gives the known answers of Random123 (kat_vectors)', () => {
  const out = new Uint32Array(4);
  const hex = () => [...out].map((w) => w.toString(16).padStart(8, '0')).join(' ');
  philox4x32(0, 0, 0, 0, 0, 0, out);
  assert.is(hex(), '6627e8d5 e169c58d bc57ac4c 9b00dbd8');
  const ones = 0xffffffff;
  philox4x32(ones, ones, ones, ones, ones, ones, out);
  assert.is(hex(), '408f276d 41c83b0e a20bc7c6 6d5451fd');
  philox4x32(-1, -1, -1, -1, -1, -1, out);
  assert.is(hex(), '408f276d 41c83b0e a20bc7c6 6d5451fd');
  philox4x32(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0, out);
  assert.is(hex(), 'd16cfe09 94fdcceb 5001e420 24126ea1');
});

test('Philox4x32-10 agrees with a BigInt twin at random words', () => {
  const out = new Uint32Array(4);
  const source = fresh();
  const mask = 0xffffffffn;
  for (let n = 0; n < 500; n++) {
    const w = Array.from({ length: 6 }, () => source.u32());
    philox4x32(w[0], w[1], w[2], w[3], w[4], w[5], out);
    let [a, b, c, d, k, l] = w.map(BigInt);
    for (let i = 0; i < 10; i++) {
      const p = 0xd2511f53n * a;
      const q = 0xcd9e8d57n * c;
      [a, b, c, d] = [(q >> 32n) ^ b ^ k, q & mask, (p >> 32n) ^ d ^ l, p & mask];
      k = (k + 0x9e3779b9n) & mask;
      l = (l + 0xbb67ae85n) & mask;
    }
    assert.equal([...out], [a, b, c, d].map(Number), AGAIN);
  }
});

test('sfc32 gives the words of PractRand 0.94 (as in Apache Commons RNG)', () => {
  const stream = new Stream();
  stream.state.set([0xbb3c4104, 0x02294965, 0xda1ce2a9, 1]);
  for (let i = 0; i < 15; i++) stream.u32();
  const words = `
    89b5c414 7ee57639 dbe18f7b 94aa0162 a22bff0a 21c91fb8 2c6fd6fe cda90d13 019684ca e5b400c0
    459d8590 3aec0a1e 254dac77 be10ae80 9ac27819 d17d10c6 71a69026 4bb2bdda 70853646 da28f272
    879200d9 8c2f8b5b 8a87cb78 27ffdced 988a2b7b f220ef9b 13b8984f 345d1732 8f5bc6fc 092b09ff
    046bd2b0 a5a99fc5 19400604 b76e7394 037addd5 e916ed79 94f10dc6 f2ecb45e 69834355 b814aeb2`;
  for (const word of words.trim().split(/\s+/)) {
    assert.is(stream.u32().toString(16).padStart(8, '0'), word);
  }
});

test('uniform and uniformOpen are made of two words of the same sequence', () => {
  const address = nextAddress++;
  const one = new Stream().seek(key, 0, 0, 0, address);
  const two = new Stream().seek(key, 0, 0, 0, address);
  for (let i = 0; i < 1000; i++) {
    const low = two.u32();
    const high = two.u32();
    const bits = BigInt(high) * 4294967296n + BigInt(low);
    if (i % 2) assert.is(one.uniform(), Number(bits >> 11n) / 2 ** 53);
    else assert.is(one.uniformOpen(), (Number(bits >> 12n) + 0.5) / 2 ** 52);
  }
  // the extreme words: a + b + counter = -1 twice over
  const ends = new Stream();
  ends.state.set([-1, 0, 0, 0]);
  assert.ok(ends.uniformOpen() < 1);
  ends.state.fill(0);
  assert.ok(ends.uniformOpen() > 0);
});

/** The same numbers one by one, from blocks. */
function filled(
  stream: Stream,
  fill: (stream: Stream, out: Float64Array, n: number) => void,
): () => number {
  const block = new Float64Array(997);
  let at = block.length;
  return () => {
    if (at === block.length) {
      fill(stream, block, at);
      at = 0;
    }
    return block[at++];
  };
}

test('fillWords gives the words of u32', () => {
  const address = nextAddress++;
  const one = new Stream().seek(key, 0, 0, 0, address);
  const two = new Stream().seek(key, 0, 0, 0, address);
  const words = new Uint32Array(100);
  for (let k = 0; k < 3; k++) {
    fillWords(one, words, 100);
    for (const word of words) assert.is(word, two.u32());
  }
});

// ---- keys and addresses

test('seedKey tells every two seeds apart, as seedrandom itself does not', () => {
  assert.equal(seedKey('1'), { k0: 762935692, k1: 1748852535 });
  const seeds = [
    '1',
    '11',
    '111',
    'a',
    'aa',
    'ab',
    'abab',
    'ā',
    '\u0001',
    'é',
    ' ',
    '  ',
    '%20',
    'NA64',
  ];
  const keys = new Set(seeds.map((seed) => JSON.stringify(seedKey(seed))));
  assert.is(keys.size, seeds.length);
  assert.equal(seedKey('NA64'), seedKey('NA64'));
  assert.throws(() => seedKey(''), /got "", expected 1 to 255 characters/);
  assert.throws(() => seedKey('x'.repeat(256)), RangeError);
  assert.throws(() => seedKey('\ud800'), RangeError);
});

test('an address gives the same numbers whenever it is sought', () => {
  const stream = fresh();
  const draws = () => [stream.normal(), stream.u32(), stream.poisson(50), stream.gamma(0.7)];
  stream.seek(key, 5, 6, 7, 8);
  const first = draws();
  for (let i = 0; i < 10; i++) stream.exponential();
  stream.seek(key, 5, 6, 7, 8);
  assert.equal(draws(), first);
  stream.seek(key, 5, 6, 7, 8 + 2 ** 32);
  assert.equal(draws(), first);
  const others = [
    [4, 6, 7, 8],
    [5, 7, 7, 8],
    [5, 6, 6, 8],
    [5, 6, 7, 9],
    [6, 5, 7, 8],
  ] as const;
  for (const [a, b, c, d] of others) {
    stream.seek(key, a, b, c, d);
    assert.not.equal(draws(), first);
  }
});

test('streams at neighbouring addresses are independent', () => {
  const n = 40000;
  const stream = fresh();
  const neighbours: [name: string, at: (i: number) => [number, number, number, number]][] = [
    ['first word', (i) => [i, 2, 3, 4]],
    ['second word', (i) => [1, i, 3, 4]],
    ['third word', (i) => [1, 2, i, 4]],
    ['fourth word', (i) => [1, 2, 3, i]],
    ['highest byte', (i) => [1, 2, 3, i << 16]],
  ];
  for (const [name, at] of neighbours) {
    for (const draw of ['uniform', 'normal'] as const) {
      const spread = draw === 'normal' ? 1 : Math.sqrt(1 / 12);
      const centre = draw === 'normal' ? 0 : 0.5;
      // the first three draws of streams i and i + 1, and of one stream among themselves
      const x = Array.from({ length: n + 1 }, (_, i) => {
        stream.seek(key, ...at(i));
        return [0, 1, 2].map(() => (stream[draw]() - centre) / spread);
      });
      for (let a = 0; a < 3; a++) {
        for (let b = 0; b < 3; b++) {
          let across = 0;
          let within = 0;
          for (let i = 0; i < n; i++) {
            across += x[i][a] * x[i + 1][b];
            within += x[i][a] * x[i][b];
          }
          near(
            `${draw}, ${name}: draw ${a} with ${b} of the next stream`,
            across / n,
            0,
            n ** -0.5,
          );
          if (a < b) near(`${draw}, ${name}: draw ${a} with ${b}`, within / n, 0, n ** -0.5);
        }
      }
      if (draw === 'uniform') {
        const first = Float64Array.from(x, (draws) => draws[0] * spread + centre);
        likely(
          `first uniforms, ${name}`,
          kolmogorovSmirnov(first, (u) => u),
        );
      }
    }
  }
});

test('one bit of address or key changes half the bits of the first word', () => {
  const stream = fresh();
  let flipped = 0;
  let trials = 0;
  for (let n = 0; n < 200; n++) {
    const w = Array.from({ length: 6 }, () => stream.u32());
    const first = (v: number[]) =>
      new Stream().seek({ k0: v[4], k1: v[5] }, v[0], v[1], v[2], v[3]).u32();
    const base = first(w);
    for (let bit = 0; bit < 192; bit += 7) {
      const v = w.slice();
      v[bit >> 5] ^= 1 << (bit & 31);
      for (let d = (base ^ first(v)) >>> 0; d !== 0; d &= d - 1) flipped++;
      trials += 32;
    }
  }
  near('flipped bits', flipped, trials / 2, Math.sqrt(trials) / 2);
});

// ---- the distributions

test('u32: every bit and byte is even', () => {
  const stream = fresh();
  const n = 1_000_000;
  const bytes = Array.from({ length: 4 }, () => new Float64Array(256));
  const bits = new Float64Array(32);
  for (let i = 0; i < n; i++) {
    const word = stream.u32();
    for (let b = 0; b < 4; b++) bytes[b][(word >>> (8 * b)) & 255]++;
    for (let b = 0; b < 32; b++) bits[b] += (word >>> b) & 1;
  }
  bytes.forEach((counts, b) => {
    likely(`byte ${b}`, chi2(counts, new Float64Array(256).fill(n / 256)));
  });
  bits.forEach((count, b) => {
    near(`bit ${b}`, count, n / 2, Math.sqrt(n) / 2);
  });
});

test('uniform', () => {
  for (const draw of ['uniform', 'uniformOpen'] as const) {
    const stream = fresh();
    const x = many(200_000, () => stream[draw]());
    assert.ok(x.every((u) => u >= 0 && u < 1));
    moments(draw, x, 0.5, 1 / 12, 1 / 80);
    likely(
      draw,
      kolmogorovSmirnov(x, (u) => u),
    );
  }
});

test('the ziggurats close: equal areas, tails included, and the top at f(0) = 1', () => {
  const r = NORMAL.edge[1];
  const normalArea = r * Math.exp((-r * r) / 2) + Math.sqrt(Math.PI / 2) * erfc(r / Math.SQRT2);
  const s = EXPONENTIAL.edge[1];
  for (const [{ edge, height }, area] of [
    [NORMAL, normalArea],
    [EXPONENTIAL, (s + 1) * Math.exp(-s)],
  ] as const) {
    assert.ok(Math.abs((edge[0] * height[1]) / area - 1) < 1e-14);
    assert.ok(Math.abs(height[255] + area / edge[255] - 1) < 1e-12);
    for (let i = 1; i < 256; i++) {
      assert.ok(edge[i] < edge[i - 1] && height[i] > height[i - 1]);
      assert.ok(Math.abs(((height[i + 1] - height[i]) * edge[i]) / area - 1) < 1e-11, `layer ${i}`);
    }
  }
});

for (const [name, bins, draws] of [
  ['normal', 1000, (stream: Stream) => () => stream.normal()],
  ['fillNormal', 1000, (stream: Stream) => filled(stream, fillNormal)],
  ['fillNoise', 36, (stream: Stream) => filled(stream, fillNoise)],
] as const)
  test(name, () => {
    const draw = draws(fresh());
    const x = many(500_000, draw);
    moments('normal', x, 0, 1, 3);
    const power = (k: number) => x.reduce((sum, v) => sum + v ** k, 0) / x.length;
    near('third moment', power(3), 0, Math.sqrt(15 / x.length));
    near('fourth moment', power(4), 3, Math.sqrt(96 / x.length));
    likely('normal', kolmogorovSmirnov(x, normalCdf));
    const n = 8_000_000;
    const counts = binned(n, -4.5, 4.5, bins, draw);
    likely(`normal in ${bins} bins`, chi2(counts, expectedBins(n, -4.5, 4.5, bins, normalCdf)));
  });

for (const [name, draws] of [
  ['normal', (stream: Stream) => () => stream.normal()],
  ['fillNormal', (stream: Stream) => filled(stream, fillNormal)],
  ['fillNoise', (stream: Stream) => filled(stream, fillNoise)],
] as const)
  test(`${name}: the tail beyond the ziggurat`, () => {
    const draw = draws(fresh());
    const r = NORMAL.edge[1];
    const n = 20_000_000;
    const tail: number[] = [];
    let right = 0;
    for (let i = 0; i < n; i++) {
      const x = draw();
      if (x > r) right++;
      if (Math.abs(x) > r) tail.push(Math.abs(x));
    }
    const chance = erfc(r / Math.SQRT2);
    near('tail', tail.length, n * chance, Math.sqrt(n * chance));
    near('right tail', right, tail.length / 2, Math.sqrt(tail.length) / 2);
    likely(
      'shape of the tail',
      kolmogorovSmirnov(Float64Array.from(tail), (x) => 1 - erfc(x / Math.SQRT2) / chance),
    );
  });

test('fillNoise: every number is within 0.003 of the quantile it stands for, up to the tails', () => {
  const draw = filled(fresh(), fillNoise);
  const tails = 8 * 32;
  const values = new Set<number>();
  for (let i = 0; i < 3_000_000; i++) {
    const x = draw();
    if (normalCdf(-Math.abs(x)) * 65536 > tails / 2) values.add(x);
  }
  const sorted = Float64Array.from(values).sort();
  assert.is(sorted.length, 65536 - tails);
  sorted.forEach((x, i) => {
    const off = normalCdf(x) - (tails / 2 + i + 0.5) / 65536;
    const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
    assert.ok(Math.abs(off / density) < 0.003, `${x}: off by ${off / density}`);
  });
});

for (const [name, draws] of [
  ['exponential', (stream: Stream) => () => stream.exponential()],
  ['fillExponential', (stream: Stream) => filled(stream, fillExponential)],
] as const)
  test(name, () => {
    const draw = draws(fresh());
    const x = many(500_000, draw);
    assert.ok(x.every((t) => t > 0));
    moments('exponential', x, 1, 1, 9);
    likely(
      'exponential',
      kolmogorovSmirnov(x, (t) => -Math.expm1(-t)),
    );
    const n = 8_000_000;
    const counts = binned(n, 0, 14, 1000, draw);
    likely(
      'exponential in 1000 bins',
      chi2(
        counts,
        expectedBins(n, 0, 14, 1000, (t) => -Math.expm1(-t)),
      ),
    );
  });

for (const [name, draws] of [
  ['exponential', (stream: Stream) => () => stream.exponential()],
  ['fillExponential', (stream: Stream) => filled(stream, fillExponential)],
] as const)
  test(`${name}: the tail beyond the ziggurat`, () => {
    const draw = draws(fresh());
    const r = EXPONENTIAL.edge[1];
    const n = 10_000_000;
    const tail: number[] = [];
    for (let i = 0; i < n; i++) {
      const t = draw();
      if (t > r) tail.push(t - r);
    }
    near('tail', tail.length, n * Math.exp(-r), Math.sqrt(n * Math.exp(-r)));
    likely(
      'shape of the tail',
      kolmogorovSmirnov(Float64Array.from(tail), (t) => -Math.expm1(-t)),
    );
  });

test('gamma', () => {
  const stream = fresh();
  for (const shape of [0.05, 0.4, 1, 1.3, 2.5, 40, 1e4]) {
    const x = many(200_000, () => stream.gamma(shape));
    moments(`gamma(${shape})`, x, shape, shape, 3 * shape ** 2 + 6 * shape);
    likely(
      `gamma(${shape})`,
      kolmogorovSmirnov(x, (v) => incompleteGamma(shape, v).p),
    );
  }
  for (const shape of [0, -1, NaN, Infinity]) {
    assert.throws(() => stream.gamma(shape), /got a shape of/);
  }
});

test('poisson', () => {
  const stream = fresh();
  for (const mean of [0.3, 3, 8, 9.999, 10, 12, 30, 200, 1e4]) {
    const n = 1_000_000;
    const first = Math.max(0, Math.floor(mean - 8 * Math.sqrt(mean)));
    const bins = Math.ceil(16 * Math.sqrt(mean)) + 20;
    const counts = binned(n, first, first + bins, bins, () => stream.poisson(mean) + 0.5);
    const expected = Float64Array.from({ length: bins }, (_, i) => {
      const k = first + i;
      return n * Math.exp(k * Math.log(mean) - mean - lgamma(k + 1));
    });
    likely(`poisson(${mean})`, chi2(counts, expected));
  }
});

test('poisson: moments at means too large for counting', () => {
  const stream = fresh();
  for (const mean of [1e5, 1e7, 1e9]) {
    const x = many(300_000, () => stream.poisson(mean));
    assert.ok(x.every(Number.isInteger));
    moments(`poisson(${mean})`, x, mean, mean, 3 * mean ** 2 + mean);
    const pull = x.map((k) => (k + 0.5 - mean) / Math.sqrt(mean));
    // next order of the Edgeworth expansion: the skewness 1 / sqrt(mean)
    const cdf = (z: number) =>
      normalCdf(z) - ((z * z - 1) * Math.exp((-z * z) / 2)) / (6 * Math.sqrt(2 * Math.PI * mean));
    likely(`poisson(${mean})`, kolmogorovSmirnov(pull, cdf));
  }
  assert.is(stream.poisson(0), 0);
  for (const mean of [-1, NaN, 1.1e9]) assert.throws(() => stream.poisson(mean), /got a mean of/);
});

// ---- the contract

const GOLDEN: Record<string, number[]> = {
  u32: [
    1302128034, 2395652023, 1363636367, 582125861, 789058219, 2478477115, 1604560503, 1461496155,
    2910378678, 1483638618, 1445153946, 2694569937, 2654797684, 1256075063, 1997017375, 2264769282,
  ],
  uniform: [
    0.5577812025563733, 0.1355367389781159, 0.5770654220096108, 0.3402810905532889,
    0.3454365345364495, 0.6273784528804188, 0.2924527655397816, 0.5273076897638307,
    0.3293705575460274, 0.30991043926436745, 0.7781225227288794, 0.21587439453225854,
    0.3857921503894477, 0.48824691103159, 0.7738399266813871, 0.6250758782053683,
  ],
  uniformOpen: [
    0.5577812025563734, 0.13553673897811602, 0.5770654220096109, 0.34028109055328903,
    0.3454365345364495, 0.6273784528804188, 0.2924527655397816, 0.5273076897638308,
    0.3293705575460274, 0.30991043926436757, 0.7781225227288794, 0.21587439453225865,
    0.3857921503894478, 0.48824691103159, 0.7738399266813872, 0.6250758782053684,
  ],
  normal: [
    -1.156074019265747, 0.38885850290130536, -1.0537732173911254, 1.08677191248431,
    0.807547627814583, -1.014238099504879, 0.9461764504021087, -2.2793397281777295,
    0.9185552977180843, 0.9940589045585599, -0.5467019214929414, 0.5077312274425448,
    0.729192444250393, 2.642327498117004, -0.5478292310547724, -1.8078979229251262,
  ],
  exponential: [
    0.7102976808133368, 0.2018084854357516, 0.6780984252165645, 0.6076521715667361,
    0.3650431673537837, 0.854888718042181, 0.5338763630770141, 1.924248856912387,
    0.4675298410437885, 0.5575030865333862, 0.8975218963443812, 0.23043754595302535,
    0.2870570271669066, 2.1874495460099475, 0.8675593301950009, 2.281024091757308,
  ],
  'gamma 0.4': [
    0.04823288999806407, 0.31015158169103685, 0.7372633640813377, 1.3815806022642407,
    0.22985493378330868, 0.0038700765213610503, 0.12433451666852996, 0.10253262844760537,
    0.46881279477708576, 0.020043607046857356, 0.0669786389734659, 0.12986989703954352,
    0.19263997559898494, 0.13810776835921, 0.4542700430900843, 3.6294919290861745,
  ],
  'gamma 2.5': [
    0.8715967750139693, 0.9562575147922707, 3.585973190214657, 3.8791309054061403,
    3.8194923653526027, 1.457459469682634, 3.4270053072711018, 1.4561859207856662,
    6.026408011854209, 1.79163647735506, 1.9564692733926008, 4.5626768532090685, 1.549057469336548,
    1.9567089371564015, 3.0924328770242817, 3.604708547778607,
  ],
  'poisson 0.3': [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0],
  'poisson 30': [31, 31, 27, 26, 27, 35, 28, 35, 29, 34, 40, 27, 31, 35, 24, 30],
  'poisson 1e6': [
    1000163, 1000218, 999553, 999386, 999503, 1000861, 999674, 1000845, 999862, 1000770, 1001798,
    999469, 1000250, 1000962, 998982, 999107,
  ],
};

test('the first draws stay as they are', () => {
  const stream = new Stream();
  const draws: Record<string, () => number> = {
    u32: () => stream.u32(),
    uniform: () => stream.uniform(),
    uniformOpen: () => stream.uniformOpen(),
    normal: () => stream.normal(),
    exponential: () => stream.exponential(),
    'gamma 0.4': () => stream.gamma(0.4),
    'gamma 2.5': () => stream.gamma(2.5),
    'poisson 0.3': () => stream.poisson(0.3),
    'poisson 30': () => stream.poisson(30),
    'poisson 1e6': () => stream.poisson(1e6),
  };
  for (const [name, draw] of Object.entries(draws)) {
    stream.seek(seedKey('golden'), 64, 1, 2, 3);
    assert.equal(
      Array.from({ length: 16 }, draw),
      GOLDEN[name],
      `${name}: a change here changes every run; if it is meant, note it under Physics in CHANGELOG`,
    );
  }
});

test('below and oneOf: all are equally likely, by one uniform number each', () => {
  const stream = fresh();
  const counts = new Float64Array(6);
  many(60_000, () => counts[below(6, stream)]++);
  likely('below', chi2(counts, new Float64Array(6).fill(10_000)));
  const [first, again, bare] = [1, 2, 3].map(() => new Stream().seek(key, 4, 0, 0, 0));
  for (let i = 0; i < 100; i++) {
    const n = below(3, first);
    assert.is(oneOf(['0', '1', '2'], again), `${n}`);
    assert.is(n, Math.floor(3 * bare.uniform()));
  }
});

test.run();
