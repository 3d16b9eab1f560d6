/** A run directory is looked at while another process ends the run: at whichever moment, what is told fits together. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { LiveDirectory, type Watched } from '../../../src/run/live/directory.js';
import { isOpen } from '../../../src/run/store/layout.js';
import { fresh } from '../../end-to-end/cli.js';
import { SHORT } from '../../support/live.js';
import { madeRun } from '../../support/madeRun.js';

const directory = path.join(fresh(), 'run');
await madeRun(directory, SHORT, { spills: 2 });
const record = path.join(directory, 'run.json');
const lock = path.join(directory, 'lock');
const done = fs.readFileSync(record, 'utf8');
const running = JSON.stringify({ ...JSON.parse(done), state: 'running' });

/** A look during which the run ends behind the reading of that number, from 1; and whether there were so many. */
function lookWhileItEnds(behind: number): [Watched, boolean] {
  fs.writeFileSync(record, running);
  fs.writeFileSync(lock, `${process.pid}\n`);
  const live = new LiveDirectory(directory);
  let readings = 0;
  const { readFileSync } = fs;
  const reading = ((file: string, how: 'utf8') => {
    try {
      return readFileSync(file, how);
    } finally {
      if (++readings === behind) {
        fs.writeFileSync(record, done);
        fs.rmSync(lock);
      }
    }
  }) as typeof fs.readFileSync;
  Object.assign(fs, { readFileSync: reading });
  syncBuiltinESMExports();
  try {
    return [live.look(0), readings >= behind];
  } finally {
    Object.assign(fs, { readFileSync });
    syncBuiltinESMExports();
  }
}

test('a run that ends during a look is not told to be cut off', () => {
  let behind = 1;
  for (; ; behind++) {
    const [{ isOver, status, totals }, isSo] = lookWhileItEnds(behind);
    if (!isSo) break;
    assert.not.ok(
      isOver && status.record !== null && isOpen({ state: status.record }),
      `${behind}`,
    );
    assert.is(totals.spills, 2);
  }
  assert.ok(behind > 3, `${behind} readings`);
});

test('one that was cut off is over, and its record is open', () => {
  fs.writeFileSync(record, running);
  fs.rmSync(lock);
  const { isOver, status } = new LiveDirectory(directory).look(0);
  assert.equal([isOver, status.record, status.process], [true, 'running', null]);
});

test('one that goes on is not over', () => {
  fs.writeFileSync(lock, `${process.pid}\n`);
  assert.is(new LiveDirectory(directory).look(0).isOver, false);
});

test.run();
