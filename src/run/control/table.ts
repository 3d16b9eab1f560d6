/**
 * The states of run control as a table: what a command or an event makes of each. docs/run-control.md shows it; a
 * test holds the one to the other.
 */

/**
 * As they are shown: `in spill` while at least one spill is under way, `between spills` while none is. Of a scan a point,
 * with all of its spills, is what a spill is of a run.
 */
export const STATES = [
  'configured',
  'armed',
  'in spill',
  'between spills',
  'paused',
  'stopped',
  'error',
] as const;
export type State = (typeof STATES)[number];

/** The states, `in spill` three times: no spill is begun any more where it is to be paused or stopped. */
export type Phase = State | 'pausing' | 'stopping';

export const COMMANDS = ['arm', 'start', 'pause', 'resume', 'stop', 'reset'] as const;
export type Command = (typeof COMMANDS)[number];

/** Of a spill that ends, whether others are under way still says which of the two it is. */
export const EVENTS = [
  'spill begun',
  'spill ended',
  'last spill ended',
  'all done',
  'failure',
] as const;
export type Event = (typeof EVENTS)[number];

export type Input = Command | Event;

export const TABLE: Readonly<Record<Phase, { readonly [input in Input]?: Phase }>> = {
  configured: { arm: 'armed', stop: 'stopped', failure: 'error' },
  armed: { start: 'between spills', stop: 'stopped', failure: 'error' },
  'between spills': {
    ...{ pause: 'paused', stop: 'stopped' },
    ...{ 'spill begun': 'in spill', 'all done': 'stopped', failure: 'error' },
  },
  'in spill': {
    ...{ pause: 'pausing', stop: 'stopping', 'spill begun': 'in spill' },
    ...{ 'spill ended': 'in spill', 'last spill ended': 'between spills', failure: 'error' },
  },
  pausing: {
    ...{ resume: 'in spill', stop: 'stopping' },
    ...{ 'spill ended': 'pausing', 'last spill ended': 'paused', failure: 'error' },
  },
  stopping: { 'spill ended': 'stopping', 'last spill ended': 'stopped', failure: 'error' },
  paused: { resume: 'between spills', stop: 'stopped', failure: 'error' },
  stopped: { reset: 'configured', failure: 'error' },
  error: { reset: 'configured' },
};

export const PHASES = Object.keys(TABLE) as Phase[];

export const stateOf = (phase: Phase): State =>
  phase === 'pausing' || phase === 'stopping' ? 'in spill' : phase;

/** Where a run stands. */
export interface Situation {
  readonly phase: Phase;
  /** Spills that were begun and are not in the journal. */
  readonly underWay: number;
  /** Why it is to be paused or stopped, is so, or has failed; null otherwise, and where all spills were done. */
  readonly reason: string | null;
}

export const BEGIN: Situation = { phase: 'configured', underWay: 0, reason: null };

/** Why an input changes nothing: what it got, and the phases in which it would. */
export interface Refusal {
  readonly got: Phase;
  readonly expected: readonly Phase[];
}

/** Inputs that a reason comes with. */
const WITH_REASON: readonly Input[] = ['pause', 'stop', 'failure'];
const FORGOTTEN: readonly Phase[] = ['configured', 'in spill', 'between spills'];

/** What an input makes of a situation; a refusal leaves it as it is. */
export function step(
  from: Situation,
  input: Exclude<Input, 'last spill ended'>,
  reason: string | null = null,
): Situation | Refusal {
  const isLast = input === 'spill ended' && from.underWay === 1;
  const phase = TABLE[from.phase][isLast ? 'last spill ended' : input];
  if (phase === undefined) return { got: from.phase, expected: phasesFor(input) };
  const change = input === 'spill begun' ? 1 : input === 'spill ended' ? -1 : 0;
  const kept = FORGOTTEN.includes(phase) ? null : from.reason;
  return {
    phase,
    underWay: phase === 'error' ? 0 : from.underWay + change,
    reason: WITH_REASON.includes(input) ? reason : kept,
  };
}

/** Where an input means something. */
export const phasesFor = (input: Input): Phase[] =>
  PHASES.filter((phase) => TABLE[phase][input] !== undefined);

export const isRefusal = (outcome: Situation | Refusal): outcome is Refusal => 'got' in outcome;
