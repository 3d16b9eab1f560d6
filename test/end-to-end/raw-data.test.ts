/** Raw data kept, kept of some spills, or dropped: the same run, and every command works with what there is. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { rawHash } from '../../dist/run/digest.js';
import type { EventReport } from '../../dist/run/event.js';
import { keepsRaw } from '../../dist/run/rawData.js';
import { openRun } from '../../dist/run/replay.js';
import { manifestOf } from '../../dist/run/store/manifest.js';
import type { Summary } from '../../dist/run/summary.js';
import { type Verification, verifyRun } from '../../dist/run/verify.js';
import {
  copyOf,
  deterministic,
  exitHere,
  expectSameRun,
  filesOf,
  fresh,
  jsonHere,
  readJson,
  recordOf,
  spillwayHere,
  summaryOf,
} from './cli.js';

const folder = fresh();
process.chdir(folder);

const SPILLS = 6;
const SHARE = 'sample:40%';
const RUNS = { keep: 'keep', sample: SHARE, drop: 'drop' } as const;

const run = (out: string, spills: number, ...more: string[]) => [
  ...['run', 'run3-2018', '--seed', 'demo', '--set', 'beam.intensity=5e4'],
  ...['--spills', `${spills}`, '--out', out, ...more],
];
const all = Array.from({ length: SPILLS }, (_, i) => i + 1);
const chosen = all.filter((spill) => keepsRaw(SHARE, { seed: 'demo', run: 3 }, spill));
const others = all.filter((spill) => !chosen.includes(spill));
const rawFile = (spill: number) => `raw/spill-${String(spill).padStart(6, '0')}.raw`;

test('the same run, whatever is kept of it, by any number of workers', async () => {
  assert.ok(chosen.length > 0 && others.length > 0, 'another seed');
  const workers = { keep: '1', sample: '2', drop: '2' };
  for (const [name, raw] of Object.entries(RUNS)) {
    const how = ['--raw', raw, '--workers', workers[name as keyof typeof RUNS]];
    await exitHere(0, run(name, SPILLS, ...how));
    assert.is(recordOf(name).raw, raw);
  }
  const whole = summaryOf('keep');
  const kept = { keep: all, sample: chosen, drop: [] };
  const { journal } = openRun('keep');
  for (const [name, spills] of Object.entries(kept)) {
    const { raw, rawSpills, rawHash: hash, ...same } = summaryOf(name);
    assert.is(raw, RUNS[name as keyof typeof RUNS]);
    assert.is(rawSpills, spills.length);
    const hashes = spills.map((spill) => journal[spill - 1].rawHash);
    assert.is(hash, spills.length > 0 ? rawHash(hashes) : null);
    assert.equal(deterministic({ ...whole, ...same }), deterministic(whole));
    const files = [...filesOf(name).keys()].filter((file) => file.startsWith('raw/'));
    assert.equal(files, spills.map(rawFile));
    for (const file of [...files, 'primitives/spill-000001.prim', 'counts.pb']) {
      const bytes = fs.readFileSync(path.join(name, file));
      assert.ok(bytes.equals(fs.readFileSync(path.join('keep', file))), `${name}: ${file}`);
    }
  }
});

test('verify passes, and sees a spill too many or too few', async () => {
  for (const name of Object.keys(RUNS)) {
    assert.is((await jsonHere<Verification>(['verify', name])).ok, true, name);
  }
  const copy = copyOf(path.join(folder, 'sample'));
  const record = readJson<object>(copy, 'run.json');
  fs.writeFileSync(path.join(copy, 'run.json'), JSON.stringify({ ...record, raw: 'keep' }));
  fs.writeFileSync(path.join(copy, 'manifest.json'), manifestOf(copy));
  const { problems } = verifyRun(copy);
  assert.equal(
    problems.map(({ what, got, expected }) => [what, got, expected]),
    others.map((spill) => [`raw data of spill ${spill}`, 'not kept', 'kept']),
  );
});

test('a resumed run keeps the spills that it would have kept; another share is refused', async () => {
  await exitHere(0, run('resumed', chosen[0], '--raw', SHARE, '--workers', '1'));
  const { exit, stderr } = await spillwayHere(
    run('resumed', SPILLS, '--raw', 'sample:50%', '--resume'),
  );
  assert.is(exit, 2);
  assert.match(stderr, `resumed raw: got sample:50%, expected ${SHARE}`);
  await exitHere(0, run('resumed', SPILLS, '--resume'));
  await expectSameRun('resumed', path.join(folder, 'sample'));
});

type Replayed = Partial<Summary> & { sameAsRecorded: boolean | null };

test('replay: what was kept, or all of it with what is emulated again', async () => {
  const { recorded } = summaryOf('keep');
  const some = await jsonHere<Replayed>(['replay', 'sample']);
  assert.equal([some.spills, some.sameAsRecorded], [chosen.length, null]);
  assert.ok((some.recorded ?? 0) > 0 && (some.recorded ?? 0) < recorded);
  const { stdout } = await exitHere(0, ['replay', 'sample']);
  assert.match(stdout, `${chosen.length} of ${SPILLS} spills, `);
  for (const name of Object.keys(RUNS)) {
    const again = await jsonHere<Replayed>(['replay', name, '--again']);
    assert.equal(
      [again.spills, again.recorded, again.sameAsRecorded],
      [SPILLS, recorded, true],
      name,
    );
  }
  const [one] = chosen;
  const single = await jsonHere<Replayed>(['replay', 'sample', '--spill', `${one}`]);
  const same = await jsonHere<Replayed>(['replay', 'drop', '--spill', `${one}`, '--again']);
  assert.equal(single, same);
  assert.is(single.spills, 1);
});

test('replay of what was not kept says how to make it', async () => {
  const [spill] = others;
  const one = await exitHere(1, ['replay', 'sample', '--spill', `${spill}`]);
  assert.match(
    one.stderr,
    `sample raw data of spill ${spill}: were not kept (--raw ${SHARE}); ` +
      `spillway replay sample --spill ${spill} --again emulates them again`,
  );
  const none = await exitHere(1, ['replay', 'drop']);
  assert.match(
    none.stderr,
    'drop raw data: were not kept (--raw drop); spillway replay drop --again',
  );
  const beyond = await exitHere(2, ['replay', 'keep', '--spill', `${SPILLS + 1}`]);
  assert.match(beyond.stderr, `--spill: got ${SPILLS + 1}, expected 1 to ${SPILLS}`);
  // What was kept and is gone is another matter.
  const copy = copyOf(path.join(folder, 'sample'));
  fs.rmSync(path.join(copy, rawFile(chosen[0])));
  const gone = await exitHere(1, ['replay', copy, '--again']);
  assert.match(gone.stderr, `${rawFile(chosen[0])}: is not there; see spillway verify`);
});

test('event compares with raw data where there are any', async () => {
  for (const [spill, equal] of [
    [chosen[0], true],
    [others[0], null],
  ] as const) {
    const args = ['event', 'sample', '--spill', `${spill}`, '--event', '1'];
    const { equalsRaw, payload } = await jsonHere<EventReport>(args);
    assert.is(equalsRaw, equal);
    args[1] = 'keep';
    assert.is((await jsonHere<EventReport>(args)).payload, payload);
  }
});

test('the box is the same', async () => {
  const opened = [];
  for (const name of Object.keys(RUNS)) {
    const { box, limit } = await jsonHere<Summary>(['unblind', name, '--reason', 'frozen']);
    assert.is((await jsonHere<Verification>(['verify', name])).ok, true, name);
    opened.push({ box, limit });
  }
  assert.equal(opened[1], opened[0]);
  assert.equal(opened[2], opened[0]);
});

test.run();
