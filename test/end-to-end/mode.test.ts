/** The mode of a run is part of what it is: of its hash, its record, and of every command that goes back to it. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MODES } from '../../dist/core/mode.js';
import { runHash } from '../../dist/run/digest.js';
import type { RunDiff } from '../../dist/run/diff/index.js';
import type { EventReport } from '../../dist/run/event.js';
import { jobOf, openRun } from '../../dist/run/replay.js';
import type { Verification } from '../../dist/run/verify.js';
import {
  exitHere,
  expectSameRun,
  filesOf,
  fresh,
  jsonHere,
  recordOf,
  spillwayHere,
  summaryOf,
} from './cli.js';

const folder = fresh();
process.chdir(folder);

const run = (out: string, spills: number, ...more: string[]) => [
  ...['run', 'run3-2018', '--seed', 'demo', '--set', 'beam.intensity=5e4', '--workers', '1'],
  ...['--spills', `${spills}`, '--out', out, ...more],
];

test('it stands in record, summary, hash and job of a run', async () => {
  for (const mode of MODES) {
    await exitHere(0, run(mode, 2, '--mode', mode));
    assert.is(recordOf(mode).mode, mode);
    assert.is(summaryOf(mode).mode, mode);
    const { journal, record, ...opened } = openRun(mode);
    assert.is(jobOf({ journal, record, ...opened }).mode, mode);
    const hashes = [...journal].map((line) => line.spillHash);
    assert.is(summaryOf(mode).runHash, runHash({ ...record, mode }, hashes));
    assert.is((await jsonHere<Verification>(['verify', mode])).ok, true);
    assert.is((await jsonHere<{ sameAsRecorded: boolean }>(['replay', mode])).sameAsRecorded, true);
    const event = await jsonHere<EventReport>(['event', mode, '--spill', '1', '--event', '1']);
    assert.is(event.equalsRaw, true);
  }
  assert.is.not(summaryOf('every').runHash, summaryOf('candidates').runHash);
});

test('a run goes on in its own mode, another one is refused', async () => {
  await exitHere(0, run('resumed', 1, '--mode', 'candidates'));
  const before = filesOf('resumed');
  const { exit, stderr } = await spillwayHere(run('resumed', 2, '--mode', 'every', '--resume'));
  assert.is(exit, 2);
  assert.match(stderr, 'resumed mode: got every, expected candidates, as it was begun');
  assert.equal(filesOf('resumed'), before);
  await exitHere(0, run('resumed', 2, '--resume'));
  await expectSameRun('resumed', 'candidates');
});

test('what the trigger asks of a particle is no part of a run', async () => {
  await exitHere(0, run('asked', 2, '--primitives', 'all'));
  await expectSameRun('asked', 'every');
  await exitHere(0, run('mixed', 1, '--primitives', 'all'));
  await exitHere(0, run('mixed', 2, '--primitives', 'lazy', '--resume'));
  await expectSameRun('mixed', 'every');
});

test('diff names it, and takes the runs for independent', async () => {
  const { stdout } = await exitHere(1, ['diff', 'every', 'candidates', '--json']);
  const { first, correlated, sameInputs } = JSON.parse(stdout) as RunDiff;
  assert.equal(first, { what: 'mode', name: 'mode', a: 'every', b: 'candidates' });
  assert.equal([correlated, sameInputs], [false, false]);
});

test.run();
