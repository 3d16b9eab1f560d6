/**
 * Closure of the ECAL with a Geant4 11.4 simulation (test/golden/shower): what `spillway validate
 * ecal` prints, over more events, and the shape cut over the simulation's own events.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Card } from '../../../src/core/card/index.js';
import { Stream, seedKey } from '../../../src/core/random/index.js';
import {
  passesShape,
  type TestBeam,
  type TestBeamEvent,
  testBeam,
  testBeamCard,
  testBeamEvents,
} from '../../../src/run/validate/ecal/beam.js';
import { closure } from '../../../src/run/validate/ecal/index.js';
import { ecal, ecalEnergy } from '../../../src/emulate/detector/ecal.js';
import { drawProfile, emptyProfile, preshowerShare } from '../../../src/emulate/detector/shower.js';
import { ECAL_REFERENCE } from '../../../src/run/validate/ecal/reference.js';
import { moments } from '../../support/statistics.js';
import { assertNear } from '../../support/validate.js';

const beam = { at: [0, 0], spot: null, seed: 'closure', ideal: true } as const;

test('the reference in src is the one in test/golden', () => {
  const golden = JSON.parse(readFileSync('test/golden/shower/testbeam.json', 'utf8')) as Record<
    string,
    Record<string, unknown>
  >;
  const close = (a: unknown, b: unknown, what: string) => {
    if (typeof a === 'number') {
      assert.ok(Math.abs(a / (b as number) - 1) < 1e-5, `${what}: ${a}, golden ${b}`);
    } else {
      for (const [k, v] of Object.entries(a as object)) {
        close(v, (b as Record<string, unknown>)[k], `${what}.${k}`);
      }
    }
  };
  for (const [energy, { correlation, ...reference }] of ECAL_REFERENCE) {
    close(reference, golden[energy], `${energy} GeV`);
    assert.ok(correlation < -0.9);
  }
});

/** Preshower fraction of n electrons, without cells: the statistics that its quantiles need. */
function preshowerFractions(energy: number, n: number): TestBeam['preshowerFraction'] {
  const { ecal } = testBeamCard({ ideal: true, spot: null }).detector;
  const stream = new Stream().seek(seedKey('quantiles'), 0, 0, 0, 0);
  const profile = emptyProfile();
  const f = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const visible = ecalEnergy(ecal, energy, stream.normal());
    drawProfile(visible, 0, false, stream, profile);
    f[i] = preshowerShare(ecal, profile, visible, stream);
  }
  f.sort();
  const { mean, rms: sigma } = moments(f);
  const q = (p: number) => f[Math.floor(p * n)] as number;
  return { mean, sigma, q01: q(0.01), q05: q(0.05), q50: q(0.5), q95: q(0.95), q99: q(0.99) };
}

for (const energy of [50, 100]) {
  test(`${energy} GeV: closure without allowance for statistics`, () => {
    const sampled = testBeam({ ...beam, energy, events: 20_000 });
    const preshowerFraction = preshowerFractions(energy, 400_000);
    for (const r of closure({ ...sampled, preshowerFraction })) {
      // 601 events tell the leak at 50 GeV to 6 % and its 99 % quantile to 9 %: two errors allowed.
      assertNear(r, r.name.startsWith('rearLeak') ? 2 : 0);
    }
  });
}

/** The simulation's events, calibrated with one factor for both sections. */
function simulated(energy: number): TestBeamEvent[] {
  const text = gunzipSync(readFileSync('test/golden/shower/events.csv.gz')).toString();
  const rows = text.trim().split('\n').slice(1);
  const events = rows.map((line) => line.split(',').map(Number)).filter((r) => r[0] === energy);
  const visible = (r: number[]) => r.slice(3, 75).reduce((a, b) => a + b, 0);
  const factor = (energy * events.length) / events.reduce((a, r) => a + visible(r), 0);
  const cells = (r: number[], from: number) =>
    Float64Array.from(r.slice(from, from + 36), (e) => e * factor);
  return events.map((r) => ({
    preshower: cells(r, 3),
    main: cells(r, 39),
    x: r[1] as number,
    y: r[2] as number,
    rear: 0,
  }));
}

function efficiency(card: Card, events: Iterable<TestBeamEvent>): number {
  const stream = new Stream().seek(seedKey('shape'), 0, 0, 0, 0);
  let passed = 0;
  let n = 0;
  for (const event of events) {
    if (passesShape(card, event, stream)) passed++;
    n++;
  }
  return passed / n;
}

/** Counts: of a sample, white noise, what its module shares, and the rounding to whole counts. */
function sampleNoises({ detector: { sampling } }: Card) {
  const { noise: white, commonNoise: shared } = sampling;
  return { white, shared, all: Math.sqrt(white ** 2 + shared ** 2 + 1 / 12) };
}

/** Photostatistics and noise on top of simulated cells: the noise counts of a sample each, scaled to the cell's. */
function realistic(card: Card, event: TestBeamEvent, stream: Stream): TestBeamEvent {
  const { stochastic, intrinsic, cellNoise } = card.detector.ecal;
  const { moduleChannels } = card.detector.sampling;
  const photons = stochastic ** 2 - intrinsic.stochastic ** 2;
  const { white, shared, all } = sampleNoises(card);
  const own = Math.hypot(white, Math.sqrt(1 / 12));
  const common = Array.from({ length: Math.ceil(72 / moduleChannels) }, () => stream.normal());
  const smear = (first: number, noise: number) => (e: number, cell: number) => {
    const module = common[Math.floor((first + cell) / moduleChannels)] as number;
    const counts = shared * module + own * stream.normal();
    return Math.max(0, e + Math.sqrt(photons * e) * stream.normal()) + (noise / all) * counts;
  };
  return {
    ...event,
    preshower: event.preshower.map(smear(0, cellNoise.preshower)),
    main: event.main.map(smear(36, cellNoise.main)),
  };
}

/**
 * Noise of the sum of all 72 cells, GeV: sum over i and j of n_i n_j, the pairs of a module with the share of the
 * variance that its samples have in common, those of different modules with none.
 */
function noiseOfSum(card: Card): number {
  const { cellNoise } = card.detector.ecal;
  const { moduleChannels } = card.detector.sampling;
  const { shared, all } = sampleNoises(card);
  const noise = (c: number) => (c < 36 ? cellNoise.preshower : cellNoise.main);
  const module = (c: number) => Math.floor(c / moduleChannels);
  let variance = 0;
  for (let i = 0; i < 72; i++) {
    for (let j = 0; j < 72; j++) {
      const correlation = i === j ? 1 : module(i) === module(j) ? (shared / all) ** 2 : 0;
      variance += correlation * noise(i) * noise(j);
    }
  }
  return Math.sqrt(variance);
}

/** Three quarters of the cut before it was fitted again; it stays where it is, that the check does. */
const TIGHT = 0.75 * 1.65;
/** Each simulated event is smeared so often: their number is small, and one smearing adds its own chance. */
const SMEARED = 10;
/** 20 000 tell the share that passes to 0.3 %, a third of what is allowed: too few. */
const EMULATED = 100_000;

for (const energy of [50, 100]) {
  for (const ideal of [true, false]) {
    test(`${energy} GeV${ideal ? ', ideal' : ''}: shape cut as efficient as on the simulation`, () => {
      const plain = testBeamCard({ ideal, spot: null });
      const stream = new Stream().seek(seedKey('smear'), 0, 0, 0, 0);
      const events = simulated(energy);
      const smeared = (e: TestBeamEvent) =>
        Array.from({ length: SMEARED }, () => realistic(plain, e, stream));
      const full = ideal ? events : events.flatMap(smeared);
      const options = { ...beam, ideal, energy, events: EMULATED };
      const emulated = [...testBeamEvents(plain, options)];
      const { analysis } = plain;
      const { cuts } = analysis;
      // The cut of the card, then a tighter one, which a wrong spread of the cells would show.
      for (const chi2 of [cuts.shape.chi2, TIGHT]) {
        const shape = { ...cuts.shape, chi2 };
        const card = { ...plain, analysis: { ...analysis, cuts: { ...cuts, shape } } };
        const [a, b] = [efficiency(card, full), efficiency(card, emulated)];
        const error = Math.sqrt((a * (1 - a)) / events.length);
        console.log(
          `  ${energy} GeV, chi2 < ${shape.chi2.toFixed(2)}: simulation ${a.toFixed(4)} +- ${error.toFixed(4)}, emulation ${b.toFixed(4)}`,
        );
        const allowed = chi2 > TIGHT ? 0.01 : 0.01 + 2 * error;
        assert.ok(Math.abs(a - b) <= allowed, `${a} and ${b}`);
      }
    });
  }
}

test('off the centre: the simulation at 15 to 20 mm shares the beam cell as the emulation does', () => {
  const near = simulated(100).filter((e) => Math.abs(e.x) > 12 && Math.abs(e.y) < 6);
  const sum = (a: Float64Array) => a.reduce((s, e) => s + e, 0);
  const share = (e: TestBeamEvent) =>
    ((e.preshower[21] as number) + (e.main[21] as number)) / (sum(e.preshower) + sum(e.main));
  const card = testBeamCard({ ideal: true, spot: [0, 0] });
  let difference = 0;
  for (const e of near) {
    const [got] = testBeamEvents(card, {
      ...beam,
      seed: `${e.x}`,
      spot: [0, 0],
      at: [e.x, e.y],
      energy: 100,
      events: 1,
    });
    difference += (share(got as TestBeamEvent) - share(e)) / near.length;
  }
  console.log(`  ${near.length} events, mean difference ${difference.toFixed(5)}`);
  assert.ok(near.length > 200 && Math.abs(difference) < 0.004, `${difference}`);
});

test('full resolution 10 %/sqrt(E), 1 % and the noise of all cells, at 1 to 150 GeV', () => {
  const noise = noiseOfSum(testBeamCard({ ideal: false, spot: null }));
  for (const energy of [1, 5, 20, 100, 150]) {
    const { resolution, responseMean } = testBeam({ ...beam, ideal: false, energy, events: 6000 });
    const expected = Math.hypot(0.1 / Math.sqrt(energy), 0.01, noise / energy);
    console.log(
      `  ${energy} GeV: ${responseMean.toFixed(4)}, ${(resolution / expected).toFixed(3)}`,
    );
    assert.ok(resolution / expected > 0.96 && resolution / expected < 1.15, `${energy} GeV`);
    assert.ok(Math.abs(responseMean - 1) < 0.02, `${energy} GeV: ${responseMean}`);
  }
});

test('noise of the cells: each, and what a module shares', () => {
  const card = testBeamCard({ ideal: false, spot: null });
  const { cellNoise } = card.detector.ecal;
  const stream = new Stream().seek(seedKey('noise'), 0, 0, 0, 0);
  const cells = new Float64Array(72);
  const sums: number[] = [];
  const squares = new Float64Array(72);
  let [inside, across] = [0, 0];
  const gates = 20_000;
  for (let i = 0; i < gates; i++) {
    cells.fill(0);
    ecal.noise?.(card, stream, (channel, e, time) => {
      assert.is(time, 0);
      cells[channel] += e;
    });
    sums.push(cells.reduce((a, b) => a + b, 0));
    cells.forEach((e, c) => {
      squares[c] += (e * e) / gates;
    });
    // The last preshower cell and the first main one are of a module, the two before and behind its edge are not.
    inside += ((cells[35] as number) * (cells[36] as number)) / gates;
    across += ((cells[31] as number) * (cells[32] as number)) / gates;
  }
  const { shared, all } = sampleNoises(card);
  const share = (shared / all) ** 2;
  const error = 4 / Math.sqrt(gates);
  squares.forEach((square, c) => {
    const expected = c < 36 ? cellNoise.preshower : cellNoise.main;
    assert.ok(Math.abs(Math.sqrt(square) / expected - 1) < error, `cell ${c}`);
  });
  const rho = inside / (cellNoise.preshower * cellNoise.main);
  assert.ok(Math.abs(rho - share) < error, `in a module: ${rho}, expected ${share}`);
  assert.ok(Math.abs(across / cellNoise.preshower ** 2) < error, 'of two modules');
  const { rms } = moments(sums);
  console.log(`  an empty gate: ${rms.toFixed(4)} GeV, expected ${noiseOfSum(card).toFixed(4)}`);
  assert.ok(Math.abs(rms / noiseOfSum(card) - 1) < error);
});

test.run();
