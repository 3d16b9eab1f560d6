/** Where A' are made and what they take away, against an analogue Monte Carlo and published shapes. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { seedKey, Stream } from '../../../src/core/random/index.js';
import { leastLeft } from '../../../src/core/signal/cross-section.js';
import { emissionDensity } from '../../../src/core/signal/emission-density.js';
import { emissionTable } from '../../../src/core/signal/index.js';
import { LEAD } from '../../../src/core/signal/target.js';
import {
  DEPTH_BINS,
  DEPTH_STEP,
  ENERGY_BINS,
  HALF_BINS,
  trackLength,
} from '../../../src/core/signal/track-length.js';
import { analogueCascade } from '../../support/cascade.js';
import { near, SEED, within } from '../../support/statistics.js';

const stream = () => new Stream().seek(seedKey(SEED), 1, 2, 3, 4);
/** Track length above half of the energy, before a bin of depth. */
function sum(values: Float64Array, end = DEPTH_BINS): number {
  return values.reduce(
    (a, b, k) => (k % ENERGY_BINS < HALF_BINS && k < end * ENERGY_BINS ? a + b : a),
    0,
  );
}

test("the shares of energy that an A' takes from 100 GeV are those of DMG4", () => {
  // x below which lie 10, 50 and 90 %, from the generator's table of the same form.
  for (const [mass, ...expected] of [
    [0.001, 0.35, 0.76, 0.97],
    [0.01, 0.6, 0.968, 0.999],
    [0.1, 0.75, 0.996, 1],
    [0.5, 0.78, 0.998, 1],
  ] as const) {
    const steps = 4000;
    const end = -Math.log(leastLeft(mass, 100, LEAD));
    const start = -Math.log(1 - mass / 100);
    const h = (end - start) / steps;
    const below: number[] = [];
    let all = 0;
    for (let i = 0; i < steps; i++) {
      all += emissionDensity(mass, 100, Math.exp(-(start + (i + 0.5) * h))) * h;
      below.push(all);
    }
    expected.forEach((x, q) => {
      const i = below.findIndex((n) => n > [0.1, 0.5, 0.9][q] * all);
      const got = 1 - Math.exp(-(start + (i + 0.5) * h));
      within(`${mass} GeV, quantile ${q}`, got, x - 0.006, x + 0.006);
    });
  }
});

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

test('the spectrum of the missing energy is the tabulated one', () => {
  const rng = stream();
  const table = emissionTable(0.01, 100);
  const expected = [0.114, 0.101, 0.093, 0.085, 0.083, 0.081, 0.081, 0.084, 0.096, 0.181];
  const bins = expected.map(() => 0);
  const n = 100_000;
  for (let i = 0; i < n; i++) {
    const { energy } = table.at(rng.uniform(), rng.uniform(), rng.uniform());
    bins[Math.floor((energy - 0.5) * 20)]++;
  }
  expected.forEach((share, i) => {
    within(`bin ${i}`, bins[i] / n, share * 0.93, share * 1.07);
  });
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
