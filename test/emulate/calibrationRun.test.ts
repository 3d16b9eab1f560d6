/**
 * The calibration run: what each step shows, seen in the samples by simple sums.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildSpill } from '../../src/analyse/building/index.js';
import { CALIBRATION_RUN_SCHEMA, calibrationPlan } from '../../src/core/calibrationPlan.js';
import type { FrontEnd } from '../../src/core/channels.js';
import { CHANNELS, ecalChannel } from '../support/channels.js';
import { RunError } from '../../src/core/errors.js';
import { seedKey, Stream } from '../../src/core/random/index.js';
import { encodePayload } from '../../src/core/wire/event.js';
import { calibrationEvents } from '../../src/emulate/calibrationRun/index.js';
import { EverySlice } from '../../src/emulate/beam/everySlice.js';
import { STEP_KINDS } from '../../src/emulate/calibrationRun/particles.js';
import { channelsOf } from '../../src/emulate/digitiser/channels.js';
import { spillElectronics } from '../../src/emulate/digitiser/spill.js';
import { Module, seek } from '../../src/emulate/streams.js';
import { CLASSES } from '../../src/emulate/target/index.js';
import { haloMuon } from '../../src/emulate/target/muons.js';
import { ALL_COUNTERS, emptyFate } from '../../src/emulate/target/fate.js';
import { crc32 } from '../../src/run/hash.js';
import { calibrationSegment } from '../../src/run/spill.js';
import { cardOf } from '../support/card.js';
import { moments, near, SEED, within } from '../support/statistics.js';
import { keyOf, readRows } from '../support/waveform.js';

const card = cardOf();
const key = seedKey(SEED);
const { sampling } = card.detector;
const channels = channelsOf(card, key);
const drift = spillElectronics(card, keyOf(card, 0), new Float64Array(0)).drift;
const plan = calibrationPlan(card.detector);
const stepOf = (kind: string, cell?: readonly number[]) =>
  plan.findIndex((s) => s.kind === kind && (s.kind !== 'electrons' || `${s.cell}` === `${cell}`));

/** Energies (GeV) of a channel by the area behind sample 8, with its true constants. */
function energies(
  kind: string,
  name: FrontEnd,
  cell?: readonly number[],
  most = 1e9,
  of = card,
): number[][] {
  const { countsPerGeV, peaking } = channels[name];
  return calibrationEvents(of, key, stepOf(kind, cell))
    .slice(0, most)
    .map(({ bodies }) => {
      const out = new Array<number>(CHANNELS[name]).fill(0);
      for (const [c, row] of readRows(bodies[name], sampling.samples).rows) {
        const base = moments(row.subarray(0, 9)).mean;
        const counts = row.subarray(9).reduce((a, b) => a + b - base, 0) * sampling.period;
        const area = ((Math.exp(3) * 6) / 81) * peaking[c];
        out[c] = counts / area / (countsPerGeV[c] * drift[name][c]);
      }
      return out;
    });
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1];

test('the plan illuminates every channel', () => {
  const cells = plan.flatMap((s) => (s.kind === 'electrons' ? [`${s.cell}`] : []));
  assert.is(new Set(cells).size, 36);
  for (const { events } of plan) within('events of a step', events, 200, 5000);
});

test('electrons on a cell: the beam energy is there, edges leak, the SRD sees their photons', () => {
  for (const cell of [
    [3, 3],
    [0, 0],
    [5, 2],
  ]) {
    const events = energies('electrons', 'ecal', cell);
    const sums = events.map((e) => e.reduce((a, b) => a + b, 0));
    const inside = cell[0] === 3 ? [98, 102] : [80, 99];
    within(`${cell}: sum`, median(sums), inside[0], inside[1]);
    const hottest = events.map((e) => e.indexOf(Math.max(...e)));
    const onCell = hottest.filter((c) => c === ecalChannel(1, cell[0], cell[1])).length;
    within(`${cell}: hottest`, onCell / events.length, 0.9, 1);
  }
  const beam = energies('beam', 'ecal', undefined, 500).map((e) => e.indexOf(Math.max(...e)));
  const onCell = beam.filter((c) => c === ecalChannel(1, ...card.detector.ecal.beamCell)).length;
  within('beam: hottest', onCell / beam.length, 0.9, 1);
  const srd = energies('electrons', 'srd', [3, 3]);
  // 43 x 0.7 photons of 0.308 x 11.6 MeV, in three modules.
  near('SRD', median(srd.map((e) => e[0] + e[1] + e[2])), 0.1, 0.004);
});

test('electrons are drawn until S1..S4 fire and V1 and V2 do not', () => {
  // Half of them are vetoed, S fires with 0.7 each: one in eight triggers.
  const poor = cardOf('detector.counters.efficiency=0.7', 'detector.counters.selfVeto=0.5');
  const { electrons } = STEP_KINDS;
  const step = plan[stepOf('electrons', [3, 3])];
  const stream = new Stream();
  const fate = emptyFate();
  const at = keyOf(poor, 0);
  let triggers = 0;
  const n = 20_000;
  for (let index = 0; index < n; index++) {
    seek(stream, at, 5, Module.slice, index);
    electrons.draw(poor, step, { at, step: 5, index }, stream, fate);
    if (electrons.triggers(fate)) triggers++;
    else assert.is.not(fate.fired, ALL_COUNTERS);
  }
  // As of the beam of a spill, halo apart.
  const slice = new EverySlice(poor, at).draw(0, n);
  let beam = 0;
  let fired = 0;
  for (let i = 0; i < slice.size; i++) {
    if (CLASSES[slice.kind[i]] === haloMuon) continue;
    beam++;
    if (slice.fired[i] === ALL_COUNTERS) fired++;
  }
  const expected = fired / beam;
  const error = Math.sqrt(expected * (1 - expected) * (1 / n + 1 / beam));
  near('share that triggers', triggers / n, expected, error);
  within('the same', expected / (0.7 ** 4 * 0.5), 0.85, 0.98); // some miss S4

  const events = energies('electrons', 'counters', [3, 3], 200, poor);
  const { threshold } = poor.detector.counters;
  for (const seen of events) {
    // What the samples say is known to some 10 keV.
    for (const s of [0, 1, 2, 3]) within(`S${s + 1}`, seen[s], threshold - 5e-5, 1);
    for (const v of [4, 5]) within(`V${v - 3}`, seen[v], -5e-5, 5e-5);
  }
  const blind = cardOf('detector.counters.efficiency=0.01');
  assert.throws(
    () => calibrationEvents(blind, key, stepOf('electrons', [3, 3])),
    (error: unknown) => error instanceof RunError && /none fires S1..S4/.test(error.message),
  );
});

test('muons fill every cell of the HCAL, the VETO and, moved, HCAL0', () => {
  for (const [kind, first, last] of [
    ['muons', 0, 26],
    ['hcal0', 27, 35],
  ] as const) {
    const events = energies(kind, 'hcal');
    for (let c = first; c <= last; c++) {
      const seen = events.map((e) => e[c]).filter((e) => e > 1);
      within(`${kind}: cell ${c}`, seen.length, 215, 780);
      within(`${kind}: energy in ${c}`, median(seen), 1.4, 2);
    }
  }
  const veto = energies('muons', 'veto');
  for (let tube = 0; tube < 6; tube++) {
    const seen = veto.map((e) => e[tube]).filter((e) => e > 0.0045);
    within(`tube ${tube}`, seen.length, 870, 2170);
    within(`tube ${tube}: energy`, median(seen), 0.0085, 0.0105);
  }
});

test('counters, flashes and pedestals', () => {
  const counters = energies('counters', 'counters');
  for (let c = 0; c < CHANNELS.counters; c++) {
    within(`counter ${c}`, median(counters.map((e) => e[c])), 0.00022, 0.0003);
  }
  for (const name of ['ecal', 'srd', 'counters'] as const) {
    const flashes = energies('led', name, undefined, 300);
    const nothing = energies('pedestal', name, undefined, 300);
    for (let c = 0; c < CHANNELS[name]; c++) {
      const { mean } = moments(flashes.map((e) => e[c]));
      within(`${name} ${c}`, mean / channels[name].led[c], 0.98, 1.02);
      const level = moments(nothing.map((e) => e[c])).mean / channels[name].led[c];
      within(`${name} ${c} without light`, level, -0.002, 0.002);
    }
  }
});

test('a step is a pure function of card and key', () => {
  const step = stepOf('counters');
  const once = calibrationEvents(card, key, step);
  assert.equal(calibrationEvents(card, key, step), once);
  const parts = [0, 1, 2].map((part) => calibrationEvents(card, key, step, { part, of: 3 }));
  assert.equal(parts.flat(), once);
  const payloads = (of: typeof once) =>
    of.map((e) => Buffer.from(encodePayload(e.bodies)).toString('hex'));
  assert.not.equal(payloads(calibrationEvents(card, seedKey('x'), step)), payloads(once));
  assert.is(new Set(payloads(once)).size, once.length);
});

test('the segments are built like those of a spill, the step in place of its number', () => {
  const job = {
    card,
    cardHash: 'abc',
    seed: SEED,
    mode: 'every',
    fidelity: 'waveform',
    truth: false,
  } as const;
  for (const number of [1, 2, 3]) {
    const raw = calibrationSegment(job, number);
    const { header, events, incomplete, recorded } = buildSpill(raw, crc32, card.readout.building);
    const step = plan[number - 1];
    assert.equal([header.schema, header.spill], [CALIBRATION_RUN_SCHEMA, number]);
    assert.equal([events.length, incomplete.length, recorded], [step.events, 0, step.events]);
  }
});

test.run();
