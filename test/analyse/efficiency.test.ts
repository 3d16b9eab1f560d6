/** Exposure and efficiency from scalers, against known rates and independent integrations. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  beamWeightedRate,
  efficiencyFactors,
  liveFraction,
  massDependence,
  pileUpWindow,
  scalerElectrons,
  totalEfficiency,
} from '../../src/analyse/efficiency.js';
import { emptyCounts } from '../../src/analyse/counts.js';
import { estimateBackground } from '../../src/analyse/background/index.js';
import { beliefOf } from '../../src/core/card/index.js';
import { Stream, seedKey } from '../../src/core/random/index.js';
import { emptyScalers, type Scalers } from '../../src/core/wire/ledger.js';
import { emulateSpill } from '../../src/emulate/spill.js';
import { cardOf, resolved } from '../support/card.js';
import { near, SEED, within } from '../support/statistics.js';

const key = seedKey(SEED);
const card = cardOf();
const belief = beliefOf(card);

/** Scalers of 1 ms slices with these counts. */
const counted = (slices: Iterable<number>): Scalers => {
  const scalers = emptyScalers();
  for (const n of slices) {
    scalers.coincidences += n;
    scalers.coincidencePairs += n * (n - 1);
  }
  return scalers;
};

test('the live fraction is accepted over presented of the physics triggers', () => {
  const scalers = { ...emptyScalers(), presented: [200, 999, 999], accepted: [150, 1, 1] };
  assert.is(liveFraction(scalers), 0.75);
  assert.is(liveFraction(emptyScalers()), 1);
});

test('the beam-weighted rate of Poisson counts with ripple is <r^2>/<r>', () => {
  const stream = new Stream().seek(key, 1, 2, 3, 4);
  const means = Float64Array.from(
    { length: 48_000 },
    (_, i) => 20 * (1 + 0.33 * Math.sin(0.628 * (i + 0.5)) + 0.15 * Math.sin(0.314 * (i + 0.5))),
  );
  const got = beamWeightedRate(counted(means.map((m) => stream.poisson(m))));
  const mean = 20e-6; // per ns
  const expected = mean * (1 + (0.33 ** 2 + 0.15 ** 2) / 2);
  // The error of a mean of 48 000 slices of about 20, pairs fluctuating by sqrt(4 m^3 + 2 m^2).
  near('rate', got, expected, (expected * Math.sqrt((4 * 20 ** 3 + 2 * 20 ** 2) / 48_000)) / 400);
  assert.ok(got / mean > 1.05, 'the ripple is seen');
  assert.is(beamWeightedRate(emptyScalers()), 0);
  assert.is(beamWeightedRate(counted([1, 1, 0, 1])), 0);
  assert.is(beamWeightedRate(counted([3])), 2e-6);
});

// ---- pile-up

/** The trigger gate and the total window, integrated over distance and energy by brute force. */
function windowsByHand(b: typeof belief) {
  const { overlap, ecal } = b.trigger;
  const { from, to } = b.analysis.cuts.ecal.window;
  const weight = (dt: number) =>
    Math.min(1, Math.max(0, (overlap.zero - Math.abs(dt)) / (overlap.zero - overlap.full)));
  const step = 0.01;
  let gate = 0;
  let any = 0;
  const energies = 200;
  for (let i = 0; i < energies; i++) {
    const energy = ((i + 0.5) * b.analysis.box.ecal) / energies;
    for (let dt = -60 + step / 2; dt < 60; dt += step) {
      const spoilsTrigger = energy + weight(dt) * 100 >= ecal.threshold;
      const spoilsEvent = dt >= from && dt <= to;
      if (spoilsTrigger) gate += step / energies;
      if (spoilsTrigger || spoilsEvent) any += step / energies;
    }
  }
  return { trigger: gate, total: any };
}

test('the windows in which a neighbour spoils a signal, against an independent integration', () => {
  for (const b of [
    belief,
    beliefOf(cardOf('trigger.overlap.full=0 ns')),
    beliefOf(cardOf('trigger.ecal.threshold=60 GeV', 'analysis.box.ecal=55 GeV')),
  ]) {
    const got = pileUpWindow(b);
    const expected = windowsByHand(b);
    assert.ok(Math.abs(got.trigger / expected.trigger - 1) < 0.01, `${got.trigger} ns in the gate`);
    assert.ok(Math.abs(got.total / expected.total - 1) < 0.01, `${got.total} ns in all`);
  }
  const { trigger, total } = pileUpWindow(belief);
  console.log(`  windows: ${trigger.toFixed(1)} ns in the gate, ${total.toFixed(1)} ns in all`);
});

/** Counts of a run at this intensity, as its scalers would have them on average. */
function countsAt(intensity: number, of = card) {
  const counts = emptyCounts();
  counts.spills = 1;
  const { counters } = of.detector;
  const seen =
    counters.efficiency ** 4 * (1 - counters.selfVeto) * of.analysis.efficiencies.geometry;
  // Poisson moments of the rippled rate: n (n - 1) averages to the square of the mean.
  for (let i = 0; i < 4800; i++) {
    const t = 2 * Math.PI * (i + 0.5) * 1e-3;
    const n =
      ((seen * intensity) / 4800) * (1 + 0.33 * Math.sin(100 * t) + 0.15 * Math.sin(50 * t));
    counts.scalers.coincidences += n;
    counts.scalers.coincidencePairs += n * n;
  }
  return counts;
}

test('signal lost to pile-up: 6.2, 8.6 and 11.0 % at 5, 7 and 9e6 per spill', () => {
  // About 8 % in the high-intensity runs: PRL 123 (2019) 121801; the others follow the rate.
  const rows: string[] = [];
  for (const [intensity, loss] of [
    [5e6, 0.062],
    [7e6, 0.086],
    [9e6, 0.11],
  ] as const) {
    const kept = efficiencyFactors(belief, countsAt(intensity))
      .filter((f) => f.name.startsWith('pile-up'))
      .reduce((p, f) => p * f.value, 1);
    rows.push(`${intensity}: ${(100 * (1 - kept)).toFixed(2)} %`);
    within(`loss at ${intensity}`, 1 - kept, 0.9 * loss, 1.1 * loss);
  }
  console.log(`  pile-up loss ${rows.join(', ')}`);
});

test('scaler electrons are the true ones within 3.5 % over one spill', () => {
  const rows: string[] = [];
  for (const [name, intensity] of [
    ['run1-2016', 1.5e6],
    ['run3-2018', 5e6],
  ] as const) {
    const of = resolved([`beam.intensity=${intensity}`, 'readout.deadTime=1 ms'], name).card;
    const { ledger } = emulateSpill(of, key, 1);
    const ratio = scalerElectrons(beliefOf(of), ledger.scalers) / ledger.electronsOnTarget;
    rows.push(`${name} ${ratio.toFixed(4)}`);
    within(name, ratio, 0.965, 1.035);
  }
  console.log(`  scaler electrons over true ones: ${rows.join(', ')}`);
  assert.is(scalerElectrons(belief, emptyScalers()), 0);
});

test('scaler electrons: merged coincidences are put back', () => {
  // A steady Poisson process thinned by gates of 25 ns: m = r / (1 + r gate).
  const arriving = 2e-3; // full coincidences per ns, the vetoed included
  const { selfVeto } = belief.detector.counters;
  const observed = ((1 - selfVeto) * arriving) / (1 + arriving * 25);
  const scalers = {
    ...emptyScalers(),
    coincidences: observed * 4.8e9,
    coincidencePairs: observed * 4.8e9 * observed * 1e6,
  };
  const { efficiency } = belief.detector.counters;
  const seen = efficiency ** 4 * belief.analysis.efficiencies.geometry;
  const expected = (arriving * 4.8e9 * belief.analysis.purity) / seen;
  const ratio = scalerElectrons(belief, scalers) / expected;
  within('first order of the dead time', ratio, 0.99, 1.01);
});

// ---- factors

test('factors: prescale, live and pile-up are measured, the others typed in, their product the total', () => {
  const counts = countsAt(7e6);
  counts.scalers.presented[0] = 1000;
  counts.scalers.accepted[0] = 930;
  const factors = efficiencyFactors(belief, counts);
  const named = new Map(factors.map((f) => [f.name, f]));
  assert.equal(
    factors.filter((f) => f.role === 'out').map((f) => f.name),
    ['prescale', 'live', 'pile-up in the trigger gate', 'pile-up offline'],
  );
  const e = belief.analysis.efficiencies;
  for (const name of ['geometry', 'trigger', 'track', 'srd', 'shape', 'veto', 'hcal'] as const) {
    assert.is(named.get(name)?.value, e[name]);
  }
  assert.is(named.get('live')?.value, 0.93);
  const product = factors.reduce((p, f) => p * f.value, 1);
  assert.is(totalEfficiency(factors), product);
  console.log(`  efficiency at 7e6: ${product.toFixed(3)} (0.53 +- 0.09 in the paper)`);
  within('total at 7e6', product, 0.44, 0.62); // PRL 123 (2019) 121801
});

test('the efficiency falls with the mass, linearly in its logarithm to 500 MeV', () => {
  const heavy = belief.analysis.efficiencies.heavyOverLight;
  assert.is(massDependence(belief, 1e-3), 1);
  assert.is(massDependence(belief, 1e-4), 1);
  assert.ok(Math.abs(massDependence(belief, 0.5) - heavy) < 1e-12);
  assert.ok(Math.abs(massDependence(belief, 2) - heavy) < 1e-12);
  const middle = massDependence(belief, Math.sqrt(1e-3 * 0.5));
  assert.ok(Math.abs(middle - (1 + heavy) / 2) < 1e-12);
});

test('the background goes with the exposure; at 2.84e11 it is Table I of the paper', () => {
  const expectedBackground = (electrons: number) =>
    estimateBackground({ belief, counts: emptyCounts(), electrons });
  const full = expectedBackground(2.84e11);
  assert.ok(Math.abs(full.events - 0.528) < 1e-9); // 0.53 +- 0.17
  within('its error', full.error, 0.16, 0.18);
  const small = expectedBackground(2.84e9);
  assert.ok(Math.abs(small.events - 0.00528) < 1e-12);
  assert.is(small.sources.length, 5);
});

test.run();
