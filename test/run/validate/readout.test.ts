/** The validation of the readout: its rows agree, and those that must differ do. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { VALIDATIONS } from '../../../src/run/validate/index.js';
import { readout } from '../../../src/run/validate/readout.js';
import { validateOptions } from '../../support/validate.js';

const options = validateOptions({ events: 1e5 });

test('names are unique and known', () => {
  const names = VALIDATIONS.map(({ name }) => name);
  assert.is(new Set(names).size, names.length);
  assert.ok(names.includes('chain') && names.includes('readout'));
});

test('curves, blocking, throttle, bandwidth and live times agree', async () => {
  const { rows } = await readout.run(options);
  assert.is(new Set(rows.map((r) => r.name)).size, rows.length, 'names are unique');
  for (const r of rows) {
    for (const x of [r.expected, r.emulated, r.error]) assert.ok(Number.isFinite(x), r.name);
    assert.ok(r.agrees, `${r.name}: ${r.emulated} +- ${r.error}, expected ${r.expected}`);
  }
  // The closed form holds exactly where Poisson triggers drive the readout; the chain stays 7e-4 below it, within the 1e-3
  // that its rows allow.
  const exact = (name: string) => !name.includes('MB/s') && !name.startsWith('live in the chain');
  const far = rows.filter((r) => typeof r.allowed === 'number' && Math.abs(r.pull) > 4);
  assert.equal(far.map((r) => r.name).filter(exact), []);
  // The naive live time is off by many errors, in the chain as in the readout driven alone.
  const naive = rows.filter((r) => r.name.includes('naive less'));
  assert.is(naive.length, 3);
  for (const r of naive) assert.ok(r.emulated > 10 * r.error, r.name);
  // From 0.1 to 100 times the nominal rate, falling.
  for (const model of ['fixed', 'paralysable']) {
    const live = rows.filter((r) => r.name.startsWith(`${model}: live at`)).map((r) => r.emulated);
    assert.is(live.length, 7);
    assert.ok(
      live.every((x, i) => i === 0 || x < live[i - 1]),
      model,
    );
  }
});

test.run();
