/** `spillway control`: a run and a campaign that another process writes are paused, resumed and stopped. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ControlStatus } from '../../dist/run/control/ask.js';
import {
  exitHere,
  expectSameRun,
  fresh,
  jsonHere,
  readJson,
  recordOf,
  spillwayHere,
  start,
  summaryOf,
} from './cli.js';

const folder = fresh();
const where = { cwd: folder };
process.chdir(folder);

const SPILLS = 10;
/** So that a request behind the first spill comes before the last however busy the machine is; it moves no bit of a run. */
const SLOWLY = ['--set', 'faults.slowly={kind: slowConsumer, spills: 1, delay: 300 ms}'];
const run = (out: string, ...more: string[]) => [
  ...['run', 'run3-2018', '--seed', 'demo', '--set', 'beam.intensity=4e4', '--workers', '1'],
  ...SLOWLY,
  ...['--spills', `${SPILLS}`, '--out', out, ...more],
];
const sleep = (ms: number) => new Promise((go) => setTimeout(go, ms));
const statusOf = (out: string) => jsonHere<ControlStatus>(['control', out, 'status']);
const spillsIn = (out: string) =>
  fs.readFileSync(`${out}/spills.jsonl`, 'utf8').split('\n').length - 1;

async function refused(args: string[], pattern: RegExp | string) {
  const { exit, stderr, stdout } = await spillwayHere(['control', ...args]);
  assert.equal([exit, stdout], [2, ''], stderr);
  assert.match(stderr, pattern);
}

test('a run, paused and resumed by another process, is the undisturbed one', async () => {
  await exitHere(0, run('reference'));
  const { child, said, ended } = start(run('paused'), where);
  await said(/spill 1 of 10/);
  const status = await jsonHere<ControlStatus>(['control', 'paused', 'pause', '--wait']);
  assert.is(status.schema, 'spillway.control/1');
  assert.equal(
    [status.process, status.record, status.unit, status.of, status.control],
    [
      ...[child.pid, 'paused', 'spill', SPILLS],
      { state: 'paused', asked: null, reason: 'spillway control', underWay: 0 },
    ],
  );
  await said(/^paused: spillway control; p, or spillway control DIR resume, goes on$/m);
  const spills = spillsIn('paused');
  assert.is(status.finished, spills);
  assert.ok(spills >= 1 && spills < SPILLS);
  await sleep(400);
  assert.is(spillsIn('paused'), spills, 'no spill is begun');
  const text = await exitHere(0, ['control', 'paused', 'status']);
  assert.match(
    text.stdout,
    /^paused \(spillway control\); \d of 10 spills in the journal, written by process \d+\n$/,
  );
  await refused(['paused', 'pause'], /^error paused run control, pause: got paused: spillway/m);
  // Nobody else writes it meanwhile, and everybody may read it.
  await spillwayHere(run('paused', '--resume')).then(({ exit }) => assert.is(exit, 2));
  assert.match((await exitHere(0, ['info', 'paused'])).stdout, /^state +\| paused$/m);
  await exitHere(1, ['verify', 'paused']);
  await exitHere(2, ['unblind', 'paused', '--reason', 'x']);

  await exitHere(0, ['control', 'paused', 'resume']);
  assert.is((await ended).exit, 0);
  await expectSameRun('paused', path.join(folder, 'reference'));
  assert.equal(
    [(await statusOf('paused')).process, (await statusOf('paused')).control],
    [null, null],
  );
  assert.match(
    (await exitHere(0, ['control', 'paused', 'status'])).stdout,
    'no process writes it: done; 10 of 10 spills in the journal',
  );
  await refused(['paused', 'pause'], 'paused pause: no process writes it; see spillway control');
});

test('stopped, and killed while paused: --resume ends with the undisturbed run', async () => {
  const stopped = start(run('stopped'), where);
  await stopped.said(/spill 1 of 10/);
  await exitHere(0, ['control', 'stopped', 'stop', '--wait']);
  const { exit, stdout } = await stopped.ended;
  assert.is(exit, 130);
  assert.match(stdout, 'The run was interrupted: go on with --resume.');
  assert.equal(
    [recordOf('stopped').state, recordOf('stopped').reason],
    ['interrupted', 'spillway control'],
  );
  assert.is(summaryOf('stopped').spills, spillsIn('stopped'));

  const killed = start(run('killed'), where);
  await killed.said(/spill 1 of 10/);
  await exitHere(0, ['control', 'killed', 'pause', '--wait']);
  killed.child.kill('SIGKILL');
  await killed.ended;
  assert.is(recordOf('killed').state, 'paused');
  assert.match(
    (await exitHere(0, ['control', 'killed', 'status'])).stdout,
    /^no process writes it: cut off; \d of 10/,
  );
  await refused(['killed', 'resume'], 'killed resume: no process writes it');
  for (const out of ['stopped', 'killed']) {
    await exitHere(0, run(out, '--resume'));
    await expectSameRun(out, path.join(folder, 'reference'));
  }
});

test('Ctrl-C ends a run that is paused', async () => {
  const { child, said, ended } = start(run('paused-and-stopped'), where);
  await said(/spill 1 of 10/);
  await exitHere(0, ['control', 'paused-and-stopped', 'pause', '--wait']);
  child.kill('SIGINT');
  assert.is((await ended).exit, 130);
  assert.is(recordOf('paused-and-stopped').reason, 'SIGINT');
});

test('a campaign pauses and stops as a whole', async () => {
  const campaign = (...more: string[]) => [
    ...['run', 'na64-2016-2018', '--seed', 'demo', '--set', 'beam.intensity=6e4'],
    ...['--workers', '1', '--spills', '3', '--out', 'campaign', ...more],
  ];
  const { said, ended } = start(campaign(), where);
  await said(/run 1 of 3, spill 1 of 3/);
  const paused = await jsonHere<ControlStatus>(['control', 'campaign', 'pause', '--wait']);
  assert.equal([paused.control?.state, paused.record, paused.of], ['paused', null, 9]);
  const begun = fs.readdirSync('campaign').sort();
  await sleep(400);
  assert.equal(fs.readdirSync('campaign').sort(), begun);
  // A request to the run under way is one to all of them.
  const last = readJson<{ runs: string[] }>('campaign', 'run.json')
    .runs.filter((name) => begun.includes(name))
    .at(-1);
  await exitHere(0, ['control', `campaign/${last}`, 'resume']);
  await said(/run 2 of 3, spill 1 of 3/);
  await exitHere(0, ['control', 'campaign', 'stop', '--wait']);
  assert.is((await ended).exit, 130);
  assert.is(readJson<{ interrupted: boolean }>('campaign', 'summary.json').interrupted, true);
  assert.not.ok(['lock', 'control'].some((name) => fs.existsSync(`campaign/${name}`)));
  await exitHere(0, campaign('--resume'));
});

test('what is no run, and no command', async () => {
  await refused(
    ['nowhere', 'status'],
    'no such file or directory, expected the directory of a run',
  );
  await refused(['reference', 'halt'], 'Allowed choices are pause, resume, stop, status');
});

test.run();
