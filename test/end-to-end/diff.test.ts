/**
 * `diff` says whether two runs are identical and where they part first: in what went in, in a spill, in a file. It shows
 * nothing that is sealed.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { RunControl } from '../../dist/run/control/index.js';
import { inlineExecutor } from '../../dist/run/executor/inline.js';
import { spill as spillKind } from '../../dist/run/executor/kinds/spill.js';
import { processSpill, type SpillJob } from '../../dist/run/spill.js';
import { withKind } from '../support/executor.js';
import type { CampaignDiff, RunDiff } from '../../dist/run/diff/index.js';
import { runCard, type RunOptions } from '../../dist/run/run.js';
import { readCheckpoint } from '../../dist/run/store/checkpoint.js';
import { runFigures } from '../../dist/show/figures/run.js';
import {
  copyOf,
  type Ended,
  exitHere,
  fresh,
  MAIN,
  plainEnv,
  readJson,
  recordOf,
  runOptions,
  shippedCard,
  spillwayHere,
  summaryOf,
} from './cli.js';

const folder = fresh();
process.chdir(folder);
const SPILLS = 2;
const BEAM = ['beam.intensity=2e5'];

/** Runs `run3-2018` into a directory of this name. */
async function run(
  name: string,
  seed: string,
  sets: readonly string[] = [],
  more: Partial<RunOptions> = {},
): Promise<void> {
  const card = shippedCard('run3-2018', seed, [...BEAM, ...sets]);
  await runCard(runOptions(card, name, { spills: SPILLS, executor: inlineExecutor, ...more }));
}

async function diffOf(exit: number, a: string, b: string, ...more: string[]): Promise<RunDiff> {
  return JSON.parse((await exitHere(exit, ['diff', a, b, '--json', ...more])).stdout);
}

const textOf = async (exit: number, a: string, b: string, ...more: string[]) =>
  (await exitHere(exit, ['diff', a, b, ...more])).stdout;

function rowOf<R extends { readonly name: string }>(
  rows: readonly R[] | undefined,
  name: string,
): R {
  const row = rows?.find((one) => one.name === name);
  if (!row) throw new Error(`no row ${name}`);
  return row;
}

test('runs to compare', async () => {
  await run('one', 'demo');
  const two = ['--spills', `${SPILLS}`, '--workers', '2', '--raw', 'drop', '--out', 'two'];
  const set = ['--set', ...BEAM];
  await exitHere(0, ['run', 'run3-2018', '--seed', 'demo', ...set, ...two]);
  await run('other', 'demo 2');
});

test('other workers, raw data not kept: identical, exit code 0', async () => {
  const diff = await diffOf(0, 'one', 'two');
  assert.is(diff.schema, 'spillway.diff/1');
  assert.is(diff.identical, true);
  assert.is(diff.first, null);
  assert.is(diff.spill, null);
  assert.is(diff.spillsDiffering, 0);
  assert.equal(diff.unread, []);
  assert.equal(diff.record.rows, [{ name: 'raw', a: 'keep', b: 'drop' }]);
  for (const section of ['card', 'ledger', 'counts', 'cutflow', 'regions', 'limits'] as const) {
    assert.equal(diff[section]?.rows, [], section);
    assert.ok((diff[section]?.of ?? 0) > 5, section);
  }
  const { electronsOnTarget } = summaryOf('one');
  const text = await textOf(0, 'one', 'two');
  assert.match(
    text,
    new RegExp(`^identical: 2 spills, ${electronsOnTarget} electrons on target\n`),
  );
});

test('--all: every row, from card to hash', async () => {
  const diff = await diffOf(0, 'one', 'two', '--all');
  const { cutflow, regions, histograms, hashes, ledger } = diff;
  const summary = summaryOf('one');
  assert.equal(
    cutflow?.rows.map(({ name, a }) => ({ name, events: a })),
    summary.cutflow,
  );
  assert.equal(
    regions?.rows.map(({ name, a }) => ({ name, events: a })),
    summary.regions,
  );
  assert.equal(
    histograms?.rows.map(({ name, a }) => [name, a]),
    readCheckpoint('one').histograms.map(({ name, total }) => [name, total]),
  );
  assert.is(rowOf(hashes.rows, 'run').a, summary.runHash);
  assert.is(rowOf(hashes.rows, 'raw').b, summary.rawHash);
  assert.is(rowOf(hashes.rows, 'card').b, summary.cardHash);
  assert.is(rowOf(ledger?.rows, 'scalers.singles.S3').b, summary.ledger?.scalers.singles[2]);
  assert.is(rowOf(ledger?.rows, 'scalers.kept.physics').a, summary.ledger?.triggersLive);
  assert.is(rowOf(diff.card?.rows, 'trigger.ecal.threshold').a, '80 GeV');
  assert.match(
    await textOf(0, 'one', 'two', '--all'),
    /^trigger\.ecal\.threshold +\| 80 GeV +\| 80 GeV$/m,
  );
});

test('another seed: pulls, with B scaled to the electrons of A', async () => {
  const diff = await diffOf(1, 'one', 'other');
  assert.equal(diff.first, { what: 'seed', name: 'seed', a: 'demo', b: 'demo 2' });
  assert.is(diff.correlated, false);
  assert.equal(diff.see, []);
  const [a, b] = ['one', 'other'].map((name) => summaryOf(name));
  const ratio = (a.electronsOnTarget ?? 0) / (b.electronsOnTarget ?? 0);
  assert.is(diff.ratio, ratio);

  const triggers = rowOf(diff.ledger?.rows, 'triggers');
  const expected = (ratio * b.triggers - a.triggers) / Math.sqrt(ratio * (a.triggers + b.triggers));
  assert.ok(Math.abs((triggers.pull ?? 0) - expected) < 1e-12);
  // Not of the beam, or no Poisson counts.
  for (const name of ['electronsOnTarget', 'scalers.busyTicks', 'scalers.met.random']) {
    assert.is(rowOf(diff.ledger?.rows, name).pull, null, name);
  }
  // 25 rows that count particles: none further than luck takes them.
  const pulls = [...(diff.ledger?.rows ?? []), ...(diff.cutflow?.rows ?? [])].flatMap(
    (r) => r.pull ?? [],
  );
  assert.ok(pulls.length > 25);
  for (const pull of pulls) assert.ok(Math.abs(pull) < 4.5, `${pull}`);

  const ecal = rowOf(diff.histograms?.rows, 'ecal');
  assert.ok((ecal.chi2?.ndf ?? 0) > 10);
  assert.ok((ecal.chi2?.p ?? 0) > 1e-4, `p ${ecal.chi2?.p}`);
  const [low, high] = [ecal.largest?.bin[0].low ?? 0, ecal.largest?.bin[0].high ?? 0];
  assert.ok(high - low === 0.5);
  const bin = 1 + low / 0.5;
  const [inA, inB] = ['one', 'other'].map((name) => readCheckpoint(name).histograms[2].count(bin));
  assert.equal([ecal.largest?.a, ecal.largest?.b], [inA, inB]);
  // Scalers in bins, and cells of which an event has many.
  for (const name of ['spill-coincidences', 'cell-times']) {
    assert.is(rowOf(diff.histograms?.rows, name).chi2, null, name);
  }
  const text = await textOf(1, 'one', 'other');
  assert.match(text, /^different, first in the seed: "demo" in A, "demo 2" in B\n/);
  assert.match(text, /B scaled by \S+ to A's electrons on target/);
});

test('one key changed, the same seed: both values, exact differences in place of pulls', async () => {
  await run('cut', 'demo', ['analysis.cuts.srd.threshold=10 MeV', 'readout.deadTime=0.07 ms']);
  const diff = await diffOf(1, 'one', 'cut');
  assert.equal(diff.first, {
    what: 'card',
    name: 'analysis.cuts.srd.threshold',
    a: '2 MeV',
    b: '10 MeV',
  });
  // 70 us, written otherwise.
  assert.is(diff.card?.rows.length, 1);
  assert.is(diff.correlated, true);
  assert.is(diff.sameInputs, false);
  // Only the analysis differs.
  assert.is(diff.ledger?.differing, 0);
  const { spill: _, ...parts } = diff.spill ?? { spill: 0 };
  assert.equal(parts, {
    ...{ ledger: false, triggers: false, counts: true, raw: false },
    ...{ event: null, unread: [] },
  });
  const cut = rowOf(diff.cutflow?.rows, '(ii) SRD');
  assert.is(cut.pull, null);
  assert.is(cut.difference, cut.b - cut.a);
  assert.ok(cut.difference < 0);
  for (const row of diff.histograms?.rows ?? []) assert.is(row.chi2, null);
  const text = await textOf(1, 'one', 'cut');
  assert.match(
    text,
    /^different, first in the card: analysis\.cuts\.srd\.threshold: 2 MeV in A, 10 MeV in B\n/,
  );
  assert.match(text, 'pulls would mean nothing');
  assert.not.match(text, /\| pull/);
  assert.match(text, /^The same: ledger/m);
});

/** Spill 2 is made with another beam, whatever the record says. */
const astray = (momentum: string): Partial<RunOptions> => ({
  executor: () =>
    withKind(inlineExecutor(), {
      ...spillKind,
      prepare: (job: SpillJob) => {
        const other = shippedCard('run3-2018', job.seed, [`beam.momentum=${momentum}`, ...BEAM]);
        return (spill) => processSpill(spill === 2 ? { ...job, card: other.card } : job, spill);
      },
    }),
});

test('the same card and seed, another spill: a defect, with the command that shows it', async () => {
  await run('wrong', 'demo', [], astray('99.9 GeV'));
  const diff = await diffOf(1, 'one', 'wrong');
  assert.is(diff.sameInputs, true);
  assert.is(diff.first?.what, 'spill');
  assert.is(diff.spillsDiffering, 1);
  assert.is(diff.spill?.spill, 2);
  const { number } = diff.spill?.event ?? { number: 0 };
  assert.ok(number > 0);
  const parts = [diff.spill?.ledger, diff.spill?.triggers, diff.spill?.counts, diff.spill?.raw];
  assert.equal(parts, [true, true, true, true]);
  assert.equal(diff.see, [
    `spillway event one --spill 2 --event ${number}`,
    `spillway event wrong --spill 2 --event ${number}`,
  ]);
  const text = await textOf(1, 'one', 'wrong');
  assert.match(text, /^different, first in spill 2: ledger, triggers, counts, raw\n/);
  assert.match(text, 'Version, card and seed are the same: the difference is a defect');
  // They show it indeed: the event of the one is as its card and seed make it, that of the other is not.
  assert.match((await exitHere(0, diff.see[0].split(' ').slice(1))).stdout, 'byte for byte');
  assert.match((await exitHere(1, diff.see[1].split(' ').slice(1))).stdout, 'A DIFFERENT payload');
});

test('without raw data: how the spill is made again', async () => {
  const diff = await diffOf(1, 'two', 'wrong');
  assert.ok(diff.spill?.event, 'the primitives are there');
  fs.rmSync(path.join('wrong', 'primitives'), { recursive: true });
  const bare = await diffOf(1, 'two', 'wrong');
  assert.is(bare.spill?.triggers, null);
  assert.is(bare.spill?.raw, true, 'the journal knows');
  assert.is(bare.spill?.event, null);
  assert.is(bare.spill?.unread.length, 1);
  assert.equal(bare.see, [
    'spillway run two/card.yaml --seed demo --mode every --fidelity energy --spills 2 --out again',
    'spillway diff two again',
    'spillway diff wrong again',
  ]);
  await exitHere(0, bare.see[0].split(' ').slice(1));
  await exitHere(0, bare.see[1].split(' ').slice(1));
  assert.is((await diffOf(1, 'wrong', 'again')).first?.what, 'spill');
});

/** A copy whose file says something else. */
function edited(directory: string, file: string, edit: (text: string) => string): string {
  const copy = copyOf(directory);
  const full = path.join(copy, file);
  const before = fs.readFileSync(full, 'utf8');
  const after = edit(before);
  assert.is.not(after, before);
  fs.writeFileSync(full, after);
  return copy;
}

test('another version comes first, and is blamed', async () => {
  const version = recordOf('one').version;
  const older = (directory: string) =>
    edited(directory, 'run.json', (text) => text.replace(version, '0.0.1'));
  const alone = await textOf(1, older('one'), 'one');
  assert.match(
    alone,
    `different, first in the version: 0.0.1 in A, ${version} in B, every hash is the same\n`,
  );
  await run('astray', 'demo', [], astray('99.8 GeV'));
  const text = await textOf(1, 'one', older('astray'));
  assert.match(text, `different, first in the version: ${version} in A, 0.0.1 in B\n`);
  assert.match(text, `versions ${version} and 0.0.1 make the difference (CHANGELOG, Physics)`);
});

test('fewer spills: those that both have are the same; under way is told', async () => {
  const control = new RunControl();
  await run('stopped', 'demo', [], {
    control,
    report: ({ phase }) => phase === 'spill' && control.stop('SIGINT'),
  });
  assert.is(recordOf('stopped').state, 'interrupted');
  const diff = await diffOf(1, 'stopped', 'one');
  assert.equal(diff.first, { what: 'spills', name: 'spills finished', a: '1', b: '2' });
  assert.is(diff.spillsDiffering, 0);
  const text = await textOf(1, 'stopped', 'one');
  assert.match(text, /^different, first in the number of spills: 1 in A, 2 in B\n/);
  assert.match(text, /^A stopped: .*, 1 spill of 2 \(SIGINT\), /m);
  assert.match(text, 'The spills that both have are the same.');

  // As a kill leaves it: no summary, no manifest, half a line in the journal.
  const cut = edited('stopped', 'run.json', (t) => t.replace(/"interrupted"/, '"running"'));
  for (const file of ['summary.json', 'manifest.json']) fs.rmSync(path.join(cut, file));
  fs.appendFileSync(path.join(cut, 'spills.jsonl'), '{"spill":2,"spillHa');
  const killed = await textOf(1, cut, 'one');
  assert.match(killed, /1 spill of 2 \(under way or cut off\)/);
  assert.match(killed, /^not compared: .*spills\.jsonl line 2: cut off/m);
  assert.match(killed, /^not compared: .*summary\.json: is not there/m);
  assert.match(killed, /^ecal +\|/m, 'the histograms of what is there');
});

test('a damaged file: named, and everything else compared; never identical', async () => {
  for (const [file, fault] of [
    ['counts.pb', /counts\.pb: .*damaged/],
    ['summary.json', /summary\.json.*runHash/],
    ['card.yaml', /card\.yaml.*cardHash/],
    ['spills.jsonl', /spills\.jsonl line 2: damaged/],
  ] as const) {
    const copy = copyOf('one');
    const full = path.join(copy, file);
    if (file === 'counts.pb') {
      const bytes = fs.readFileSync(full);
      bytes[40] ^= 1;
      fs.writeFileSync(full, bytes);
    } else {
      const edits: Record<string, [string | RegExp, string]> = {
        'summary.json': [/"runHash": "\w/, '"runHash": "x'],
        'card.yaml': ['threshold: 80 GeV', 'threshold: 79 GeV'],
        'spills.jsonl': ['"spill":2', '"spill":3'],
      };
      const text = fs.readFileSync(full, 'utf8').replace(...edits[file]);
      fs.writeFileSync(full, text);
    }
    const diff = await diffOf(1, 'one', copy);
    assert.is(diff.identical, false, file);
    // Counts and summary do not fit a journal that is cut short.
    assert.is(diff.unread.length, file === 'spills.jsonl' ? 3 : 1, file);
    const text = await textOf(1, 'one', copy);
    assert.match(text, fault);
    assert.match(
      text,
      file === 'spills.jsonl' ? /^different/ : /^no difference in what could be read\n/,
    );
  }
});

/** Every electron triggers, and the box takes whole showers: it will not be empty. */
const FULL_BOX = [
  'beam.intensity=2e3',
  'trigger.ecal.keep=210GeV',
  'trigger.ecal.threshold=200GeV',
  'analysis.cuts.ecal.loose=150GeV',
  'analysis.seal.ecal=150GeV',
  'analysis.box.ecal=140GeV',
];

test('a blind run and its unblinded copy: identical, and the box shown where it stands open', async () => {
  await run('blind', 'demo', FULL_BOX, { figures: runFigures });
  fs.cpSync('blind', 'open', { recursive: true });
  await exitHere(0, ['unblind', 'open', '--reason', 'test']);
  const { box } = summaryOf('open');
  assert.ok((box ?? 0) > 0, 'the box is empty: this test shows nothing');
  const diff = await diffOf(0, 'blind', 'open', '--all');
  assert.equal(rowOf(diff.record.rows, 'unblinded'), { name: 'unblinded', a: 'false', b: 'true' });
  assert.equal(rowOf(diff.limits?.rows, 'events in the signal box'), {
    name: 'events in the signal box',
    a: null,
    b: box,
  });
  // All else is of the counts, which stay blind.
  const flow = summaryOf('blind').cutflow.map(({ events }) => events);
  assert.is.not(
    flow.join(),
    summaryOf('open')
      .cutflow.map(({ events }) => events)
      .join(),
  );
  assert.equal(
    diff.cutflow?.rows.map(({ a, b }) => [a, b]),
    flow.map((n) => [n, n]),
  );
});

test('campaigns, run by run', async () => {
  for (const [out, intensity] of [
    ['campaign', '1e4'],
    ['less', '5e3'],
  ]) {
    const args = ['--spills', '1', '--workers', '1', '--out', out];
    const set = ['--set', `beam.intensity=${intensity}`];
    await exitHere(0, ['run', 'na64-2016-2018', ...args, ...set]);
  }
  fs.cpSync('campaign', 'again-campaign', { recursive: true });
  const campaignDiff = async (exit: number, a: string, b: string): Promise<CampaignDiff> =>
    JSON.parse((await exitHere(exit, ['diff', a, b, '--json'])).stdout);
  const same = await campaignDiff(0, 'campaign', 'again-campaign');
  assert.is(same.schema, 'spillway.diffs/1');
  assert.is(same.identical, true);
  assert.equal(
    same.runs.map(({ name }) => name),
    readJson<{ runs: string[] }>('campaign', 'run.json').runs,
  );
  const apart = await campaignDiff(1, 'campaign', 'less');
  for (const { diff } of apart.runs) assert.is(diff.first?.name, 'beam.intensity');
  fs.rmSync('less/run3-2018', { recursive: true });
  assert.equal((await campaignDiff(1, 'campaign', 'less')).onlyInA, ['run3-2018']);
  assert.match(await textOf(1, 'campaign', 'less'), /^different: 3 runs\nrun3-2018: only in A\n/);
  assert.match(await textOf(0, 'campaign', 'again-campaign'), /^identical: 3 runs\n/);
});

test('what cannot be compared is refused with exit code 2', async () => {
  const refused = async (args: string[], pattern: RegExp): Promise<Ended> => {
    const ended = await spillwayHere(['diff', ...args]);
    assert.is(ended.exit, 2, ended.stdout + ended.stderr);
    assert.match(ended.stderr, pattern);
    assert.is(ended.stdout, '');
    return ended;
  };
  fs.symlinkSync('one', 'link');
  await refused(['one'], /missing required argument/);
  await refused(['one', 'one'], /one twice, expected two directories/);
  await refused(['one', 'link'], /twice/);
  await refused(['campaign', './campaign'], /twice/);
  await refused(
    ['one', 'nowhere'],
    /nowhere\/run\.json: no such file or directory, expected the directory of a run/,
  );
  await refused(['one', 'campaign'], /expected two runs or two campaigns; .*run1-2016/);
  const foreign = edited('one', 'run.json', (text) => text.replace('spillway.run/1', 'marathon/1'));
  await refused(['one', foreign], /schema: got marathon\/1, expected spillway\.run\/1/);
});

test('a reader that goes away ends it quietly', async () => {
  const head = `${process.execPath} ${MAIN} diff one other --all | head -1`;
  const piped = spawnSync('sh', ['-c', head], { cwd: folder, env: plainEnv(), encoding: 'utf8' });
  assert.match(piped.stdout, /^different, first in the seed/);
  assert.is(piped.stderr, '');
});

test.run();
