/**
 * The number of workers and the order in which spills finish leave no trace: not in a hash, not in a
 * byte.
 */
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Executor } from '../../dist/run/executor/executor.js';
import { threadExecutor } from '../../dist/run/executor/threads.js';
import { runCard } from '../../dist/run/run.js';
import { SPILLS_PER_FILE } from '../../dist/run/store/layout.js';
import type { Summary } from '../../dist/run/summary.js';
import { runFigures } from '../../dist/show/figures/run.js';
import {
  deterministic,
  filesOf,
  fresh,
  printedRandom,
  runOptions,
  shippedCard,
  summaryOf,
} from './cli.js';
import { expectGolden } from './golden.js';

const SPILLS = 4;
const random = printedRandom();
const folder = fresh();

/** Holds each result back for a random time, and the first spill until another one has come back. */
function delayed(executor: Executor, finished: number[]): Executor {
  let overtake = () => {};
  const overtaken = new Promise<void>((go) => {
    overtake = go;
  });
  return {
    ...executor,
    run: async (task, range) => {
      const executed = await executor.run(task, range);
      if (range.first === 1 && executor.workers > 1) await overtaken;
      await new Promise((go) => setTimeout(go, 200 * random()));
      finished.push(range.first);
      overtake();
      return executed;
    },
  };
}

/** Runs the four spills; afterwards `finished` is the order in which they came back. */
async function run(name: string, workers: number, seed: string) {
  const directory = path.join(folder, name);
  const finished: number[] = [];
  const card = shippedCard('run3-2018', seed, ['beam.intensity=4e5']);
  const { summary } = await runCard(
    runOptions(card, directory, {
      spills: SPILLS,
      workers,
      figures: runFigures,
      executor: (warn) => delayed(threadExecutor(workers, { warn }), finished),
    }),
  );
  process.stdout.write(
    `${workers} workers: spills ${finished.join(' ')}, by worker ${summary.timing.workers.join(' ')}\n`,
  );
  return { directory, finished, summary };
}

/** The bytes of everything that must not depend on how a run was made. */
function lasting(directory: string): Map<string, string> {
  const files = filesOf(directory);
  for (const file of ['summary.json', 'log.ndjson', 'manifest.json']) {
    assert.ok(files.delete(file), `${file} is missing`);
  }
  return new Map([...files].map(([name, bytes]) => [name, bytes.toString('base64')]));
}

let reference: { directory: string; summary: Summary };

test('one worker: the golden hash', async () => {
  reference = await run('reference', 1, 'demo');
  assert.ok(reference.summary.recorded > 500, `${reference.summary.recorded} events recorded`);
  assert.equal(reference.summary.timing.workers, [SPILLS]);
  expectGolden('run3-2018, seed demo, 4 spills, beam.intensity=4e5', reference.summary);
});

for (const workers of [2, 3, 7]) {
  test(`${workers} workers, spills finishing in any order: the same bytes`, async () => {
    const { directory, finished, summary } = await run(`w${workers}`, workers, 'demo');
    assert.equal([...finished].sort(), [1, 2, 3, 4]);
    assert.is.not(finished[0], 1, 'another spill came back before the first');
    assert.is(summary.runHash, reference.summary.runHash);

    const files = lasting(directory);
    assert.equal([...files.keys()], [...lasting(reference.directory).keys()]);
    for (const kind of ['raw', 'primitives'] as const) {
      const segments = [...files.keys()].filter((name) => name.startsWith(`${kind}/`));
      assert.is(segments.length, Math.ceil(SPILLS / SPILLS_PER_FILE[kind]), `files in ${kind}/`);
    }
    for (const [name, bytes] of lasting(reference.directory)) {
      assert.ok(files.get(name) === bytes, `${name} differs`);
    }
    assert.equal(
      deterministic(summaryOf(directory)),
      deterministic(summaryOf(reference.directory)),
    );
    const byWorker = summary.timing.workers;
    assert.is(byWorker.length, workers);
    assert.is(
      byWorker.reduce((a, b) => a + b, 0),
      SPILLS,
    );
    const idle = byWorker.filter((spills) => spills === 0).length;
    assert.is(idle, Math.max(0, workers - SPILLS), `spills by worker ${byWorker.join(' ')}`);
  });
}

test('another seed: another hash and other events', async () => {
  const { directory, summary } = await run('other', 2, 'demo 2');
  assert.is.not(summary.runHash, reference.summary.runHash);
  assert.is.not(summary.rawHash, reference.summary.rawHash);
  assert.is(summary.cardHash, reference.summary.cardHash, 'the seed is no part of the card');
  const files = lasting(directory);
  for (const [name, bytes] of lasting(reference.directory)) {
    if (/^(raw|primitives)\//.test(name)) assert.ok(files.get(name) !== bytes, `${name} is equal`);
  }
});

test.run();
