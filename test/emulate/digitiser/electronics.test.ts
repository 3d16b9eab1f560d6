/**
 * The electronics behind the samples: constants of the channels, drift from spill to spill, sag under beam,
 * the LED, clipping and recovery, zero suppression.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FRONT_ENDS } from '../../../src/core/channels.js';
import { CHANNELS } from '../../support/channels.js';
import { seedKey } from '../../../src/core/random/index.js';
import { nominalGain } from '../../../src/core/sampling.js';
import { MAX_SAMPLE } from '../../../src/core/wire/samples.js';
import { spillProfile } from '../../../src/emulate/beam/profile.js';
import { channelsOf } from '../../../src/emulate/digitiser/channels.js';
import { sagOf, spillElectronics } from '../../../src/emulate/digitiser/spill.js';
import { emulateSpill } from '../../../src/emulate/spill.js';
import { cardOf, STEADY } from '../../support/card.js';
import { moments, near, SEED, share, within } from '../../support/statistics.js';
import {
  digitise,
  digitiserOf,
  everyChannel,
  keyOf,
  NOISELESS,
  particle,
  type Pulse,
  readRows,
  STABLE,
} from '../../support/waveform.js';

const card = cardOf();
const { electronics } = card.nature;
const NONE = new Float64Array(0);

test('constants of the channels: a pure function of key and run, spread as on the card', () => {
  const once = channelsOf(card, seedKey(SEED));
  assert.equal(channelsOf(card, seedKey(SEED)), once);
  assert.equal(channelsOf(cardOf('beam.intensity=1e6'), seedKey(SEED)), once);
  assert.not.equal(channelsOf(card, seedKey('another')), once);
  assert.not.equal(channelsOf(cardOf('run.number=9'), seedKey(SEED)), once);
  const { sampling } = card.detector;
  const seen = { gain: [], pedestal: [], offset: [], peaking: [], led: [] } as {
    [name: string]: number[];
  };
  for (let k = 0; k < 20; k++) {
    const channels = channelsOf(card, seedKey(`${SEED} ${k}`));
    for (const name of FRONT_ENDS) {
      const of = channels[name];
      assert.is(of.countsPerGeV.length, CHANNELS[name]);
      for (const c of everyChannel(name)) {
        const nominal = 1 / nominalGain(card.detector, name, c);
        seen.gain.push(Math.log(of.countsPerGeV[c] / nominal) / electronics.gain.spread);
        seen.pedestal.push((of.pedestal[c] - sampling.pedestal) / electronics.pedestalSpread);
        seen.offset.push(of.offset[c] / electronics.timeOffset);
        seen.peaking.push((of.peaking[c] / sampling.pulse.peaking - 1) / electronics.peakingSpread);
        assert.is(of.storedPedestal[c], Math.round(of.pedestal[c]));
        const full = (MAX_SAMPLE - sampling.pedestal) / nominal;
        seen.led.push((of.led[c] / (full * electronics.led.height) - 1) / electronics.led.spread);
      }
    }
  }
  for (const [name, values] of Object.entries(seen)) {
    const { n, mean, rms, error } = moments(values);
    near(`${name}: mean`, mean, 0, error);
    // Beyond 3 sigma they are put to 3 sigma: 0.995 of the rms.
    near(`${name}: rms`, rms, 0.9975, Math.sqrt(0.5 / n));
  }
});

test('gains drift from spill to spill, in part together within a front end', () => {
  const own: number[] = [];
  const common: number[] = [];
  const lit = { seen: 0, dark: 0 };
  for (let spill = 1; spill <= 400; spill++) {
    const { drift, lit: sees } = spillElectronics(card, keyOf(card, spill), NONE);
    for (const name of FRONT_ENDS) {
      const logs = Array.from(drift[name], Math.log);
      const { mean } = moments(logs);
      if (name === 'ecal') {
        common.push(mean);
        own.push(...logs.map((l) => (l - mean) * Math.sqrt(72 / 71)));
      }
      for (const s of sees[name]) {
        lit.seen++;
        if (s === 0) lit.dark++;
      }
    }
  }
  const { channel, frontEnd } = electronics.gain.drift;
  near('own', moments(own).rms, channel, channel / Math.sqrt(2 * own.length));
  const together = Math.sqrt(frontEnd * frontEnd + (channel * channel) / 72);
  near('common', moments(common).rms, together, together / Math.sqrt(2 * common.length));
  share('holes of the LED', lit.dark, lit.seen, electronics.led.holes);
  const again = () => spillElectronics(card, keyOf(card, 7), NONE).drift.ecal;
  assert.equal(again(), again());
  // The reference of the calibration run has no holes.
  const { lit: reference } = spillElectronics(card, keyOf(card, 0), NONE);
  assert.ok(FRONT_ENDS.every((name) => reference[name].every((s) => s === 1)));
});

test('the gain sags with the rate of the profile and recovers behind the spill', () => {
  const steady = cardOf(...STEADY, 'beam.intensity=7e6');
  const { electrons } = spillProfile(steady.beam, keyOf(steady));
  const sag = sagOf(steady, electrons);
  const tau = electronics.gain.sag.time / 1e6;
  for (const slice of [0, 10, 200, 1000, 4799]) {
    near(`slice ${slice}`, sag(slice), 1 - Math.exp(-slice / tau), 1e-9);
  }
  for (const later of [100, 500]) {
    near('behind', sag(4800 + later), sag(4800) * Math.exp(-later / tau), 1e-9);
  }
  // Ripple of 100 Hz is averaged away, and twice the rate is twice the sag.
  const rippled = spillProfile(cardOf('beam.intensity=7e6').beam, keyOf(card)).electrons;
  within('with ripple', sagOf(steady, rippled)(4000), 0.99, 1.01);
  const twice = sagOf(
    steady,
    electrons.map((e) => 2 * e),
  );
  near('twice the rate', twice(2000), 2 * sag(2000), 1e-9);
});

test('flashes show the sag of a spill, and only its card decides on it', () => {
  const of = cardOf(
    ...[...NOISELESS, ...STEADY, 'beam.intensity=7e6'],
    ...['ecal', 'hcal'].map((name) => `nature.electronics.gain.sag.loss.${name}=0.05`),
    'nature.electronics.led.flash=0',
    'nature.electronics.led.channel=0',
    'nature.electronics.led.holes=0',
    'trigger.menu.physics.prescale=100000',
  );
  const { sampling } = of.detector;
  const { events } = emulateSpill(of, seedKey(SEED), 1, { fidelity: 'waveform' });
  const { drift } = spillElectronics(of, keyOf(of), NONE);
  const channels = channelsOf(of, seedKey(SEED));
  const tau = of.nature.electronics.gain.sag.time / 1e6;
  let flashes = 0;
  for (const { bodies, primitives } of events) {
    const { kind, slice } = primitives;
    if (kind !== 'pulser' && kind !== 'led') continue;
    flashes++;
    const { rows } = readRows(bodies.hcal, sampling.samples);
    const ratios: number[] = [];
    for (const [c, row] of rows) {
      const { led, countsPerGeV, peaking, pedestal, sag } = channels.hcal;
      if (c < 9 || row[0] - pedestal[c] > 2) continue; // a particle, or noise of the HCAL
      const area = ((Math.exp(3) * 6) / 81) * peaking[c];
      const sum = row.reduce((s, count) => s + count - row[0], 0) * sampling.period;
      const full = Math.min(slice, 4800);
      const filled = (1 - Math.exp(-full / tau)) * Math.exp((full - slice) / tau);
      const height = led[c] * countsPerGeV[c] * drift.hcal[c] * (1 - sag[c] * filled);
      ratios.push(sum / (area * height));
    }
    const middle = ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)];
    within(`${kind} in slice ${slice}`, middle, 0.995, 1.005);
  }
  assert.is(flashes, 49 + 5);
});

test('flashes: stable as on the card, all channels together and each alone', () => {
  const of = cardOf(...NOISELESS, ...STABLE, 'nature.electronics.led.holes=0.2');
  const digitiser = digitiserOf(of);
  const heights: number[][] = [];
  for (let index = 0; index < 500; index++) {
    digitiser.begin({ spill: 1, slice: 0, kind: 'led', index }, 1000 * index);
    const { rows } = digitise(of, digitiser, 'ecal', []);
    heights.push([...rows.values()].map((row) => row.reduce((s, count) => s + count - row[0], 0)));
  }
  const lit = digitiser.electronics.lit.ecal;
  const relative: number[][] = [];
  const seen = everyChannel('ecal').filter((c) => lit[c] === 1);
  assert.ok(seen.length > 40 && seen.length < 72);
  for (const c of everyChannel('ecal')) {
    const { mean } = moments(heights.map((h) => h[c]));
    if (lit[c] === 0) assert.is(mean, 0, `channel ${c} is dark`);
    else relative.push(heights.map((h) => h[c] / mean - 1));
  }
  const common = heights.map((_, i) => moments(relative.map((r) => r[i])).mean);
  const { flash, channel } = of.nature.electronics.led;
  const together = Math.sqrt(flash * flash + (channel * channel) / seen.length);
  near('common', moments(common).rms, together, together / Math.sqrt(1000));
  const own = relative.flatMap((r) => r.map((x, i) => x - common[i]));
  near('own', moments(own).rms, channel, 2 * (channel / Math.sqrt(2 * own.length)));
  // Nothing flashes in a random or a pedestal trigger.
  for (const kind of ['random', 'pedestal', 'particle'] as const) {
    digitiser.begin({ spill: 1, slice: 0, kind, index: 0 }, 0);
    for (const row of digitise(of, digitiser, 'ecal', []).rows.values()) {
      assert.is(Math.max(...row), row[0]);
    }
  }
});

test('a channel clips at the last count and recovers as the card says', () => {
  const of = cardOf(...NOISELESS, ...STABLE);
  const { sampling } = of.detector;
  const { recovery } = sampling;
  const part = of.nature.electronics.saturation;
  const c = 50;
  const digitiser = digitiserOf(of);
  const { countsPerGeV, pedestal, offset, peaking } = digitiser.channels.ecal;
  const range = MAX_SAMPLE - pedestal[c];
  for (const time of [-200, 0]) {
    digitiser.begin(particle(0), 555_555);
    const pulse: Pulse = [c, (3 * range) / countsPerGeV[c], time];
    const { rows, phase } = digitise(of, digitiser, 'ecal', [pulse]);
    const row = rows.get(c) as Uint16Array;
    // Written again: the state of the capacitor from long before.
    let x = 0;
    for (let k = -40; k < sampling.samples; k++) {
      const t = (k - sampling.trigger) * sampling.period - phase;
      const u = (t - time - offset[c]) / peaking[c];
      const signal = u > 0 ? 3 * range * u ** 3 * Math.exp(3 - 3 * u) : 0;
      const expected = Math.max(0, Math.min(MAX_SAMPLE, pedestal[c] + signal - x));
      if (k >= 0) assert.ok(Math.abs(row[k] - expected) < 0.6, `${time}, ${k}: ${row[k]}`);
      x = (x + part * Math.max(0, signal - x - range)) * Math.exp(-sampling.period / recovery);
    }
    if (time === 0) assert.is(Math.max(...row), MAX_SAMPLE);
    assert.ok(row[31] < pedestal[c] - 20, `behind it ${row[31]}`);
  }
  // Twice the light, still within the range: no trace.
  digitiser.begin(particle(1), 0);
  const { rows } = digitise(of, digitiser, 'ecal', [[c, (0.9 * range) / countsPerGeV[c], -100]]);
  assert.ok(Math.abs((rows.get(c) as Uint16Array)[31] - pedestal[c]) < 0.6);
});

test('below zero there is nothing', () => {
  const of = cardOf(
    ...STABLE,
    'detector.sampling.pedestal=0',
    'nature.electronics.pedestalSpread=0',
  );
  const digitiser = digitiserOf(of);
  digitiser.begin(particle(0), 0);
  const counts = [...digitise(of, digitiser, 'ecal', []).rows.values()].flatMap((r) => [...r]);
  within('share of zeros', counts.filter((n) => n === 0).length / counts.length, 0.6, 0.8);
});

test('zero suppression leaves out quiet channels and changes no other', () => {
  const off = cardOf();
  const on = cardOf('readout.zeroSuppression.samples=6');
  const sizes = { off: 0, on: 0 };
  for (let index = 0; index < 30; index++) {
    const pulses: Pulse[] = [
      [3, 1, 0],
      [60, 4, 10],
      [61, 0.05, 10],
    ];
    const [all, some] = [off, on].map((of) => {
      const digitiser = digitiserOf(of);
      digitiser.begin(particle(index), 4321 * index);
      return digitise(of, digitiser, 'ecal', pulses);
    });
    assert.is(all.phase, some.phase);
    assert.is(all.rows.size, CHANNELS.ecal);
    const { storedPedestal } = digitiserOf(on).channels.ecal;
    for (const [c, row] of all.rows) {
      const kept = some.rows.get(c);
      assert.is(kept !== undefined, Math.max(...row) > storedPedestal[c] + 6, `channel ${c}`);
      if (kept) assert.equal(kept, row);
    }
    assert.ok(some.rows.has(3) && some.rows.has(60));
    sizes.off += all.rows.size;
    sizes.on += some.rows.size;
  }
  assert.ok(sizes.on < sizes.off / 10, `${sizes.on} of ${sizes.off} channels`);
});

test.run();
