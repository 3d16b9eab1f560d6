/** The validation of the emission in small. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { signal } from '../../../src/run/validate/signal.js';
import { assertNear, validateOptions } from '../../support/validate.js';

test('track lengths and spectra agree', async () => {
  const { rows } = await signal.run(validateOptions({ events: 50_000, seed: 'a signal' }));
  assert.is(rows.length, 46);
  assert.is(new Set(rows.map((r) => r.name)).size, rows.length, 'names are unique');
  for (const r of rows) assertNear(r);
});

test.run();
