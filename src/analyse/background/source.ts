import type { Belief } from '../../core/card/schema.js';
import { upperIncompleteGamma } from '../../core/gamma.js';
import { inQuadrature } from '../../core/in-quadrature.js';
import { exp } from '../../core/math.js';
import type { Origin } from '../origin.js';
import { fallingRoot } from '../limits/root.js';
import type { Seen } from './seen.js';
import type { TurnOn } from './turnOn.js';

/** What an estimate may look at. */
export interface Input {
  /** Counts of open events. */
  readonly seen: Seen;
  readonly belief: Belief;
  readonly turnOn: TurnOn;
  /** Electrons on target that came while trigger and readout were open; all of them unless given. */
  readonly open?: number;
}

/** Events of one source in the signal box, for the exposure that was seen. */
export interface Estimate {
  readonly name: string;
  /** An estimate, or an upper limit of 90 %. */
  readonly kind: 'estimate' | 'limit';
  readonly events: number;
  /** All of it, one sigma; of a limit as large as itself. */
  readonly error: number;
  /** One sigma about it: not symmetric where ln(events) is what is normal. Null of a limit. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Its parts, events times the error of ln(events); null where they are not known apart. */
  readonly statistical: number | null;
  readonly systematic: number | null;
  /** GeV of E_ECAL per e-fold below the edge of the box; null where the counts do not tell it. */
  readonly slope: number | null;
  /** In words. */
  readonly method: string;
  /** The counts behind it. */
  readonly used: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
}

/** One source of background: one file of this shape and one registry line. */
export interface Source {
  /** As on the card. */
  readonly name: string;
  /** Where its systematic error comes from; measured unless given. */
  readonly systematicFrom?: Origin;
  /** Null where too little was seen: then the card's rate holds. */
  estimate(input: Input): Found | null;
  /**
   * Of an estimate from several runs together, what a run has of it per electron that came while its trigger and readout were open, in
   * any unit; the same in all runs unless given.
   * @param all the sum of what was seen of the runs
   */
  perElectron?(seen: Seen, all: Seen): number;
  /** Events that the estimate rests on, by which runs that share it are compared. */
  counts?(seen: Seen, belief: Belief): number;
}

/** An estimate without its name. */
export interface Found extends Omit<Estimate, 'name' | 'slope'> {
  readonly slope?: number;
  /** A limit for want of counts: of what it rests on none was seen. */
  readonly empty?: boolean;
}

type Rest = Pick<Found, 'method' | 'used' | 'warnings' | 'slope'>;

/** An upper limit as an estimate. @param empty whether it is one for want of counts */
export const limitOf = (events: number, empty: boolean, rest: Rest): Found => ({
  ...{ kind: 'limit', events, error: events, interval: null, statistical: null, systematic: null },
  ...{ empty, ...rest },
});

/** An estimate whose logarithm has these errors. */
export function estimateOf(
  events: number,
  statistical: number,
  systematic: number,
  rest: Rest,
): Found {
  const relative = inQuadrature(statistical, systematic);
  return {
    ...{ kind: 'estimate', events, error: events * relative },
    interval: [events * exp(-relative), events * exp(relative)],
    statistical: events * statistical,
    systematic: events * systematic,
    ...rest,
  };
}

const CL = 0.9;

/** Upper limit of 90 % on the mean of a Poisson count: P(N <= n; mean) = 0.1. @example upperLimit(0) // 2.303 */
export const upperLimit = (n: number): number =>
  fallingRoot((mean) => upperIncompleteGamma(n + 1, mean) - (1 - CL), 0, n + 1);
