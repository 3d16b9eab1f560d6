/** The validation of the beam: its rows agree with the card, and one that is wrong does not. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { beam } from '../../../src/run/validate/beam.js';
import { assertNear, validateOptions } from '../../support/validate.js';

const options = validateOptions({ events: 1e5, seed: 'a beam' });

test('time structure, intensities, composition, phase space and decays agree', async () => {
  const { rows } = await beam.run(options);
  assert.is(new Set(rows.map((r) => r.name)).size, rows.length, 'names are unique');
  for (const r of rows) {
    for (const x of [r.expected, r.emulated, r.error]) assert.ok(Number.isFinite(x), r.name);
    // 38 rows at 4 sigma: a chance of 3e-3 for a seed, which is fixed.
    assertNear(r);
  }
  const duty = rows.find((r) => r.name.includes('beam/h4'));
  assert.ok(duty && duty.error < 0.002 && duty.agrees);
});

test.run();
