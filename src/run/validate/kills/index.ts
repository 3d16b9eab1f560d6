/**
 * Kills: real runs of this program, ended with SIGKILL at moments spread evenly over their whole life, also while they are
 * gone on with. What is left is readable each time, and `--resume` ends with the very run that nobody disturbed.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { RunError, UsageError } from '../../../core/errors.js';
import { commandLine } from '../../command.js';
import { row } from '../row.js';
import { validation } from '../validation.js';
import { spillway } from './child.js';
import { type Experiment, experiment, PHASES, type Reference } from './experiment.js';
import { type KilledRun, runOf } from './runs.js';

const EXPERIMENTS = 50;

interface Tried extends Experiment {
  readonly run: KilledRun;
  /** What is wrong, in words; null: nothing. */
  readonly fault: string | null;
}

export const kills = validation({
  name: 'kills',
  describes: 'runs killed at random moments, then gone on with: the same bytes as undisturbed',
  options: ['experiments', 'seed', 'case'],
  usual: { experiments: EXPERIMENTS },
  check({ case: only }) {
    if (only === null || /^\d{1,9}$/.test(only)) return;
    throw new UsageError({ what: '--case', got: only, expected: 'the number of an experiment' });
  },
  async run({ experiments, seed, case: only, report }) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-kills-'));
    const numbers = only === null ? [...Array(experiments ?? EXPERIMENTS).keys()] : [Number(only)];
    const references = new Map<KilledRun, Reference>();
    const tried: Tried[] = [];
    const failures: string[] = [];
    try {
      for (const number of numbers) {
        const run = runOf(number);
        report(`kills: experiment ${number + 1} of ${numbers.length}, ${run.name}`);
        const reference =
          references.get(run) ?? (await undisturbed(run, folder, seed, references.size));
        references.set(run, reference);
        try {
          tried.push({
            run,
            fault: null,
            ...(await experiment(run, reference, folder, seed, number)),
          });
        } catch (error) {
          const fault = (error as Error).message;
          tried.push({ run, fault, kills: [], resumed: 0 });
          const again = commandLine('validate', 'kills', '--seed', seed, '--case', `${number}`);
          failures.push(`${fault}: ${again}`);
        }
      }
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
    return {
      rows: [...new Set(tried.map(({ run }) => run))]
        .map((run) => runRow(run, tried))
        .concat(all(tried)),
      ...(failures.length > 0 && { document: { failures } }),
    };
  },
});

/** A run to its end, and how long it takes. @throws RunError when it fails */
async function undisturbed(
  { name, args }: KilledRun,
  folder: string,
  seed: string,
  number: number,
): Promise<Reference> {
  const out = `reference-${number}`;
  const { exit, ms, stderr } = await spillway(
    ['run', ...args, '--seed', seed, '--out', out],
    folder,
  );
  if (exit === 0) return { directory: path.join(folder, out), ms };
  throw new RunError({ where: name, fault: `exit ${exit}`, next: stderr });
}

const killsIn = (tried: readonly Tried[]) =>
  tried.flatMap((one) => one.kills).filter((phase) => phase !== 'after its end');

function runRow(run: KilledRun, tried: readonly Tried[]) {
  const own = tried.filter((one) => one.run === run);
  return row({
    ...{ name: `${run.name}: runs not restored`, role: 'out', expected: 0, allowed: [0, 0] },
    emulated: [own.filter(({ fault }) => fault !== null).length, 0],
    source: `${own.length} runs, ${killsIn(own).length} kills`,
  });
}

function all(tried: readonly Tried[]) {
  const phases = tried.flatMap((one) => one.kills);
  const counted = PHASES.map((phase) => `${phases.filter((p) => p === phase).length} ${phase}`);
  const resumed = tried.reduce((n, one) => n + one.resumed, 0);
  return row({
    ...{ name: 'all: runs not restored', role: 'out', expected: 0, allowed: [0, 0] },
    emulated: [tried.filter(({ fault }) => fault !== null).length, 0],
    source: `${tried.length} runs, ${killsIn(tried).length} kills, ${resumed} of them in a resume: ${counted.join(', ')}`,
  });
}
