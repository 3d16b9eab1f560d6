/** The readout driven alone: counts close, batches repeat, a steady beam gives the closed form. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Stream, seedKey } from '../../../src/core/random/index.js';
import { total } from '../../../src/core/wire/tally.js';
import { drivePoisson, driveSpill } from '../../../src/emulate/readout/drive.js';
import { liveAt } from '../../../src/emulate/readout/index.js';
import { cardOf } from '../../support/card.js';
import { near, SEED } from '../../support/statistics.js';

const stream = () => new Stream().seek(seedKey(SEED), 1, 2, 3, 4);
const { readout } = cardOf();

test('every trigger has an outcome, and the same stream gives the same', () => {
  const one = drivePoisson(readout, 5000, 20_000, stream());
  assert.is(one.presented, 20_000);
  assert.is(total({ ...one.outcomes }), 20_000);
  assert.equal(drivePoisson(readout, 5000, 20_000, stream()), one);
  near('busy', one.busy, 1 - liveAt(readout, 5e-6), 0.002);
  near('seconds', one.seconds, 4, 4 / Math.sqrt(20_000));
});

test('a steady beam: time and beam are busy alike', () => {
  const spill = driveSpill(readout, new Float64Array(4800).fill(2000), 5e-3, stream());
  assert.is(total({ ...spill.outcomes }), spill.presented);
  assert.ok(Math.abs(spill.busy - spill.beamBusy) < 1e-12);
  near('busy', spill.busy, 1 - liveAt(readout, 1e-5), 0.003);
  assert.is(spill.seconds, 4.8);
});

test('beam that comes in bursts meets a busier readout than the clock does', () => {
  const burst = new Float64Array(4800).map((_, slice) => (slice % 2 === 0 ? 4000 : 0));
  const { busy, beamBusy, outcomes, presented } = driveSpill(readout, burst, 2e-3, stream());
  near('accepted over presented', outcomes.recorded / presented, 1 - beamBusy, 0.01);
  assert.ok(beamBusy > 1.5 * busy);
});

test('without beam nothing is busy', () => {
  const spill = driveSpill(readout, new Float64Array(10), 7e-4, stream());
  assert.equal([spill.presented, spill.busy, spill.beamBusy], [0, 0, 0]);
});

test.run();
