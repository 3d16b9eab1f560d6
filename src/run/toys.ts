/**
 * Toys over an executor: the same numbers with any number of workers, since each is a pure function of its job and
 * index.
 */
import type { ToySource, ToyValues } from '../analyse/limits/index.js';
import { toy } from './executor/kinds/toy.js';
import { drain, results } from './pipeline.js';
import type { Computing } from './computing.js';

/** Toys that a worker gets at a time. */
const AT_A_TIME = 100;
/** A report after so many. */
const REPORT = 1000;

export function toysOf({ executor, repeat, report }: Computing): ToySource {
  let all = 0;
  return async (job, number) => {
    const values: ToyValues[] = [];
    const toys$ = results(executor, { kind: toy, job, repeat }, Array(number).keys(), AT_A_TIME);
    await drain(toys$, ({ result }) => {
      values.push(result);
      all++;
      if (all % REPORT !== 0) return;
      report(`toys: ${all}, of ${job.hypothesis} ${values.length} of ${number} at mu = ${job.mu}`);
    });
    return values;
  };
}
