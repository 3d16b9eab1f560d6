/** How much of each recorded physics event is made. */
export const EVALUATIONS = ['all', 'staged'] as const;

/**
 * `all`: every front end answers. `staged`: counters and SRD answer first, and where they show that no cut flow can
 * pass, the event is set aside: counted, and neither made nor built. In both the same events pass the same cuts.
 */
export type Evaluation = (typeof EVALUATIONS)[number];

/** Of so many spills one is made in full, for what all triggers show. */
export const FULL_EVERY = 100;

/** Whether events of a spill (from 1) may be set aside. */
export const isStaged = (evaluation: Evaluation, spill: number): boolean =>
  evaluation === 'staged' && spill % FULL_EVERY !== 1;
