/** The validation of the emission: every row agrees. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { signal } from '../../../src/run/validate/signal.js';

test('track lengths and spectra agree', async () => {
  const { rows } = await signal.run({
    ...{ electrons: 1e6, events: 50_000, seed: 'a signal', workers: 1, energy: 100 },
    ...{ at: [0, 0], spot: null, ideal: false, report: () => {} },
  });
  assert.is(rows.length, 46);
  assert.is(new Set(rows.map((r) => r.name)).size, rows.length, 'names are unique');
  for (const r of rows) assert.ok(r.agrees, `${r.name}: ${r.emulated}, expected ${r.expected}`);
});

test.run();
