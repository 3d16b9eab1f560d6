/** Regions and sidebands in small: one spill of each nature. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { regions } from '../../../src/run/validate/regions.js';
import { histogramFigures } from '../../../src/show/figures/run.js';
import { validateOptions } from '../../support/validate.js';

const options = validateOptions({ seed: 'regions' });

test('every row has its error, those of one spill agree, and Fig. 2 is drawn', async () => {
  const { rows, monitored } = await regions.run(options);
  assert.is(new Set(rows.map((r) => r.name)).size, rows.length, 'names are unique');
  for (const r of rows) {
    for (const x of [r.expected, r.emulated, r.error]) assert.ok(Number.isFinite(x), r.name);
    assert.ok(r.error > 0, r.name);
  }
  // Some 40 events of region I: 4 sigma.
  const one = rows.find((r) => r.name === 'region I per EOT');
  assert.ok(one && one.emulated > 3e-6 && Math.abs(one.emulated - one.expected) < 4 * one.error);
  assert.ok(monitored?.sealed && monitored.caption.electronsOnTarget >= 1e6);
  const files = histogramFigures(monitored).map(([file]) => file);
  assert.ok(files.includes('figures/plane-loose.svg'));
  assert.ok(files.includes('figures/plane-selected.svg'));
});

test.run();
