/** How far an event reaches: with samples made by the contract every pulse in reach is found, and none far before. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { conditionsOf } from '../../src/analyse/calibration/conditions.js';
import { type Calibration, nominalConstants } from '../../src/analyse/calibration/constants.js';
import { noDrift } from '../../src/analyse/calibration/drift.js';
import { calibrate } from '../../src/analyse/calibration/index.js';
import { countersNear } from '../../src/analyse/measured/pulses.js';
import { reachOf } from '../../src/analyse/measured/reach.js';
import { FRONT_ENDS } from '../../src/core/channels.js';
import { CHANNELS } from '../support/channels.js';
import { pulseAt } from '../../src/core/pulse.js';
import { seedKey, Stream } from '../../src/core/random/index.js';
import { nominalGain } from '../../src/core/sampling.js';
import { spillway } from '../../src/core/wire/messages.js';
import { packSamples } from '../../src/core/wire/samples.js';
import { beliefWith } from '../support/card.js';
import { SEED } from '../support/statistics.js';

const belief = beliefWith();
const { sampling, counters } = belief.detector;
const { period, samples, trigger, pulse, pedestal } = sampling;
const calibration = {
  frontEnds: Object.fromEntries(FRONT_ENDS.map((n) => [n, nominalConstants(belief, n)])),
} as unknown as Calibration;
const conditions = conditionsOf(belief, calibration, noDrift(belief.detector));
const reach = reachOf(belief, conditions);
const stream = new Stream();

/** Share of the counters in which a particle at a time is found, over all phases of the clock. */
function found(time: number): number {
  const phases = 40;
  let fired = 0;
  for (let p = 0; p < phases; p++) {
    const phase = (p / phases) * period;
    const data = Uint16Array.from({ length: CHANNELS.counters * samples }, (_, i) => {
      const t = ((i % samples) - trigger) * period - phase - time;
      const height = counters.mip / nominalGain(belief.detector, 'counters', 0);
      return Math.round(pedestal + height * pulseAt(pulse, t) + sampling.noise * stream.normal());
    });
    const waveforms = {
      channel: Array.from({ length: CHANNELS.counters }, (_, c) => c),
      samples: packSamples(data),
      phasePs: Math.round(1000 * phase),
    };
    const body = spillway.Body.encode({ waveforms }).finish();
    const { counters: pulses } = calibrate({ counters: body }, belief.detector, conditions);
    const near = countersNear(pulses, counters.threshold, time - 8, time + 8);
    for (let c = 0; c < CHANNELS.counters; c++) if (near & (1 << c)) fired++;
  }
  return fired / phases / CHANNELS.counters;
}

test('energies reach as far as the readout, samples as far as the tops of pulses', () => {
  const { before, after } = belief.readout;
  assert.equal(reachOf(belief, null), { from: -before, to: after });
  assert.ok(reach.from > -before && reach.to < after);
});

test('particles within the reach of the samples are found, far before it they are not', () => {
  stream.seek(seedKey(SEED), 0, 0, 0, 0);
  for (let time = reach.from; time <= reach.to; time += (reach.to - reach.from) / 30) {
    assert.is(found(time), 1, `at ${time} ns`);
  }
  const before = found(reach.from - 60);
  const behind = found(reach.to + 45);
  console.log(`  60 ns before: ${before.toFixed(3)}, 45 ns behind: ${behind.toFixed(3)}`);
  assert.ok(before < 0.5 && behind < 0.9, `${before} and ${behind}`);
  assert.is(found(-belief.readout.before), 0);
});

test.run();
