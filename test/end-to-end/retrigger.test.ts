/** The command: the same report for any number of workers, and refusals with exit code 2. */
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { RetriggerReport } from '../../dist/run/retrigger/index.js';
import { expectExit, expectJson, fresh } from './cli.js';

const cwd = fresh();
const run = path.join(cwd, 'run');

test('a run of three spills', () => {
  const small = ['--set', 'beam.intensity=1e5', '--set', 'beam.spill=100ms'];
  expectJson(['run', 'run3-2018', '--spills', '3', ...small, '--out', run], { cwd });
});

test('any number of workers: the same report', () => {
  const [one, three] = ['1', '3'].map((workers) =>
    expectJson<RetriggerReport>(
      ['retrigger', run, '--readout', 'throttle', '--ghosts', '20', '--workers', workers],
      { cwd },
    ),
  );
  assert.is(one.schema, 'spillway.retrigger/1');
  assert.ok(one.gained.length > 0);
  assert.is(one.events.before + one.gained.length - one.lost.length, one.events.after);
  assert.equal(three, one);
});

test('in words, and refused', () => {
  const shown = expectExit(0, ['retrigger', run, '--readout', 'fixed', '--ghosts', '0'], { cwd });
  assert.match(shown.stdout, /3 spills; every decision as recorded/);
  const refused = expectExit(2, ['retrigger', run, '--menu', 'na64-2018'], { cwd });
  assert.match(
    refused.stderr,
    /na64-2018\.yaml:\d+:\d+ trigger\.menu\.ecal: got a condition that is met beyond/,
  );
});

test.run();
