/** A scan from the command line: for any number of workers, stopped or killed anywhere, it comes to the same bytes. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ControlStatus } from '../../dist/run/control/ask.js';
import type { ScanResult } from '../../dist/run/scan/scan.js';
import {
  exitHere,
  filesOf,
  fresh,
  jsonHere,
  readJson,
  spillwayHere,
  start,
  summaryOf,
} from './cli.js';

const folder = fresh();
const where = { cwd: folder };
process.chdir(folder);

/** A thirtieth of a spill. */
const SET = ['--set', 'beam.intensity=1e5', '--set', 'beam.spill=160 ms'];
const ASKED = [
  ...['--vary', 'trigger.ecal.threshold=78GeV:86GeV:4GeV', ...SET],
  ...['--seed', 'demo', '--spills', '2', '--ghosts', '20', '--masses', '1MeV,10MeV'],
];
const scan = (out: string, ...more: string[]) => ['scan', 'run3-2018', '--out', out, ...more];

const FILES = [
  ...['figures/scan-limit.svg', 'figures/scan-rates.svg', 'figures/scan-signal.svg'],
  ...['manifest.json', 'points.jsonl', 'scan.csv', 'scan.json'],
];

const expectSameScan = (out: string) => {
  const [files, expected] = [filesOf(out), filesOf('reference')];
  assert.equal([...files.keys()], FILES);
  for (const [name, bytes] of expected)
    assert.ok(files.get(name)?.equals(bytes), `${out}: ${name}`);
};

test('not interrupted: what it says, prints and writes', async () => {
  const { stdout, stderr } = await exitHere(0, [...scan('reference', ...ASKED), '--workers', '1']);
  assert.match(stderr, /^--set trigger\.ecal\.keep=86GeV at all points: /m);
  assert.match(stderr, /^plan: 3 points, about 600000 electrons, .*; writing to reference$/m);
  assert.match(
    stderr,
    /^scan: point 3 of 3 \(trigger\.ecal\.threshold=86GeV\), \d+ physics trigger/m,
  );
  assert.match(
    stdout,
    /^trigger\.ecal\.threshold, GeV \| electrons +\| physics triggers \| rate, Hz/m,
  );
  assert.match(stdout, /^A' of 10 MeV$/m);
  assert.match(stdout, /^ {2}reference\/figures\/scan-limit\.svg$/m);
  assert.equal([...filesOf('reference').keys()], FILES);
});

let document: ScanResult;

test('two workers: the same bytes, and one document', async () => {
  document = await jsonHere<ScanResult>([...scan('two', ...ASKED), '--workers', '2']);
  expectSameScan('two');
  assert.equal(
    Object.keys(document),
    [...Object.keys(readJson<object>('two', 'scan.json'))].concat('points'),
  );
  assert.equal(
    [document.schema, document.state, document.points.length, document.raised],
    ['spillway.scan-result/1', 'done', 3, ['trigger.ecal.keep=86GeV']],
  );
});

test('a point is the run of its settings', async () => {
  const { set, runHash } = document.points[1];
  const settings = set.flatMap((setting) => ['--set', setting]);
  const run = ['run', 'run3-2018', ...settings, '--seed', 'demo', '--spills', '2', '--raw', 'drop'];
  await exitHere(0, [...run, '--out', 'run']);
  assert.is(summaryOf('run').runHash, runHash);
});

const journal = (out: string) => path.join(out, 'points.jsonl');
const pointsIn = (out: string) => fs.readFileSync(journal(out), 'utf8').split('\n').length - 1;
const sleep = (ms: number) => new Promise((go) => setTimeout(go, ms));

for (const after of [1, 3]) {
  test(`SIGKILL behind point ${after}; resumed without another word it is the same`, async () => {
    const out = `killed-${after}`;
    const { child, ended } = start([...scan(out, ...ASKED), '--workers', '1'], where);
    let over = false;
    ended.then(() => {
      over = true;
    });
    while (!over && (!fs.existsSync(journal(out)) || pointsIn(out) < after)) await sleep(5);
    child.kill('SIGKILL');
    const { exit } = await ended;
    assert.is(exit, 'SIGKILL');
    // As if the line under way had been cut off.
    fs.appendFileSync(journal(out), '{"point":');
    const { stderr } = await exitHere(0, scan(out, '--resume'));
    assert.match(stderr, /^resume: \d+ points? there already$/m);
    expectSameScan(out);
  });
}

test('every byte is verified: damage is named by file and line', async () => {
  assert.match((await exitHere(0, ['verify', 'reference'])).stdout, / intact, a scan$/m);
  fs.cpSync('reference', 'damaged', { recursive: true });
  const text = fs.readFileSync(journal('damaged'), 'utf8');
  fs.writeFileSync(journal('damaged'), text.replace('"point":2', '"point":4'));
  const { stdout } = await exitHere(1, ['verify', 'damaged']);
  assert.match(stdout, /^points\.jsonl record 2: the line is damaged$/m);
  // As a kill leaves it.
  fs.rmSync('damaged/manifest.json');
  assert.match((await exitHere(1, ['verify', 'damaged'])).stdout, 'points.jsonl record 2: ');
  fs.writeFileSync(journal('damaged'), text);
  const unfinished = await exitHere(1, ['verify', 'damaged']);
  assert.is(
    unfinished.stdout,
    'manifest.json file: is missing: the scan is done; spillway scan ... --resume finishes it\n',
  );
});

interface ScanInfo {
  readonly schema: string;
  readonly state: string;
  readonly reason: string | null;
  readonly finished: number;
  readonly of: number;
  readonly points: readonly { readonly point: number; readonly runHash: string }[];
}

test('info says what it is, what was asked for and how far it is', async () => {
  const { stdout } = await exitHere(0, ['info', 'reference']);
  for (const row of [
    /^scan +\|$/m,
    /^card +\| run3-2018$/m,
    /^vary +\| trigger\.ecal\.threshold=78GeV:86GeV:4GeV \(3 values\)$/m,
    /^set +\| beam\.spill=160 ms$/m,
    /^set +\| trigger\.ecal\.keep=86GeV$/m,
    /^masses +\| 1 MeV, 10 MeV$/m,
    /^state +\| done$/m,
    /^points finished +\| 3 of 3$/m,
  ]) {
    assert.match(stdout, row);
  }
  const { runHash } = document.points[1];
  assert.match(
    stdout,
    new RegExp(`^2 +\\| 82 GeV +\\| 2 +\\| 0 +\\| ${runHash.slice(0, 16)}$`, 'm'),
  );
  const info = await jsonHere<ScanInfo>(['info', 'reference']);
  assert.equal(
    [info.schema, info.state, info.reason, info.finished, info.of, info.points.length],
    ['spillway.scan-info/1', 'done', null, 3, 3, 3],
  );
  assert.is(info.points[1].runHash, runHash);
  // One that was cut off behind its first point.
  fs.cpSync('reference', 'begun', { recursive: true });
  const [first] = fs.readFileSync(journal('begun'), 'utf8').split('\n');
  fs.writeFileSync(journal('begun'), `${first}\n{"point":2,`);
  const { finished, of, points } = await jsonHere<ScanInfo>(['info', 'begun']);
  assert.equal([finished, of, points.map(({ point }) => point)], [1, 3, [1]]);
  // What is no longer one is told by the file that is damaged.
  fs.writeFileSync('begun/scan.json', '{\n  "schema": "spillway.scan/1"\n}\n');
  const damaged = await spillwayHere(['info', 'begun']);
  assert.is(damaged.exit, 2);
  assert.match(damaged.stderr, /^error begun\/scan\.json: .*version/m);
});

/** Begins a scan; its first point is in the journal when this resolves. */
async function begun(out: string) {
  const started = start([...scan(out, ...ASKED), '--workers', '1'], where);
  let over = false;
  started.ended.then(() => {
    over = true;
  });
  while (!over && !(fs.existsSync(journal(out)) && fs.statSync(journal(out)).size > 0))
    await sleep(5);
  return started;
}

test('SIGINT finishes the points under way, and ends it; SIGTERM says so too', async () => {
  for (const [signal, exit] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    const { child, ended } = await begun(signal);
    child.kill(signal);
    const stopped = await ended;
    assert.is(stopped.exit, exit, stopped.stderr);
    assert.match(
      stopped.stderr,
      `${signal}: finishing the points under way; once more stops at once`,
    );
    assert.match(
      stopped.stdout,
      /^The scan was interrupted, 1 point missing: go on with --resume\.$/m,
    );
    const { state, reason } = readJson<ScanResult>(signal, 'scan.json');
    assert.equal([state, reason, pointsIn(signal)], ['interrupted', signal, 2]);
    await exitHere(0, ['verify', signal]);
  }
  await exitHere(0, scan('SIGINT', '--resume'));
  expectSameScan('SIGINT');
});

test('a second SIGINT ends it at once; what is finished is kept', async () => {
  const { child, said, ended } = await begun('twice');
  child.kill('SIGINT');
  await said(/^SIGINT: finishing/m);
  child.kill('SIGINT');
  assert.is((await ended).exit, 130);
  assert.equal(
    [readJson<ScanResult>('twice', 'scan.json').state, pointsIn('twice')],
    ['running', 1],
  );
  await exitHere(0, scan('twice', '--resume'));
  expectSameScan('twice');
});

test('spillway control pauses, resumes and stops it; it is the undisturbed one', async () => {
  const { child, said, ended } = await begun('paused');
  const paused = await jsonHere<ControlStatus>(['control', 'paused', 'pause', '--wait']);
  assert.equal(
    [paused.process, paused.record, paused.unit, paused.finished, paused.of, paused.control],
    [
      ...[child.pid, 'paused', 'point', 2, 3],
      { state: 'paused', asked: null, reason: 'spillway control', underWay: 0 },
    ],
  );
  await said(/^paused: spillway control; p, or spillway control DIR resume, goes on$/m);
  assert.is(pointsIn('paused'), 2);
  assert.match(
    (await exitHere(0, ['control', 'paused', 'status'])).stdout,
    /^paused \(spillway control\); 2 of 3 points in the journal, written by process \d+\n$/,
  );
  const refused = await spillwayHere(scan('paused', '--resume'));
  assert.is(refused.exit, 2);
  assert.match(refused.stderr, /is being written by process/);
  await exitHere(0, ['control', 'paused', 'resume']);
  let text = '';
  do text = (await exitHere(0, ['control', 'paused', 'status'])).stdout;
  while (text.startsWith('between spills'));
  assert.match(text, /^in spill, 1 point under way; 2 of 3 points in the journal/);
  assert.is((await ended).exit, 0);
  expectSameScan('paused');
  assert.match(
    (await exitHere(0, ['control', 'paused', 'status'])).stdout,
    'no process writes it: done; 3 of 3 points in the journal',
  );

  const stopping = await begun('stopped');
  await exitHere(0, ['control', 'stopped', 'stop', '--wait']);
  assert.is((await stopping.ended).exit, 130);
  const { state, reason } = readJson<ScanResult>('stopped', 'scan.json');
  assert.equal([state, reason, pointsIn('stopped')], ['interrupted', 'spillway control', 2]);
});

test('what is wrong is refused before anything is written; what is there stays', async () => {
  const refused = async (args: readonly string[], pattern: RegExp) => {
    const { exit, stderr } = await spillwayHere(args);
    assert.is(exit, 2, stderr);
    assert.match(stderr, pattern);
    assert.not.ok(fs.existsSync('wrong'));
  };
  const vary = (grid: string) => scan('wrong', '--vary', grid);
  await refused(
    vary('trigger.ecal.treshold=60GeV,80GeV'),
    /^error point 1 of 2 .*did you mean "trigger\.ecal\.threshold"\?/m,
  );
  await refused(vary('trigger.ecal.threshold=60:80:2'), /the unit is missing/);
  await refused(scan('wrong'), /--vary: got 0 parameters, expected one or two/);
  await refused(scan('wrong', '--resume'), /^error wrong: no scan to resume/m);
  await refused(['scan', 'run3-2018'], /required option '--out <DIR>'/);
  await refused(scan('reference', ...ASKED), /^error reference: exists already/m);
  await refused(scan('run', ...ASKED, '--force'), /^error run: holds no scan\.json of ours/m);
  await refused(
    scan('reference', ...ASKED, '--ghosts', '21', '--resume'),
    /^error reference ghosts: got 21, expected 20, as it was begun/m,
  );
  assert.equal([...filesOf('reference').keys()], FILES);
});

test('two parameters: a family of curves; --force begins anew', async () => {
  const args = [
    ...['--vary', 'readout.deadTime=70us,140us', '--vary', 'beam.intensity=2e4:4e4:log:3'],
    ...['--set', 'beam.spill=160 ms', '--spills', '1', '--ghosts', '20', '--masses', '1MeV'],
  ];
  const { stdout } = await exitHere(0, scan('SIGTERM', ...args, '--force'));
  assert.match(stdout, /^readout\.deadTime, us \| beam\.intensity \|/m);
  const svg = fs.readFileSync('SIGTERM/figures/scan-rates.svg', 'utf8');
  assert.match(svg, 'curves: readout.deadTime');
  assert.match(svg, />140 us</);
  assert.not.ok(fs.existsSync('SIGTERM/figures/scan-limit.svg'), 'that of the scan before');
});

test.run();
