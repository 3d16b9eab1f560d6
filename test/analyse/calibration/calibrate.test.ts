/** From the bodies of an event to pulses: columns that disagree are refused. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { calibrate } from '../../../src/analyse/calibration/index.js';
import { FRONT_ENDS } from '../../../src/core/channels.js';
import { beliefWith } from '../../support/card.js';
import { CHANNELS } from '../../support/channels.js';
import { spillway } from '../../../src/core/wire/messages.js';

const { detector } = beliefWith();
const calibrated = (bodies: Parameters<typeof calibrate>[0]) => calibrate(bodies, detector);
const body = (b: spillway.Body.$Properties) => spillway.Body.encode(b).finish();

test('calibration gives GeV and ns', () => {
  const event = calibrated({
    ecal: body({
      energies: { channel: [3, 71], energyKev: [1_500_000, 250_000], timePs: [-2500, 12] },
    }),
    tracker: body({
      hits: { strip: [7], amplitude: [30], timeTicks: [-25], tube: [1030], tdc: [845] },
    }),
  });
  assert.equal(event.ecal.channel, [3, 71]);
  assert.equal([...event.ecal.energy], [1.5, 0.25]);
  assert.equal([...event.ecal.time], [-2.5, 0.012]);
  const { strip, amplitude, time, tube, tdc } = event.tracker;
  assert.equal([strip, amplitude, [...time], tube, tdc], [[7], [30], [-2.5], [1030], [845]]);
});

test('hits in columns that disagree are refused', () => {
  for (const hits of [
    { strip: [1, 2], amplitude: [1], timeTicks: [1, 2] },
    { strip: [1], amplitude: [1], timeTicks: [] },
    { tube: [1], tdc: [] },
  ]) {
    assert.throws(
      () => calibrated({ tracker: body({ hits }) }),
      (e: Error) => e instanceof RangeError && e.message.startsWith('tracker: '),
    );
  }
});

test('front ends that say nothing are silent, those that are not known are passed over', () => {
  const event = calibrated({ hodoscope: body({ energies: { channel: [900] } }) });
  for (const name of FRONT_ENDS) assert.equal(event[name].channel, []);
});

test('columns that disagree and channels that do not exist are refused', () => {
  for (const name of FRONT_ENDS) {
    for (const energies of [
      { channel: [1, 2], energyKev: [1], timePs: [1, 2] },
      { channel: [1], energyKev: [1], timePs: [] },
      { channel: [], energyKev: [1], timePs: [1] },
      { channel: [CHANNELS[name]], energyKev: [1], timePs: [1] },
    ]) {
      assert.throws(
        () => calibrated({ [name]: body({ energies }) }),
        (e: Error) => e instanceof RangeError && e.message.startsWith(`${name}: `),
      );
    }
  }
});

test.run();
