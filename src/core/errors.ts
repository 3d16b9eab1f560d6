/**
 * What can go wrong, and how it is said.
 *
 * A problem says where, what, got, expected and what to do next:
 * `config/run.yaml:12:9 trigger.ecal.threshold: got "80 MeVs", expected an energy such as "80 GeV"`.
 * The class carries the exit code: 2 usage or configuration, 1 a run or a check failed, 70 a defect
 * of this program.
 */

/** Exit code of a defect. */
export const DEFECT = 70;

export interface Problem {
  /** `file:line:column`, `--set key=value`, a file and record, ... */
  readonly where?: string;
  /** The thing concerned: a dotted key, an option, a quantity. */
  readonly what?: string;
  /** In place of `got`, where it is not a value: `unknown key`, `missing key`. */
  readonly fault?: string;
  readonly got?: string;
  readonly expected?: string;
  /** What to do about it, or the nearest valid name. */
  readonly next?: string;
}

/**
 * One line for one problem.
 *
 * @example describeProblem({ what: 'run.spills', got: '"many"', expected: 'a whole number' })
 * // 'run.spills: got "many", expected a whole number'
 */
export function describeProblem(problem: Problem): string {
  const subject = [problem.where, problem.what].filter((part) => part !== undefined).join(' ');
  const found = [
    problem.fault,
    problem.got === undefined ? undefined : `got ${problem.got}`,
    problem.expected === undefined ? undefined : `expected ${problem.expected}`,
  ]
    .filter((part) => part !== undefined)
    .join(', ');
  const body = [found, problem.next].filter((part) => part).join('; ');
  return subject && body ? `${subject}: ${body}` : subject || body;
}

/** Base of everything this program throws on purpose. */
export abstract class SpillwayError extends Error {
  abstract readonly exitCode: number;
  readonly problems: readonly Problem[];

  constructor(problems: string | Problem | readonly Problem[], options?: ErrorOptions) {
    const list: readonly Problem[] =
      typeof problems === 'string'
        ? [{ what: problems }]
        : Array.isArray(problems)
          ? problems
          : [problems as Problem];
    super(list.map(describeProblem).join('\n'), options);
    this.name = new.target.name;
    this.problems = list;
  }
}

/** The command line or what it names is wrong; nothing was written. */
export class UsageError extends SpillwayError {
  override readonly exitCode = 2;
}

/** A card (or a file it includes, or a `--set`) is wrong: every problem found, each on its line. */
export class CardError extends UsageError {}

/** A run could not be finished, or its directory is not what it should be. */
export class RunError extends SpillwayError {
  override readonly exitCode = 1;
}

/** A broken invariant: a defect of this program, never of its input. */
export class InternalError extends SpillwayError {
  override readonly exitCode = DEFECT;
}

/** The exit code for anything thrown: ours as it says, anything else is a defect. */
export function exitCodeOf(error: unknown): number {
  return error instanceof SpillwayError ? error.exitCode : DEFECT;
}
