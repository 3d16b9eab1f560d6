/** Gains of a spill from flashes made by hand: what every channel, the spill and a hole do to them. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { BuiltEvent } from '../../../src/analyse/building/index.js';
import { conditionsOf } from '../../../src/analyse/calibration/conditions.js';
import { type Calibration, nominalConstants } from '../../../src/analyse/calibration/constants.js';
import { courseAt, noDrift } from '../../../src/analyse/calibration/drift.js';
import { measureDrift } from '../../../src/analyse/calibration/measure/drift.js';
import { triggerNames } from '../../../src/core/card/trigger.js';
import { FRONT_ENDS } from '../../../src/core/channels.js';
import { CHANNELS } from '../../support/channels.js';
import { pulseAt } from '../../../src/core/pulse.js';
import { seedKey, Stream } from '../../../src/core/random/index.js';
import { packSamples } from '../../../src/core/wire/samples.js';
import { spillway } from '../../../src/core/wire/messages.js';
import { beliefWith } from '../../support/card.js';
import { SEED, within } from '../../support/statistics.js';

const belief = beliefWith();
const { samples, period, trigger, pulse, pedestal } = belief.detector.sampling;
const LED = 1200;
const calibration = {
  frontEnds: Object.fromEntries(
    FRONT_ENDS.map((n) => [
      n,
      { ...nominalConstants(belief, n), led: new Array(CHANNELS[n]).fill(LED) },
    ]),
  ),
} as unknown as Calibration;
const conditions = conditionsOf(belief, calibration, noDrift(belief.detector));
const bit = (name: string) => 1 << triggerNames(belief.trigger).indexOf(name);
const stream = new Stream();

/** One flash whose height in channel c of a front end is LED x gain(name, c). */
function flash(
  tick: number,
  triggers: number,
  gain: (name: string, c: number) => number,
  spoiled = -1,
): BuiltEvent {
  const bodies: Record<string, Uint8Array> = {};
  const phase = period * stream.uniform();
  for (const name of FRONT_ENDS) {
    const channel = Array.from({ length: CHANNELS[name] }, (_, c) => c);
    const rows = channel.flatMap((c) => {
      const height = LED * gain(name, c) * (1 + 0.01 * stream.normal());
      return Array.from({ length: samples }, (_, k) => {
        const t = (k - trigger) * period - phase;
        const other = name === 'srd' && spoiled >= 0 ? 900 * pulseAt(pulse, t - spoiled) : 0;
        const v = pedestal + height * pulseAt(pulse, t) + other + stream.normal();
        return Math.max(0, Math.min(4095, Math.round(v)));
      });
    });
    const waveforms = {
      channel,
      samples: packSamples(rows),
      phasePs: Math.floor(1000 * phase),
    };
    bodies[name] = spillway.Body.encode({ waveforms }).finish();
  }
  return { header: { tick, triggers }, bodies };
}

const ticks = Array.from({ length: 48 }, (_, i) => (i + 0.5) * 1e9);
const sagAt = (tick: number) => 1 - 0.02 * (1 - Math.exp(-tick / 2e9));
const own = (name: string, c: number) => 1 + 0.02 * Math.sin(c + name.length);

test('each channel, the brightness of a flash and the sag of a front end are told apart', () => {
  stream.seek(seedKey(SEED), 1, 0, 0, 0);
  const events = ticks.map((tick, i) => {
    const bright = 1 + 0.005 * stream.normal();
    const gain = (name: string, c: number) =>
      bright * own(name, c) * (name === 'ecal' ? sagAt(tick) : 1);
    // In an eighth of the flashes a particle comes so near to it that it cannot be taken away.
    return flash(tick, bit('pulser'), gain, i % 8 === 0 ? 3 : -1);
  });
  const drift = measureDrift(belief, calibration, conditions, events);
  for (const name of FRONT_ENDS) {
    let squares = 0;
    let n = 0;
    for (const tick of [1e9, 5e9, 2e10, 4.5e10]) {
      for (let c = 0; c < CHANNELS[name]; c++) {
        const got = drift[name].channel[c] * courseAt(drift[name], tick);
        const off = got / (own(name, c) * (name === 'ecal' ? sagAt(tick) : 1)) - 1;
        squares += off * off;
        n++;
      }
    }
    within(`${name}: rms of what is left`, Math.sqrt(squares / n), 0, 0.005);
  }
});

test('a channel in a hole takes the drift of its front end', () => {
  stream.seek(seedKey(SEED), 2, 0, 0, 0);
  const gain = (name: string, c: number) => (name === 'hcal' && c === 7 ? 0 : 0.97);
  const events = ticks.map((tick) => flash(tick, bit('pulser'), gain));
  const { hcal } = measureDrift(belief, calibration, conditions, events);
  const at = hcal.channel[7] * courseAt(hcal, 2e10);
  within('in the hole', at, 0.967, 0.973);
});

test('without a pulser the flashes between the spills serve, without any nothing drifts', () => {
  stream.seek(seedKey(SEED), 3, 0, 0, 0);
  const events = [0, 1, 2, 3, 4].map((i) =>
    flash(4.9e10 + 1e8 * i, bit('led'), (name) => (name === 'veto' ? 1.03 : 1)),
  );
  const drift = measureDrift(belief, calibration, conditions, events);
  for (const g of drift.veto.channel) within('VETO', g * courseAt(drift.veto, 1e9), 1.01, 1.05);
  const other = [flash(1e9, bit('physics'), () => 0.5)];
  assert.equal(measureDrift(belief, calibration, conditions, other), noDrift(belief.detector));
});

test.run();
