/**
 * `verify` passes on what was written and on nothing else: one byte, a cut, a missing file, each is
 * found, and placed in its file and record.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { JournalLine } from '../../dist/run/store/layout.js';
import { manifestOf } from '../../dist/run/store/manifest.js';
import { verifyRun, type Verification } from '../../dist/run/verify.js';
import { copyOf, exitHere, filesOf, fresh, jsonHere, printedRandom, summaryOf } from './cli.js';

const FLIPS = 200;
const CUTS = 60;

const random = printedRandom();
const below = (n: number) => Math.floor(random() * n);
const folder = fresh();
process.chdir(folder);

/** With every kind of file that a run directory can hold: truth and unblindings too. */
const original = path.join(folder, 'run');
/** What is damaged and mended again. */
let copy: string;
let files: Map<string, Buffer>;

test('a run to damage', async () => {
  const card = ['run3-2018', '--set', 'beam.intensity=1e5', '--truth'];
  await exitHere(0, ['run', ...card, '--spills', '2', '--seed', 'demo', '--out', 'run']);
  await exitHere(0, ['verify', 'run']);
  // The reason is kept as it was typed, beyond ASCII too.
  await exitHere(0, ['unblind', 'run', '--reason', 'tout est figé ✓']);
  copy = copyOf(original);
  files = filesOf(copy);
});

test('a fresh run passes', async () => {
  const names = [...files.keys()];
  for (const name of ['run.json', 'card.yaml', 'spills.jsonl', 'counts.pb', 'summary.json']) {
    assert.ok(names.includes(name), `${name} is missing`);
  }
  for (const part of ['log.ndjson', 'manifest.json', 'raw/', 'primitives/', 'truth/', 'figures/']) {
    assert.ok(
      names.some((name) => name.startsWith(part)),
      `${part} is missing`,
    );
  }
  const verdict = await jsonHere<Verification>(['verify', 'run']);
  assert.is(verdict.schema, 'spillway.verify/1');
  assert.is(verdict.ok, true);
  assert.equal(verdict.problems, []);
  assert.equal(verdict.unknown, []);
  assert.is(verdict.files, names.length - 1); // the manifest does not name itself
  assert.is(verdict.runHash, summaryOf(original).runHash);
  const { stdout } = await exitHere(0, ['verify', 'run']);
  assert.match(stdout, /^run: \d+ files, \d+ records intact, run [0-9a-f]{64}\n$/);
});

/** Bytes at which the records of a file's segments begin, the footers' included. */
function recordStarts(name: string, bytes: Buffer): number[] {
  const starts: number[] = [];
  for (const line of String(files.get('spills.jsonl')).trimEnd().split('\n')) {
    const span = (JSON.parse(line) as JournalLine).files[name];
    if (!span) continue;
    const [from, to] = span;
    const fixed = name.startsWith('primitives/') ? 32 : 0;
    for (let at = from; at < to; ) {
      starts.push(at);
      at += fixed > 0 && at > from && at < to - 17 ? fixed : 9 + bytes.readUInt32LE(at);
    }
  }
  return starts;
}

const isSegment = (name: string) => /^(raw|primitives|truth)\//.test(name);
const hasLines = (name: string) => /\.jsonl$|^manifest\.json$/.test(name);

/** What verify has to call the place of a byte. */
function placeOf(name: string, at: number): RegExp {
  const bytes = files.get(name) ?? Buffer.alloc(0);
  if (isSegment(name)) {
    const record = recordStarts(name, bytes).filter((start) => start <= at).length - 1;
    return new RegExp(`^record ${record}$`);
  }
  if (hasLines(name)) {
    const line = bytes.subarray(0, at).filter((byte) => byte === 10).length + 1;
    return new RegExp(`^(record|line) ${line}$`);
  }
  return new RegExp(`^record ${Math.floor(at / 1024)} \\(bytes \\d+ to \\d+\\)$`);
}

/** Writes other bytes into a file of the copy, verifies, mends it. */
function verdictOn(name: string, bytes: Uint8Array | null): Verification {
  const file = path.join(copy, name);
  if (bytes === null) fs.rmSync(file);
  else fs.writeFileSync(file, bytes);
  try {
    return verifyRun(copy);
  } finally {
    fs.writeFileSync(file, files.get(name) ?? '');
  }
}

/** It is this file and no other, and the first problem is in this place. */
function expectDamage(verdict: Verification, name: string, what: RegExp, done: string): void {
  const said = `${done}: ${JSON.stringify(verdict.problems)}`;
  assert.is(verdict.ok, false, said);
  assert.ok(verdict.problems.length > 0, said);
  for (const problem of verdict.problems) assert.is(problem.where, name, said);
  assert.match(verdict.problems[0].what ?? '', what, said);
}

test(`one byte flipped at ${FLIPS} random places over all files`, async () => {
  const names = [...files.keys()];
  for (let i = 0; i < FLIPS; i++) {
    const name = names[i % names.length];
    const bytes = Buffer.from(files.get(name) ?? '');
    const at = below(bytes.length);
    bytes[at] ^= 1 + below(255);
    const done = `${name}, byte ${at} is now ${bytes[at]}`;
    expectDamage(verdictOn(name, bytes), name, placeOf(name, at), done);
  }
});

test('the bytes that hold a file together: lengths, types, CRCs, footers, ends of lines', async () => {
  for (const [name, bytes] of files) {
    const places = [0, 1, 4, bytes.length - 1, bytes.length - 5, bytes.length - 17];
    if (isSegment(name)) {
      const starts = recordStarts(name, bytes);
      const start = starts[1 + below(starts.length - 1)];
      places.push(start, start + 3, start + 4, start - 1, start - 4);
    }
    if (hasLines(name)) places.push(bytes.indexOf(10), bytes.lastIndexOf(10, -2));
    for (const at of places.filter((place) => place >= 0 && place < bytes.length)) {
      const damaged = Buffer.from(bytes);
      damaged[at] ^= 0x80;
      expectDamage(verdictOn(name, damaged), name, placeOf(name, at), `${name}, byte ${at}`);
    }
  }
});

test(`a cut at ${CUTS} random offsets, and at none`, async () => {
  const names = [...files.keys()];
  for (let i = 0; i < CUTS; i++) {
    const name = names[i % names.length];
    const bytes = files.get(name) ?? Buffer.alloc(0);
    const at = i < names.length ? 0 : below(bytes.length);
    const verdict = verdictOn(name, bytes.subarray(0, at));
    expectDamage(verdict, name, /^(record|line) \d+/, `${name} cut at ${at} of ${bytes.length}`);
    expectDamage(verdict, name, placeOf(name, at), `${name} cut at ${at}`);
  }
});

test('a cut exactly where a record ends', async () => {
  for (const name of ['raw/spill-000001.raw', 'primitives/spill-000001.prim', 'spills.jsonl']) {
    const bytes = files.get(name) ?? Buffer.alloc(0);
    const ends = isSegment(name)
      ? recordStarts(name, bytes).slice(1)
      : [...bytes.keys()].filter((at) => bytes[at] === 10).map((at) => at + 1);
    for (let i = 0; i < Math.min(8, ends.length - 1); i++) {
      const record = i === 0 ? ends.length - 2 : below(ends.length - 1);
      const at = ends[record];
      const verdict = verdictOn(name, bytes.subarray(0, at));
      const done = `${name} cut after record ${record}, at ${at} of ${bytes.length}`;
      expectDamage(verdict, name, /^record \d+$/, done);
      const named = Number(/\d+/.exec(verdict.problems[0].what ?? '')?.[0]);
      assert.ok(named - record >= 0 && named - record <= 2, `${done}: record ${named} is named`);
    }
  }
});

test('bytes added at the end', async () => {
  for (const [name, bytes] of files) {
    const verdict = verdictOn(name, Buffer.concat([bytes, Buffer.from('more')]));
    expectDamage(verdict, name, /^(record|line) /, `${name} and four bytes more`);
  }
});

test('each file deleted', async () => {
  for (const name of files.keys()) {
    expectDamage(verdictOn(name, null), name, /^file$/, `${name} deleted`);
  }
});

test('a file that does not belong there is told, not taken for damage', async () => {
  const stranger = path.join(copy, 'notes.txt');
  fs.writeFileSync(stranger, 'mine');
  const verdict = verifyRun(copy);
  fs.rmSync(stranger);
  assert.is(verdict.ok, true);
  assert.equal(verdict.unknown, ['notes.txt']);
});

test('files that agree with a manifest made anew, yet not with each other', async () => {
  const change = (name: string, from: string | RegExp, to: string) => {
    const text = String(files.get(name));
    assert.is.not(text.replace(from, to), text, `${name} has no ${from}`);
    return [[name, Buffer.from(text.replace(from, to))]] as [string, Buffer][];
  };
  const raw = ['raw/spill-000001.raw', 'raw/spill-000002.raw'];
  const bytesOf = (name: string) => files.get(name) ?? Buffer.alloc(0);
  const cases: [changes: [string, Buffer][], file: string, what: string][] = [
    [
      [
        [raw[0], bytesOf(raw[1])],
        [raw[1], bytesOf(raw[0])],
      ],
      raw[0],
      'rawHash',
    ],
    [change('summary.json', /"runHash": "\w/, '"runHash": "x'), 'summary.json', 'runHash'],
    [change('summary.json', /"rawHash": "\w/, '"rawHash": "x'), 'summary.json', 'rawHash'],
    [change('run.json', /"cardHash": "\w/, '"cardHash": "x'), 'card.yaml', 'cardHash'],
    [change('run.json', /"menuHash": "\w/, '"menuHash": "x'), 'card.yaml', 'menuHash'],
    [change('run.json', '"seed": "demo"', '"seed": "dome"'), 'summary.json', 'runHash'],
  ];
  for (const [changes, file, what] of cases) {
    for (const [name, bytes] of changes) fs.writeFileSync(path.join(copy, name), bytes);
    fs.writeFileSync(path.join(copy, 'manifest.json'), manifestOf(copy));
    const { ok, problems } = verifyRun(copy);
    for (const name of ['manifest.json', ...changes.map(([changed]) => changed)]) {
      fs.writeFileSync(path.join(copy, name), bytesOf(name));
    }
    assert.is(ok, false, `${file} ${what}`);
    assert.is(problems[0].where, file);
    assert.is(problems[0].what, what);
  }
  assert.is(verifyRun(copy).ok, true, 'the copy was mended');
});

test('on the command line: exit 1, file and record on stdout', async () => {
  const damaged = copyOf(original);
  const check = async (name: string, bytes: Buffer | null, said: RegExp) => {
    const file = path.join(damaged, name);
    if (bytes === null) fs.rmSync(file);
    else fs.writeFileSync(file, bytes);
    const { stdout } = await exitHere(1, ['verify', damaged]);
    assert.match(stdout, said);
    const json = await exitHere(1, ['verify', damaged, '--json']);
    const verdict = JSON.parse(json.stdout) as Verification;
    assert.is(verdict.ok, false);
    assert.is(verdict.problems[0].where, name);
    assert.is(verdict.runHash, null);
    fs.writeFileSync(file, files.get(name) ?? '');
  };
  const flipped = (name: string, at: number) => {
    const bytes = Buffer.from(files.get(name) ?? '');
    bytes[at] ^= 1;
    return bytes;
  };
  const raw = 'raw/spill-000002.raw';
  await check(raw, flipped(raw, 4000), /^raw\/spill-000002\.raw record \d+: at byte \d+: .*CRC/);
  await check('manifest.json', flipped('manifest.json', 300), /^manifest\.json line \d+: damaged/);
  await check('figures/limit.svg', null, /^figures\/limit\.svg file: is missing\n$/);
});

test.run();
