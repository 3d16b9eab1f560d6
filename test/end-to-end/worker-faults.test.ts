/**
 * A run whose workers die or throw: it goes on where it can, and where it cannot what was done is kept, the
 * error says which spill of which card, and the command in it does the rest.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { DEFECT, exitCodeOf } from '../../dist/core/errors.js';
import type { TaskKind } from '../../dist/run/executor/task.js';
import { threadExecutor } from '../../dist/run/executor/threads.js';
import { runCard } from '../../dist/run/run.js';
import type { SpillJob, SpillResult } from '../../dist/run/spill.js';
import { runFigures } from '../../dist/show/figures/run.js';
import { withKind } from '../support/executor.js';
import {
  expectExit,
  expectSameRun,
  fresh,
  recordOf,
  runOptions,
  shippedCard,
  summaryOf,
} from './cli.js';

const SPILLS = 5;
const BAD = 3;

const script = pathToFileURL(path.resolve(import.meta.dirname, '../support/faulty-worker.js'));
const { faultySpill } = (await import(String(script))) as {
  faultySpill: TaskKind<SpillJob & { fault: unknown }, SpillResult>;
};

const folder = fresh();
const whole = path.join(folder, 'whole');
const card = shippedCard('run3-2018', 'two words', ['beam.intensity=1e5']);
const spillThree = /spill 3 of run III \(2018\), card [0-9a-f]{8}, seed "two words"/;

/** A run with a fault in a spill, so often; what it failed with and what was shown of its workers. */
async function run(directory: string, how: string, times: number) {
  const left = new Int32Array(new SharedArrayBuffer(4));
  left[0] = times;
  const shown: string[] = [];
  let error: Error | null = null;
  try {
    await runCard(
      runOptions(card, directory, {
        spills: SPILLS,
        workers: 2,
        figures: runFigures,
        truth: true,
        report: (p) => {
          if (p.phase === 'worker') shown.push(p.message);
        },
        executor: (warn) => {
          const threads = threadExecutor(2, { warn, script });
          const faulty = withKind(threads, faultySpill);
          return {
            ...threads,
            run: (task, range) => {
              const job = { ...task.job, fault: { at: BAD, how, left } };
              return faulty.run({ ...task, job }, range);
            },
          };
        },
      }),
    );
  } catch (thrown) {
    error = thrown as Error;
  }
  return { error, shown };
}

const journalled = (directory: string) =>
  fs
    .readFileSync(path.join(directory, 'spills.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { spill: number }).spill);
const logged = (directory: string, event: string) =>
  fs
    .readFileSync(path.join(directory, 'log.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string; message: string })
    .filter((line) => line.event === event)
    .map(({ message }) => message);

/** The arguments of the command that a message ends with. */
function commandIn(message: string): string[] {
  const command = /; again with spillway (.*)$/.exec(message)?.[1] ?? '';
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare);
}

test('nothing happens', async () => {
  const { error, shown } = await run(whole, 'exit', 0);
  assert.is(error, null);
  assert.equal(shown, []);
});

test('a worker that dies once: it is said and logged, and the run is the same', async () => {
  const once = path.join(folder, 'once');
  const { error, shown } = await run(once, 'exit', 1);
  assert.is(error, null);
  assert.is(shown.length, 1);
  assert.match(shown[0], spillThree);
  assert.match(
    shown[0],
    /^worker \d died over .*: it ended with code 9; another one does it again$/,
  );
  assert.equal(logged(once, 'worker'), shown);
  await expectSameRun(once, whole);
  assert.is(summaryOf(once).timing.workers.length, 2);
});

for (const [how, times, exit] of [
  ['exit', 2, 1],
  ['throw', 1, DEFECT],
] as const) {
  test(`a spill that fails for good (${how}): what was done is kept, the command does the rest`, async () => {
    // A name that a shell would take apart.
    const out = path.join(folder, `ends by ${how}`);
    const { error, shown } = await run(out, how, times);
    const message = error?.message ?? '';
    assert.is(exitCodeOf(error), exit, message);
    assert.is(shown.length, times - 1);
    assert.match(message, spillThree);
    const { state, reason } = recordOf(out);
    assert.equal([state, reason], ['interrupted', message]);
    assert.equal(logged(out, 'error'), [message]);
    assert.equal(journalled(out), [1, 2]);
    const { stderr } = expectExit(0, commandIn(message), { cwd: folder });
    assert.match(stderr, 'resume: 2 spills are there already');
    assert.match(stderr, `spill ${BAD} of ${SPILLS}`);
    await expectSameRun(out, whole);
  });
}

test.run();
