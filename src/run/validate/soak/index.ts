/**
 * Soak: many short spills with everything that can go wrong in a few of them, in both ways through a spill. Each is checked by
 * itself, those behind a struck one against the spills of a clean card, and the memory by what is held in the course of it.
 */
import { type Card, cardHash } from '../../../core/card/index.js';
import { RunError, SpillwayError, UsageError } from '../../../core/errors.js';
import { type Mode, MODES } from '../../../core/mode.js';
import { commandLine } from '../../command.js';
import { spill as kind, type StoredJob, type StoredSpill } from '../../executor/kinds/spill.js';
import type { Task } from '../../executor/task.js';
import { sha256 } from '../../hash.js';
import { type Held, memoryMeter } from '../../memory.js';
import { drain, results } from '../../pipeline.js';
import { row, type ValidationRow } from '../row.js';
import { type Computing, validation } from '../validation.js';
import { soakCards } from './card.js';
import { type Checked, checkSpill } from './check.js';
import { type Look, memoryRows } from './memory.js';

const SPILLS = 200;
/** At the memory in each mode, and spills between two of them at least. */
const LOOKS = 20;
const CHUNK = 10;

/** A spill in which something is wrong. */
interface Failure {
  readonly mode: Mode;
  readonly spill: number;
  readonly what: string;
}

interface Soak {
  readonly mode: Mode;
  readonly spills: number;
  readonly struck: number;
  readonly spoilt: number;
  /** Spills behind a struck one that were held against a clean one. */
  readonly behind: number;
  readonly alarmed: number;
  readonly unstruck: number;
  readonly told: Checked['told'];
  readonly failures: readonly Failure[];
  readonly looks: readonly Look[];
}

type How = Computing & { readonly seed: string };

export const soak = validation({
  name: 'soak',
  describes:
    'many short spills with all faults at low rates: ledgers, flags, spills behind, memory',
  options: ['spills', 'case', 'seed', 'workers'],
  usual: { spills: SPILLS },
  check({ case: only }) {
    if (only === null || caseOf(only)) return;
    throw new UsageError({
      ...{ what: '--case', got: only },
      expected: 'a mode and the number of a spill, such as every/17',
    });
  },
  async run({ spills, case: only, ...how }) {
    const one = only === null ? null : caseOf(only);
    const number = spills ?? SPILLS;
    const memory = memoryMeter();
    const soaks: Soak[] = [];
    for (const mode of MODES) {
      if (one && one.mode !== mode) continue;
      const [first, last] = one ? [one.spill, one.spill] : [1, number];
      soaks.push(await soakOf(mode, first, last, how, memory));
    }
    const failures = soaks
      .flatMap((s) => s.failures)
      .map((f) => `${f.what}: ${again(f, how.seed)}`);
    const rows = soaks.flatMap((each) => [
      ...rowsOf(each),
      ...(one === null ? memoryRows(each.mode, each.looks) : []),
    ]);
    return { rows, ...(failures.length > 0 && { document: { failures } }) };
  },
});

function caseOf(text: string): { mode: Mode; spill: number } | null {
  const [, name, digits] = /^(\w+)\/([1-9]\d{0,6})$/.exec(text) ?? [];
  const mode = MODES.find((m) => m === name);
  return mode ? { mode, spill: Number(digits) } : null;
}

/** The one command that makes it again. */
const again = ({ mode, spill }: Failure, seed: string) =>
  commandLine('validate', 'soak', '--seed', seed, '--case', `${mode}/${spill}`);

async function soakOf(
  mode: Mode,
  first: number,
  last: number,
  how: How,
  memory: () => Held,
): Promise<Soak> {
  const { clean, struck } = soakCards(how.seed);
  const taskOf = (card: Card): Task<StoredJob, StoredSpill> => {
    const job = { card, cardHash: cardHash(card, sha256), seed: how.seed, mode } as const;
    const more = { fidelity: 'energy', truth: true, raw: 'drop' } as const;
    return { kind, job: { ...job, ...more }, repeat: how.repeat };
  };
  // Workers keep what they have prepared for a task: the same two throughout.
  const [cleanTask, struckTask] = [taskOf(clean), taskOf(struck)];
  const sum = { struck: 0, spoilt: 0, behind: 0, alarmed: 0, unstruck: 0 };
  const failures: Failure[] = [];
  const told: Checked['told'][number][] = [];
  const fail = (spill: number, what: string) =>
    failures.push({ mode, spill, what: `spill ${spill}, mode ${mode}: ${what}` });
  /** A case looks at the spill alone, as if it stood behind a struck one. */
  let isBehind = first === last;
  const looks: Look[] = [];
  const chunk = Math.max(CHUNK, Math.ceil((last - first + 1) / LOOKS));
  for (let from = first; from <= last; from += chunk) {
    const to = Math.min(last, from + chunk - 1);
    how.report(`soak, ${mode}: spill ${from} of ${last}, ${failures.length} failures`);
    const behind = new Map<number, string>();
    await eachSpill(struckTask, range(from, to), how, fail, (done) => {
      const checked = checkSpill(done);
      for (const what of checked.failures) fail(done.spill, what);
      told.push(...checked.told);
      sum.spoilt += checked.spoilt;
      if (checked.isStruck) sum.struck++;
      else {
        sum.unstruck++;
        if (done.alarms.length > 0) sum.alarmed++;
        if (isBehind) behind.set(done.spill, done.spillHash);
      }
      isBehind = checked.isStruck || first === last;
    });
    sum.behind += behind.size;
    await eachSpill(cleanTask, [...behind.keys()], how, fail, ({ spill, spillHash }) => {
      if (spillHash !== behind.get(spill)) fail(spill, 'is not as without the fault before it');
    });
    looks.push({ done: to - first + 1, ...memory() });
  }
  return { mode, spills: last - first + 1, ...sum, told, failures, looks };
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** Spills in order; one that cannot be made is a failure, and those behind it are made all the same. */
async function eachSpill(
  task: Task<StoredJob, StoredSpill>,
  spills: readonly number[],
  { executor }: How,
  fail: (spill: number, what: string) => void,
  each: (done: StoredSpill) => void,
): Promise<void> {
  for (let next = 0; next < spills.length; next++) {
    try {
      await drain(results(executor, task, spills.slice(next)), ({ result }) => {
        next++;
        each(result);
      });
      return;
    } catch (error) {
      if (!(error instanceof SpillwayError)) throw error;
      if (error instanceof RunError) throw error; // of threads, not of the spill
      fail(spills[next], error.message);
    }
  }
}

function rowsOf(soak: Soak): ValidationRow[] {
  const { mode, spills, struck, spoilt, behind, unstruck, alarmed, failures, told } = soak;
  const wrong = new Set(failures.map(({ spill }) => spill)).size;
  const kinds = [...new Set(told.map(({ kind }) => kind))].sort();
  return [
    row({
      name: `${mode}: spills with something wrong, of ${spills}`,
      ...{ role: 'out', expected: 0, allowed: [0, 0], emulated: [wrong, 0] },
      source: `${struck} struck, ${spoilt} events spoilt, ${behind} spills behind a struck one`,
    }),
    row({
      name: `${mode}: spills without a fault and with an alarm, of ${unstruck}`,
      ...{ role: 'out', expected: 0, allowed: [0, unstruck / 1e4], emulated: [alarmed, 0] },
      source: 'one in 1e4',
    }),
    ...kinds.map((kind) => {
      const own = told.filter((t) => t.kind === kind);
      const found = own.filter(({ isTold }) => isTold).length;
      return row({
        name: `${mode}: ${kind} told by the monitors, of ${own.length}`,
        ...{ role: 'out', expected: 1, allowed: [0.9, 1], emulated: [found / own.length, 0] },
        source: 'labels of the truth',
      });
    }),
  ];
}
