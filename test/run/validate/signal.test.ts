/** The validation of the emission: every row agrees. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { signal } from '../../../src/run/validate/signal.js';
import { validateOptions } from '../../support/validate.js';

test('track lengths and spectra agree', async () => {
  const { rows } = await signal.run(validateOptions({ events: 50_000, seed: 'a signal' }));
  assert.is(rows.length, 46);
  assert.is(new Set(rows.map((r) => r.name)).size, rows.length, 'names are unique');
  for (const r of rows) assert.ok(r.agrees, `${r.name}: ${r.emulated}, expected ${r.expected}`);
});

test.run();
