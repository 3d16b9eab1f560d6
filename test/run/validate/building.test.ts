/** The validation of the event builder: its rows agree, and the builder's memory is flat whatever is lost. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { EventBuilder } from '../../../src/analyse/building/builder.js';
import { emptyBuilding } from '../../../src/analyse/building/report.js';
import { building } from '../../../src/run/validate/building.js';
import { validateOptions } from '../../support/validate.js';

const options = validateOptions({ events: 4000, seed: 'a builder' });

test('counters close, no wrong event is built, what is open stays within its bound', async () => {
  const { rows } = await building.run(options);
  assert.is(new Set(rows.map((r) => r.name)).size, rows.length, 'names are unique');
  for (const r of rows) {
    for (const x of [r.expected, r.emulated, r.error]) assert.ok(Number.isFinite(x), r.name);
    if (r.name.endsWith('events complete')) {
      // 17 rows at 4 sigma: a chance of 1e-3 for a seed, which is fixed.
      assert.ok(Math.abs(r.emulated - r.expected) <= 4 * r.error, `${r.name}: ${r.emulated}`);
    } else assert.ok(r.agrees, `${r.name}: ${r.emulated}, expected ${r.expected}`);
  }
  // The faults do bite: under them the bound is reached.
  const open = rows.filter((r) => r.name.endsWith('most events open'));
  assert.is(open.length, 7);
  assert.is(Math.max(...open.map((r) => r.emulated)), open[0]?.expected);
});

test('memory is flat over a burst without end in which a source is dead', () => {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  const report = emptyBuilding();
  // Nothing times out: what is open is bounded by the room alone.
  const settings = { tolerance: 100, timeout: 1e9, pending: 64 };
  const builder = new EventBuilder(3, 1, settings, report);
  const heap = (events: number, from: number) => {
    for (let event = from; event < from + events; event++) {
      for (const source of [0, 1]) {
        const body = new Uint8Array(1000);
        builder.push({ source, spill: 1, event, tick: 1000 * event, body });
      }
      assert.ok(builder.size <= 64);
    }
    // Twice: what the first finds is given back while the second runs.
    gc();
    gc();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = heap(5000, 1);
  const after = heap(100_000, 5001);
  // Kept bodies would be 200 MB.
  assert.ok(after - before < 5e6, `${(after - before) / 1e6} MB more`);
  assert.is(report.incomplete, 105_000 - 64);
});

test.run();
