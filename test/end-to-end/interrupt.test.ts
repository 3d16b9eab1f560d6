/**
 * A run that is stopped at any moment can be resumed, and then it is the run that was never interrupted. Kills are
 * tested with the command that counts them (test/run/validate/kills.test.ts).
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Verification } from '../../dist/run/verify.js';
import {
  exitHere,
  expectExit,
  expectSameRun,
  fresh,
  jsonHere,
  recordOf,
  spillwayHere,
  start,
  summaryOf,
} from './cli.js';

const SPILLS = 4;

const folder = fresh();
const where = { cwd: folder };
process.chdir(folder);

const CARD = [
  'run',
  'run3-2018',
  '--seed',
  'demo',
  '--set',
  'beam.intensity=4e5',
  '--workers',
  '1',
];
const run = (out: string, ...more: string[]) => [
  ...CARD,
  '--spills',
  `${SPILLS}`,
  '--out',
  out,
  ...more,
];
const reference = path.join(folder, 'reference');

test('a run, not interrupted', () => {
  expectExit(0, run('reference'), where);
});

for (const [signal, exit] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  test(`${signal} finishes what is under way and exits with ${exit}; --resume does the rest`, async () => {
    const { child, said, ended } = start(run(signal, '--json'), where);
    await said(/spill 1 of 4/);
    child.kill(signal);
    const { exit: code, stdout, stderr } = await ended;
    assert.is(code, exit, stderr);
    assert.match(stderr, `${signal}: finishing the spills under way`);
    assert.is(JSON.parse(stdout).interrupted, true);
    const record = recordOf(signal);
    assert.is(record.state, 'interrupted');
    assert.is(record.reason, signal);
    const { spills, interrupted } = summaryOf(signal);
    assert.ok(spills >= 1 && spills < SPILLS, `${spills} spills done`);
    assert.is(interrupted, true);
    const verdict = await jsonHere<Verification>(['verify', signal]);
    assert.is(verdict.ok, true);

    const resumed = expectExit(0, run(signal, '--resume'), where);
    assert.match(resumed.stderr, new RegExp(`resume: ${spills} spills? (is|are) there already`));
    await expectSameRun(signal, reference);
  });
}

test('a second signal stops at once', async () => {
  // Spills of some seconds each, so that the first cannot be over by then.
  const slow = [
    'run',
    'run3-2018',
    '--set',
    'beam.intensity=2e7',
    '--workers',
    '1',
    '--spills',
    '3',
  ];
  for (const [signal, exit] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    const out = `twice-${signal}`;
    const { child, said, ended } = start([...slow, '--out', out], where);
    await said(/plan: /);
    while (!fs.existsSync(path.join(out, 'log.ndjson'))) await sleep(20);
    const both = await spillwayHere([...slow, '--out', out, '--resume']);
    assert.is(both.exit, 2, 'two processes write one directory');
    assert.match(both.stderr, `is being written by process ${child.pid}`);
    child.kill(signal);
    await said(/once more stops at once/);
    const asked = Date.now();
    child.kill(signal);
    assert.is((await ended).exit, exit);
    assert.ok(Date.now() - asked < 1500, `it took ${Date.now() - asked} ms`);
    assert.is(recordOf(out).state, 'running');
    const { stdout } = await exitHere(1, ['verify', out]);
    assert.match(stdout, /manifest\.json file: is missing: the run is under way or was cut off/);
    assert.match((await exitHere(2, ['unblind', out, '--reason', 'x'])).stderr, 'is not finished');
  }
});

const sleep = (ms: number) => new Promise((go) => setTimeout(go, ms));

test.run();
