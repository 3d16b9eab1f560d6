/**
 * The beam: profile of a spill, arrivals in a slice, the time line across slices. Expected numbers
 * are those of the SPS (duty factor of the slow extraction, ppe.gla.ac.uk/~skilli/SDF.html), of PRL
 * 123 (2019) 121801 and of arXiv:1710.00971, or analytic.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { seedKey, Stream } from '../../src/core/random/index.js';
import { SLICE_TICKS } from '../../src/core/ticks.js';
import { trackerLayout } from '../../src/core/tracker.js';
import { meanIntensity, spillProfile } from '../../src/emulate/beam/profile.js';
import { EverySlice } from '../../src/emulate/beam/everySlice.js';
import type { Slice } from '../../src/emulate/beam/slice.js';
import { Timeline } from '../../src/emulate/beam/timeline.js';
import { follow } from '../../src/emulate/detector/tracker/trajectory.js';
import { spillKey } from '../../src/emulate/spill.js';
import { CLASSES, classRates, ORDINARY } from '../../src/emulate/target/index.js';
import { beamMomentum } from '../../src/emulate/target/phaseSpace.js';
import { cardOf, resolved, STEADY } from '../support/card.js';
import {
  countsChance,
  kolmogorovSmirnov,
  likely,
  moments,
  near,
  normalCdf,
  SEED,
  share,
  within,
} from '../support/statistics.js';

const key = seedKey(SEED);
const sum = (x: ArrayLike<number>) => Array.from(x).reduce((a, b) => a + b, 0);
const profileOf = (card: ReturnType<typeof cardOf>, spill: number) =>
  spillProfile(card.beam, spillKey(card, key, spill));

// ---- profile

test('the rate averages to the intensity over 4.8 s, and rises and falls at 100 and 50 Hz', () => {
  const card = cardOf('beam.intensity=7e6', 'beam.startSpike.probability=0');
  const { electrons, intensity } = profileOf(card, 1);
  assert.is(intensity, 7e6);
  assert.is(electrons.length, 4800);
  // Both periods go whole numbers of times into the spill: the mean is exact.
  assert.ok(Math.abs(sum(electrons) / 7e6 - 1) < 1e-12);
  const amplitude = (hertz: number) => {
    let re = 0;
    let im = 0;
    electrons.forEach((n, i) => {
      const phase = 2 * Math.PI * hertz * (i + 0.5) * 1e-3;
      re += n * Math.cos(phase);
      im += n * Math.sin(phase);
    });
    return (2 * Math.hypot(re, im)) / 7e6;
  };
  assert.ok(Math.abs(amplitude(100) - 0.33) < 1e-9);
  assert.ok(Math.abs(amplitude(50) - 0.15) < 1e-9);
  assert.ok(amplitude(75) < 1e-9);
});

test('the rough preset has a duty factor of 0.92', () => {
  const { card } = resolved([], 'stress-spills');
  const { ripple } = card.beam;
  const steady = { ...card.beam, intensity: 7e6, empty: 0, cutShort: 0 };
  const noSpike = { ...steady, startSpike: { ...steady.startSpike, probability: 0 } };
  const { electrons } = spillProfile(noSpike, spillKey(card, key, 1));
  const exact = sum(electrons) ** 2 / (electrons.length * sum(electrons.map((x) => x * x)));
  within('duty factor', exact, 0.915, 0.925);
  const analytic = 1 / (1 + sum(ripple.map((r) => r.amplitude ** 2)) / 2);
  assert.ok(Math.abs(exact - analytic) < 1e-9);
});

test('empty and cut-short spills come only where asked for, in their share', () => {
  const { beam, run } = cardOf('beam.startSpike.probability=0', 'beam.intensity=7e6');
  const key1 = (spill: number) => ({ key, run: run.number, spill });
  const spills = Array.from({ length: 3000 }, (_, i) => i + 1);
  const lit = (b: typeof beam, spill: number) =>
    spillProfile(b, key1(spill)).electrons.filter((n) => n > 0).length;
  for (const spill of spills.slice(0, 50)) assert.is(lit(beam, spill), 4800);
  const empty = spills.filter((s) => lit({ ...beam, empty: 0.1 }, s) === 0).length;
  share('empty spills', empty, spills.length, 0.1);
  const lengths = spills.map((s) => lit({ ...beam, cutShort: 0.2 }, s));
  const short = lengths.filter((n) => n < 4800);
  share('cut-short spills', short.length, spills.length, 0.2);
  likely(
    'where the beam ends',
    kolmogorovSmirnov(
      short.map((n) => n / 4800),
      (x) => x,
    ),
  );
});

/** Means of products of the columns of particles: momentum off by delta, position and angle in each plane. */
function secondMoments(card: ReturnType<typeof cardOf>, slice: Slice) {
  const rows: { d: number; x: number; y: number; a: number; b: number }[] = [];
  for (let i = 0; i < slice.size; i++) {
    if (slice.kind[i] !== ORDINARY) continue;
    const fate = slice.fateOf(i);
    const d = fate.momentum / card.beam.momentum - 1;
    rows.push({ d, x: fate.x, y: fate.y, a: fate.angleX, b: fate.angleY });
  }
  type Column = keyof (typeof rows)[number];
  return (u: Column, v: Column) => rows.reduce((s, r) => s + r[u] * r[v], 0) / rows.length;
}

test('without a momentum spread the phase space is the two ellipses of the card', () => {
  const card = cardOf('beam.momentumSpread=0', 'beam.correlation.x=0.6', 'beam.correlation.y=-0.3');
  const of = secondMoments(card, new EverySlice(card, spillKey(card, key, 1)).draw(0, 20_000));
  within('spot x', Math.sqrt(of('x', 'x')), 7.8, 8.2);
  within('spot y', Math.sqrt(of('y', 'y')), 3.9, 4.1);
  within('divergence', Math.sqrt(of('a', 'a')), 0.97e-4, 1.03e-4);
  within('correlation x', of('x', 'a') / Math.sqrt(of('x', 'x') * of('a', 'a')), 0.57, 0.63);
  within('correlation y', of('y', 'b') / Math.sqrt(of('y', 'y') * of('b', 'b')), -0.34, -0.26);
});

test('the phase space is what an achromatic beam becomes in a bend and the way behind it', () => {
  // The beam before the magnets, at their centre, as a matrix of second moments of (x, x', delta), carried to the
  // ECAL by those of a thin bend and of a drift (K. L. Brown, SLAC-75).
  const [way, bend, spread] = [20_500, 0.021, 0.01];
  const times = (a: number[][], b: number[][]) =>
    a.map((row) => b[0].map((_, j) => row.reduce((s, v, k) => s + v * b[k][j], 0)));
  const turned = (a: number[][]) => a[0].map((_, j) => a.map((row) => row[j]));
  // Chosen so that the spot comes out as 8 mm: betatron part at the ECAL, drifted back.
  const own = Math.sqrt(8 ** 2 - (way * bend * spread) ** 2);
  const [xx, xa, aa] = [own ** 2, 0.6 * own * 1e-4, 1e-8];
  const before = [
    [xx - 2 * way * xa + way ** 2 * aa, xa - way * aa, 0],
    [xa - way * aa, aa, 0],
    [0, 0, spread ** 2],
  ];
  const kick = [
    [1, 0, 0],
    [0, 1, -bend],
    [0, 0, 1],
  ];
  const drift = [
    [1, way, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  const through = times(drift, kick);
  const expected = times(times(through, before), turned(through));

  const card = cardOf();
  const of = secondMoments(card, new EverySlice(card, spillKey(card, key, 3)).draw(0, 40_000));
  const columns = ['x', 'a', 'd'] as const;
  columns.forEach((u, i) => {
    columns.forEach((v, j) => {
      const scale = Math.sqrt(expected[i][i] * expected[j][j]);
      within(`${u} ${v}`, of(u, v) / scale - expected[i][j] / scale, -0.03, 0.03);
    });
  });
  assert.ok(Math.abs(expected[0][0] - 64) < 1e-9);
  // In the other plane 1 mm and 0.025 mrad for 1 %, which nothing bends.
  within('spot y', Math.sqrt(of('y', 'y')), 3.9, 4.1);
  within('y and momentum', of('y', 'd') / spread / 4, 0.23, 0.27);
  within('angle y and momentum', of('b', 'd') / spread / 0.1e-3, 0.23, 0.27);
});

test('before the magnets no position and no angle knows the momentum', () => {
  const card = cardOf('beam.dispersion.position.y=0 m', 'beam.dispersion.angle.y=0 mrad');
  const slice = new EverySlice(card, spillKey(card, key, 4)).draw(0, 10_000);
  const stations = trackerLayout(card.detector.tracker);
  const out = { x: new Float64Array(stations.length), y: new Float64Array(stations.length) };
  const stream = new Stream().seek(key, 7, 0, 0, 0);
  const [deltas, first, second, last]: number[][] = [[], [], [], []];
  for (let i = 0; i < slice.size; i++) {
    if (slice.kind[i] !== ORDINARY) continue;
    const fate = slice.fateOf(i);
    follow(card, stations, fate, stream, out);
    deltas.push(fate.momentum / 100 - 1);
    first.push(out.x[0]);
    second.push(out.x[1]);
    last.push(out.x[stations.length - 1]);
  }
  const slope = (values: number[]) =>
    values.reduce((s, v, i) => s + v * deltas[i], 0) / deltas.reduce((s, d) => s + d * d, 0);
  // mm per unit: four errors of a spot of some 6 mm and a spread of 0.01.
  const error = 6.5 / 0.01 / Math.sqrt(deltas.length);
  within('first chamber', slope(first), -4 * error, 4 * error);
  within('second chamber', slope(second), -4 * error, 4 * error);
  const expected = -0.021 * (stations[stations.length - 1].z - 4500);
  within('last chamber', slope(last), expected - 5 * error, expected + 5 * error);
});

test('the duty factor is 0.938 in bins of 1 ms, from counts less their own statistics', () => {
  const card = cardOf('beam.intensity=5e5', 'beam.startSpike.probability=0');
  const at = spillKey(card, key, 2);
  const { electrons } = profileOf(card, 2);
  const slice = new EverySlice(card, at);
  let n1 = 0;
  let n2 = 0;
  let n = 0;
  for (let i = 0; i < 4800; i += 4) {
    const { size } = slice.draw(i, 10 * electrons[i]); // ten such spills' counts
    n1 += size;
    n2 += size * (size - 1);
    n++;
  }
  const sampled = (n1 / n) ** 2 / (n2 / n);
  within('duty factor from counts', sampled, 0.933, 0.943);
  // The analytic value: 1 / (1 + (0.33^2 + 0.15^2) / 2).
  const analytic = 1 / (1 + (0.33 ** 2 + 0.15 ** 2) / 2);
  const exact = sum(electrons) ** 2 / (4800 * sum(electrons.map((x) => x * x)));
  assert.ok(Math.abs(exact - analytic) < 1e-9);
  console.log(`  duty factor ${sampled.toFixed(4)} sampled, ${analytic.toFixed(4)} analytic`);
});

test('7 % of the spills start with a spike: twice the rate for 20 ms', () => {
  const card = cardOf('beam.intensity=4.8e6', 'beam.ripple=[]');
  let spikes = 0;
  const spills = 4000;
  for (let spill = 1; spill <= spills; spill++) {
    const { electrons } = profileOf(card, spill);
    const first = electrons[0];
    if (first === 1000) continue;
    spikes++;
    assert.is(first, 2000);
    assert.is(electrons[19], 2000);
    assert.is(electrons[20], 1000);
  }
  share('spills with a spike', spikes, spills, 0.07);
});

test('intensity: a number, a range drawn evenly, blocks met as their electrons ask for', () => {
  const [one, two, three] = ['run1-2016', 'run2-2017', 'run3-2018'].map(
    (name) => resolved([], name).card,
  );
  const drawn = (card: typeof one, n: number) =>
    Float64Array.from({ length: n }, (_, i) => profileOf(card, i + 1).intensity);
  const even = (low: number, high: number) => (x: number) =>
    Math.min(1, Math.max(0, (x - low) / (high - low)));
  likely('run II', kolmogorovSmirnov(drawn(two, 1000), even(5e6, 6e6)));
  likely('run III', kolmogorovSmirnov(drawn(three, 1000), even(5e6, 9e6)));
  assert.is(meanIntensity(two.beam.intensity), 5.5e6);
  assert.is(meanIntensity(three.beam.intensity), 7e6);

  // Of the electrons of run I, 2.3, 1.1 and 0.9 of 4.3 fall to its blocks (arXiv:1710.00971).
  const n = 6000;
  const blocks = [
    { min: 1.4e6, max: 2e6, electrons: 2.3e10 },
    { min: 3e6, max: 3.5e6, electrons: 1.1e10 },
    { min: 4.5e6, max: 5e6, electrons: 0.9e10 },
  ];
  const spills = blocks.map((b) => (b.electrons * 2) / (b.min + b.max));
  const of = sum(spills);
  const intensities = drawn(one, n);
  blocks.forEach((b, i) => {
    const inside = intensities.filter((x) => x >= b.min && x <= b.max);
    share(`spills in block ${i + 1}`, inside.length, n, spills[i] / of);
    likely(`block ${i + 1}`, kolmogorovSmirnov(inside, even(b.min, b.max)));
  });
  const got = moments(intensities);
  near('mean intensity of run I', got.mean, meanIntensity(one.beam.intensity), got.error);
  assert.ok(Math.abs(meanIntensity(one.beam.intensity) - 4.3e10 / of) < 1);
});

// ---- slice

test('arrivals are a Poisson process: counts, gaps, ascending ticks', () => {
  const card = cardOf(...STEADY, 'beam.intensity=4.8e6');
  const slice = new EverySlice(card, spillKey(card, key, 3));
  const perElectron = sum(classRates(card));
  const mean = 1000 * perElectron;
  const slices = 600;
  const low = 900;
  const observed = new Float64Array(400);
  const expected = new Float64Array(400);
  const gaps: number[] = [];
  for (let i = 0; i < slices; i++) {
    slice.draw(i, 1000);
    const n = slice.size;
    const bin = Math.min(399, Math.max(0, n - low));
    observed[bin] = observed[bin] + 1;
    for (let j = 1; j < n; j++) {
      assert.ok(slice.tick[j] >= slice.tick[j - 1], 'ticks ascend');
      gaps.push(slice.tick[j] - slice.tick[j - 1]);
    }
    assert.ok(slice.tick[n - 1] < SLICE_TICKS);
  }
  let logP = -mean;
  for (let n = 1; n < 2000; n++) {
    logP += Math.log(mean / n);
    const bin = Math.min(399, Math.max(0, n - low));
    expected[bin] = expected[bin] + slices * Math.exp(logP);
  }
  likely('counts per slice', countsChance(observed, expected));
  // Ticks are whole: a gap of k ticks stands for k - 1 to k + 1; add a uniform part of a tick.
  const smooth = gaps.map((g, i) => g + ((i * 0.6180339887) % 1) - 0.5);
  const rate = mean / SLICE_TICKS;
  likely(
    'gaps',
    kolmogorovSmirnov(smooth.slice(0, 200_000), (g) => 1 - Math.exp(-rate * g)),
  );
});

test('classes come in their rates, momenta with 1 % about 100 GeV', () => {
  const card = cardOf(
    ...STEADY,
    'nature.dimuon.rate=0.01',
    'nature.electroNuclear.rate=0.02',
    'nature.upstreamElectroNuclear.ratePerRadiationLength=0.5',
    'nature.admixture.pion=0.03',
    'nature.admixture.kaonPerPion=0.2',
    'nature.admixture.muon=0.02',
  );
  const rates = classRates(card);
  const slice = new EverySlice(card, spillKey(card, key, 4));
  const observed = CLASSES.map(() => 0);
  const momenta: number[] = [];
  let n = 0;
  for (let i = 0; i < 150; i++) {
    slice.draw(i, 2000);
    for (let j = 0; j < slice.size; j++) {
      const kind = slice.kind[j];
      observed[kind] = observed[kind] + 1;
      if (j % 5 === 0) momenta.push(slice.fateOf(j).momentum);
    }
    n += slice.size;
  }
  const all = sum(rates);
  likely(
    'class fractions',
    countsChance(
      observed,
      Array.from(rates, (r) => (n * r) / all),
      1,
    ),
  );
  const electrons = CLASSES.map((c, i) => (c.species === 'electron' ? rates[i] : 0));
  assert.ok(Math.abs(sum(electrons) - 1) < 1e-12, 'electron classes add up to one electron');
  const m = moments(momenta);
  near('mean momentum', m.mean, 100, m.error);
  assert.ok(Math.abs(m.rms - 1) < 0.02, `momentum spread ${m.rms}, expected 1 GeV`);
  // Flat of half width 1.5 sigma folded with a Gaussian of sigma / 2: variance 3/4 + 1/4.
  const cdf = (p: number) => {
    const a = 1.5;
    const s = 0.5;
    const g = (x: number) =>
      x * normalCdf(x / s) + (s * Math.exp((-x * x) / (2 * s * s))) / Math.sqrt(2 * Math.PI);
    return (g(p - 100 + a) - g(p - 100 - a)) / (2 * a);
  };
  likely('shape of the momentum', kolmogorovSmirnov(momenta.slice(0, 40_000), cdf));
  assert.is(beamMomentum(card.beam, 0.5, 0), 100);
});

test('each counter is as efficient as the card says, vetoes by accident included', () => {
  const card = cardOf(...STEADY);
  const slice = new EverySlice(card, spillKey(card, key, 5));
  let n = 0;
  const each = [0, 0, 0, 0, 0, 0];
  let all = 0;
  for (let i = 0; i < 120; i++) {
    slice.draw(i, 2000);
    for (let j = 0; j < slice.size; j++) {
      if (slice.kind[j] !== ORDINARY) continue;
      n++;
      const fired = slice.fired[j];
      for (let b = 0; b < 6; b++) if (fired & (1 << b)) each[b] = each[b] + 1;
      if (fired === 15) all++;
    }
  }
  for (let s = 0; s < 4; s++) share(`S${s + 1}`, each[s], n, 0.993);
  share('V1 by accident', each[4], n, 0.0075);
  share('V2 by accident', each[5], n, 0.0075);
  share('S1 S2 S3 S4 !V', all, n, 0.993 ** 4 * 0.985);
});

/** Everything that a slice says about its particles. */
function columns(slice: Slice, order: 'up' | 'down') {
  const n = slice.size;
  const at = Array.from({ length: n }, (_, i) => (order === 'up' ? i : n - 1 - i));
  const rows: unknown[] = new Array(n);
  for (const i of at) {
    const fate = { ...slice.fateOf(i) };
    const preshower = slice.preshower(i);
    rows[i] = [
      slice.tick[i],
      slice.kind[i],
      slice.fired[i],
      slice.ecal(i),
      preshower,
      fate,
      slice.preshower(i),
      slice.least[i],
    ];
  }
  return rows;
}

test('a slice is the same alone, in sequence, and in whatever order it is asked', () => {
  const card = cardOf('beam.intensity=3e6');
  const at = spillKey(card, key, 6);
  const profile = profileOf(card, 6);
  const wanted = 37;
  const alone = columns(new EverySlice(card, at).draw(wanted, profile.electrons[wanted]), 'up');
  assert.ok(alone.length > 300);

  const timeline = new Timeline(card, at, profile);
  for (let i = 30; i <= wanted; i++) timeline.moveTo(i);
  assert.equal(columns(timeline.current, 'down'), alone, 'in sequence, asked backwards');

  const jumped = new Timeline(card, at, profile);
  jumped.moveTo(4000);
  assert.equal(columns(jumped.moveTo(wanted), 'up'), alone, 'after a jump back');

  const reused = new EverySlice(card, at);
  reused.draw(5, 20_000); // grows its columns
  assert.equal(columns(reused.draw(wanted, profile.electrons[wanted]), 'up'), alone);

  const other = new EverySlice(card, spillKey(card, key, 7)).draw(
    wanted,
    profile.electrons[wanted],
  );
  assert.not.equal(columns(other, 'up'), alone, 'another spill is another slice');
});

test('an empty slice and one of rate 0 have no particles', () => {
  const card = cardOf();
  const slice = new EverySlice(card, spillKey(card, key, 8));
  slice.draw(0, 100);
  assert.is(slice.draw(1, 0).size, 0);
  assert.is(profileOf(cardOf('beam.intensity=0'), 1).electrons.length, 4800);
});

// ---- time line

test('visit finds the particles that a scan over the whole spill finds', () => {
  const card = cardOf('beam.intensity=8e4', 'beam.spill=20 ms');
  const at = spillKey(card, key, 9);
  const profile = profileOf(card, 9);
  const all: { time: number; id: string }[] = [];
  profile.electrons.forEach((n, s) => {
    const slice = new EverySlice(card, at).draw(s, n);
    for (let i = 0; i < slice.size; i++) {
      all.push({ time: s * SLICE_TICKS + slice.tick[i], id: `${s}/${i}` });
    }
  });
  const timeline = new Timeline(card, at, profile);
  const windows: [number, number][] = [
    [-359, 360],
    [-4500, 2901],
    [0, 1],
    [-50, 0],
    [1, 5000],
  ];
  let across = 0;
  for (let s = 0; s < profile.electrons.length; s++) {
    const slice = timeline.moveTo(s);
    const ticks = [0, 1, 200, SLICE_TICKS - 1, SLICE_TICKS - 300];
    for (let i = 0; i < slice.size; i += 397) ticks.push(slice.tick[i]);
    for (const tick of ticks) {
      for (const [from, to] of windows) {
        const now = s * SLICE_TICKS + tick;
        const expected = all
          .filter(({ time }) => time - now >= from && time - now < to)
          .map(({ time, id }) => `${id} ${time - now}`);
        const got: string[] = [];
        timeline.visit(tick, from, to, (other, i, dt) => {
          got.push(`${other.index}/${i} ${dt}`);
          if (other !== slice) across++;
        });
        assert.equal(got, expected, `slice ${s} tick ${tick} from ${from} to ${to}`);
      }
    }
  }
  assert.ok(across > 50, `only ${across} neighbours across an edge were met`);
});

test('beyond the first and the last slice there is nothing', () => {
  const card = cardOf('beam.intensity=8e4', 'beam.spill=20 ms');
  const timeline = new Timeline(card, spillKey(card, key, 1), profileOf(card, 1));
  timeline.moveTo(0);
  timeline.visit(0, -10_000_000, 0, () => assert.unreachable('a particle before the spill'));
  timeline.moveTo(19);
  timeline.visit(SLICE_TICKS - 1, 1, 10_000_000, () =>
    assert.unreachable('a particle after the spill'),
  );
});

test.run();
