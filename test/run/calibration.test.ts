/** The calibration in a run directory: read where it belongs to the run, refused where it does not. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type Calibration,
  CALIBRATION_SCHEMA,
  encodeCalibration,
  nominalConstants,
} from '../../dist/analyse/calibration/constants.js';
import { FRONT_ENDS } from '../../dist/core/channels.js';
import { RunError } from '../../dist/core/errors.js';
import { seedKey } from '../../dist/core/random/index.js';
import { channelsOf } from '../../dist/emulate/digitiser/channels.js';
import { readCalibration, takeCalibration } from '../../dist/run/calibration.js';
import type { Executor } from '../../dist/run/executor/executor.js';
import { inlineExecutor } from '../../dist/run/executor/inline.js';
import { threadExecutor } from '../../dist/run/executor/threads.js';
import { beliefWith, cardOf } from '../support/card.js';

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-calibration-'));
const file = path.join(directory, 'calibration.json');
const belief = beliefWith();
const own = { cardHash: 'card', seed: 'seed' };
const calibration = {
  ...{ schema: CALIBRATION_SCHEMA, ...own, rawHash: 'raw' },
  frontEnds: Object.fromEntries(FRONT_ENDS.map((n) => [n, nominalConstants(belief, n)])),
} as unknown as Calibration;
const record = { ...own, fidelity: 'waveform' } as const;

const refused = (of: typeof record, ...parts: string[]) =>
  assert.throws(
    () => readCalibration(directory, of, belief),
    (e: Error) => e instanceof RunError && parts.every((part) => e.message.includes(part)),
  );

test('fidelity energy needs none', () => {
  assert.is(readCalibration(directory, { ...record, fidelity: 'energy' }, belief), null);
});

test('missing and damaged ones are refused with the file', () => {
  refused(record, 'calibration.json', 'is not there');
  fs.writeFileSync(file, encodeCalibration(calibration).slice(0, -20));
  refused(record, 'calibration.json', 'calibration: ');
});

test('that of the run is read; of another card or seed it is refused', () => {
  fs.writeFileSync(file, encodeCalibration(calibration));
  assert.is(readCalibration(directory, record, belief)?.rawHash, 'raw');
  refused({ ...record, cardHash: 'other' }, 'cardHash', 'got card', 'expected other');
  refused({ ...record, seed: 'other' }, 'seed', 'got seed', 'expected other');
});

test('taken in any number of threads it is the same to the bit', async () => {
  const card = cardOf();
  const job = { card, ...own, mode: 'every', fidelity: 'waveform', truth: false } as const;
  const takenBy = async (executor: Executor) => {
    const taken = await takeCalibration(job, { executor, repeat: '' }, { part: 0, of: 20 });
    await executor.close();
    return encodeCalibration(taken);
  };
  const warn = (message: string) => assert.unreachable(message);
  const inline = await takenBy(inlineExecutor());
  assert.is(await takenBy(threadExecutor(3, { warn })), inline);
});

// A neighbour 28 ns late was the first clear pulse of a cell here, whose own electrons then all came too early.
test('no pulse of another particle fixes the offset of a cell', async () => {
  const card = cardOf();
  const seed = 'validate';
  const job = {
    card,
    cardHash: 'card',
    seed,
    mode: 'every',
    fidelity: 'waveform',
    truth: false,
  } as const;
  const executor = inlineExecutor();
  const { frontEnds } = await takeCalibration(job, { executor, repeat: '' }, { part: 2, of: 4 });
  const { offset } = channelsOf(card, seedKey(seed)).ecal;
  for (const [c, ns] of frontEnds.ecal.offset.entries()) {
    assert.ok(Math.abs(ns - offset[c]) < 1, `channel ${c}: ${ns} ns, built with ${offset[c]}`);
  }
});

test.after(() => fs.rmSync(directory, { recursive: true }));
test.run();
