/**
 * Whatever is commanded at a screen, in whatever order and at whatever moment: a session refuses it in words or does it, never
 * breaks, and every run that it leaves can be verified, and is the run of its card.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { UsageError } from '../../../src/core/errors.js';
import { KNOB } from '../../../src/run/live/knobs.js';
import type { LiveSession } from '../../../src/run/live/session.js';
import type { Live } from '../../../src/run/live/shape.js';
import { ASKED, type Asked, type Change } from '../../../src/run/live/source.js';
import { openRun } from '../../../src/run/replay.js';
import { readRunRecord } from '../../../src/run/store/directory.js';
import { verifyRun } from '../../../src/run/verify.js';
import { fresh, summaryOf } from '../../end-to-end/cli.js';
import { closeAll, liveSession } from '../../support/live.js';

test.after(closeAll);
const cwd = fresh();

/** The least intensity, for some milliseconds. */
const TINY = ['beam.intensity=50000', 'beam.spill=20 ms'];

/** A command, any, or one of those that are possible: of them only now and then the one that ends the run. */
const inputs: fc.Arbitrary<Asked | Change | number> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...ASKED) },
  { weight: 5, arbitrary: fc.nat({ max: 99 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(50_000, 60_000, 1, 1e9).map((intensity) => ({ intensity })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(30, 40, 50, 5, 1e4).map((threshold) => ({ threshold })),
  },
);
function chosen(session: LiveSession, input: Asked | Change | number): Asked | Change {
  if (typeof input !== 'number') return input;
  const { possible } = session.live().control;
  const goingOn = possible.filter((command) => command !== 'stop' || input % 5 === 0) as Asked[];
  return goingOn[input % goingOn.length] ?? 'stop';
}
/** What is done, and turns of the event loop before: a spill is one, or some. */
const sequences = fc.array(fc.tuple(fc.nat({ max: 4 }), inputs), { minLength: 15, maxLength: 25 });

const seen = { done: new Map<string, number>(), refused: 0, runs: 0, changed: 0 };

/** Does it, and holds what there is to see to what was there before. @returns whether it was done */
function put(session: LiveSession, input: Asked | Change): boolean {
  const before = session.live();
  const isCommand = typeof input === 'string';
  const expected = isCommand
    ? before.control.possible.includes(input)
    : before.knobs.every(({ name, from, to }) => {
        const value = input[name];
        return value === undefined || (value >= from && value <= to);
      });
  try {
    if (isCommand) session.ask(input);
    else session.change(input);
  } catch (error) {
    assert.instance(error, UsageError);
    assert.not.ok(expected, (error as Error).message);
    const words = isCommand
      ? new RegExp(`^${input}: .*possible now: `)
      : /^(intensity|threshold): got .*, expected /;
    assert.match((error as Error).message, words);
    const { control, knobs, run } = session.live();
    assert.equal(
      { control, knobs, run },
      { control: before.control, knobs: before.knobs, run: before.run },
    );
    seen.refused++;
    return false;
  }
  assert.ok(expected, `${JSON.stringify(input)} was done in ${before.control.words}`);
  if (isCommand) seen.done.set(input, (seen.done.get(input) ?? 0) + 1);
  return true;
}

/** What has to hold at any moment. */
function check(live: Live, last: Live | null): void {
  const { control, run, runs, totals, history, knobs } = live;
  assert.not.equal(control.state, 'error', control.words);
  assert.is(runs.length, run.number - 1);
  assert.is(history.length, totals.spills);
  assert.equal(
    history.map(({ spill }) => spill),
    history.map((_, i) => i + 1),
  );
  const isIdle = control.state === 'configured' || control.state === 'stopped';
  if (!isIdle) assert.not.ok(control.possible.includes('start'), control.words);
  for (const { from, to, next } of knobs) assert.ok(next === null || (next >= from && next <= to));
  if (!last) return;
  assert.ok(run.number >= last.run.number);
  if (run.number === last.run.number) {
    assert.ok(totals.spills >= last.totals.spills);
    assert.equal(
      knobs.map(({ value }) => value),
      last.control.state === 'configured'
        ? knobs.map(({ value }) => value)
        : last.knobs.map(({ value }) => value),
    );
  }
  // What was before stays as it was.
  assert.equal(runs.slice(0, last.runs.length), last.runs);
}

let n = 0;
async function run(
  sequence: readonly (readonly [number, Asked | Change | number])[],
): Promise<void> {
  const directory = path.join(cwd, `${++n}`);
  const session = liveSession(directory, { set: TINY, spills: 6 });
  let last: Live | null = null;
  const look = () => {
    const live = session.live();
    check(live, last);
    last = live;
  };
  try {
    look();
    for (const [turns, what] of sequence) {
      for (let k = 0; k < turns; k++) await new Promise((go) => setImmediate(go));
      look();
      const input = chosen(session, what);
      if (put(session, input) && typeof input !== 'string') seen.changed++;
      look();
    }
  } finally {
    await session.close('the end');
  }
  const live = session.live();
  assert.equal(live.control.possible, []);
  for (const command of ASKED) assert.throws(() => session.ask(command), /nothing, it ends/);
  if (!fs.existsSync(directory)) return;
  const names = fs.readdirSync(directory).sort();
  assert.ok(names.length === live.run.number || names.length === live.run.number - 1, `${names}`);
  names.forEach((name, i) => {
    seen.runs++;
    const own = path.join(directory, name);
    assert.is(name, `${i + 1}`.padStart(3, '0'));
    assert.equal(verifyRun(own).problems, []);
    assert.ok(['done', 'interrupted'].includes(readRunRecord(own).state));
    const told = live.runs[i]?.spills ?? live.totals.spills;
    assert.is(openRun(own).journal.length, told);
    assert.is(summaryOf(own).spills, told);
    if (i < live.runs.length) return;
    assert.is(KNOB.threshold.of(openRun(own).card), live.knobs[1].value);
  });
  fs.rmSync(directory, { recursive: true });
}

test('no sequence of commands breaks a session', async () => {
  const seed = Number(process.env.SPILLWAY_TEST_SEED ?? 7);
  await fc.assert(fc.asyncProperty(sequences, run), {
    numRuns: 5,
    seed,
    endOnFailure: true,
    includeErrorInReport: true,
  });
  process.stdout.write(`${JSON.stringify({ ...seen, done: [...seen.done] })}\n`);
  for (const command of ASKED) assert.ok((seen.done.get(command) ?? 0) > 3, `${command} was done`);
  assert.ok(seen.refused > 10 && seen.changed > 15 && seen.runs > 15, JSON.stringify(seen));
});

test.run();
