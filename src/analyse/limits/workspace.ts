/**
 * Limits and tests of a workspace in pyhf's JSON.
 */
import { UsageError } from '../../core/errors.js';
import { errorsOf } from './errors.js';
import { Fitter, physical } from './fit.js';
import {
  compile,
  histFactory,
  parseSettings,
  parseWorkspace,
  type Settings,
} from './histfactory/index.js';
import { type Model, twiceNll } from './likelihood.js';
import { type ToyOptions, toysHere, type ToySource } from './toys/index.js';
import {
  DEFAULT_TOYS,
  type Method,
  type MethodName,
  METHODS,
  type Task,
  type ToyReport,
  type Without,
} from './methods/index.js';

export interface WorkspaceOptions {
  readonly method: MethodName;
  /** Its name; the first of the workspace unless given. */
  readonly measurement?: string;
  /** Interpolation codes as pyhf takes them (`parseSettings`); code4 and code4p unless given. */
  readonly modifierSettings?: unknown;
  /** Of methods with toys: 1000 of the seed "limit" unless given. */
  readonly drawn?: ToyOptions;
  /** Who draws them: this thread unless given. */
  readonly toySource?: ToySource;
}

/** A larger share of failed toys is a failure. */
const FAILED_TOYS = 0.01;

/** What every answer about a workspace says. Null in the place of a number: it was not found. */
interface Answer {
  readonly method: MethodName;
  readonly measurement: string;
  readonly poi: string;
  readonly modifierSettings: Settings;
  /** The best fit of all parameters. */
  readonly fit: {
    readonly parameters: readonly string[];
    readonly values: readonly number[];
    /** Null where the fit has none: fixed, on a bound or a kink, or not determined. */
    readonly errors: readonly (number | null)[];
    readonly twiceNll: number | null;
    readonly converged: boolean;
  };
  /** All fits that were made, and those that did not converge. */
  readonly fits: { readonly made: number; readonly failed: number };
  /** Of a method that draws toys: how, how many fits of them failed, and what error is left. */
  readonly toys?: {
    readonly seed: string;
    readonly number: number;
    readonly made: number;
    readonly failed: number;
    /** Standard deviation of the p-value (CLs; of `fc` its own) at the limit, or of the test. */
    readonly error: number | null;
    /** Standard deviation of the observed limit. */
    readonly limitError?: number | null;
    /** Standard deviations of the expected limits, or of the expected CLs. */
    readonly expectedErrors: readonly (number | null)[];
  };
  /** False if any number is null that the method has an answer to, or too many fits failed. */
  readonly converged: boolean;
  /** Why numbers are null. */
  readonly failures: readonly string[];
}

export interface WorkspaceLimit extends Answer {
  readonly schema: 'spillway.workspace-limit/1';
  readonly cl: number;
  /** Upper limits on the parameter of interest. */
  readonly observed: number | null;
  /** At -2, -1, 0, 1, 2 sigma of background alone, ascending. */
  readonly expected: readonly (number | null)[];
}

export interface WorkspaceTest extends Answer {
  readonly schema: 'spillway.workspace-test/1';
  readonly testMu: number;
  readonly qMuTilde: number | null;
  readonly cls: number | null;
  readonly clsb: number | null;
  readonly clb: number | null;
  /** At -2, -1, 0, 1, 2 sigma of background alone, ascending. */
  readonly clsExpected: readonly (number | null)[];
}

/**
 * Upper limits on the parameter of interest.
 *
 * @param json the workspace, parsed
 * @throws UsageError with every problem found, each at its path in the JSON
 */
export async function workspaceLimit(
  json: unknown,
  { cl, ...options }: WorkspaceOptions & { readonly cl: number },
): Promise<WorkspaceLimit> {
  if (!(cl > 0.5 && cl < 0.999)) {
    throw new UsageError({ what: 'cl', got: `${cl}`, expected: 'above 0.5 and below 0.999' });
  }
  const { model, task, answer } = open(json, options);
  const method: Method = METHODS[options.method];
  const { observed, expected, ...more } = await method.limit(cl, task);
  const found = [observed, ...expected].filter(Number.isFinite).length;
  const asked = 6 - (more.without?.numbers ?? 0);
  const high = model.bounds.upper[model.poi];
  const missing = `${asked - found} of ${asked} limits not found up to ${high}, the bound of ${model.names[model.poi]}`;
  return {
    schema: 'spillway.workspace-limit/1',
    cl,
    observed: orNull(observed),
    expected: expected.map(orNull),
    ...answer(found === asked, missing, more),
  };
}

/**
 * The test of one signal strength against background alone.
 *
 * @param json the workspace, parsed
 * @throws UsageError with every problem found, each at its path in the JSON
 */
export async function workspaceTest(
  json: unknown,
  { testMu, ...options }: WorkspaceOptions & { readonly testMu: number },
): Promise<WorkspaceTest> {
  const { model, task, answer } = open(json, options);
  const high = model.bounds.upper[model.poi];
  if (!(testMu >= 0 && testMu <= high)) {
    throw new UsageError({
      what: 'test mu',
      got: `${testMu}`,
      expected: `0 to ${high}, the bound of ${model.names[model.poi]}`,
    });
  }
  const method: Method = METHODS[options.method];
  if (method.test === undefined) {
    const names = Object.entries(METHODS).filter(([, other]) => 'test' in other);
    throw new UsageError({
      what: 'test mu',
      got: `the method ${options.method}, which has no CLs`,
      expected: `one of ${names.map(([name]) => name).join(', ')}`,
    });
  }
  const { qMuTilde, cls, clsb, clb, clsExpected, ...more } = await method.test(testMu, task);
  const found = [qMuTilde, cls, clsb, clb, ...clsExpected].filter(Number.isFinite).length;
  return {
    schema: 'spillway.workspace-test/1',
    testMu,
    qMuTilde: orNull(qMuTilde),
    cls: orNull(cls),
    clsb: orNull(clsb),
    clb: orNull(clb),
    clsExpected: clsExpected.map(orNull),
    ...answer(found + (more.without?.numbers ?? 0) === 9, 'the test has no answer', more),
  };
}

/** A workspace, ready to be fitted, and what will be said of it. */
function open(
  json: unknown,
  {
    method,
    measurement,
    modifierSettings,
    drawn = DEFAULT_TOYS,
    toySource = toysHere,
  }: WorkspaceOptions,
): {
  readonly model: Model;
  readonly task: Task;
  answer(found: boolean, otherwise: string, more: More): Answer;
} {
  const workspace = parseWorkspace(json);
  const settings = modifierSettings === undefined ? undefined : parseSettings(modifierSettings);
  const tables = compile(workspace, settings, measurement);
  const { model, data } = histFactory(tables);
  const fitter = new Fitter(physical(model));
  const drawnFrom = {
    workspace,
    settings: tables.settings,
    measurement: workspace.measurements[tables.measurement].name,
    seed: drawn.seed,
  };
  return {
    model,
    task: {
      ...{ data, fitter, tables, drawn },
      draw: (asked) => toySource({ ...drawnFrom, ...asked }, drawn.toys),
    },
    answer(found, otherwise, { without, toys }) {
      // Within the bounds of the workspace, which may reach below 0.
      const own = model.bounds.lower[model.poi] < 0 ? new Fitter(model) : fitter;
      const fit = own.free(data);
      const all = new Set([fitter, own]);
      const failed = [...all].reduce((sum, f) => sum + f.failed, 0);
      const made = [...all].reduce((sum, f) => sum + f.made, 0);
      const failures: string[] = [];
      if (failed > 0) failures.push(`${failed} of ${made} fits did not converge`);
      else if (!found) failures.push(otherwise);
      if (toys !== undefined && toys.failed > FAILED_TOYS * toys.made) {
        failures.push(`${toys.failed} of ${toys.made} fits of toys did not converge`);
      }
      return {
        method,
        measurement: drawnFrom.measurement,
        poi: model.names[model.poi],
        modifierSettings: tables.settings,
        fit: {
          parameters: model.names,
          values: [...fit.x],
          errors: Array.from(errorsOf(fit, model), orNull),
          twiceNll: orNull(twiceNll(fit.x, data, model)),
          converged: fit.converged,
        },
        fits: { made, failed },
        ...(toys === undefined ? {} : { toys: reportOf(toys, drawn) }),
        converged: failures.length === 0,
        failures: without === undefined ? failures : [...failures, without.why],
      };
    },
  };
}

/** What a method says besides its numbers. */
interface More {
  readonly without?: Without;
  readonly toys?: ToyReport | undefined;
}

const reportOf = (
  { made, failed, error, limitError, expectedErrors }: ToyReport,
  { seed, toys }: ToyOptions,
): NonNullable<Answer['toys']> => ({
  seed,
  number: toys,
  made,
  failed,
  error: orNull(error),
  ...(limitError === undefined ? {} : { limitError: orNull(limitError) }),
  expectedErrors: expectedErrors.map(orNull),
});

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
