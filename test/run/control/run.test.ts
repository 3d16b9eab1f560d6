/**
 * Run control of a real run: paused, resumed and stopped at random moments it loses nothing, and is, once it went on,
 * the run that was never disturbed, byte for byte.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { emptyLedger, ledgerGap } from '../../../src/core/wire/ledger.js';
import { controlStatus, requestControl, settled } from '../../../src/run/control/ask.js';
import { loadCard } from '../../../src/run/cards.js';
import { RunControl } from '../../../src/run/control/index.js';
import type { Executor } from '../../../src/run/executor/executor.js';
import { inlineExecutor } from '../../../src/run/executor/inline.js';
import { runCard, type RunOptions } from '../../../src/run/run.js';
import { readJournal, readRunRecord } from '../../../src/run/store/directory.js';
import { filesBelow } from '../../../src/run/store/manifest.js';
import { type Summary, sumLedgers } from '../../../src/run/summary.js';
import { verifyRun } from '../../../src/run/verify.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-test-'));
test.after(() => fs.rmSync(folder, { recursive: true, force: true }));

const SPILLS = 12;
const resolved = loadCard('run3-2018', ['beam.intensity=2000', 'beam.spill=20 ms'], 'control');
if (resolved.kind !== 'card') throw new Error('run3-2018 is a card');

const optionsOf = (name: string, more: Partial<RunOptions> = {}): RunOptions => ({
  ...{ resolved, directory: path.join(folder, name), spills: SPILLS, workers: 1 },
  ...{ mode: 'every', fidelity: 'energy', evaluation: 'all', nature: 'nominal' },
  ...{ raw: 'keep', truth: false, storePrimitives: 'kept', resume: false, force: false },
  ...{ control: new RunControl(), now: Date.now, report: () => {}, figures: () => [] },
  ...{ executor: several },
  ...more,
});

/** Two at a time, in this thread, as far apart as ticks of the event loop make them. */
function several(): Executor {
  const inline = inlineExecutor();
  return { ...inline, workers: 2 };
}

const summaryOf = (name: string): Summary =>
  JSON.parse(fs.readFileSync(path.join(folder, name, 'summary.json'), 'utf8'));
const deterministic = ({ timing: _, electronsPerSecond: __, ...rest }: Summary) => rest;

interface LogLine {
  readonly event: string;
  readonly state?: string;
  readonly [key: string]: unknown;
}
const logOf = (name: string): LogLine[] =>
  fs
    .readFileSync(path.join(folder, name, 'log.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

await runCard(optionsOf('undisturbed'));
const whole = path.join(folder, 'undisturbed');

/** Every file as that of the undisturbed run, but for times. */
function expectUndisturbed(name: string): void {
  const own = path.join(folder, name);
  assert.is(verifyRun(own).ok, true, JSON.stringify(verifyRun(own).problems));
  assert.equal(filesBelow(own), filesBelow(whole));
  for (const file of filesBelow(whole)) {
    if (['summary.json', 'log.ndjson', 'manifest.json'].includes(file)) continue;
    const [a, b] = [own, whole].map((directory) => fs.readFileSync(path.join(directory, file)));
    assert.ok(a.equals(b), `${file} differs`);
  }
  assert.equal(deterministic(summaryOf(name)), deterministic(summaryOf('undisturbed')));
  const ledger = sumLedgers(readJournal(own));
  assert.is(ledgerGap(ledger), null);
  assert.equal(ledger, sumLedgers(readJournal(whole)));
  assert.not.equal(ledger, emptyLedger());
}

const ticks = async (n: number) => {
  for (let i = 0; i < n; i++) await new Promise((go) => setImmediate(go));
};

/** What somebody does to a run: waits so many turns of the event loop, then gives a command; a pause is ended later. */
const disturbances = fc.array(
  fc.tuple(fc.noBias(fc.nat({ max: 3 })), fc.constantFrom('pause', 'withdrawn', 'pause', 'stop')),
  { minLength: 4, maxLength: 8 },
);

test('paused, resumed and stopped at random moments, then gone on with: the undisturbed run', async () => {
  const seen = { pauses: 0, stops: 0, whileUnderWay: 0 };
  let n = 0;
  const disturb = async (plan: [number, string][]) => {
    const name = `disturbed-${++n}`;
    let control = new RunControl();
    let resume = false;
    let running = runCard(optionsOf(name, { control, resume }));
    for (const [wait, what] of plan) {
      await ticks(wait);
      if (control.state !== 'in spill' && control.state !== 'between spills') break;
      if (control.state === 'in spill') seen.whileUnderWay++;
      const command = what === 'stop' ? 'stop' : 'pause';
      control.command(command, command);
      if (what === 'stop') {
        seen.stops++;
        const { record, summary } = await running;
        assert.equal([record.state, record.reason], ['interrupted', 'stop']);
        assert.is(readJournal(path.join(folder, name)).length, summary.spills);
        assert.is(verifyRun(path.join(folder, name)).ok, true);
        control = new RunControl();
        resume = true;
        running = runCard(optionsOf(name, { control, resume }));
        continue;
      }
      if (what === 'pause') {
        seen.pauses++;
        while (control.state === 'in spill') await ticks(1);
        assert.is(control.state, 'paused');
        await ticks(2);
        // What was begun is in the journal, and nothing is begun.
        const record = readRunRecord(path.join(folder, name));
        assert.is(record.state, 'paused');
        const spills = readJournal(path.join(folder, name)).length;
        await ticks(5);
        assert.is(readJournal(path.join(folder, name)).length, spills);
      }
      control.command('resume');
    }
    const { record } = await running;
    assert.equal([record.state, record.reason, control.state], ['done', null, 'stopped']);
    expectUndisturbed(name);
    fs.rmSync(path.join(folder, name), { recursive: true });
  };
  await fc.assert(fc.asyncProperty(disturbances, disturb), { numRuns: 8, seed: 6 });
  process.stdout.write(`${JSON.stringify(seen)}\n`);
  for (const [what, count] of Object.entries(seen)) assert.ok(count > 5, `${count} ${what}`);
});

test('begin and end of run, and every change of state, stand in the log with their times', async () => {
  const control = new RunControl();
  await runCard(
    optionsOf('logged', {
      control,
      report: (p) => {
        if (p.phase !== 'spill' || p.spill !== 3) return;
        control.command('pause', 'key p');
        setTimeout(() => control.command('resume'), 50);
      },
    }),
  );
  expectUndisturbed('logged');
  const log = logOf('logged');
  for (const { time } of log) assert.ok(Math.abs(Date.parse(String(time)) - Date.now()) < 60_000);
  const record = readRunRecord(path.join(folder, 'logged'));
  const [begin] = log;
  assert.is(begin.event, 'beginOfRun');
  for (const key of [
    ...['version', 'card', 'cardHash', 'menuHash', 'seed', 'mode', 'fidelity', 'spills'],
  ] as const) {
    assert.equal(begin[key], record[key as 'card'], key);
  }
  const states = log.filter(({ event }) => event === 'state').map(({ state, by }) => [state, by]);
  assert.equal(states.slice(0, 3), [
    ['armed', 'arm'],
    ['between spills', 'start'],
    ['in spill', 'spill begun'],
  ]);
  const paused = states.findIndex(([state]) => state === 'paused');
  assert.equal(states[paused + 1], ['between spills', 'resume']);
  assert.equal(states[states.length - 1], ['stopped', 'all done']);
  assert.is(log.find(({ state }) => state === 'paused')?.reason, 'key p');

  const end = log[log.length - 1];
  const summary = summaryOf('logged');
  assert.is(end.event, 'endOfRun');
  assert.equal([end.state, end.reason], ['done', null]);
  assert.equal(
    [end.spills, end.triggers, end.events, end.electronsOnTarget, end.runHash, end.outcomes],
    [
      ...[SPILLS, summary.triggers, summary.recorded, summary.electronsOnTarget, summary.runHash],
      summary.ledger?.outcomes,
    ],
  );
  const particles = Object.values(summary.ledger?.particles ?? {}).reduce((a, b) => a + b, 0);
  assert.is(end.particles, particles);
});

test('a drawn nature stays hidden in the end-of-run record', async () => {
  await runCard(optionsOf('hidden', { nature: 'drawn', spills: 2 }));
  const end = logOf('hidden').find(({ event }) => event === 'endOfRun');
  assert.equal([end?.electronsOnTarget, end?.particles, end?.outcomes], [null, null, null]);
});

test('a pause is no part of the time that a run took', async () => {
  let clock = 1e6;
  const control = new RunControl();
  const { summary } = await runCard(
    optionsOf('timed', {
      control,
      now: () => clock,
      report: (p) => {
        if (p.phase !== 'spill') return;
        clock += 1000;
        if (p.spill !== 2) return;
        control.command('pause');
        setTimeout(() => {
          clock += 3_600_000;
          control.command('resume');
        }, 30);
      },
    }),
  );
  assert.is(summary.timing.wallSeconds, SPILLS);
});

test('a run that fails is in error; reset and gone on with it is the undisturbed one', async () => {
  const control = new RunControl();
  const failing = (): Executor => {
    const inline = inlineExecutor();
    return {
      ...inline,
      run: (task, range) => {
        if (range.first === 4) throw Object.assign(new Error('no more'), { code: 'ENOSPC' });
        return inline.run(task, range);
      },
    };
  };
  const options = optionsOf('failed', { control });
  await runCard({ ...options, executor: failing }).then(
    () => assert.unreachable(),
    (error: Error) => assert.match(error.message, 'the disk is full'),
  );
  assert.equal([control.state, control.situation.reason], ['error', 'no more']);
  const end = logOf('failed').find(({ event }) => event === 'endOfRun');
  assert.equal([end?.state, end?.reason, end?.spills], ['interrupted', 'no more', 3]);
  await runCard({ ...options, resume: true }).then(
    () => assert.unreachable(),
    (error: Error) => assert.is(error.message, 'run control: got error, expected configured'),
  );
  control.command('reset');
  await runCard({ ...options, resume: true });
  expectUndisturbed('failed');
});

test('requests through the directory: answered, refused, and nobody there', async () => {
  const directory = path.join(folder, 'asked');
  const control = new RunControl();
  const running = runCard(optionsOf('asked', { control, spills: 40 }));
  while (control.state !== 'in spill') await ticks(1);
  const state = await requestControl(directory, 'pause');
  assert.ok(['in spill', 'paused'].includes(state.state));
  await settled(directory, 'pause');
  assert.equal(
    [control.state, controlStatus(directory).control?.state, control.situation.reason],
    ['paused', 'paused', 'spillway control'],
  );
  assert.is(controlStatus(directory).process, process.pid);
  assert.is(readRunRecord(directory).state, 'paused');
  const refused = async (command: 'pause' | 'resume', pattern: string) =>
    requestControl(directory, command).then(
      () => assert.unreachable(),
      (error: Error & { exitCode: number }) => {
        assert.match(error.message, pattern);
        assert.is(error.exitCode, 2);
      },
    );
  await refused(
    'pause',
    'run control, pause: got paused: spillway control, expected between spills or in spill; possible now: resume, stop',
  );
  // Something else in the folder is refused or ignored, and does no harm.
  fs.writeFileSync(path.join(directory, 'control/x.request'), '{"command":"arm"}');
  fs.writeFileSync(path.join(directory, 'control/y.request'), 'half a');
  fs.writeFileSync(path.join(directory, 'control/z'), '');
  while (fs.existsSync(path.join(directory, 'control/y.request'))) await ticks(1);
  assert.match(
    fs.readFileSync(path.join(directory, 'control/x.answer'), 'utf8'),
    '"expected":"one of pause, resume, stop"',
  );
  assert.is(control.state, 'paused');
  await requestControl(directory, 'resume');
  const stopped = await requestControl(directory, 'stop');
  assert.ok(stopped.asked === 'stop' || stopped.state === 'stopped');
  const { record } = await running;
  assert.equal([record.state, record.reason], ['interrupted', 'spillway control']);
  assert.not.ok(fs.existsSync(path.join(directory, 'control')));
  assert.is(verifyRun(directory).ok, true);
  assert.equal(verifyRun(directory).unknown, []);

  await refused('resume', `no process writes it`);
  assert.equal([controlStatus(directory).process, controlStatus(directory).control], [null, null]);
});

test('requests to a run that was killed do not reach the one that goes on', async () => {
  const directory = path.join(folder, 'stale');
  const control = new RunControl();
  control.stop('SIGINT');
  await runCard(optionsOf('stale', { control }));
  fs.mkdirSync(path.join(directory, 'control'));
  fs.writeFileSync(path.join(directory, 'control/1-1.request'), '{"command":"stop"}');
  assert.is(verifyRun(directory).ok, true);
  assert.equal(verifyRun(directory).unknown, []);
  await runCard(optionsOf('stale', { resume: true }));
  expectUndisturbed('stale');
});

test.run();
