/**
 * The box is opened once, on purpose, with a reason; that is written down for good, and nothing is added
 * to the run afterwards.
 */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Limit } from '../../dist/analyse/limit.js';
import type { RunRecord } from '../../dist/run/store/layout.js';
import { readLine } from '../../dist/run/store/line.js';
import type { Summary } from '../../dist/run/summary.js';
import type { RunsDiscovery } from '../../dist/run/limit.js';
import type { Unblinding } from '../../dist/run/unblind.js';
import type { Verification } from '../../dist/run/verify.js';
import {
  deterministic,
  exitHere,
  filesOf,
  fresh,
  jsonHere,
  readJson,
  spillwayHere,
  summaryOf,
} from './cli.js';

const folder = fresh();
process.chdir(folder);

/** Every electron triggers, and the box takes whole showers: it will not be empty. */
const FULL_BOX = [
  'beam.intensity=2e3',
  'trigger.ecal.keep=210GeV',
  'trigger.ecal.threshold=200GeV',
  'analysis.cuts.ecal.loose=150GeV',
  'analysis.seal.ecal=150GeV',
  'analysis.box.ecal=140GeV',
];
const args = (out: string, ...more: string[]) => [
  ...['run', 'run3-2018', '--spills', '2', '--seed', 'demo', '--workers', '1', '--out', out],
  ...FULL_BOX.flatMap((set) => ['--set', set]),
  ...more,
];

const lines = (out: string) =>
  fs.readFileSync(path.join(out, 'unblinding.jsonl'), 'utf8').trimEnd().split('\n');

test('a run, with and without raw data', async () => {
  await exitHere(0, args('kept'));
  await exitHere(0, args('dropped', '--raw', 'drop'));
});

test('before: the box is null, and so is what is observed', async () => {
  const { box, limit, recordedPhysics } = summaryOf('kept');
  assert.is(box, null);
  assert.is(limit.observed, null);
  assert.ok(recordedPhysics.sealed > 0, 'the sealed set is empty: this test shows nothing');
  assert.is(readJson<RunRecord>('kept/run.json').unblinded, false);
  assert.is((await jsonHere<Limit>(['limit', 'kept'])).observed, null);
  const { stdout } = await exitHere(0, ['limit', 'kept']);
  assert.match(stdout, /^observed +\| sealed +\| sealed$/m);
  const { stderr } = await exitHere(2, ['limit', 'kept', '--discovery']);
  assert.match(stderr, /--discovery: got blinded runs, expected open boxes; spillway unblind RUN/);
});

test('it needs a reason', async () => {
  const before = filesOf('kept');
  for (const [reason, said] of [
    [[], /required option '--reason <TEXT>' not specified/],
    [['--reason', ''], /--reason: got "", expected why/],
    [['--reason', '  '], /--reason: got "", expected why/],
    [['--reason'], /argument missing/],
  ] as const) {
    const { exit, stderr } = await spillwayHere(['unblind', 'kept', ...reason]);
    assert.is(exit, 2);
    assert.match(stderr, said);
  }
  assert.equal(filesOf('kept'), before);
});

let opened: Summary;

test('after: numbers, in the summary and in the limit; the run stays marked', async () => {
  const before = summaryOf('kept');
  opened = await jsonHere<Summary>(['unblind', 'kept', '--reason', 'cuts frozen — le 1ᵉʳ juin']);
  assert.equal(opened, summaryOf('kept'));
  assert.type(opened.box, 'number');
  assert.ok((opened.box ?? 0) > 0, 'the box is empty: this test shows nothing');
  assert.is(opened.recordedPhysics.sealed, 0);
  assert.is(
    opened.recordedPhysics.open,
    before.recordedPhysics.open + before.recordedPhysics.sealed,
  );
  assert.type(opened.limit.observed?.asymptotic, 'number');
  assert.type(opened.limit.observed?.exact, 'number');
  // The asymptotic one rests on nuisances fitted to what is observed, the exact one does not.
  assert.equal(opened.limit.expected.exact, before.limit.expected.exact);
  for (const key of ['runHash', 'rawHash', 'cardHash', 'ledger', 'recorded', 'timing'] as const) {
    assert.equal(opened[key], before[key], key);
  }

  assert.is(readJson<RunRecord>('kept/run.json').unblinded, true);
  assert.equal(await jsonHere(['limit', 'kept']), opened.limit);
  const { stdout } = await exitHere(0, ['limit', 'kept']);
  assert.match(stdout, /^observed +\| \d\S* +\| \d\S*$/m);
  assert.is((await jsonHere<{ unblinded: boolean }>(['info', 'kept'])).unblinded, true);
});

test('limit --discovery: p-values by mass, pulls, impacts and goodness of fit, in text and as JSON', async () => {
  const asked = ['limit', 'kept', '--discovery', '--method', 'exact', '--masses', '1MeV,100MeV'];
  const answer = await jsonHere<RunsDiscovery>(asked);
  assert.equal([answer.schema, answer.converged], ['spillway.runs-discovery/1', true]);
  assert.equal(answer.observed, [opened.box]);
  for (const { significance, nuisances, goodnessOfFit } of answer.masses) {
    assert.equal(Object.keys(significance), ['asymptotic', 'exact']);
    assert.ok(nuisances.length > 3);
    for (const { pull, impactUp } of nuisances) assert.ok(pull !== null && impactUp !== null);
    assert.ok(goodnessOfFit.saturated !== null);
  }
  const { stdout } = await exitHere(0, asked);
  assert.match(stdout, /^mass +\| signal events, best fit +\| eps .*local p-value, exact/m);
  assert.match(stdout, /^100 MeV +\| /m);
  assert.match(stdout, /^goodness of fit +\| saturated/m);
  assert.match(stdout, /^nuisance +\| pull .*impact \+1 sigma/m);
  assert.match(stdout, /^yield +\| /m);
});

test('it is written down, each line with the hash of the one before', async () => {
  const { stdout } = await exitHere(0, ['unblind', 'kept', '--reason', 'once more']);
  assert.match(stdout, `${opened.box} events in the signal box`);
  assert.is(lines('kept').length, 2);
  const [first, second] = lines('kept').map((line) => readLine<Unblinding>(line));
  assert.ok(first && second, 'a line is damaged');
  assert.is(first.reason, 'cuts frozen — le 1ᵉʳ juin');
  assert.is(second.reason, 'once more');
  assert.is(first.previous, null);
  assert.is(second.previous, createHash('sha256').update(lines('kept')[0]).digest('hex'));
  for (const line of [first, second]) {
    assert.is(line.runHash, opened.runHash);
    assert.is(line.cardHash, opened.cardHash);
    assert.ok(Math.abs(Date.now() - Date.parse(line.time)) < 600_000, line.time);
  }
  assert.equal(summaryOf('kept'), opened, 'the second opening changes no number');
});

test('verify passes afterwards, and sees a line that was taken back', async () => {
  assert.is((await jsonHere<Verification>(['verify', 'kept'])).ok, true);
  const file = 'kept/unblinding.jsonl';
  const text = fs.readFileSync(file, 'utf8');
  fs.writeFileSync(file, `${lines('kept')[0]}\n`);
  const { stdout } = await exitHere(1, ['verify', 'kept']);
  fs.writeFileSync(file, text);
  assert.match(stdout, /^unblinding\.jsonl record 2: is missing/m);
});

test('no spills are added to a run whose box was opened', async () => {
  const before = filesOf('kept');
  const { exit, stderr } = await spillwayHere(args('kept', '--resume', '--spills', '3'));
  assert.is(exit, 2);
  assert.match(stderr, /^error kept: its box was opened: no more spills can be added/m);
  assert.equal(filesOf('kept'), before);
});

test('raw data not kept: the spills are emulated again, and the box is the same', async () => {
  assert.not.ok(fs.existsSync('dropped/raw'));
  assert.is(summaryOf('dropped').runHash, opened.runHash);
  const { exit, stderr } = await spillwayHere(['limit', 'kept', 'dropped']);
  assert.is(exit, 2);
  assert.match(stderr, 'blinded and unblinded runs together');

  const summary = await jsonHere<Summary>(['unblind', 'dropped', '--reason', 'the same']);
  const kept = { raw: 'drop', rawSpills: 0, rawHash: null };
  assert.equal(deterministic(summary), deterministic({ ...opened, ...kept } as Summary));
  assert.is((await jsonHere<Verification>(['verify', 'dropped'])).ok, true);
  assert.not.ok(fs.existsSync('dropped/raw'), 'the raw data are not written for that');
  assert.match(
    (await exitHere(1, ['replay', 'dropped'])).stderr,
    'dropped raw data: were not kept (--raw drop); spillway replay dropped --again emulates',
  );
});

test('figures that were taken away are drawn again', async () => {
  fs.rmSync('kept/figures', { recursive: true });
  await exitHere(0, ['unblind', 'kept', '--reason', 'where are the figures']);
  assert.equal(fs.readdirSync('kept/figures'), fs.readdirSync('dropped/figures'));
  assert.is((await jsonHere<Verification>(['verify', 'kept'])).ok, true);
});

test('a run that has not ended is refused, an interrupted one that has its summary is not', async () => {
  fs.cpSync('dropped', 'running', { recursive: true });
  const record = readJson<RunRecord>('running/run.json');
  const as = (changes: Partial<RunRecord>) =>
    fs.writeFileSync(
      'running/run.json',
      JSON.stringify({ ...record, unblinded: false, ...changes }),
    );
  as({ state: 'running' });
  const { stderr } = await exitHere(2, ['unblind', 'running', '--reason', 'too soon']);
  assert.match(stderr, 'the run is not finished');
  as({ state: 'interrupted' });
  fs.rmSync('running/summary.json');
  await exitHere(2, ['unblind', 'running', '--reason', 'cut off']);
  assert.is(lines('running').length, 1);
});

test.run();
