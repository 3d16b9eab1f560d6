import { seedKey } from '../../../core/random/index.js';
import { Fitter, physical } from '../fit.js';
import { compile, histFactory, type Settings, type Workspace } from '../histfactory/index.js';
import { type Hypothesis, toyOf } from './draw.js';
import { type StatisticName, STATISTICS, type Subject } from './statistics.js';

/** Toys of one hypothesis and what is asked of each: plain data, the same for all of them. */
export interface ToyJob {
  readonly workspace: Workspace;
  readonly settings: Settings;
  /** Its name. */
  readonly measurement: string;
  readonly seed: string;
  readonly hypothesis: Hypothesis;
  /** Parameters that they are drawn from. */
  readonly truth: Float64Array;
  /** The signal strength that the statistics are about. */
  readonly mu: number;
  readonly statistics: readonly StatisticName[];
}

/** Statistics of one toy, in the order of the job. */
export type ToyValues = readonly number[];

/** Gives the statistics of the toys 0 to `number` - 1, in this order. */
export type ToySource = (job: ToyJob, number: number) => Promise<readonly ToyValues[]>;

/**
 * The statistics of toy i: a pure function of job and i, since nothing of a toy stays in the fitters. Without
 * auxiliary measurements, toys of the same counts are the same and fitted once.
 */
export function prepareToys(job: ToyJob): (i: number) => ToyValues {
  const { workspace, settings, measurement, seed, hypothesis, truth, mu, statistics } = job;
  const tables = compile(workspace, settings, measurement);
  const { model } = histFactory(tables);
  const subject: Subject = {
    fitter: new Fitter(physical(model)),
    own: new Fitter(model),
    tables,
  };
  const key = seedKey(seed);
  const known = new Map<string, ToyValues>();
  return (i) => {
    const toy = toyOf(model, truth, key, hypothesis, i);
    const name = model.auxiliaries.length === 0 ? toy.counts.join() : null;
    const before = name === null ? undefined : known.get(name);
    if (before) return before;
    const values = statistics.map((statistic) => STATISTICS[statistic](mu, toy, subject));
    subject.fitter.forget(toy);
    subject.own.forget(toy);
    if (name !== null && known.size < MOST_KNOWN) known.set(name, values);
    return values;
  };
}

/** So many vectors of counts are remembered. */
const MOST_KNOWN = 10_000;

/** All of them here and now. */
export const toysHere: ToySource = async (job, number) => {
  const toy = prepareToys(job);
  return Array.from({ length: number }, (_, i) => toy(i));
};
