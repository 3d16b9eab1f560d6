/**
 * What was recorded is enough to analyse it again, and card, seed and id are enough to make any event of
 * it again.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildSpill } from '../../dist/analyse/building/index.js';
import { encodePayload } from '../../dist/core/wire/event.js';
import { exitCodeOf } from '../../dist/core/errors.js';
import { formatId } from '../../dist/core/id.js';
import { type EventReport, findEvent, makeEvent } from '../../dist/run/event.js';
import { readPrimitives } from '../../dist/run/recorded.js';
import { crc32 } from '../../dist/run/hash.js';
import { limitOf } from '../../dist/run/limit.js';
import { type OpenRun, openRun, replayRun } from '../../dist/run/replay.js';
import type { Summary } from '../../dist/run/summary.js';
import { copyOf, exitHere, filesOf, fresh, jsonHere, summaryOf } from './cli.js';

const folder = fresh();
process.chdir(folder);
const original = path.join(folder, 'run');
const REPLAYED = ['run.json', 'card.yaml', 'spills.jsonl', 'raw'];

const rawOf = (run: string, spill: number) =>
  path.join(run, `raw/spill-${String(spill).padStart(6, '0')}.raw`);

const building = { tolerance: 100, timeout: 2e7, pending: 64 };

/** The events of a spill as they stand in the raw segment. */
const recordedEvents = (spill: number) =>
  buildSpill(fs.readFileSync(rawOf(original, spill)), crc32, building).events.map((e) => ({
    header: e.header,
    payload: encodePayload(e.bodies),
  }));

test('a run to read', async () => {
  const card = ['run3-2018', '--set', 'beam.intensity=4e5'];
  await exitHere(0, ['run', ...card, '--spills', '2', '--seed', 'demo', '--out', 'run']);
});

type Replayed = Partial<Summary> & { schema: string; sameAsRecorded: boolean | null };

test('replay from run.json, card.yaml, spills.jsonl and raw/ gives the same results', async () => {
  const copy = copyOf(original, REPLAYED);
  const { schema, sameAsRecorded, ...replayed } = await jsonHere<Replayed>(['replay', copy]);
  assert.is(sameAsRecorded, null, 'there is nothing to compare with');
  assert.is(schema, 'spillway.replay/1');
  const summary = summaryOf(original) as unknown as Record<string, unknown>;
  for (const key of ['recorded', 'cutflow', 'regions', 'box', 'limit', 'background', 'spills']) {
    assert.ok(key in replayed, `${key} is missing`);
  }
  for (const [key, value] of Object.entries(replayed)) assert.equal(value, summary[key], key);
  assert.equal([...filesOf(copy).keys()], [...filesOf(copyOf(original, REPLAYED)).keys()]);
});

test('replay of a whole directory says that the counts are those of the run', async () => {
  assert.is((await jsonHere<Replayed>(['replay', 'run'])).sameAsRecorded, true);
});

test('replay as text', async () => {
  const { stdout, stderr } = await exitHere(0, ['replay', 'run']);
  const { recorded } = summaryOf(original);
  assert.match(stdout, `2 spills, ${recorded} events`);
  assert.match(stderr, 'replay: spill 2 of 2');
});

test('every event of a spill is made again, byte for byte, without raw data', async () => {
  const run = openRun(copyOf(original, ['run.json', 'card.yaml', 'spills.jsonl', 'primitives']));
  const spill = 1;
  const recorded = recordedEvents(spill);
  assert.ok(recorded.length > 150, `${recorded.length} events`);
  for (const [i, { header, payload }] of recorded.entries()) {
    const event = i + 1;
    const report = makeEvent(run, findEvent(run, spill, event));
    const made = Buffer.from(report.payload, 'base64');
    assert.ok(made.equals(payload), `event ${event} (${report.id}): the payload differs`);
    assert.is(report.event, event);
    assert.is(header.event, event);
    assert.is(report.equalsRaw, null);
  }
  assert.throws(() => findEvent(run, spill, recorded.length + 1), /--event: got/);
});

test('event, on the command line, by number and by id, clock triggers too', async () => {
  const run = openRun(original);
  const bare = copyOf(original, ['run.json', 'card.yaml', 'spills.jsonl', 'primitives']);
  const spill = 2;
  const recorded = recordedEvents(spill);
  const primitives = readPrimitives(run, spill);
  const clock = primitives.find((p) => p.kind === 'random');
  const both = primitives.find((p) => p.decision === 1);
  assert.ok(clock && both, 'spill 2 has a clock trigger and a physics event');
  for (const p of [primitives[0], clock, both, primitives[primitives.length - 1]]) {
    const byNumber = ['--spill', `${spill}`, '--event', `${p.event}`];
    const byId = ['--id', formatId(p)];
    const report = await jsonHere<EventReport>(['event', bare, ...byNumber]);
    assert.is(report.schema, 'spillway.event/1');
    assert.is(report.id, formatId(p));
    assert.is(report.equalsRaw, null);
    const made = Buffer.from(report.payload, 'base64');
    assert.ok(made.equals(recorded[p.event - 1].payload), `event ${p.event}: the payload differs`);
    assert.equal(await jsonHere(['event', bare, ...byId]), report);
    // With raw data at hand it says that they agree.
    const checked = await jsonHere<EventReport>(['event', original, ...byId]);
    assert.equal(checked, { ...report, equalsRaw: true });
  }
  const text = (await exitHere(0, ['event', original, '--id', formatId(clock)])).stdout;
  assert.match(text, 'trigger random');
  assert.match(text, 'the same payload, byte for byte');
});

test('event makes a particle that was not recorded, and refuses what does not exist', async () => {
  const primitives = readPrimitives(openRun(original), 1);
  const slice = 4000;
  const index = [0, 1, 2, 3].find(
    (i) => !primitives.some((p) => p.slice === slice && p.index === i),
  );
  const report = await jsonHere<EventReport>(['event', 'run', '--id', `1/${slice}/${index}`]);
  assert.is(report.event, null);
  // Why it was not accepted.
  assert.ok(report.trigger && report.trigger.terms.length === 3);
  assert.not(report.trigger.triggers.some(({ fired }) => fired));
  assert.ok(report.channels.length > 0);

  const run = openRun(original);
  throws(
    2,
    () => makeEvent(run, '1/4000/999999'),
    /--id: got 1\/4000\/999999, expected a particle/,
  );
  throws(2, () => makeEvent(run, '1/4801/0'), /--id/);
  throws(2, () => makeEvent(run, 'first'), /--id: got first, expected spill\/slice\/index/);
  throws(2, () => findEvent(run, 3, 1), /--spill: got 3, expected 1 to 2/);
  throws(2, () => findEvent(run, 1, 100000), /--event: got 100000, expected 1 to \d+/);
  const atTheCommandLine = async (args: string[], pattern: RegExp) => {
    assert.match((await exitHere(2, ['event', 'run', ...args])).stderr, pattern);
  };
  await atTheCommandLine(['--id', 'first'], /--id: got first/);
  await atTheCommandLine(['--spill', '0', '--event', '1'], /--spill/);
  await atTheCommandLine(['--spill', '1'], /either --spill S --event K, or --id ID/);
  await atTheCommandLine(
    ['--spill', '1', '--event', '1', '--id', '1/0/0'],
    /'--id <ID>' cannot be used/,
  );
});

/** What is thrown must carry this exit code and message. */
function throws(exit: number, action: () => unknown, pattern: RegExp): void {
  try {
    action();
  } catch (error) {
    assert.match((error as Error).message, pattern);
    assert.is(exitCodeOf(error), exit, `${error}`);
    return;
  }
  assert.unreachable(`expected an error like ${pattern}`);
}

/** A copy of the run, changed; the action must fail with exit code 1 and name the file. */
function fails(change: (copy: string) => void, action: (run: OpenRun) => void, named: RegExp) {
  const copy = copyOf(original);
  change(copy);
  throws(1, () => action(openRun(copy)), named);
  fs.rmSync(copy, { recursive: true });
}

const replay = (run: OpenRun) => replayRun(run);
const firstEvent = (run: OpenRun) => makeEvent(run, findEvent(run, 1, 1));

function flip(file: string, at: number): void {
  const bytes = fs.readFileSync(file);
  bytes[at] ^= 1;
  fs.writeFileSync(file, bytes);
}

test('raw data that are missing or damaged stop a replay, which names the file', async () => {
  fails((copy) => fs.rmSync(rawOf(copy, 2)), replay, /raw\/spill-000002\.raw: is not there/);
  fails((copy) => flip(rawOf(copy, 2), 5000), replay, /spill-000002\.raw: record \d+: .*CRC/);
  fails((copy) => flip(rawOf(copy, 1), 5000), firstEvent, /spill-000001\.raw: record \d+: .*CRC/);
  fails((copy) => fs.truncateSync(rawOf(copy, 1), 5000), replay, /spill-000001\.raw: record/);
  // Intact in itself, yet not the segment that the journal names.
  fails(
    (copy) => fs.copyFileSync(rawOf(copy, 1), rawOf(copy, 2)),
    replay,
    /spill-000002\.raw rawHash: got \w{64}, expected \w{64}/,
  );
});

test('on the command line that is exit code 1, and nothing on stdout', async () => {
  const copy = copyOf(original);
  const flipped = 'raw/spill-000002.raw';
  flip(path.join(copy, flipped), 5000);
  const replayed = await exitHere(1, ['replay', copy, '--json']);
  assert.match(replayed.stderr, `${flipped}: record`);
  assert.is(replayed.stdout, '');
  fs.rmSync(path.join(copy, flipped));
  assert.match((await exitHere(1, ['replay', copy])).stderr, `${flipped}: is not there`);
});

test('a directory that lacks a file is told so', async () => {
  const primitives = 'primitives/spill-000001.prim';
  fails(
    (copy) => fs.rmSync(path.join(copy, primitives)),
    firstEvent,
    /spill-000001\.prim: is not there/,
  );
  fails(
    (copy) => flip(path.join(copy, primitives), 500),
    firstEvent,
    /spill-000001\.prim: record \d+/,
  );
  const journal = (copy: string) => path.join(copy, 'spills.jsonl');
  fails((copy) => fs.rmSync(journal(copy)), replay, /spills\.jsonl: is not there/);
  fails((copy) => flip(journal(copy), 100), replay, /spills\.jsonl line 1: damaged/);
  const counts = (copy: string) => path.join(copy, 'counts.pb');
  fails(
    (copy) => fs.rmSync(counts(copy)),
    (run) => limitOf([run.directory]),
    /counts\.pb: is not there/,
  );
});

test('a card or a run.json that was changed afterwards is refused', async () => {
  for (const [file, from, to, named] of [
    [
      'card.yaml',
      '70us',
      '71us',
      /card\.yaml cardHash: got \w{64}, expected \w{64}, as in run\.json/,
    ],
    ['run.json', 'spillway.run/1', 'spillway.run/9', /run\.json schema: got spillway\.run\/9/],
  ] as const) {
    const copy = copyOf(original);
    const text = fs.readFileSync(path.join(copy, file), 'utf8');
    const changed = text.replace(from === '70us' ? /70 ?us|7e-5 ?s|70000 ?ns/ : from, to);
    assert.is.not(changed, text, `${file} has no ${from}`);
    fs.writeFileSync(path.join(copy, file), changed);
    throws(2, () => openRun(copy), named);
  }
});

test.run();
