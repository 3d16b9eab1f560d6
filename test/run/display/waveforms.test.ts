/** Waveforms as a screen shows them: the samples as they are, the pulses that were put in, and a curve through the samples. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { conditionsOf } from '../../../src/analyse/calibration/conditions.js';
import { type Calibration, nominalConstants } from '../../../src/analyse/calibration/constants.js';
import { noDrift } from '../../../src/analyse/calibration/drift.js';
import { calibrate } from '../../../src/analyse/calibration/index.js';
import { FRONT_ENDS } from '../../../src/core/channels.js';
import { CHANNELS } from '../../support/channels.js';
import { pulseAt } from '../../../src/core/pulse.js';
import { nominalGain } from '../../../src/core/sampling.js';
import { spillway } from '../../../src/core/wire/messages.js';
import { packSamples } from '../../../src/core/wire/samples.js';
import { CURVE_POINTS } from '../../../src/run/display/shape.js';
import { waveformsOf } from '../../../src/run/display/waveforms.js';
import { beliefWith } from '../../support/card.js';

const belief = beliefWith();
const { sampling } = belief.detector;
const { period, samples, trigger, pulse, pedestal } = sampling;
const calibration = {
  frontEnds: Object.fromEntries(FRONT_ENDS.map((n) => [n, nominalConstants(belief, n)])),
} as unknown as Calibration;
const conditions = conditionsOf(belief, calibration, noDrift(belief.detector));

const CHANNEL = 57;
const PHASE = 3.25;
const PUT_IN = [
  [1500, 1],
  [400, 95],
] as const;

/** Samples by the contract, without the emulator: two pulses in one channel of the ECAL, nothing in the others. */
const trace = (channel: number) =>
  Array.from({ length: samples }, (_, k) => {
    const at = (k - trigger) * period - PHASE;
    const pulses = channel === CHANNEL ? PUT_IN : [];
    return Math.round(
      pulses.reduce((sum, [height, time]) => sum + height * pulseAt(pulse, at - time), pedestal),
    );
  });
const channel = Array.from({ length: CHANNELS.ecal }, (_, c) => c);
const waveforms = {
  ...{ channel, phasePs: 1000 * PHASE },
  samples: packSamples(channel.flatMap(trace)),
};
const bodies = { ecal: spillway.Body.encode({ waveforms }).finish() };
const shown = waveformsOf(bodies, belief.detector, conditions, 0);
const one = shown[CHANNEL];

test('samples of every channel that was read out, with its name and its time', () => {
  assert.is(shown.length, CHANNELS.ecal);
  assert.is(one.name, 'ECAL main 3 3');
  assert.equal(one.samples, trace(CHANNEL));
  assert.equal(
    [one.first, one.period, one.pedestal, one.full],
    [...[-trigger * period - PHASE, period, pedestal, 4095]],
  );
});

test('both pulses that were put in, in counts, ns and GeV', () => {
  assert.is(one.fitted.length, 2);
  one.fitted.forEach(({ height, time, energy }, i) => {
    assert.ok(Math.abs(height - PUT_IN[i][0]) < 3, `${height}`);
    assert.ok(Math.abs(time - PUT_IN[i][1]) < 0.3, `${time}`);
    assert.ok(Math.abs(energy - height * nominalGain(belief.detector, 'ecal', CHANNEL)) < 1e-9);
  });
  const { ecal } = calibrate(bodies, belief.detector, conditions, 0);
  const read = one.fitted.map(({ energy, time }) => [energy, time].join(' '));
  const calibrated = ecal.energy.map((energy, i) => [energy, ecal.time[i]].join(' '));
  assert.ok(read.every((pulse) => calibrated.includes(pulse)));
});

test('the curve goes through the samples, and has points between them', () => {
  assert.is(one.curve.length, CURVE_POINTS * (samples - 1) + 1);
  one.samples.forEach((sample, k) => {
    assert.ok(Math.abs(sample - one.curve[CURVE_POINTS * k]) < 2, `sample ${k}`);
  });
  const top = Math.max(...one.curve);
  assert.ok(Math.abs(top - pedestal - PUT_IN[0][0]) < 5, `${top}`);
});

test('a quiet channel has neither pulse nor curve', () => {
  const quiet = shown.filter(({ channel: c }) => c !== CHANNEL);
  assert.ok(quiet.every(({ fitted, curve }) => fitted.length === 0 && curve.length === 0));
});

test.run();
