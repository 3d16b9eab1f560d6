/**
 * Coverage of the dearer methods for three runs: an experiment is a toy, and needs toys of its own or integrals over its
 * nuisances. Fewer experiments, at fewer signals.
 */
import { Fitter, physical } from '../../../analyse/limits/fit.js';
import {
  compile,
  histFactory,
  parseSettings,
  parseWorkspace,
} from '../../../analyse/limits/histfactory/index.js';
import type { Data } from '../../../analyse/limits/likelihood.js';
import { METHODS, type Task } from '../../../analyse/limits/methods/index.js';
import { toyOf, Toys, toysHere } from '../../../analyse/limits/toys/index.js';
import { seedKey, Stream } from '../../../core/random/index.js';
import { CL } from '../../coverage.js';
import { row, share, type ValidationRow } from '../row.js';
import { threeRuns, threeRunsOfTwo } from './models.js';

/** Experiments at each signal, toys of each hypothesis in each experiment. */
export interface Nested {
  readonly experiments: number;
  readonly toys: number;
}

/** Signals, in events of all runs. */
const AT = { toys: [1.66, 3, 10], bayes: [1.66, 3] };

/** A model whose data are drawn. */
function opened(json: object, { toys }: Nested) {
  const workspace = parseWorkspace(json);
  const settings = parseSettings({});
  const tables = compile(workspace, settings, 'limit');
  const { model, data: nominal } = histFactory(tables);
  const fitter = new Fitter(physical(model));
  const task = (data: Data, seed: string): Task => ({
    ...{ data, fitter, tables, drawn: { seed, toys } },
    draw: (asked) => toysHere({ workspace, settings, measurement: 'limit', seed, ...asked }, toys),
  });
  return { model, nominal, fitter, task };
}

export async function nestedRows(
  nested: Nested,
  seed: string,
  report: (what: string) => void,
  at = AT,
): Promise<ValidationRow[]> {
  const rows: ValidationRow[] = [];
  for (const s of at.toys) {
    report(`coverage: toys and Feldman and Cousins, three runs, s = ${s}`);
    rows.push(...(await toyRows(s, nested, seed)));
  }
  for (const s of at.bayes) {
    report(`coverage: credible limits, three runs, s = ${s}`);
    rows.push(await bayesRow(s, nested, seed));
  }
  return rows;
}

/** Nuisances at their centres, auxiliary measurements drawn. */
async function toyRows(s: number, nested: Nested, seed: string): Promise<ValidationRow[]> {
  const { model, fitter, task } = opened(threeRuns, nested);
  const truth = Float64Array.of(s, 0, 0, 0, 0, 0);
  const key = seedKey(`${seed} nested ${s}`);
  const held = { toys: 0, fc: 0 };
  for (let i = 0; i < nested.experiments; i++) {
    const data = toyOf(model, truth, key, 'signal', i);
    // Toys of their own for each.
    const own = task(data, `${seed} nested ${s} ${i}`);
    const { cls } = await METHODS.toys.test(s, own);
    const interval = await new Toys('tMu', own).at(s);
    if (cls >= 1 - CL) held.toys++;
    if (interval !== null && interval.clsb > 1 - CL) held.fc++;
    fitter.forget(data);
  }
  const source = `${nested.experiments} experiments of ${nested.toys} toys`;
  return [
    upper(`toys, s = ${s}`, held.toys, nested, source),
    upper(`Feldman and Cousins, upper end, s = ${s}`, held.fc, nested, source),
  ];
}

/** Nuisances drawn from their priors, with which a posterior is calibrated; equal counts have one limit. */
async function bayesRow(s: number, nested: Nested, seed: string): Promise<ValidationRow> {
  const { model, nominal, task } = opened(threeRunsOfTwo, nested);
  const key = seedKey(`${seed} credible ${s}`);
  const stream = new Stream();
  const limits = new Map<string, number>();
  let held = 0;
  for (let i = 0; i < nested.experiments; i++) {
    const [first, second] = [1, 2].map((k) => stream.seek(key, i, k, 0, 0).normal());
    const { counts } = toyOf(model, Float64Array.of(s, first, second), key, 'signal', i);
    const name = counts.join();
    let limit = limits.get(name);
    if (limit === undefined) {
      const answer = await METHODS.bayes.limit(CL, task({ ...nominal, counts }, seed));
      limit = answer.observed;
      if (Number.isNaN(limit)) throw new Error(`coverage: no limit by bayes of ${name} events`);
      limits.set(name, limit);
    }
    if (s <= limit) held++;
  }
  const source = `${nested.experiments} experiments, two nuisances in common, drawn from their priors`;
  return upper(`Bayesian, s = ${s}`, held, nested, source);
}

const upper = (
  name: string,
  held: number,
  { experiments }: Nested,
  source: string,
): ValidationRow =>
  row({
    name: `three runs: ${name}`,
    role: 'out',
    expected: CL,
    allowed: [CL, 1],
    emulated: share(held, experiments),
    source,
  });
