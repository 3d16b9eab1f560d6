/**
 * What every answer about a workspace has in common.
 */
import { errorsOf } from './errors.js';
import { Fitter, physical } from './fit.js';
import {
  compile,
  histFactory,
  parseSettings,
  parseWorkspace,
  type Settings,
} from './histfactory/index.js';
import { twiceNll } from './likelihood.js';
import {
  DEFAULT_TOYS,
  type MethodName,
  type Task,
  type ToyReport,
  type Without,
} from './methods/index.js';
import { checkMeans, type ToyOptions, toysHere, type ToySource } from './toys/index.js';

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
export interface Answer {
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
    readonly expectedErrors?: readonly (number | null)[];
  };
  /** False if any number is null that the method has an answer to, or too many fits failed. */
  readonly converged: boolean;
  /** Why numbers are null. */
  readonly failures: readonly string[];
}

/** A workspace, ready to be fitted, and what will be said of it. */
export function open(
  json: unknown,
  {
    method,
    measurement,
    modifierSettings,
    drawn = DEFAULT_TOYS,
    toySource = toysHere,
  }: WorkspaceOptions,
): {
  /** Within the bounds of the workspace, where the task has a signal of 0 or more. */
  readonly own: Fitter;
  readonly task: Task;
  answer(found: boolean, otherwise: string, more: More): Answer;
} {
  const workspace = parseWorkspace(json);
  const settings = modifierSettings === undefined ? undefined : parseSettings(modifierSettings);
  const tables = compile(workspace, settings, measurement);
  const { model, data } = histFactory(tables);
  const fitter = new Fitter(physical(model));
  // Where mu may go below 0 fits of it are other ones.
  const own = model.bounds.lower[model.poi] < 0 ? new Fitter(model) : fitter;
  const drawnFrom = {
    workspace,
    settings: tables.settings,
    measurement: workspace.measurements[tables.measurement].name,
    seed: drawn.seed,
  };
  return {
    own,
    task: {
      ...{ data, fitter, tables, drawn },
      draw: async (asked) => {
        checkMeans(model, asked.truth);
        return toySource({ ...drawnFrom, ...asked }, drawn.toys);
      },
    },
    answer(found, otherwise, { without, toys }) {
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
export interface More {
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
  ...(expectedErrors === undefined ? {} : { expectedErrors: expectedErrors.map(orNull) }),
});

export const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
