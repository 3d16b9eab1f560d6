/**
 * What stores a run is slow, or fails: the run is the undisturbed one, at once or when it is gone on with; what is made
 * ahead of it is bounded. A disk that is full in earnest: resume.test.ts.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cardHash } from '../../dist/core/card/index.js';
import { exitCodeOf } from '../../dist/core/errors.js';
import type { Executor } from '../../dist/run/executor/executor.js';
import { inlineExecutor } from '../../dist/run/executor/inline.js';
import { threadExecutor } from '../../dist/run/executor/threads.js';
import { STORING_FAULT_KINDS } from '../../dist/run/faults/kinds.js';
import { sha256 } from '../../dist/run/hash.js';
import { runCard, type RunOptions } from '../../dist/run/run.js';
import { readJournal } from '../../dist/run/store/directory.js';
import type { Verification } from '../../dist/run/verify.js';
import {
  deterministic,
  filesOf,
  fresh,
  jsonHere,
  recordOf,
  runOptions,
  shippedCard,
  spillwayHere,
  summaryOf,
} from './cli.js';

const folder = fresh();
process.chdir(folder);
const SPILLS = 12;
const card = (...faults: string[]) =>
  shippedCard('run3-2018', 'disk', [
    ...['beam.intensity=2000', 'beam.spill=20 ms'],
    ...faults.map((fault, i) => `faults.f${i}=${fault}`),
  ]);

const run = (out: string, fault: string | null, more: Partial<RunOptions> = {}) =>
  runCard(
    runOptions(fault === null ? card() : card(fault), path.join(folder, out), {
      ...{ spills: SPILLS, truth: true, executor: () => inlineExecutor() },
      ...more,
    }),
  );

const logOf = (out: string): { event: string; [key: string]: unknown }[] =>
  fs
    .readFileSync(path.join(folder, out, 'log.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const faultsOf = (out: string) => logOf(out).filter(({ event }) => event === 'fault');

await run('undisturbed', null);

/** Byte for byte but for times, and the card, which names the fault. */
async function expectUndisturbed(out: string): Promise<void> {
  assert.is((await jsonHere<Verification>(['verify', out])).ok, true);
  assert.is(recordOf(out).state, 'done');
  assert.equal(deterministic(summaryOf(out)), deterministic(summaryOf('undisturbed')));
  const kept = (name: string) =>
    [...filesOf(name)].filter(([file]) =>
      /^(raw|truth|primitives)\/|^spills\.jsonl$|^counts\.pb$/.test(file),
    );
  assert.equal(kept(out), kept('undisturbed'));
}

/** Counts what workers are given ahead of what has been stored. Of each `window` spills the first is done last. */
function watched(workers: number, window = 2 * workers) {
  const threads = threadExecutor(workers, { warn: assert.unreachable });
  let started = 0;
  let stored = 0;
  let most = 0;
  let fill = () => {};
  const executor: Executor = {
    ...threads,
    async run(task, range) {
      started++;
      most = Math.max(most, started - stored);
      const held = started % window === 1 && new Promise<void>((resolve) => (fill = resolve));
      if (started % window === 0) fill();
      const done = await threads.run(task, range);
      await held;
      return done;
    },
  };
  const report: RunOptions['report'] = ({ phase }) => {
    if (phase === 'spill') stored++;
  };
  return { options: { executor: () => executor, report, workers }, most: () => most };
}

const SLOW: Record<string, { fault: string; waits: number }> = {
  // Each spill has three segments.
  slowDisk: { fault: '{ kind: slowDisk, spills: [3, 4, 5, 6], delay: 20 ms }', waits: 12 },
  slowConsumer: { fault: '{ kind: slowConsumer, spills: [3, 4, 5, 6], delay: 60 ms }', waits: 4 },
};
for (const [name, { fault, waits }] of Object.entries(SLOW)) {
  test(`${name}: the undisturbed run, later, and no more in flight than the window`, async () => {
    const { options, most } = watched(2);
    const { summary } = await run(name, fault, options);
    await expectUndisturbed(name);
    assert.ok(summary.timing.wallSeconds >= 0.24, `${summary.timing.wallSeconds} s`);
    // The workers do run ahead, as far as the window lets them.
    assert.is(most(), 4);
    const told = faultsOf(name);
    assert.is(told.length, waits);
    assert.equal([...new Set(told.map(({ spill }) => spill))], [3, 4, 5, 6]);
    assert.ok(told.every((label) => label.kind === name && label.name === 'f0'));
  });
}

/** What a run ends with that must not end well. */
const failing = (out: string, fault: string): Promise<Error> =>
  run(out, fault).then(
    () => assert.unreachable(`${out} has ended well`) as never,
    (thrown: Error) => thrown,
  );

const FATAL: Record<string, { fault: string; says: RegExp; kept: number; ended: boolean }> = {
  // The second segment of spill 5 fails: four are whole.
  writeError: {
    fault: '{ kind: writeError, spills: [5, 6], write: 2 }',
    says: /writeError EIO: i\/o error, write: what the journal names is safe; see to the disk and go on with --resume$/,
    kept: 4,
    ended: true,
  },
  // Neither does the journal find room then.
  fullDisk: {
    fault: '{ kind: fullDisk, spills: [4], bytes: 4000 }',
    says: /fullDisk the disk is full: what the journal names is safe; make room and go on with --resume$/,
    kept: 0,
    ended: false,
  },
};
for (const [name, { fault, says, kept, ended }] of Object.entries(FATAL)) {
  test(`${name}: said in words, what is left is in order, and --resume ends as undisturbed`, async () => {
    const error = await failing(name, fault);
    assert.match(error.message, says);
    assert.is(exitCodeOf(error), 1);
    assert.equal(
      faultsOf(name).map(({ kind }) => kind)[0],
      name,
      'the log says that it was on purpose',
    );
    assert.is(readJournal(path.join(folder, name)).length, kept);
    const { stdout } = await spillwayHere(['verify', name, '--json']);
    const { problems } = JSON.parse(stdout) as Verification;
    assert.equal(
      problems.map(({ where, fault }) => `${where} ${fault}`),
      ended ? [] : ['manifest.json is missing: the run is under way or was cut off'],
    );
    await run(name, fault, { resume: true });
    await expectUndisturbed(name);
  });
}

test('a card without the fault goes on with the run as well: it is no part of what the run is', async () => {
  const { fault } = FATAL.writeError;
  assert.is(cardHash(card(fault).card, sha256), cardHash(card().card, sha256));
  const lost = '{ kind: lostFragment, spills: 1, rate: 0.1 }';
  assert.is(cardHash(card(lost, fault).card, sha256), cardHash(card(lost).card, sha256));
  assert.is.not(cardHash(card(lost).card, sha256), cardHash(card().card, sha256));
  await failing('repaired', fault);
  await run('repaired', null, { resume: true });
  await expectUndisturbed('repaired');
});

test('a share of the spills is drawn from the seed, the same in each attempt', async () => {
  const fault = '{ kind: slowConsumer, spills: 0.5, delay: 1 ms }';
  const struck = async (out: string) => {
    await run(out, fault);
    return faultsOf(out).map(({ spill }) => spill);
  };
  const spills = await struck('drawn');
  assert.ok(spills.length > 0 && spills.length < SPILLS, `${spills}`);
  assert.equal(await struck('drawn-again'), spills);
});

test('each kind is shown', () => {
  assert.equal(
    Object.keys(STORING_FAULT_KINDS).sort(),
    [...Object.keys(SLOW), ...Object.keys(FATAL)].sort(),
  );
});

test.run();
