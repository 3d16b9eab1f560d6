/**
 * Whole spills in both fidelities: the same triggers, and every event of `waveform` made again alone.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FRONT_ENDS } from '../../../src/core/channels.js';
import { CHANNELS } from '../../support/channels.js';
import { PLANE, trackerLayout } from '../../../src/core/tracker.js';
import { seedKey, Stream } from '../../../src/core/random/index.js';
import { type Bodies, encodePayload } from '../../../src/core/wire/event.js';
import { spillway } from '../../../src/core/wire/messages.js';
import { readOut, readOutSamples } from '../../../src/emulate/detector/tracker/readout.js';
import { withoutElectronics } from '../../../src/emulate/digitiser/quiet.js';
import { emulatePayload, emulateSpill } from '../../../src/emulate/spill.js';
import { cardOf } from '../../support/card.js';
import { moments, near, SEED, within } from '../../support/statistics.js';
import { pulseList, readRows } from '../../support/waveform.js';

const key = seedKey(SEED);
const SMALL = ['beam.intensity=2e6', 'trigger.menu.random.rate=100 Hz'];
const bytes = (bodies: Bodies | null) =>
  bodies && Buffer.from(encodePayload(bodies)).toString('hex');

test('the fidelity changes no trigger, no sum, no dead time', () => {
  const card = cardOf(...SMALL);
  const energy = emulateSpill(card, key, 1, { truth: true });
  const waveform = emulateSpill(card, key, 1, { truth: true, fidelity: 'waveform' });
  assert.ok(energy.triggers.length > 1000);
  assert.equal(waveform.triggers, energy.triggers);
  assert.equal(waveform.ledger, energy.ledger);
  assert.equal(waveform.truth, energy.truth);
  assert.equal(
    waveform.events.map((e) => e.header),
    energy.events.map((e) => e.header),
  );
});

test('every event in fidelity waveform is made again alone, byte for byte', () => {
  const card = cardOf(...SMALL);
  const { events } = emulateSpill(card, key, 2, { fidelity: 'waveform' });
  const kinds = new Map<string, number>();
  for (const { primitives, bodies } of events) {
    const seen = kinds.get(primitives.kind) ?? 0;
    kinds.set(primitives.kind, seen + 1);
    if (seen > 100) continue;
    assert.is(bytes(emulatePayload(card, key, primitives, 'waveform')), bytes(bodies));
  }
  assert.equal([...kinds.keys()].sort(), ['led', 'particle', 'pedestal', 'pulser', 'random']);
  const again = emulateSpill(card, key, 2, { fidelity: 'waveform' }).events;
  assert.equal(again, events);
});

test('all channels are read out, in about 6.7 kB with the tracker', () => {
  const card = cardOf('beam.intensity=7e6', 'trigger.menu.physics.prescale=20');
  const { samples } = card.detector.sampling;
  const { events } = emulateSpill(card, key, 1, { fidelity: 'waveform' });
  const sizes: number[] = [];
  for (const { bodies } of events) {
    let adc = 0;
    for (const name of FRONT_ENDS) {
      assert.is(readRows(bodies[name], samples).rows.size, CHANNELS[name]);
      adc += bodies[name].length;
    }
    // 123 channels of 48 bytes, their numbers and the phase.
    within('sampling ADCs', adc, 5904 + 123, 5904 + 123 + 60);
    sizes.push(adc + bodies.tracker.length);
  }
  within('bytes per event', moments(sizes).mean, 6400, 7000);
  // In the modules of the experiment a channel takes 68 bytes: 8.4 kB.
  assert.is(123 * 68, 8364);
});

test('an energy comes out of the samples in both fidelities alike', () => {
  // Quiet electrons: sum of the ECAL by area against the energies of the same ids.
  const card = cardOf(
    ...['beam.intensity=2e5', 'trigger.menu.beam.prescale=100'],
    ...['nature.electronics.gain.spread=0', 'nature.electronics.peakingSpread=0'],
  );
  const { sampling } = card.detector;
  const energy = emulateSpill(card, key, 3);
  const waveform = emulateSpill(card, key, 3, { fidelity: 'waveform' });
  const ratios: number[] = [];
  energy.events.forEach(({ bodies, primitives }, i) => {
    if (primitives.kind !== 'particle') return;
    const pulses = spillway.Body.decode(bodies.ecal).energies;
    const gev = (pulses?.energyKev ?? []).reduce((a, b) => a + b, 0) * 1e-6;
    if (gev < 50) return;
    let sum = 0;
    for (const [c, row] of readRows(waveform.events[i].bodies.ecal, sampling.samples).rows) {
      const full = c < 36 ? sampling.fullScale.preshower : sampling.fullScale.ecal;
      const base = moments(row.subarray(0, 8)).mean;
      const counts = row.subarray(8).reduce((a, b) => a + b - base, 0);
      sum += (counts * full) / (4095 - sampling.pedestal);
    }
    const area = ((Math.exp(3) * 6) / 81) * sampling.pulse.peaking;
    ratios.push((sum * sampling.period) / area / gev);
  });
  const middle = ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)];
  assert.ok(ratios.length > 500);
  within('median of samples over energies', middle, 0.98, 1.02);
});

test('a strip answers with three samples of its pulse, 25.72 ns apart', () => {
  const card = cardOf('detector.tracker.micromegas.channelNoise=0');
  const { tracker } = card.detector;
  const layout = trackerLayout(tracker);
  const strip = layout.findIndex((s) => s.strips !== null);
  const { shaping, threshold } = tracker.micromegas;
  assert.is(layout[strip].strips, tracker.micromegas);
  const channel = 2 * PLANE * strip + 5;
  const height = (t: number, sample: number) => {
    const u = 1 + ((sample - 2) * 25.72 - t) / shaping;
    return u > 0 ? u * Math.exp(1 - u) : 0;
  };
  const stream = new Stream().seek(key, 0, 0, 0, 0);
  for (const time of [-120, -40, 0, 15, 40, 100]) {
    const hits = pulseList([[channel, 400, time]]);
    const { strip: strips, sample, amplitude } = readOutSamples(card, hits, stream);
    const expected = [0, 1, 2].map((s) => Math.round(400 * height(time, s)));
    if (Math.max(...expected) < threshold) assert.equal(sample, []);
    else {
      assert.equal([strips, sample, amplitude], [[channel], expected, []]);
      assert.is(Math.max(...expected), readOut(card, hits).amplitude?.[0]);
    }
  }
  // Two hits of a channel add up sample by sample; the tubes are as in the other fidelity.
  const straw = layout.findIndex((s) => s.strips === null);
  const tube = 2 * PLANE * straw + 7;
  const hits = pulseList([
    [channel, 300, -60],
    [channel, 200, 10],
    [tube, 1, 30],
    [tube, 1, 60],
  ]);
  const answer = readOutSamples(card, hits, stream);
  assert.equal(
    answer.sample,
    [0, 1, 2].map((s) => Math.round(300 * height(-60, s) + 200 * height(10, s))),
  );
  assert.equal([answer.tube, answer.tdc], [[tube], [875]]);
  assert.equal(readOut(card, hits).tdc, answer.tdc);
});

test('the noise of a strip is in each of its samples, with the rms of the card', () => {
  const card = cardOf();
  const channel = 3;
  const rms = card.detector.tracker.micromegas.channelNoise;
  const stream = new Stream().seek(key, 0, 0, 0, 0);
  const triples = Array.from(
    { length: 20_000 },
    () => readOutSamples(card, pulseList([[channel, 1000, 0]]), stream).sample as number[],
  );
  const column = (s: number) => triples.map((t) => t[s]);
  const expected = Math.sqrt(rms * rms + 1 / 12);
  for (const s of [0, 1, 2]) {
    near(`sample ${s}`, moments(column(s)).rms, expected, expected / Math.sqrt(40_000));
  }
  const means = [0, 1, 2].map((s) => moments(column(s)).mean);
  const product = triples.map((t) => (t[0] - means[0]) * (t[1] - means[1]));
  near('between samples', moments(product).mean, 0, (expected * expected) / Math.sqrt(20_000));
  // What the response puts in for it in fidelity energy is left out.
  const quiet = withoutElectronics(card);
  assert.is(quiet, withoutElectronics(card), 'made once');
  assert.is(quiet.detector.tracker.gem.channelNoise, 0);
  assert.equal(quiet.detector.ecal.cellNoise, { preshower: 0, main: 0 });
  assert.is(quiet.detector.hcal.cellNoise, 0);
});

test.run();
