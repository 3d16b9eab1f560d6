/**
 * Validation of limits: how often they hold the truth. One count by sums, three runs with nuisances by toys with signal
 * injected.
 */
import { validation } from '../validation.js';
import { chartOf } from './chart.js';
import { nestedRows } from './nested.js';
import { orderingRows } from './ordering.js';
import { runRows } from './runs.js';
import { singleRows } from './single.js';

/** Toys at each signal. */
const EVENTS = 4000;
/** Of them, experiments that have toys of their own. */
const NESTED = 0.1;
const NESTED_TOYS = 100;

export const coverage = validation({
  name: 'coverage',
  describes: 'coverage of limits of one count and of three runs with nuisances, signal injected',
  options: ['events', 'seed', 'workers', 'figures'],
  usual: { events: EVENTS },
  async run({ events, seed, executor, repeat, report }) {
    report('coverage: one count');
    const single = await singleRows();
    const runs = await runRows(events ?? EVENTS, seed, { executor, repeat, report });
    const nested = { experiments: Math.ceil(NESTED * (events ?? EVENTS)), toys: NESTED_TOYS };
    const dear = await nestedRows(nested, seed, report);
    report('coverage: orderings');
    const orderings = await orderingRows(events ?? EVENTS, seed);
    return { rows: [...single, ...runs, ...dear, ...orderings], charts: [await chartOf()] };
  },
});
