/**
 * Whether a workspace has a signal: q0 and its p-values, how well the best fit describes the data, and what each
 * nuisance does to it.
 */
import { UsageError } from '../../core/errors.js';
import { upperIncompleteGamma } from '../../core/gamma.js';
import { type Answer, open, orNull, type WorkspaceOptions } from './answer.js';
import { q0 } from './asymptotic.js';
import { freeNuisances } from './counts.js';
import type { Fitter } from './fit.js';
import { type Method, type MethodName, METHODS, type Task, type Without } from './methods/index.js';
import { type NuisanceReport, nuisancesOf } from './nuisances.js';
import { shareOf } from './toys/index.js';

/** A p-value and its one-sided significance. */
export interface Significance {
  readonly pValue: number | null;
  readonly z: number | null;
}

export interface WorkspaceDiscovery extends Answer {
  readonly schema: 'spillway.discovery/1';
  readonly q0: number | null;
  /** Of background alone, by method: asymptotic always, and the one that was asked for. */
  readonly significance: Readonly<Partial<Record<MethodName, Significance>>>;
  readonly nuisances: readonly NuisanceReport[];
  readonly goodnessOfFit: {
    /** -2 ln L of the best fit less that of a perfect one, bins and constraints. */
    readonly saturated: number | null;
    readonly degreesOfFreedom: number;
    /** P-values: of chi2, and of toys at the best fit with its error. */
    readonly asymptotic: number | null;
    readonly toys: { readonly pValue: number | null; readonly error: number | null } | null;
  };
}

/**
 * The test of background alone, with pulls and impacts of all nuisances.
 *
 * @param json the workspace, parsed
 * @throws UsageError with every problem found, each at its path in the JSON
 */
export async function workspaceDiscovery(
  json: unknown,
  options: WorkspaceOptions,
): Promise<WorkspaceDiscovery> {
  const method: Method = METHODS[options.method];
  if (method.discover === undefined) {
    const names = Object.entries(METHODS).filter(([, other]) => 'discover' in other);
    throw new UsageError({
      what: 'discovery',
      got: `the method ${options.method}, which has limits alone`,
      expected: `one of ${names.map(([name]) => name).join(', ')}`,
    });
  }
  const { own, task, answer } = open(json, options);
  const own0 = q0(task.data, task.fitter);
  const { pValue, z, toys } = await method.discover(task);
  const formula = METHODS.asymptotic.discover(task);
  const { report: goodness, toys: ofFit } = await goodnessOf(own, task, toys !== undefined);
  const nuisances = nuisancesOf(own, task);
  const found = [own0, pValue, goodness.saturated ?? Number.NaN].every(Number.isFinite);
  const without = withoutOf(z, pValue, goodness);
  const all = toys &&
    ofFit && { ...toys, made: toys.made + ofFit.made, failed: toys.failed + ofFit.failed };
  return {
    schema: 'spillway.discovery/1',
    q0: orNull(own0),
    significance: {
      asymptotic: { pValue: orNull(formula.pValue), z: orNull(formula.z) },
      ...(options.method === 'asymptotic'
        ? {}
        : { [options.method]: { pValue: orNull(pValue), z: orNull(z) } }),
    },
    nuisances,
    goodnessOfFit: goodness,
    ...answer(found, 'q0 or the best fit has no answer', {
      ...(without === undefined ? {} : { without }),
      toys: all,
    }),
  };
}

/** What has no answer, and why: not a failure. */
function withoutOf(
  z: number,
  pValue: number,
  { degreesOfFreedom }: WorkspaceDiscovery['goodnessOfFit'],
): Without | undefined {
  const reasons: string[] = [];
  if (Number.isNaN(pValue)) return undefined;
  if (!Number.isFinite(z)) {
    reasons.push(
      pValue === 1
        ? 'Z: everything has as much excess, the p-value is 1'
        : 'Z: nothing has as much excess, the p-value is 0; of toys more are needed',
    );
  }
  if (degreesOfFreedom <= 0) {
    reasons.push('goodness of fit: as many free parameters as bins, no degree of freedom is left');
  }
  return reasons.length === 0 ? undefined : { numbers: reasons.length, why: reasons.join('; ') };
}

/** The saturated test: parameters with a constraint bring a measurement of their own, the others take one of the bins. */
async function goodnessOf(own: Fitter, { data, tables, draw }: Task, withToys: boolean) {
  const { model } = own;
  const fit = own.free(data);
  const constrained = tables.sets.flatMap(({ size, constraint }) =>
    Array<boolean>(size).fill(constraint !== null),
  );
  const unconstrained = [model.poi, ...freeNuisances(model)].filter((p) => !constrained[p]);
  const degreesOfFreedom = data.counts.length - unconstrained.length;
  const saturated = fit.converged ? fit.deviance : Number.NaN;
  const asymptotic =
    degreesOfFreedom > 0 && fit.converged
      ? upperIncompleteGamma(degreesOfFreedom / 2, saturated / 2)
      : Number.NaN;
  const toys =
    withToys && fit.converged
      ? shareOf(
          saturated,
          await draw({ hypothesis: 'fit', truth: fit.x, mu: fit.mu, statistics: ['saturated'] }),
        )
      : undefined;
  const report = {
    saturated: orNull(saturated),
    degreesOfFreedom,
    asymptotic: orNull(asymptotic),
    toys: toys === undefined ? null : { pValue: orNull(toys.share), error: orNull(toys.error) },
  };
  return { report, toys };
}
