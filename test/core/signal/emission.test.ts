/** Where A' are made and what they take away, against an analogue Monte Carlo and published shapes. */
import { createHash } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { seedKey, Stream } from '../../../src/core/random/index.js';
import { EmissionTable, emissionTable, signalYield } from '../../../src/core/signal/index.js';
import { LEAD } from '../../../src/core/signal/target.js';
import {
  DEPTH_BINS,
  DEPTH_STEP,
  ENERGY_BINS,
  energyBinsAbove,
  HALF_BINS,
  trackLength,
} from '../../../src/core/signal/track-length.js';
import { analogueCascade } from '../../support/cascade.js';
import { moments, near, SEED, within } from '../../support/statistics.js';

const stream = () => new Stream().seek(seedKey(SEED), 1, 2, 3, 4);
/** Track length above half of the energy, before a bin of depth. */
function sum(values: Float64Array, end = DEPTH_BINS): number {
  return values.reduce(
    (a, b, k) => (k % ENERGY_BINS < HALF_BINS && k < end * ENERGY_BINS ? a + b : a),
    0,
  );
}

/** Track length above half of the energy: all of it, of pairs, and the share before 0.5 X0. */
function analogue(electrons: number, rng: Stream) {
  let all = 0;
  let early = 0;
  let pairs = 0;
  analogueCascade(electrons, 0.5, rng, ({ depth, length, first }) => {
    all += length;
    if (!first) pairs += length;
    early += Math.max(0, Math.min(length, 0.5 - depth));
  });
  return { all: all / electrons, early: early / all, pairs: pairs / electrons };
}

test('the track length is that of a Monte Carlo of the cascade', () => {
  const mc = analogue(40_000, stream());
  const { beam, pairs } = trackLength();
  const all = sum(beam) + sum(pairs);
  // Spread of the length of one electron: about 0.75 X0.
  within('track length, X0', all, mc.all - 0.012, mc.all + 0.012);
  within('of pairs', sum(pairs), mc.pairs - 0.008, mc.pairs + 0.008);
  const end = Math.round(0.5 / DEPTH_STEP);
  const early = (sum(beam, end) + sum(pairs, end)) / all;
  within('share before 0.5 X0', early, mc.early - 0.01, mc.early + 0.01);
});

test('emissions lie within the dump, below the electron, above half of the beam energy', () => {
  const rng = stream();
  for (const mass of [0.001, 0.0167, 0.5]) {
    const table = emissionTable(mass, 100);
    for (let i = 0; i < 20_000; i++) {
      const { depth, before, energy } = table.at(rng.uniform(), rng.uniform(), rng.uniform());
      assert.ok(depth >= 0 && depth <= DEPTH_BINS * DEPTH_STEP);
      assert.ok(before <= 1 && energy < before && energy > 0.4999999);
    }
    for (const corner of [0, 1 - 2 ** -53]) {
      const e = table.at(corner, corner, corner);
      assert.ok(Number.isFinite(e.depth) && Number.isFinite(e.energy) && e.energy < 1);
    }
  }
});

test('the spectrum of the missing energy is that of the yield, calculated in bins', () => {
  const rng = stream();
  const n = 100_000;
  for (const mass of [0.001, 0.01, 0.1, 0.5]) {
    const table = emissionTable(mass, 100);
    const { bins, perEot } = signalYield('etl', { mass, energy: 100, target: LEAD });
    const sampled = bins.map(() => 0);
    for (let i = 0; i < n; i++) {
      const { energy } = table.at(rng.uniform(), rng.uniform(), rng.uniform());
      sampled[Math.floor((energy - 0.5) * 20)]++;
    }
    bins.forEach((bin, i) => {
      const share = bin.perEot / perEot;
      const allowed = 4 * Math.sqrt(share / n) + 0.005 * share;
      within(`${mass} GeV, bin ${i}`, sampled[i] / n, share - allowed, share + allowed);
    });
  }
});

test("down to a fifth of the beam's energy, too", () => {
  const rng = stream();
  const n = 100_000;
  for (const mass of [0.001, 0.01, 0.5]) {
    const table = emissionTable(mass, 100, 0.2);
    const { bins, perEot } = signalYield('etl', { mass, energy: 100, target: LEAD }, { least: 20 });
    assert.is(bins.length, 16);
    const sampled = bins.map(() => 0);
    for (let i = 0; i < n; i++) {
      const { energy } = table.at(rng.uniform(), rng.uniform(), rng.uniform());
      // The last bin of the electrons' energies reaches beyond the share by half of its width.
      assert.ok(energy > 0.199 && energy < 1, `${energy}`);
      sampled[Math.max(0, Math.floor((energy - 0.2) * 20))]++;
    }
    bins.forEach((bin, i) => {
      const share = bin.perEot / perEot;
      const allowed = 4 * Math.sqrt(share / n) + 0.005 * share;
      within(`${mass} GeV, bin ${i}`, sampled[i] / n, share - allowed, share + allowed);
    });
  }
});

test('the track length above a fifth of the energy is that of the Monte Carlo', () => {
  const electrons = 10_000;
  const lengths = new Float64Array(electrons);
  const rng = stream();
  for (let i = 0; i < electrons; i++) {
    analogueCascade(1, 0.2, rng, ({ length }) => {
      lengths[i] += length;
    });
  }
  const { beam, pairs } = trackLength(energyBinsAbove(0.2));
  // The last bin reaches half of its width below a fifth: 0.3 %.
  const all = beam.reduce((a, n, k) => a + n + pairs[k], 0);
  const { mean, error } = moments(lengths);
  within('track length, X0', all, mean - 4 * error, mean + 4 * error + 0.003 * mean);
});

/** Of 2000 emissions of each of 1, 10 and 500 MeV, as they were when tables reached down to 0.45 and no further. */
const PINNED: readonly (readonly [least: number, sha256: string])[] = [
  [0.45, '3218292b376a0b17'],
  [0.5, '0286b1ecebd875b8'],
  [0.6, '9a74503949ec7f3d'],
];

test("tables of less than 0.45 of the beam's energy leave the others bit by bit what they were", () => {
  for (const [least, sha256] of PINNED) {
    const rng = new Stream().seek(seedKey('pinned'), 1, 2, 3, 4);
    const hash = createHash('sha256');
    for (const mass of [0.001, 0.01, 0.5]) {
      const table = emissionTable(mass, 100, least);
      for (let i = 0; i < 2000; i++) {
        const { depth, before, energy } = table.at(rng.uniform(), rng.uniform(), rng.uniform());
        hash.update(Float64Array.of(depth, before, energy));
      }
    }
    assert.is(hash.digest('hex').slice(0, 16), sha256, `${least}`);
  }
  assert.throws(() => new EmissionTable(0.01, 100, 0.09), /least share of 0.09, expected 0.1 to 1/);
});

test('the mean missing energy is that of a Monte Carlo with the cross section of DMG4, less what the exact tree level takes', () => {
  const rng = stream();
  // The form of the generator takes up to 0.8 GeV more than the exact tree level.
  for (const [mass, form] of [
    [0.001, [0.149, 0.132, 0.119, 0.109, 0.101, 0.094, 0.087, 0.081, 0.073, 0.056]],
    [0.01, [0.114, 0.101, 0.093, 0.085, 0.083, 0.081, 0.081, 0.084, 0.096, 0.181]],
    [0.1, [0.098, 0.089, 0.083, 0.077, 0.076, 0.076, 0.076, 0.082, 0.095, 0.248]],
  ] as const) {
    const table = emissionTable(mass, 100);
    let mean = 0;
    const n = 20_000;
    for (let i = 0; i < n; i++) {
      const { energy } = table.at(rng.uniform(), rng.uniform(), rng.uniform());
      mean += (52.5 + 5 * Math.floor((energy - 0.5) * 20)) / n;
    }
    const expected = form.reduce((sum, share, i) => sum + share * (52.5 + 5 * i), 0);
    within(`${mass} GeV`, mean - expected, -1, 0.1);
  }
});

test("a heavier A' takes more; the same numbers give the same emission", () => {
  const rng = stream();
  const light = emissionTable(0.001, 100);
  const heavy = emissionTable(0.5, 100);
  let difference = 0;
  const n = 5000;
  for (let i = 0; i < n; i++) {
    const u = [rng.uniform(), rng.uniform(), rng.uniform()] as const;
    difference += heavy.at(...u).energy - light.at(...u).energy;
    assert.equal(light.at(...u), light.at(...u));
  }
  // Means of the two tabulated spectra: 0.800 and 0.713.
  near('mean difference', difference / n, 0.087, 0.01);
});

test.run();
