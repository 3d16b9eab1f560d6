/** The soak: of spills as they are nothing is wrong; what is planted is found and named with the command that shows it. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { UsageError } from '../../../src/core/errors.js';
import type { Executor } from '../../../src/run/executor/executor.js';
import { inlineExecutor } from '../../../src/run/executor/inline.js';
import type { StoredJob, StoredSpill } from '../../../src/run/executor/kinds/spill.js';
import { slopeOf } from '../../../src/run/memory.js';
import { FAULT_KINDS } from '../../../src/emulate/faults/kinds.js';
import { soakCards } from '../../../src/run/validate/soak/card.js';
import { labelsOf } from '../../../src/run/validate/faults/score.js';
import { soak } from '../../../src/run/validate/soak/index.js';
import { memoryRows } from '../../../src/run/validate/soak/memory.js';
import { validateOptions } from '../../support/validate.js';

/** Spills are made once; a test does something to each of its own. */
const made = new Map<string, StoredSpill>();
const inline = inlineExecutor();
const spoiling = (spoil: (done: StoredSpill) => StoredSpill): Executor => ({
  ...inline,
  async run(task, range) {
    const { cardHash, mode } = task.job as StoredJob;
    const key = `${cardHash} ${mode} ${range.first}`;
    if (!made.has(key)) made.set(key, (await inline.run(task, range))[0].result as StoredSpill);
    const result = spoil(made.get(key) as StoredSpill) as never;
    return [{ index: range.first, worker: 0, result }];
  },
});

const SPILLS = 24;
const options = (executor: Executor, more = {}) =>
  validateOptions({ seed: 'soak', spills: SPILLS, executor, ...more });

async function failuresOf(spoil: (done: StoredSpill) => StoredSpill): Promise<string[]> {
  const { rows, document } = await soak.run(options(spoiling(spoil)));
  const failures = (document?.failures ?? []) as string[];
  const wrong = rows.filter(({ name }) => name.includes('something wrong'));
  assert.is(
    wrong.some((r) => !r.agrees),
    failures.length > 0,
    'exit code 1 where there are any',
  );
  return failures;
}

let struck = 0;
test('every kind of fault is in it, and nothing is wrong with the spills', async () => {
  const kinds = Object.values(soakCards('soak').struck.faults ?? {}).map(({ kind }) => kind);
  assert.equal(kinds.sort(), Object.keys(FAULT_KINDS).sort());
  const failures = await failuresOf((done) => {
    if (labelsOf(done).length > 0) struck++;
    return done;
  });
  assert.equal(failures, []);
  assert.ok(struck > 2, `${struck} spills struck`);
});

test('alarms that are lost: the spill is named, and its command shows it again', async () => {
  const silent = (done: StoredSpill): StoredSpill => ({ ...done, alarms: [] });
  const failures = await failuresOf(silent);
  const hidden = failures.filter((text) => text.includes('no alarm names it'));
  assert.ok(hidden.length > 0, `${failures}`);
  const [, mode, spill] = /--seed soak --case (\w+)\/(\d+)$/.exec(hidden[0]) ?? [];
  assert.match(hidden[0], `spill ${spill}, mode ${mode}: `);
  const again = await soak.run(options(spoiling(silent), { case: `${mode}/${spill}` }));
  const shown = (again.document?.failures ?? []) as string[];
  assert.ok(shown.includes(hidden[0]), `${shown}`);
});

test('a ledger that does not close, and a spill that is not as behind none', async () => {
  const open = await failuresOf((done) => {
    const { ledger } = done;
    if (done.spill !== 3) return done;
    return { ...done, ledger: { ...ledger, outcomes: { ...ledger.outcomes, recorded: 0 } } };
  });
  assert.ok(open.length >= 2 && open.every((text) => text.startsWith('spill 3, ')), `${open}`);
  assert.match(open[0], 'the ledger does not close');
  let calls = 0;
  const other = await failuresOf((done) => ({ ...done, spillHash: `${calls++}` }));
  assert.ok(other.length > 0);
  for (const text of other) assert.match(text, 'is not as without the fault before it');
});

test('a case is a mode and a spill', () => {
  for (const wrong of ['', '17', 'every', 'every/0', 'some/3', 'every/1.5']) {
    assert.throws(
      () => soak.check?.(validateOptions({ case: wrong })),
      (error: unknown) => error instanceof UsageError,
    );
  }
  soak.check?.(validateOptions({ case: 'candidates/17' }));
});

test('slope: of points on a line exactly, of scattered ones with its error', () => {
  assert.equal(slopeOf([0, 1, 2, 3].map((x) => [x, 5 + 2 * x])), [2, 0]);
  // y = 0, 1, 0, 1 at x = 0..3: slope 1/5, residual sum 0.8, error sqrt(0.8/2/5).
  const [slope, error] = slopeOf([0, 1, 2, 3].map((x) => [x, x % 2]));
  assert.ok(Math.abs(slope - 0.2) < 1e-12 && Math.abs(error - Math.sqrt(0.08)) < 1e-12);
  assert.ok(Number.isNaN(slopeOf([[0, 1]])[0]));
});

test('memory: growth in the second half is told, that of the first is not, and so few looks decide nothing', () => {
  const looksAt = (held: readonly number[]) =>
    held.map((mb, i) => ({ done: 10 * (i + 1), heap: mb / 100, rss: mb }));
  const told = (held: readonly number[]) =>
    memoryRows('every', looksAt(held)).map((r) => (r.undecided ? 'undecided' : r.agrees));
  const warm = [100, 200, 250, 280, 299];
  assert.equal(told([...warm, 300, 300, 300, 300, 300]), [true, true]);
  // 0.5 MB in ten spills: 50 MB in a thousand.
  assert.equal(told([...warm, 300, 300.5, 301, 301.5, 302]), [true, false]);
  assert.equal(told([...warm, 300, 312, 299, 311, 301]), ['undecided', 'undecided']);
  const [heap] = memoryRows('every', looksAt([300, 300]));
  assert.is(heap.agrees, false, 'of two looks it is no number');
});

test('each mode has its own memory', async () => {
  const { rows } = await soak.run(options(spoiling((done) => done)));
  const names = rows.filter(({ name }) => name.includes('MB gained')).map(({ name }) => name);
  assert.equal(
    names.map((name) => name.replace(/: MB gained.*/, '')),
    ['every', 'candidates'].flatMap((mode) => [
      `${mode}: heap and buffers of the main thread`,
      `${mode}: RSS`,
    ]),
  );
});

test.run();
