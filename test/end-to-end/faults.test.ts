/** A run in which things go wrong goes on, says so, leaves out what is bad, and is one run with any other way to make it. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { scalerElectrons } from '../../dist/analyse/efficiency.js';
import { beliefOf } from '../../dist/core/card/index.js';
import { readJournal } from '../../dist/run/store/directory.js';
import type { Ledger } from '../../dist/core/wire/ledger.js';
import { openRun } from '../../dist/run/replay.js';
import type { EventReport } from '../../dist/run/event.js';
import { exitHere, fresh, jsonHere, summaryOf } from './cli.js';

const folder = fresh();
process.chdir(folder);
const inFolder = (name: string) => path.join(folder, name);
const FAULTS = [
  ...['--set', 'faults.stalled={kind: stalledBoard, spills: [2], source: hcal}'],
  ...['--set', 'faults.lost={kind: lostFragment, spills: [3], rate: 0.001}'],
  ...['--set', 'faults.dead={kind: deadChannel, spills: [3], frontEnd: veto, channel: 1}'],
];
const CARD = ['run3-2018', '--set', 'beam.intensity=4e5', '--seed', 'demo', '--truth'];
const run = (out: string, spills: number, more: readonly string[] = FAULTS) =>
  exitHere(0, ['run', ...CARD, ...more, '--spills', `${spills}`, '--out', out]);

test('a run goes on, and journal, log, summary and info say what went wrong', async () => {
  await run('run', 3);
  const journal = readJournal(inFolder('run'));
  const said = journal.map(({ alarms = [] }) => alarms.map((a) => `${a.monitor} ${a.severity}`));
  assert.equal(said, [[], ['fragments bad'], ['fragments note']]);
  const log = fs.readFileSync(inFolder('run/log.ndjson'), 'utf8').trim().split('\n');
  const alarms = log.map((line) => JSON.parse(line)).filter(({ event }) => event === 'alarm');
  assert.equal(
    alarms.map(({ spill, monitor }) => [spill, monitor]),
    [
      [2, 'fragments'],
      [3, 'fragments'],
    ],
  );
  const { alarms: counted, badSpills } = summaryOf(inFolder('run'));
  assert.equal([counted, badSpills], [{ fragments: 2 }, 1]);
  const info = await jsonHere<{ alarms: object; badSpills: number }>(['info', 'run']);
  assert.equal([info.alarms, info.badSpills], [{ fragments: 2 }, 1]);
  assert.match((await exitHere(0, ['info', 'run'])).stdout, /bad spills +\| 1\n/);
});

test('what a spill has too few events for is in journal, summary and info, and in no line of the log', async () => {
  const told = { energy: 3, channels: 3 };
  const journal = readJournal(inFolder('run'));
  const said = journal.map(({ unwatched = [] }) => unwatched.map(({ monitor }) => monitor));
  assert.equal(said, [Object.keys(told), Object.keys(told), Object.keys(told)]);
  assert.equal(summaryOf(inFolder('run')).unwatched, told);
  assert.equal((await jsonHere<{ unwatched: object }>(['info', 'run'])).unwatched, told);
  assert.match(
    (await exitHere(0, ['info', 'run'])).stdout,
    /spills not, or not all, watched by energy +\| 3\n/,
  );
  assert.not.match(fs.readFileSync(inFolder('run/log.ndjson'), 'utf8'), /unwatched/);
});

test('electrons on target of the scalers are those of the spills that count', async () => {
  const { card, journal } = openRun(inFolder('run'));
  const electrons = [0, 2]
    .map((i) => scalerElectrons(beliefOf(card), journal[i].ledger.scalers))
    .reduce((a, b) => a + b, 0);
  const { electronsOnTargetScaler } = summaryOf(inFolder('run'));
  assert.ok(Math.abs(electronsOnTargetScaler - electrons) <= 1);
});

test('so are the electrons that came, the triggers, and what is divided by them; the ledger has all', async () => {
  const { journal } = openRun(inFolder('run'));
  const summary = summaryOf(inFolder('run'));
  const sum = (of: (ledger: Ledger) => number, ...spills: number[]) =>
    spills.reduce((n, spill) => n + of(journal[spill - 1].ledger), 0);
  assert.is(
    summary.electronsOnTarget,
    sum((l) => l.electronsOnTarget, 1, 3),
  );
  assert.is(
    summary.triggers,
    sum((l) => l.triggers, 1, 3),
  );
  assert.is(
    summary.ledger?.electronsOnTarget,
    sum((l) => l.electronsOnTarget, 1, 2, 3),
  );
  const live = sum((l) => l.triggersLive, 1, 3) / sum((l) => l.triggers, 1, 3);
  assert.is(summary.liveFraction, live);
  assert.match((await exitHere(0, ['limit', 'run'])).stdout, /^3 spills \(1 bad and left out\), /);
});

test('every byte is in order, and a replay gives the same counts', async () => {
  await exitHere(0, ['verify', 'run']);
  const replayed = await jsonHere<{ sameAsRecorded: boolean }>(['replay', 'run']);
  assert.is(replayed.sameAsRecorded, true);
});

test('the first spill is that of a clean run, and a resumed run is the same', async () => {
  await run('clean', 1, []);
  const hashes = (name: string) => readJournal(inFolder(name)).map(({ spillHash }) => spillHash);
  assert.is(hashes('clean')[0], hashes('run')[0]);
  await run('resumed', 2);
  await run('resumed', 3, [...FAULTS, '--resume']);
  assert.is(summaryOf(inFolder('resumed')).runHash, summaryOf(inFolder('run')).runHash);
});

test('raw data that were dropped are made again, with what befell them', async () => {
  await run('dropped', 3, [...FAULTS, '--raw', 'drop']);
  const again = await jsonHere<{ sameAsRecorded: boolean }>(['replay', 'dropped', '--again']);
  assert.is(again.sameAsRecorded, true);
});

test('an event with a fault of its front end is made again as it was recorded', async () => {
  const event = await jsonHere<EventReport>(['event', 'run', '--spill', '3', '--event', '20']);
  assert.equal([event.equalsRaw, event.lostInBuilding], [true, false]);
});

test('an event that was lost in building is made again, and said to be lost', async () => {
  const { alarms = [] } = readJournal(inFolder('run'))[1];
  const [[lost]] = alarms.flatMap(({ events = [] }) => events);
  const args = ['event', 'run', '--spill', '2', '--event', `${lost}`];
  const event = await jsonHere<EventReport>(args);
  assert.equal([event.equalsRaw, event.lostInBuilding], [null, true]);
  assert.match((await exitHere(0, args)).stdout, /^raw data: lack a fragment of it/m);
});

test.run();
