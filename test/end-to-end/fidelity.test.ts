/**
 * A run of fidelity waveform on the command line: the same triggers as in fidelity energy, the same bytes for
 * any number of workers, read again and made again like any other.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { RunDiff } from '../../dist/run/diff/index.js';
import type { EventReport } from '../../dist/run/event.js';
import { readPrimitives } from '../../dist/run/recorded.js';
import { openRun } from '../../dist/run/replay.js';
import type { Summary } from '../../dist/run/summary.js';
import type { Verification } from '../../dist/run/verify.js';
import { exitHere, expectSameRun, filesOf, fresh, jsonHere, recordOf, summaryOf } from './cli.js';

const folder = fresh();
process.chdir(folder);
const run = (out: string, fidelity: string, ...more: string[]) => [
  ...['run', 'run3-2018', '--seed', 'demo', '--set', 'beam.intensity=2e5', '--spills', '2'],
  ...['--fidelity', fidelity, '--out', out, ...more],
];

test('one worker or two: the same run, to the byte', async () => {
  await exitHere(0, run('one', 'waveform', '--workers', '1'));
  await exitHere(0, run('two', 'waveform', '--workers', '2'));
  assert.is(recordOf('one').fidelity, 'waveform');
  await expectSameRun('two', path.join(folder, 'one'));
  assert.is((await jsonHere<Verification>(['verify', 'one'])).ok, true);
});

test('the triggers are those of fidelity energy, the runHash is another', async () => {
  await exitHere(0, run('energy', 'energy', '--workers', '1'));
  const [wave, energy] = ['one', 'energy'].map((name) => openRun(name));
  for (const spill of [1, 2]) {
    assert.equal(readPrimitives(wave, spill), readPrimitives(energy, spill));
  }
  assert.equal(summaryOf('one').ledger, summaryOf('energy').ledger);
  assert.is(summaryOf('one').cardHash, summaryOf('energy').cardHash);
  assert.is.not(summaryOf('one').runHash, summaryOf('energy').runHash);
  const size = (name: string) => fs.statSync(path.join(name, 'raw/spill-000001.raw')).size;
  assert.ok(
    size('one') > 6000 * (summaryOf('one').recorded / 2) && size('one') > 4 * size('energy'),
  );
});

test('diff: the fidelity first; the same triggers, other raw data', async () => {
  const diff = JSON.parse(
    (await exitHere(1, ['diff', 'energy', 'one', '--json'])).stdout,
  ) as RunDiff;
  assert.equal(diff.first, { what: 'fidelity', name: 'fidelity', a: 'energy', b: 'waveform' });
  assert.is(diff.sameInputs, false);
  assert.is(diff.correlated, true);
  assert.is(diff.ledger?.differing, 0);
  const parts = [diff.spill?.triggers, diff.spill?.counts, diff.spill?.raw];
  assert.equal(parts, [false, true, true]);
  assert.is((await jsonHere<RunDiff>(['diff', 'one', 'two'])).identical, true);
});

test('replay and event take the fidelity from the record', async () => {
  assert.is(
    (await jsonHere<Partial<Summary> & { sameAsRecorded: boolean }>(['replay', 'one']))
      .sameAsRecorded,
    true,
  );
  for (const event of ['1', '50']) {
    const report = await jsonHere<EventReport>(['event', 'one', '--spill', '2', '--event', event]);
    assert.is(report.equalsRaw, true);
    assert.ok(Buffer.from(report.payload, 'base64').length > 6000);
  }
});

test("an event is read the same way without raw data, its spill's flashes made again", async () => {
  fs.cpSync('one', 'dropped', { recursive: true });
  fs.rmSync('dropped/raw', { recursive: true });
  for (const event of ['1', '50']) {
    const of = (name: string) =>
      jsonHere<EventReport>(['event', name, '--spill', '2', '--event', event]);
    assert.equal(await of('dropped'), { ...(await of('one')), equalsRaw: null });
  }
});

test('an event of a spill that the run does not have', async () => {
  const report = await jsonHere<EventReport>(['event', 'one', '--id', '3/100/0']);
  assert.equal([report.spill, report.event, report.equalsRaw], [3, null, null]);
  assert.ok(Buffer.from(report.payload, 'base64').length > 6000);
});

test('--resume with another fidelity is refused and changes nothing', async () => {
  const before = filesOf('one');
  const { stderr } = await exitHere(2, run('one', 'energy', '--resume'));
  assert.match(stderr, /one fidelity: got energy, expected waveform, as it was begun/);
  assert.equal(filesOf('one'), before);
});

test.run();
