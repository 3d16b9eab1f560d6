/** Conformance of `calibrate`: both fidelities of the same spill answer in the same form, and alike. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { conditionsOf } from '../../../src/analyse/calibration/conditions.js';
import { type Calibration, nominalConstants } from '../../../src/analyse/calibration/constants.js';
import { noDrift } from '../../../src/analyse/calibration/drift.js';
import { calibrate, type CalibratedEvent } from '../../../src/analyse/calibration/index.js';
import { masterTime, masterTiming } from '../../../src/analyse/calibration/master.js';
import { beliefOf } from '../../../src/core/card/index.js';
import { FRONT_ENDS, type FrontEnd } from '../../../src/core/channels.js';
import { CHANNELS } from '../../support/channels.js';
import { RANDOM } from '../../../src/core/wire/ledger.js';
import { seedKey } from '../../../src/core/random/index.js';
import { emulateSpill } from '../../../src/emulate/spill.js';
import { cardOf } from '../../support/card.js';
import { pulsesOf } from '../../support/event.js';
import { moments, SEED, within } from '../../support/statistics.js';
import { STABLE } from '../../support/waveform.js';

/** Electronics as on the card, so that no calibration run is needed. */
const PLAIN = [
  'beam.intensity=4e5',
  'beam.spill=0.4s',
  ...STABLE,
  'nature.electronics.gain.spread=0',
  'nature.electronics.pedestalSpread=0',
  'nature.electronics.timeOffset=0 ns',
  'nature.electronics.peakingSpread=0',
];
const card = cardOf(...PLAIN);
const belief = beliefOf(card);
const nominal = {
  frontEnds: Object.fromEntries(FRONT_ENDS.map((n) => [n, nominalConstants(belief, n)])),
} as unknown as Calibration;
const conditions = conditionsOf(belief, nominal, noDrift(belief.detector));
const spills = {
  energy: emulateSpill(card, seedKey(SEED), 1),
  waveform: emulateSpill(card, seedKey(SEED), 1, { fidelity: 'waveform' }),
};
/** Without flashes of the LED, which only the samples have. */
const physical = spills.waveform.events.flatMap(({ header }, i) =>
  ((header.type ?? 0) & 24) === 0 ? [i] : [],
);

const sum = (event: CalibratedEvent, name: FrontEnd) => {
  const { energy, time } = event[name];
  return energy.reduce((s, e, i) => (Math.abs(time[i]) <= 26 ? s + e : s), 0);
};

for (const fidelity of ['energy', 'waveform'] as const) {
  test(`${fidelity}: columns of equal length, sorted by channel and time, in range`, () => {
    const { events } = spills[fidelity];
    assert.ok(events.length > 50);
    for (const { bodies, header } of events) {
      const event = calibrate(bodies, belief.detector, conditions, header.tick ?? 0);
      for (const name of FRONT_ENDS) {
        const { channel, energy, time } = event[name];
        assert.is(energy.length, channel.length);
        assert.is(time.length, channel.length);
        channel.forEach((c, i) => {
          assert.ok(c >= 0 && c < CHANNELS[name]);
          assert.ok(Number.isFinite(energy[i]) && Number.isFinite(time[i]));
          if (i > 0) assert.ok(c > channel[i - 1] || time[i] >= time[i - 1], `${name} ${i}`);
        });
      }
      const { strip, amplitude, time, tube, tdc } = event.tracker;
      assert.is(amplitude.length, strip.length);
      assert.is(time.length, strip.length);
      assert.is(tdc.length, tube.length);
    }
  });

  test(`${fidelity}: the same bytes give the same event`, () => {
    const { bodies, header } = spills[fidelity].events[7];
    const before = calibrate(bodies, belief.detector, conditions, header.tick ?? 0);
    for (const other of spills[fidelity].events.slice(0, 30))
      calibrate(other.bodies, belief.detector, conditions);
    assert.equal(calibrate(bodies, belief.detector, conditions, header.tick ?? 0), before);
  });
}

test('both see the same energy in the same events', () => {
  for (const name of ['ecal', 'hcal', 'veto', 'srd'] as const) {
    let energy = 0;
    let waveform = 0;
    for (const i of physical) {
      const e = calibrate(spills.energy.events[i].bodies, belief.detector);
      const w = calibrate(spills.waveform.events[i].bodies, belief.detector, conditions);
      energy += sum(e, name);
      waveform += sum(w, name);
    }
    within(name, waveform / energy, 0.98, 1.02);
  }
});

test('an empty gate: the ECAL adds up to nothing in both', () => {
  const empty = cardOf(...PLAIN, 'beam.intensity=0', 'trigger.menu.random.rate=1 kHz');
  for (const fidelity of ['energy', 'waveform'] as const) {
    const { events } = emulateSpill(empty, seedKey(SEED), 1, { fidelity });
    const sums = events
      .filter(({ header }) => header.type === RANDOM)
      .map(({ bodies }) => sum(calibrate(bodies, belief.detector, conditions), 'ecal'));
    const { mean, rms } = moments(sums);
    console.log(
      `  ${fidelity}: ${mean.toFixed(4)} +- ${(rms / Math.sqrt(sums.length)).toFixed(4)} GeV`,
    );
    assert.ok(sums.length > 300);
    assert.ok(Math.abs(mean) < 0.05, `${fidelity}: ${mean} GeV`);
  }
});

test('samples without conditions are refused', () => {
  assert.throws(
    () => calibrate(spills.waveform.events[0].bodies, belief.detector),
    /counters: samples, and no calibration to read them with/,
  );
});

test('master time: mean of the counters in time, above the threshold; 0 without any', () => {
  const timing = masterTiming(belief);
  const { counterThreshold: low, gate } = timing;
  const counters = pulsesOf([
    [0, 2 * low, -300],
    [0, 2 * low, 1],
    [1, 2 * low, 2],
    [2, 0.5 * low, -1],
    [3, 2 * low, gate],
    [4, 2 * low, 5],
  ]);
  assert.is(masterTime(counters, timing), 1.5);
  assert.is(masterTime(pulsesOf([]), timing), 0);
});

test.run();
