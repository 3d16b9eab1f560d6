/**
 * A session is runs as `spillway run` makes them: the same hash, and on the screen the same numbers as in the summary. What is
 * changed ends a run and begins the next.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { UsageError } from '../../../src/core/errors.js';
import { threadExecutor } from '../../../src/run/executor/threads.js';
import { KNOB } from '../../../src/run/live/knobs.js';
import { LiveReplay } from '../../../src/run/live/replay.js';
import type { Live, Totals } from '../../../src/run/live/shape.js';
import { histogramShown } from '../../../src/run/live/view.js';
import { readCheckpoint } from '../../../src/run/store/checkpoint.js';
import { readJournal, readRunRecord } from '../../../src/run/store/directory.js';
import { openRun } from '../../../src/run/replay.js';
import type { Summary } from '../../../src/run/summary.js';
import { verifyRun } from '../../../src/run/verify.js';
import { filesOf, fresh, spillway, summaryOf } from '../../end-to-end/cli.js';
import {
  closeAll,
  ended,
  isOver,
  liveReplay,
  liveSession,
  SHORT,
  until,
} from '../../support/live.js';
import { MANY_SEALED } from '../../support/sealed.js';

test.after(closeAll);
const cwd = fresh();
const at = (name: string) => path.join(cwd, name);

/** What screen and summary have in common. */
const KEYS = [
  ...['spills', 'badSpills', 'electronsOnTarget', 'electronsOnTargetScaler', 'triggers'],
  ...['liveFraction', 'recorded', 'recordedPhysics', 'ledger', 'cutflow', 'regions', 'box'],
  'alarms',
] as readonly (keyof Totals & keyof Summary)[];
const common = (of: Totals | Summary) =>
  JSON.parse(JSON.stringify(Object.fromEntries(KEYS.map((key) => [key, of[key]]))));

function expectSummary({ totals }: Live, summary: Summary): void {
  assert.equal(common(totals), common(summary));
  assert.ok(summary.triggers > 0 && summary.recorded > 0);
  const { eps, published, ...limit } = totals.limit as NonNullable<Totals['limit']>;
  const { eps: all, ...own } = summary.limit;
  for (const [key, value] of Object.entries(limit)) {
    assert.equal(value, own[key as keyof typeof own], key);
  }
  assert.ok(published.points.length > 10);
  const both = eps.filter(({ massGeV }) => all.some((row) => row.massGeV === massGeV));
  assert.ok(both.length > 2);
  for (const row of both)
    assert.equal(
      row,
      all.find(({ massGeV }) => massGeV === row.massGeV),
    );
}

test('run 1 is the run of the command line, on the screen and on the disk', async () => {
  const set = SHORT.flatMap((value) => ['--set', value]);
  const args = ['run', 'run3-2018', ...set, '--seed', 'live', '--spills', '3', '--out', 'alone'];
  const { exit, stderr } = spillway(args, { cwd });
  assert.is(exit, 0, stderr);
  const session = liveSession(at('session'), { executor: (warn) => threadExecutor(1, { warn }) });
  const before = session.live();
  assert.equal([before.totals.spills, before.totals.limit, before.spill], [0, null, null]);
  assert.equal(before.control.possible, ['start']);
  assert.not.ok(fs.existsSync(at('session')), 'nothing is written before the start');
  const live = await ended(session);
  await session.close('done');

  const summary = summaryOf(at('alone'));
  const own = summaryOf(at('session/001'));
  assert.is(own.runHash, summary.runHash);
  assert.is(own.rawHash, summary.rawHash);
  expectSummary(live, summary);
  expectSummary(live, own);
  assert.is(live.run.cardHash, summary.cardHash);
  assert.equal(live.control.state, 'stopped');
  const files = filesOf(at('session/001'));
  for (const [name, bytes] of filesOf(at('alone'))) {
    if (/^figures|^(summary\.json|log\.ndjson|manifest\.json)$/.test(name)) continue;
    assert.ok(files.get(name)?.equals(bytes), `${name} differs`);
  }
});

test('without triggers there is no live fraction', async () => {
  const session = liveSession(at('quiet'), { set: ['beam.intensity=1', 'beam.spill=20 ms'] });
  const { totals, history } = await ended(session);
  await session.close('done');
  assert.equal([totals.spills, totals.triggers], [3, 0]);
  assert.is(totals.liveFraction, null);
  assert.equal(
    history.map(({ liveFraction }) => liveFraction),
    [null, null, null],
  );
});

test('a spill is told of as the journal has it, and histograms as the checkpoint', () => {
  const { journal } = openRun(at('session/001'));
  const replay = liveReplay(at('session/001'));
  return ended(replay).then(async (live) => {
    assert.equal(
      live.history.map(({ spill, triggers, electrons }) => [spill, triggers, electrons]),
      journal.map(({ spill, ledger }) => [spill, ledger.triggers, ledger.electronsOnTarget]),
    );
    const counts = readCheckpoint(at('session/001'));
    let known = 0;
    for (const shown of live.totals.histograms) {
      const own = counts.histograms.find(({ name }) => name === shown.name);
      if (!own) continue;
      assert.equal(shown, histogramShown(own, null));
      known++;
    }
    assert.ok(known > 4, `${known} histograms`);
    const { coincidences, busy, binMs, lastsMs } = live.spill as NonNullable<Live['spill']>;
    assert.is(coincidences.length, Math.ceil(lastsMs / binMs));
    assert.is(busy.length, coincidences.length);
    const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
    const last = journal[journal.length - 1].ledger;
    assert.is(sum(coincidences), last.scalers.coincidences);
    assert.ok(sum(busy) < sum(coincidences));
    await replay.close('done');
  });
});

test('the replay of a run tells what the session told, also with sealed events', async () => {
  const session = liveSession(at('sealed'), { set: MANY_SEALED, spills: 1 });
  const live = await ended(session);
  await session.close('done');
  assert.ok(live.totals.recordedPhysics.sealed > 0, 'none is sealed');
  assert.is(live.totals.box, null);
  const replay = liveReplay(at('sealed/001'));
  for (const _ of ['first', 'again']) {
    const replayed = await ended(replay);
    assert.equal(replayed.totals, live.totals);
    assert.equal(replayed.history, live.history);
    assert.equal({ ...replayed.spill, at: 0 }, { ...live.spill, at: 0 });
    const { directory: _own, ...run } = replayed.run;
    assert.equal({ ...run, directory: '001' }, live.run);
  }
  await replay.close('done');
});

test('paused, it goes on when it is told to, and is the same run', async () => {
  const session = liveSession(at('paused'));
  session.ask('start');
  await until(session, ({ totals }) => totals.spills === 1);
  session.ask('pause');
  const paused = await until(session, ({ control }) => control.state === 'paused');
  assert.ok(paused.totals.spills < 3);
  assert.equal(paused.control.possible, ['resume', 'stop']);
  assert.match(paused.control.words, /from the screen/);
  assert.throws(() => session.ask('pause'), /^pause: got paused, cannot be done|^pause: cannot be/);
  await new Promise((go) => setTimeout(go));
  assert.is(readRunRecord(at('paused/001')).state, 'paused');
  session.ask('resume');
  await until(session, isOver);
  await session.close('done');
  assert.is(summaryOf(at('paused/001')).runHash, summaryOf(at('session/001')).runHash);
});

const hasFailed = ({ control }: Live) =>
  control.state === 'error' && control.possible.includes('start');

/** The begin-of-run record of a run. */
const begin = (directory: string) =>
  fs
    .readFileSync(path.join(directory, 'log.ndjson'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .find(({ event }) => event === 'beginOfRun');

test('changes are taken at the next spill, by a run that says what it follows and why', async () => {
  const session = liveSession(at('changed'), { spills: 60 });
  session.ask('start');
  await until(session, ({ totals }) => totals.spills >= 1);
  session.change({ intensity: 200_000 });
  const waiting = session.live();
  assert.is(waiting.knobs.find(({ name }) => name === 'intensity')?.next, 200_000);
  assert.is(waiting.run.number, 1);
  assert.match(waiting.control.words, /to be stopped.*beam\.intensity=200000, from the screen/);
  const second = await until(session, ({ run, totals }) => run.number === 2 && totals.spills > 0);
  const old = summaryOf(at('changed/001'));
  const files = filesOf(at('changed/001'));
  assert.is(second.runs[0].spills, old.spills);
  assert.ok(old.spills >= 1 && old.spills < 60, `${old.spills} spills`);
  assert.equal(
    second.knobs.map(({ value, next }) => [value, next]),
    [
      [200_000, null],
      [KNOB.threshold.of(openRun(at('changed/001')).card), null],
    ],
  );
  session.change({ threshold: 45, intensity: 150_000 });
  await until(session, ({ run, totals }) => run.number === 3 && totals.spills > 1);
  session.ask('stop');
  const third = await until(session, isOver);
  await session.close('done');

  assert.equal(filesOf(at('changed/001')), files, 'the first is untouched');
  const changed = 'beam.intensity=150000, trigger.ecal.threshold=45 GeV';
  const [, two, three] = ['001', '002', '003'].map((name) => begin(at(`changed/${name}`)));
  assert.is(begin(at('changed/001')).follows, undefined);
  assert.equal(two.follows, { run: '001', changed: 'beam.intensity=200000' });
  assert.equal(three.follows, { run: '002', changed });
  assert.equal(
    third.runs.map(({ number, directory, reason }) => [number, directory, reason]),
    [
      [1, '001', 'beam.intensity=200000, from the screen'],
      [2, '002', `${changed}, from the screen`],
    ],
  );
  const records = ['001', '002', '003'].map((name) => readRunRecord(at(`changed/${name}`)));
  assert.equal(
    records.map(({ run, state }) => [run - records[0].run, state]),
    [0, 1, 2].map((n) => [n, 'interrupted']),
  );
  assert.is(new Set(records.map(({ cardHash }) => cardHash)).size, 3);
  const electrons = ['001', '002', '003'].map((name) => {
    const journal = readJournal(at(`changed/${name}`));
    return journal.reduce((n, l) => n + l.ledger.electronsOnTarget, 0) / journal.length;
  });
  [100_000, 200_000, 150_000].forEach((mean, i) => {
    assert.ok(Math.abs(electrons[i] / mean - 1) < 0.25, `${electrons[i]} of ${mean}`);
  });
  for (const name of ['001', '002', '003']) {
    assert.equal(verifyRun(at(`changed/${name}`)).problems, []);
    assert.is(
      openRun(at(`changed/${name}`)).journal.length,
      summaryOf(at(`changed/${name}`)).spills,
    );
  }
  expectSummary(third, summaryOf(at('changed/003')));
  assert.is(session.directoryOf(2), at('changed/002'));
  for (const number of [0, 4]) {
    assert.throws(() => session.directoryOf(number), /^run: got \d, expected 1 to 3/);
  }
});

test('a change before the start, while paused, and after the end waits for what begins spills', async () => {
  const session = liveSession(at('waiting'), { spills: 40 });
  session.change({ threshold: 40 });
  assert.is(session.live().knobs[1].next, 40);
  session.change({ threshold: session.live().knobs[1].value });
  assert.is(session.live().knobs[1].next, null, 'what is there already is no change');
  session.change({ threshold: 40 });
  session.ask('start');
  const live = await until(session, ({ totals }) => totals.spills >= 1);
  assert.equal([live.run.number, live.knobs[1].value, live.knobs[1].next], [1, 40, null]);
  assert.is(begin(at('waiting/001')).follows, undefined);

  // A pause that was asked for stands, also while the spill is under way.
  session.ask('pause');
  session.change({ threshold: 42 });
  const paused = await until(session, ({ control }) => control.state === 'paused');
  assert.equal([paused.run.number, paused.knobs[1].next], [1, 42]);
  session.ask('resume');
  await until(session, ({ run, totals }) => run.number === 2 && totals.spills >= 1);

  // A stop that was asked for stands, too.
  session.ask('stop');
  session.change({ threshold: 44 });
  const over = await until(session, isOver);
  await new Promise((go) => setTimeout(go, 50));
  assert.equal([session.live().run.number, session.live().control.state], [2, 'stopped']);
  assert.is(over.knobs[1].next, 44);
  session.ask('start');
  const third = await until(session, ({ run, totals }) => run.number === 3 && totals.spills >= 1);
  assert.is(third.knobs[1].value, 44);
  assert.equal(begin(at('waiting/003')).follows, {
    run: '002',
    changed: 'trigger.ecal.threshold=44 GeV',
  });
  await session.close('SIGINT');
});

test('a change that is taken back while the run ends for it: the session goes on', async () => {
  const session = liveSession(at('back'), { spills: 40 });
  session.ask('start');
  const { knobs } = await until(session, ({ totals }) => totals.spills >= 1);
  session.change({ threshold: 40 });
  session.change({ threshold: knobs[1].value });
  const live = await until(session, ({ run, totals }) => run.number === 2 && totals.spills >= 1);
  assert.equal([live.knobs[1].value, live.knobs[1].next], [knobs[1].value, null]);
  await session.close('SIGINT');
});

test('values beyond the range of their knob are refused, and change nothing', async () => {
  const session = liveSession(at('never'));
  for (const [change, words] of [
    [
      { intensity: 1e12 },
      'intensity: got 1000000000000, expected 50000 to 100000000 electrons per spill',
    ],
    [{ intensity: 0 }, 'intensity: got 0, expected 50000 to 100000000 electrons per spill'],
    [{ threshold: -1 }, /^threshold: got -1, expected 10 to \d+ GeV$/],
    [{ threshold: 1e3 }, /^threshold: got 1000, expected 10 to \d+ GeV$/],
    [{ threshold: 40, intensity: Number.NaN }, /^intensity: got NaN/],
  ] as const) {
    assert.throws(
      () => session.change(change),
      (e: unknown) =>
        e instanceof UsageError &&
        (typeof words === 'string' ? e.message === words : words.test(e.message)),
      String(words),
    );
    assert.equal(
      session.live().knobs.map(({ next }) => next),
      [null, null],
    );
  }
  await session.close('done');
});

test('at its end it finishes the spill, and begins nothing any more', async () => {
  const session = liveSession(at('closed'), { spills: 200 });
  session.ask('start');
  await until(session, ({ control }) => control.state === 'in spill');
  const closed = session.close('SIGTERM');
  assert.equal(session.live().control.possible, []);
  assert.throws(() => session.change({ threshold: 40 }), /a change: cannot be made any more/);
  assert.throws(() => session.ask('start'), /^start: /);
  await closed;
  assert.throws(() => session.ask('start'), /^start: /);
  const { state, reason } = readRunRecord(at('closed/001'));
  assert.equal([state, reason], ['interrupted', 'SIGTERM']);
  assert.equal(verifyRun(at('closed/001')).problems, []);
});

test('a card that cannot be read any more ends the session in words, not the server', async () => {
  const card = at('own.yaml');
  fs.writeFileSync(card, `from: ${path.resolve('config/run3-2018.yaml')}\n`);
  const session = liveSession(at('gone'), { card, spills: 60 });
  session.ask('start');
  await until(session, ({ totals }) => totals.spills >= 1);
  session.change({ threshold: 40 });
  fs.writeFileSync(card, 'no card');
  const live = await until(session, ({ control }) => control.state === 'error');
  assert.match(live.control.words, /own\.yaml/);
  assert.equal(verifyRun(at('gone/001')).problems, []);
  assert.throws(() => session.ask('start'), /own\.yaml/);
  assert.is(session.live().run.number, 1);
  await session.close('done');
});

test('a campaign, and a directory that is there already', async () => {
  assert.throws(
    () => liveSession(at('never'), { card: 'na64-2016-2018' }),
    /^CARD: got the campaign na64-2016-2018, expected the card of one run, as run1-2016, /,
  );
  const session = liveSession(at('session'));
  session.ask('start');
  const live = await until(session, hasFailed);
  assert.match(live.control.words, /001.*exists already/);
  assert.equal(live.control.possible, ['start']);
  await session.close('done');
  assert.instance(session, Object);
  assert.is(readRunRecord(at('session/001')).state, 'done');
});

test('what cannot be replayed is said', () => {
  const make = (directory: string) => () =>
    new LiveReplay({
      ...{ directory, workers: 1, speed: 'max', reference: null, now: Date.now },
    });
  fs.mkdirSync(at('empty'));
  for (const name of ['nowhere', 'empty']) {
    assert.throws(
      make(at(name)),
      (e: Error) => e instanceof UsageError && e.message.includes(name),
    );
  }
  const copy = (name: string) => {
    fs.cpSync(at('session/001'), at(name), { recursive: true });
    return at(name);
  };
  const card = copy('card');
  fs.appendFileSync(path.join(card, 'card.yaml'), '\nbeam:\n');
  assert.throws(make(card), /card\.yaml/);
  const journal = copy('journal');
  const file = path.join(journal, 'spills.jsonl');
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('"spill":2', '"spill":7'));
  assert.throws(make(journal), /spills\.jsonl/);
});

test('raw data that are damaged end a replay in words, at the spill that they are of', async () => {
  fs.cpSync(at('session/001'), at('damaged'), { recursive: true });
  const [, file] = fs.readdirSync(at('damaged/raw')).sort();
  const bytes = fs.readFileSync(at(`damaged/raw/${file}`));
  bytes[bytes.length >> 1] ^= 1;
  fs.writeFileSync(at(`damaged/raw/${file}`), bytes);
  const replay = liveReplay(at('damaged'));
  replay.ask('start');
  const live = await until(replay, hasFailed);
  assert.match(live.control.words, new RegExp(file));
  assert.equal([live.totals.spills, live.control.possible], [1, ['start']]);
  assert.throws(() => replay.change(), /a change: cannot be made of a replay/);
  assert.throws(() => replay.directoryOf(2), /^run: got 2, expected 1/);
  await replay.close('done');
});

test('a run whose raw data were dropped', async () => {
  const session = liveSession(at('dropped'), { raw: 'drop', spills: 1 });
  await ended(session);
  await session.close('done');
  assert.throws(
    () => liveReplay(at('dropped/001')),
    /raw data: were not kept \(--raw drop\); a run with --raw keep/,
  );
});

test.run();
