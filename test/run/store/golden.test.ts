/**
 * Run directories of every released version stay readable: verified, opened, built, and their numbers are those that
 * were kept beside them. Those of this version are analysed to the very counts that they hold.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { openRun, replayRun, sameAsRecorded } from '../../../src/run/replay.js';
import { VERSION } from '../../../src/run/version.js';
import { verifyRun } from '../../../src/run/verify.js';
import { readingOf, unpack } from '../../support/reading.js';

const GOLDEN = path.join(import.meta.dirname, '../../golden/format');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-test-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

const versions = fs.readdirSync(GOLDEN).sort();

test('this version has its golden runs', () => {
  assert.ok(versions.includes(VERSION), 'node --import tsx scripts/golden-format.ts makes them');
});

for (const version of versions) {
  for (const fidelity of ['energy', 'waveform']) {
    const name = `${version}/${fidelity}`;
    const directory = () => {
      const into = path.join(folder, name);
      return fs.existsSync(into) ? into : unpack(path.join(GOLDEN, name), into);
    };
    test(`${name}: whole, and it says what it said`, () => {
      const { ok, unknown } = verifyRun(directory());
      assert.equal([ok, unknown], [true, []]);
      const { record, journal } = openRun(directory());
      assert.is(record.version, version);
      assert.is(journal.length, record.spills);
      const numbers = JSON.parse(fs.readFileSync(path.join(GOLDEN, `${name}.json`), 'utf8'));
      assert.equal(JSON.parse(JSON.stringify(readingOf(directory()))), numbers);
    });
    test(`${name}: its raw data go through the analysis`, () => {
      const run = openRun(directory());
      const counts = replayRun(run);
      assert.is(counts.spills, run.record.spills);
      assert.is(counts.building.incomplete + counts.building.missing, 0);
      if (version === VERSION) assert.is(sameAsRecorded(run, counts), true);
    });
  }
}

test.run();
