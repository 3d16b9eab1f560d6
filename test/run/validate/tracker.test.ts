/** The validation of the tracker: its factors make its efficiency, and its rows agree. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { tracker } from '../../../src/run/validate/tracker.js';
import { assertNear, validateOptions } from '../../support/validate.js';

const options = validateOptions({ events: 2000, seed: 'a track' });

test('resolution, efficiency and its causes agree with what is expected', async () => {
  const { rows, document } = await tracker.run(options);
  assert.is(new Set(rows.map((r) => r.name)).size, rows.length, 'names are unique');
  const value = (name: string) => {
    const found = rows.find((r) => r.name === name);
    assert.ok(found, name);
    return (found as { emulated: number }).emulated;
  };
  for (const r of rows) {
    // Some 20 rows at 4 sigma: a chance of 2e-3 for a seed, which is fixed.
    assertNear(r);
  }
  const steps = (document as Record<string, Record<string, Record<string, number>>>)[
    'track efficiency'
  ];
  for (const intensity of ['3e6', '7e6']) {
    const passed = Object.values(steps[`by step, at ${intensity}`]);
    assert.is(passed.length, 5);
    const product = passed.reduce((p, step) => p * step, 1);
    const total = value(`track efficiency, at ${intensity}`);
    assert.ok(Math.abs(product - total) < 1e-12, `${product} is ${total}`);
  }
  assert.ok(value('track efficiency, at 7e6') < value('track efficiency, at 3e6'), 'pile-up');
});

test.run();
