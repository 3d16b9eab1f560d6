/** Run control: the machine against the table of docs/run-control.md, for any sequence of commands and events. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { InternalError, UsageError } from '../../../src/core/errors.js';
import { RunControl, type Transition } from '../../../src/run/control/index.js';
import {
  COMMANDS,
  EVENTS,
  type Input,
  PHASES,
  STATES,
  TABLE,
} from '../../../src/run/control/table.js';

type Table = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The table as a reader of the document has it: state, input, state; a refusal is missing. */
function documented(): Table {
  const rows = readFileSync('docs/run-control.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').slice(1, -1));
  const cells = rows.map((row) => row.map((cell) => cell.trim()));
  const at = cells.findIndex(([corner, first]) => corner === '' && first === 'arm');
  const inputs = cells[at].slice(1);
  return Object.fromEntries(
    cells.slice(at + 2, at + 2 + 9).map(([state, ...row]) => {
      const known = row.flatMap((to, i) => (to === '' ? [] : [[inputs[i], to] as const]));
      return [state, Object.fromEntries(known)];
    }),
  );
}
const document = documented();

test('the table of the document is that of the machine', () => {
  assert.equal(Object.keys(document), PHASES);
  assert.equal(document, JSON.parse(JSON.stringify(TABLE)));
  for (const state of STATES) assert.ok(Object.hasOwn(document, state), state);
  const inputs = new Set<string>([...COMMANDS, ...EVENTS]);
  for (const row of Object.values(document)) {
    for (const [input, to] of Object.entries(row)) {
      assert.ok(inputs.has(input), input);
      assert.ok(Object.hasOwn(document, to), to);
    }
  }
});

test('every state can be left and reached', () => {
  const reached = new Set(['configured']);
  for (const state of reached) for (const to of Object.values(document[state])) reached.add(to);
  assert.is(reached.size, 9);
  for (const [state, row] of Object.entries(document)) {
    assert.ok(Object.values(row).some((to) => to !== state));
  }
});

/** What the document says a run is: nothing but a name of the table and a number. */
interface Model {
  state: string;
  underWay: number;
}

/** The commands, and what a run tells of itself. */
const INPUTS = [...COMMANDS, 'spill begun', 'spill ended', 'all done', 'failure'] as const;

function inputOf(model: Model, input: (typeof INPUTS)[number]): string {
  return input === 'spill ended' && model.underWay === 1 ? 'last spill ended' : input;
}

function put(control: RunControl, input: (typeof INPUTS)[number]): void {
  if (input === 'failure') control.fail('it fails');
  else if (input === 'spill begun' || input === 'spill ended' || input === 'all done') {
    control.tell(input);
  } else control.command(input, `because of ${input}`);
}

/** Any input, a possible one, or one that does not end the run: so that sequences get somewhere. */
const sequences = fc.array(
  fc.tuple(fc.constantFrom('any', 'possible', 'going on'), fc.noBias(fc.nat({ max: 999 }))),
  { maxLength: 60, size: 'max' },
);
const ENDS = ['stopped', 'stopping', 'error'];

test('any sequence of commands and events does what the document says, or nothing', () => {
  const seen = new Set<string>();
  const run = (sequence: [string, number][]) => {
    const control = new RunControl();
    const model: Model = { state: 'configured', underWay: 0 };
    const made: Transition[] = [];
    control.transitions$.subscribe((change) => made.push(change));
    for (const [how, n] of sequence) {
      const possible = INPUTS.filter((i) => document[model.state][inputOf(model, i)]);
      const goingOn = possible.filter(
        (i) => !ENDS.includes(document[model.state][inputOf(model, i)]),
      );
      const among =
        how === 'any' ? INPUTS : how === 'possible' || goingOn.length === 0 ? possible : goingOn;
      const input = among[n % among.length];
      const to = document[model.state][inputOf(model, input)];
      const before = control.situation;
      made.length = 0;
      let refused: unknown = null;
      try {
        put(control, input);
      } catch (error) {
        refused = error;
      }
      seen.add(`${model.state} ${inputOf(model, input)}`);
      if (to === undefined) {
        assert.is(control.situation, before, 'a refusal has no effect');
        assert.equal(made, []);
        // A second failure is none: the first stands.
        if (input === 'failure') continue;
        const isCommand = (COMMANDS as readonly string[]).includes(input);
        assert.instance(refused, isCommand ? UsageError : InternalError);
        const { message } = refused as Error;
        assert.match(message, new RegExp(`^run control, ${input}: got `));
        const needs = Object.keys(document).filter((s) => document[s][input]);
        for (const s of needs) if (STATES.includes(s as never)) assert.match(message, s);
        continue;
      }
      assert.is(refused, null);
      model.underWay += input === 'spill begun' ? 1 : input === 'spill ended' ? -1 : 0;
      if (to === 'error') model.underWay = 0;
      model.state = to;
      const { phase, underWay } = control.situation;
      assert.equal({ state: phase, underWay }, model);
      assert.is(made.length, 1);
      assert.equal([made[0].from, made[0].to], [before, control.situation]);
      const shown = to === 'pausing' || to === 'stopping' ? 'in spill' : to;
      assert.is(control.state, shown);
      assert.is(control.state === 'in spill', model.underWay > 0);
    }
  };
  fc.assert(fc.property(sequences, run), { numRuns: 3000, seed: 6 });
  // Every cell of the table, and every refusal of a command, was met.
  for (const [state, row] of Object.entries(document)) {
    for (const input of [...Object.keys(row), ...COMMANDS]) {
      assert.ok(seen.has(`${state} ${input}`), `${state}, ${input} was not tried`);
    }
  }
});

test('the reason of a pause, a stop or a failure stands until it is over', () => {
  const control = new RunControl();
  const reason = () => control.situation.reason;
  control.command('arm');
  control.command('start');
  const spills = control.spills(1, 9);
  assert.is(spills.next().value, 1);
  assert.is(spills.next().value, 2);
  control.command('pause', 'coffee');
  assert.equal([control.state, reason(), control.isHolding], ['in spill', 'coffee', true]);
  assert.is(spills.next().done, true, 'no spill is begun');
  control.tell('spill ended');
  assert.is(control.state, 'in spill');
  control.tell('spill ended');
  assert.equal([control.state, reason(), control.isHolding], ['paused', 'coffee', false]);
  assert.is(control.stopped, null);
  control.command('resume');
  assert.equal([control.state, reason()], ['between spills', null]);
  control.command('stop', 'SIGINT');
  control.stop('another');
  assert.equal([control.state, control.stopped], ['stopped', 'SIGINT']);
  control.fail('the disk is full');
  assert.equal([control.state, control.stopped, reason()], ['error', null, 'the disk is full']);
  control.command('reset');
  assert.equal([control.state, reason()], ['configured', null]);
});

test('who waits for the end of a pause goes on when it is resumed, and when it is stopped', async () => {
  for (const [command, after] of [
    ['resume', 'between spills'],
    ['stop', 'stopped'],
  ] as const) {
    const control = new RunControl();
    await control.unpaused();
    control.command('arm');
    control.command('start');
    control.command('pause');
    let over = false;
    const waiting = control.unpaused().then(() => {
      over = true;
    });
    await new Promise((go) => setImmediate(go));
    assert.is(over, false);
    control.command(command);
    await waiting;
    assert.is(control.state, after);
  }
});

test('a refusal says what was got, what is needed and what is possible', () => {
  const told = (input: Input, ...before: (() => void)[]) => {
    for (const each of before) each();
    try {
      control.command(input as 'arm');
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };
  const control = new RunControl();
  assert.is(
    told('pause'),
    'run control, pause: got configured, expected between spills or in spill; possible now: arm, stop',
  );
  control.command('arm');
  control.command('start');
  const spills = control.spills(1, 3);
  spills.next();
  assert.is(
    told('resume'),
    'run control, resume: got in spill, 1 under way, expected in spill to be paused or paused; possible now: pause, stop',
  );
  control.stop('SIGINT');
  assert.is(
    told('stop'),
    'run control, stop: got in spill to be stopped, 1 under way: SIGINT, expected configured or armed or between spills or in spill or in spill to be paused or paused; it ends with what is under way',
  );
  control.tell('spill ended');
  assert.is(
    told('pause'),
    'run control, pause: got stopped: SIGINT, expected between spills or in spill; it is over: go on with --resume',
  );
});

test.run();
