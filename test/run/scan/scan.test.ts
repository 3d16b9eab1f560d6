/**
 * A scan, in this thread: each of its points is the run that the command line would make, all have the same particles, and
 * what was stopped goes on to the same bytes.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { clopperPearson } from '../../../src/core/beta.js';
import { UsageError } from '../../../src/core/errors.js';
import { controlStatus, requestControl, settled } from '../../../src/run/control/ask.js';
import { RunControl } from '../../../src/run/control/index.js';
import { measureEfficiency, writeEfficiency } from '../../../src/run/efficiency/index.js';
import { inlineExecutor } from '../../../src/run/executor/inline.js';
import { limitOf } from '../../../src/run/limit.js';
import { resolveSingleCard } from '../../../src/run/cards.js';
import { runCard } from '../../../src/run/run.js';
import { csvOf } from '../../../src/run/scan/csv.js';
import { readPoints, readScan, SCAN_FILES } from '../../../src/run/scan/directory.js';
import { parseAxis } from '../../../src/run/scan/grid.js';
import { lossOf, type Point } from '../../../src/run/scan/point.js';
import { runScan, type Scan, type ScanOptions } from '../../../src/run/scan/scan.js';
import { filesBelow } from '../../../src/run/store/manifest.js';
import { SEED } from '../../support/statistics.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-scan-'));
test.after(() => fs.rmSync(folder, { recursive: true }));

/** A fiftieth of a spill. */
const SHORT = ['beam.intensity=1e5', 'beam.spill=100 ms', 'beam.startSpike.probability=0'];
const MASSES = [0.001, 0.01];

function options(name: string, more: Partial<ScanOptions> = {}): ScanOptions {
  return {
    card: 'run3-2018',
    axes: [parseAxis('trigger.ecal.threshold=60GeV,80GeV,86GeV')],
    set: SHORT,
    ...{ seed: SEED, mode: 'every', fidelity: 'energy', spills: 2, ghosts: 40, masses: MASSES },
    ...{ workers: 1, directory: path.join(folder, name), resume: false, force: false },
    control: new RunControl(),
    report: () => {},
    figures: ({ points }) => [['figures/drawn.svg', `${points.length} points`]],
    executor: () => inlineExecutor(),
    ...more,
  };
}

const bytes = (name: string, file: string) =>
  fs.readFileSync(path.join(folder, name, file), 'utf8');
const FILES = [...Object.values(SCAN_FILES).filter((f) => f !== 'figures'), 'figures/drawn.svg'];

let scan: Scan;

test('a scan: its journal, its record, its table', async () => {
  const said: string[] = [];
  const noting: Partial<ScanOptions> = {
    report: (p) => said.push(p.phase === 'plan' ? p.raised.join() : p.phase),
  };
  scan = await runScan(options('whole', noting));
  assert.equal(scan.raised, ['trigger.ecal.keep=86GeV']);
  assert.is(said[0], 'trigger.ecal.keep=86GeV');
  assert.is(said.filter((phase) => phase === 'point').length, 3);
  assert.equal(readPoints(path.join(folder, 'whole')), scan.points);
  const { points: _, ...record } = scan;
  assert.equal(readScan(path.join(folder, 'whole')), record);
  assert.equal([record.schema, record.state, record.reason], ['spillway.scan/1', 'done', null]);
  assert.not.ok(fs.existsSync(path.join(folder, 'whole/lock')));
  assert.match(bytes('whole', 'manifest.json'), '"path":"points.jsonl"');
});

test('a point is the run that its settings make, and its limit that of the run', async () => {
  const { points, seed } = scan;
  const [, point] = points;
  const resolved = resolveSingleCard('run3-2018', point.set, seed);
  const directory = path.join(folder, 'run');
  const { summary, counts } = await runCard({
    ...{ resolved, directory, spills: scan.spills, workers: 1, resume: false, force: false },
    ...{ mode: 'every', fidelity: 'energy', evaluation: 'all', nature: 'nominal' },
    ...{
      raw: 'keep',
      truth: false,
      storePrimitives: 'kept',
      now: Date.now,
      report: () => {},
      figures: () => [],
    },
    control: new RunControl(),
    executor: () => inlineExecutor(),
  });
  assert.is(point.runHash, summary.runHash);
  assert.equal(
    [point.cardHash, point.menuHash, point.triggers, point.recorded, point.electronsOnTarget],
    [
      summary.cardHash,
      summary.menuHash,
      summary.triggers,
      summary.recorded,
      summary.electronsOnTarget,
    ],
  );
  assert.is(point.live.value, summary.liveFraction);
  assert.is(counts.scalers.accepted[0], point.live.passed);
  const raw = fs
    .readdirSync(path.join(directory, 'raw'))
    .map((f) => path.join(directory, 'raw', f));
  assert.is(
    point.bytes,
    raw.reduce((sum, file) => sum + fs.statSync(file).size, 0),
  );

  const request = {
    ...{ masses: MASSES, spills: scan.spills, ghosts: scan.ghosts },
    ...({ seed, fidelity: 'energy' } as const),
  };
  const computing = { executor: inlineExecutor(), repeat: '', report: () => {} };
  const document = await measureEfficiency([resolved.card], request, computing);
  const file = path.join(folder, 'efficiency.json');
  writeEfficiency(file, document);
  const limit = limitOf([directory], { efficiency: file, masses: MASSES });
  assert.equal(
    point.masses.map((mass) => mass.limit),
    limit.eps.map(({ emulated, emulatedExact }) => ({
      asymptotic: emulated,
      exact: emulatedExact,
    })),
  );
  const [{ masses }] = document.runs;
  assert.equal(
    point.masses.map(({ efficiency }) => efficiency),
    masses.map(({ total }) => total),
  );
});

test('all points have the same particles: what passes a tighter threshold passes a looser one', () => {
  const [tight, nominal, loose] = scan.points;
  for (const { electronsOnTarget, seconds, masses } of scan.points) {
    assert.equal([electronsOnTarget, seconds], [nominal.electronsOnTarget, 0.2]);
    assert.equal(
      masses.map(({ efficiency }) => efficiency.of),
      nominal.masses.map(({ efficiency }) => efficiency.of),
    );
  }
  assert.ok(tight.triggers < nominal.triggers && nominal.triggers < loose.triggers);
  assert.is(new Set(scan.points.map(({ runHash }) => runHash)).size, 3);
});

test('rates and intervals are those of their counts', () => {
  for (const { triggers, rateHz, perElectron, live, seconds, electronsOnTarget } of scan.points) {
    const [low, high] = clopperPearson(triggers, electronsOnTarget);
    assert.equal(perElectron, { value: triggers / electronsOnTarget, low, high });
    const close = (a: number | null, b: number) => assert.ok(Math.abs((a ?? 0) / b - 1) < 1e-12);
    close(rateHz.value, triggers / seconds);
    close(rateHz.high, (high * electronsOnTarget) / seconds);
    assert.equal([live.low, live.high], clopperPearson(live.passed, triggers));
  }
});

test('pile-up: both factors together, ends in quadrature', () => {
  const of = (value: number, low: number, high: number) => ({ value, low, high });
  const { value, low, high } = lossOf(of(0.9, 0.87, 0.92), of(1, 0.96, 1));
  assert.ok(Math.abs((value ?? 0) - 0.1) < 1e-12);
  assert.ok(Math.abs((low ?? 0) - (0.1 - 0.02)) < 1e-12);
  assert.ok(Math.abs((high ?? 0) - (0.1 + Math.hypot(0.03, 0.04 * 0.9))) < 1e-12);
  const none = { value: null, low: null, high: null };
  assert.equal(lossOf(none, of(1, 1, 1)), none);
  for (const { pileUpLoss, gate, offline } of scan.points.flatMap(({ masses }) => masses)) {
    const kept = (gate.passed / gate.of) * (offline.passed / offline.of);
    assert.ok(Math.abs((pileUpLoss.value ?? 1) - (1 - kept)) < 1e-12);
  }
});

test('where no ghost is in the box there is no limit, and the scan goes on', async () => {
  const none = await runScan(
    options('few', {
      axes: [parseAxis('trigger.ecal.threshold=1GeV')],
      ...{ ghosts: 3, spills: 1 },
    }),
  );
  const [{ masses, triggers }] = none.points;
  assert.equal(
    masses.map(({ limit, efficiency }) => [limit, efficiency.passed]),
    [
      [null, 0],
      [null, 0],
    ],
  );
  assert.ok(triggers < scan.points[0].triggers);
  assert.match(csvOf(none).split('\n')[1], /,,,/);
});

test('stopped behind a point, killed within a line: it goes on to the same bytes', async () => {
  const control = new RunControl();
  const stopping = options('stopped', {
    control,
    report: (p) => p.phase === 'step' && p.point === 2 && control.stop('SIGINT'),
  });
  const stopped = await runScan(stopping);
  assert.equal(
    [stopped.state, stopped.reason, stopped.points.length],
    ['interrupted', 'SIGINT', 2],
    'the point under way is finished',
  );
  assert.equal([control.state, control.stopped], ['stopped', 'SIGINT']);
  const { points: _, ...record } = stopped;
  assert.equal(readScan(stopping.directory), record);
  assert.is(bytes('stopped', 'figures/drawn.svg'), '2 points');
  const journal = path.join(folder, 'stopped', SCAN_FILES.points);
  const [first] = fs.readFileSync(journal, 'utf8').split('\n');
  fs.writeFileSync(journal, `${first}\n`);
  fs.appendFileSync(path.join(folder, 'stopped', SCAN_FILES.points), '{"point":2,"val');
  const computed: number[] = [];
  await runScan(
    options('stopped', {
      resume: true,
      report: (p) => p.phase === 'point' && computed.push(p.point.point),
    }),
  );
  assert.equal(computed, [2, 3]);
  for (const file of FILES) assert.is(bytes('stopped', file), bytes('whole', file), file);
});

/** Looks at the directory while it is paused. */
async function whenPaused(control: RunControl, look: () => void | Promise<void>): Promise<void> {
  while (control.state !== 'paused') await setImmediate();
  await look();
}

test('paused by another process behind a point: nothing is begun, and it goes on to the same bytes', async () => {
  const control = new RunControl();
  const directory = path.join(folder, 'paused');
  const begun: string[] = [];
  const states: string[] = [];
  control.transitions$.subscribe(({ input, to }) => {
    if (input === 'spill begun') begun.push(to.phase);
    states.push(to.phase);
  });
  const running = runScan(options('paused', { control }));
  while (control.state !== 'in spill') await setImmediate();
  const answer = await requestControl(directory, 'pause');
  assert.equal([answer.state, answer.asked, answer.underWay], ['in spill', 'pause', 1]);
  assert.is((await settled(directory, 'pause'))?.state, 'paused');
  await whenPaused(control, async () => {
    const there = begun.length;
    assert.equal(
      { ...controlStatus(directory), process: null, control: null },
      {
        ...{ schema: 'spillway.control/1', process: null, control: null },
        ...{ record: 'paused', unit: 'point', finished: there, of: 3 },
      },
    );
    assert.is(readPoints(directory).length, there, 'what was begun is in the journal');
    assert.is(readScan(directory).reason, 'spillway control');
    for (let turn = 0; turn < 20; turn++) await setImmediate();
    assert.is(begun.length, there);
  });
  await requestControl(directory, 'resume');
  const { state } = await running;
  assert.equal([state, control.state, begun.length], ['done', 'stopped', 3]);
  assert.is(states[states.length - 1], 'stopped');
  for (const file of FILES) assert.is(bytes('paused', file), bytes('whole', file), file);
  assert.equal(filesBelow(directory), filesBelow(path.join(folder, 'whole')));
});

test('stopped while it is paused, and gone on with', async () => {
  const control = new RunControl();
  const directory = path.join(folder, 'asked');
  const pausing = options('asked', {
    control,
    report: (p) => p.phase === 'point' && p.point.point === 1 && control.command('pause', 'key p'),
  });
  const running = runScan(pausing);
  await whenPaused(control, async () => {
    assert.equal([readScan(directory).state, readScan(directory).reason], ['paused', 'key p']);
    await requestControl(directory, 'stop');
  });
  const { state, reason, points } = await running;
  assert.equal([state, reason, points.length], ['interrupted', 'spillway control', 1]);
  assert.equal(
    [controlStatus(directory).process, controlStatus(directory).record],
    [null, 'interrupted'],
  );
  await runScan(options('asked', { resume: true }));
  for (const file of FILES) assert.is(bytes('asked', file), bytes('whole', file), file);
});

test('a scan that fails is in error; its finished points are kept', async () => {
  const control = new RunControl();
  let ranges = 0;
  const failing = options('failed', {
    control,
    executor: () => {
      const inline = inlineExecutor();
      return {
        ...inline,
        run: (task, range) => {
          if (readPoints(path.join(folder, 'failed')).length === 1 && ++ranges > 1) {
            throw Object.assign(new Error('no more'), { code: 'ENOSPC' });
          }
          return inline.run(task, range);
        },
      };
    },
  });
  await runScan(failing).then(
    () => assert.unreachable(),
    (error: Error) => assert.match(error.message, 'the disk is full'),
  );
  assert.equal([control.state, control.situation.reason], ['error', 'no more']);
  const { state, reason } = readScan(failing.directory);
  assert.equal([state, reason], ['interrupted', 'no more']);
  assert.not.ok(fs.existsSync(path.join(failing.directory, 'control')));
  await runScan({ ...failing, resume: true }).then(
    () => assert.unreachable(),
    (error: Error) => assert.is(error.message, 'run control: got error, expected configured'),
  );
  control.command('reset');
  await runScan(options('failed', { resume: true, control }));
  for (const file of FILES) assert.is(bytes('failed', file), bytes('whole', file), file);
});

test('a line that is damaged is made again, and what follows it', async () => {
  const file = path.join(folder, 'stopped', SCAN_FILES.points);
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  lines[1] = lines[1].replace(/"triggers":\d/, '"triggers":9');
  fs.writeFileSync(file, lines.join('\n'));
  assert.is(readPoints(path.join(folder, 'stopped')).length, 1);
  await runScan(options('stopped', { resume: true }));
  for (const name of FILES) assert.is(bytes('stopped', name), bytes('whole', name), name);
});

test('a record that is damaged, of another format, or none is refused in words', () => {
  const directory = path.join(folder, 'whole');
  const file = path.join(directory, SCAN_FILES.record);
  const text = fs.readFileSync(file, 'utf8');
  for (const [from, to, message] of [
    ['"axes": [', '"axis": [', 'axes: Invalid key: Expected "axes" but received undefined'],
    ['"spills": 2', '"spills": -2', 'spills: Invalid value: Expected >=0 but received -2'],
    ['scan/1', 'scan/2', 'schema: got spillway.scan/2, expected spillway.scan/1'],
    ['{', '', 'expected the directory of a scan'],
  ]) {
    fs.writeFileSync(file, text.replace(from, to));
    assert.throws(
      () => readScan(directory),
      (error: Error) => error instanceof UsageError && error.message.includes(message),
      message,
    );
  }
  fs.writeFileSync(file, text);
});

test('another scan, or none, is refused and left as it is', async () => {
  const before = FILES.map((file) => bytes('whole', file));
  const refused = async (more: Partial<ScanOptions>, pattern: RegExp) => {
    let message = '';
    await runScan(options('whole', more)).catch((error) => {
      message = error.message;
    });
    assert.match(message, pattern);
    assert.equal(
      FILES.map((file) => bytes('whole', file)),
      before,
    );
  };
  await refused({}, /exists already; give another --out, or --resume/);
  await refused({ resume: true, ghosts: 61 }, /ghosts: got 61, expected 40, as it was begun/);
  await refused({ resume: true, seed: 'x' }, /seed: got x, expected 1, as it was begun/);
  const axes = [parseAxis('trigger.ecal.threshold=60GeV,80GeV')];
  await refused({ resume: true, axes }, /vary: got .*=60GeV,80GeV, expected .*=60GeV,80GeV,86GeV/);
  await refused({ resume: true, set: [] }, /set: got , expected beam\.intensity=1e5/);
  await refused({ resume: true, directory: path.join(folder, 'run') }, /no scan to resume/);
  await refused(
    { force: true, directory: path.join(folder, 'run') },
    /holds no scan\.json of ours/,
  );
  fs.writeFileSync(path.join(folder, 'whole/lock'), `${process.ppid}\n`);
  await refused({ resume: true }, /is being written by process/);
  fs.rmSync(path.join(folder, 'whole/lock'));
});

test('the table: a column with its unit for each number, a row for each point', () => {
  const [head, ...rows] = bytes('whole', 'scan.csv').trimEnd().split('\n');
  const columns = head.split(',');
  assert.is(new Set(columns).size, columns.length);
  for (const name of [
    ...['point', 'trigger.ecal.threshold_GeV', 'bursts_s', 'physics_rate_low_Hz', 'live_fraction'],
    ...['raw_data_rate_B/s', 'pileup_loss_high_1MeV', 'expected_eps_exact_10MeV', 'run_hash'],
  ]) {
    assert.ok(columns.includes(name), name);
  }
  assert.is(rows.length, 3);
  const cell = (row: string, name: string) => row.split(',')[columns.indexOf(name)];
  scan.points.forEach((point, i) => {
    assert.is(rows[i].split(',').length, columns.length);
    assert.is(Number(cell(rows[i], 'trigger.ecal.threshold_GeV')), point.values[0]);
    assert.is(Number(cell(rows[i], 'physics_triggers')), point.triggers);
    assert.is(cell(rows[i], 'run_hash'), point.runHash);
  });
});

/** All keys, at any depth. */
const keysOf = (value: unknown): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, of]) => [key, ...keysOf(of)])
    : [];

test('nothing of a sealed event: no counts but of scalers and of all events', () => {
  const known: readonly (keyof Point)[] = [
    ...(['point', 'values', 'set', 'cardHash', 'menuHash', 'runHash', 'spills'] as const),
    'badSpills',
    ...(['electronsOnTarget', 'seconds', 'triggers', 'rateHz', 'perElectron', 'live'] as const),
    ...(['recorded', 'recordedHz', 'bytes', 'bytesPerSecond', 'masses'] as const),
  ];
  for (const point of scan.points) {
    assert.equal(Object.keys(point), known);
    for (const key of keysOf(point)) {
      assert.not.match(key, /sealed|box|observed|region|cutflow/);
    }
  }
});

test.run();
