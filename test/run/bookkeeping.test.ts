/**
 * What a run keeps of a spill is on the disk: neither memory nor, without raw data, the number of files grows
 * with the spills. bench/bookkeeping.ts measures the same over more of them.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cardHash } from '../../src/core/card/index.js';
import { loadCard } from '../../src/run/cards.js';
import { RunControl } from '../../src/run/control/index.js';
import type { Executor } from '../../src/run/executor/executor.js';
import { sha256 } from '../../src/run/hash.js';
import { readPrimitives } from '../../src/run/recorded.js';
import { openRun } from '../../src/run/replay.js';
import { runCard } from '../../src/run/run.js';
import { processSpill } from '../../src/run/spill.js';
import { readSegmentOf, RunWriter } from '../../src/run/store/directory.js';
import { SPILLS_PER_FILE } from '../../src/run/store/layout.js';
import { verifyRun } from '../../src/run/verify.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-test-'));
test.after(() => fs.rmSync(folder, { recursive: true, force: true }));

/** While the clock stands still the disk is waited for every 256 spills: at both nothing waits. */
const SPILLS = 1280;
const MARK = 256;

const resolved = loadCard('run3-2018', ['beam.intensity=4000', 'beam.spill=20 ms']);
if (resolved.kind !== 'card') throw new Error('run3-2018 is a card');
const { card } = resolved;
const { seed } = card.run;
const one = processSpill(
  {
    ...{ card, cardHash: cardHash(card, sha256), seed, truth: false },
    ...{ mode: 'every', fidelity: 'energy', storePrimitives: 'kept' },
  },
  1,
);

/** Every spill is a copy of one that was computed. */
const copies: Executor = {
  workers: 1,
  run: async (_, { first: spill }) => {
    await new Promise((go) => setImmediate(go));
    const own = { spill, spillHash: sha256(`s${spill}`), rawHash: sha256(`r${spill}`) };
    const result = { ...structuredClone(one), ...own, raw: null };
    return [{ index: spill, result: result as never, worker: 0 }];
  },
  close: async () => {},
};

/** MB that are in use. */
function memory(): number {
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

const directory = path.join(folder, 'run');

test(`memory in use after ${SPILLS} spills is that after ${MARK}`, async () => {
  let [before, after] = [0, 0];
  await runCard({
    ...{ resolved, directory, spills: SPILLS, workers: 1, resume: false, force: false },
    ...{
      mode: 'every',
      fidelity: 'energy',
      evaluation: 'all',
      storePrimitives: 'kept',
      nature: 'nominal',
      raw: 'drop',
      truth: false,
    },
    ...{ control: new RunControl(), now: () => 0, figures: () => [], executor: () => copies },
    report: (p) => {
      if (p.phase === 'spill' && p.spill === MARK) before = memory();
      if (p.phase === 'spill' && p.spill === SPILLS) after = memory();
    },
  });
  // Journal lines in memory would be 2 MB.
  process.stdout.write(`${before.toFixed(1)} MB, then ${after.toFixed(1)} MB\n`);
  assert.ok(after - before < 1, `${before} MB, then ${after} MB`);
});

test('no file for each spill, and each spill is found in its file', () => {
  const files = fs.readdirSync(path.join(directory, 'primitives'));
  assert.is(files.length, Math.ceil(SPILLS / SPILLS_PER_FILE.primitives));
  assert.not.ok(fs.existsSync(path.join(directory, 'raw')));
  const run = openRun(directory);
  assert.is(run.journal.length, SPILLS);
  for (const spill of [1, 2, 100, 101, SPILLS]) {
    const data = readSegmentOf(run, 'primitives', spill);
    assert.ok(data && Buffer.compare(data, one.primitives) === 0, `spill ${spill}`);
  }
  assert.is(readSegmentOf(run, 'primitives', SPILLS + 1), null);
  assert.is(readSegmentOf(run, 'raw', 1), null);
  const { ok, problems } = verifyRun(directory);
  assert.ok(ok, JSON.stringify(problems.slice(0, 3)));
});

test('of a run under way the last spill of the journal is read without those behind it; once over, they are damage', () => {
  const { journal, record } = openRun(directory);
  const last = 5; // the journal names five spills; the file holds more of them
  const named = { directory, journal: journal.slice(0, last) };
  for (const state of ['running', 'paused'] as const) {
    const run = { ...named, record: { ...record, state } };
    const data = readSegmentOf(run, 'primitives', last);
    assert.ok(data && Buffer.compare(data, one.primitives) === 0, state);
    assert.equal(readPrimitives(run, last), readPrimitives(run, 1), state);
  }
  for (const state of ['done', 'interrupted'] as const) {
    const run = { ...named, record: { ...record, state } };
    assert.throws(() => readPrimitives(run, last), /after the footer/, state);
  }
});

test('resumed after a crash between segments and journal: what was half written is cut off', () => {
  const { record } = openRun(directory);
  const journal = path.join(directory, 'spills.jsonl');
  const text = fs.readFileSync(journal, 'utf8').split('\n');
  const kept = 1150;
  const size = one.primitives.length;
  // The checkpoint is that of all spills: as if the journal had been damaged. All is made again.
  fs.writeFileSync(journal, `${text.slice(0, kept).join('\n')}\n`);
  const none = RunWriter.resume(directory, record, Date.now);
  assert.is(none.counts.spills, 0);
  assert.equal(fs.readdirSync(path.join(directory, 'primitives')), []);
  for (let spill = 1; spill <= kept; spill++) none.append({ ...one, spill, raw: null });
  none.sync();
  // A segment and a half more than the journal knows.
  const last = path.join(directory, 'primitives/spill-001101.prim');
  assert.is(fs.statSync(last).size, 50 * size);
  fs.appendFileSync(last, Buffer.concat([one.primitives, one.primitives.subarray(0, 20)]));
  const writer = RunWriter.resume(directory, record, Date.now);
  assert.is(writer.counts.spills, kept);
  assert.is(fs.statSync(last).size, 50 * size);
  writer.append({ ...one, spill: kept + 1, raw: null });
  writer.finish({ state: 'done' });
  assert.is(fs.statSync(last).size, 51 * size);
  assert.ok(verifyRun(directory).ok);
  assert.is(openRun(directory).journal.length, kept + 1);
});

test.run();
