/**
 * The background of one run as a combination takes it: how many events in the box, how well that is known, and how they
 * lie in E_ECAL: from the card's rates, or from the counts of all runs that are combined.
 */
import type { Belief } from '../../core/card/schema.js';
import { inQuadrature } from '../../core/in-quadrature.js';
import { exp } from '../../core/math.js';
import {
  type Background,
  CARD_RATE,
  cardRates,
  type LogErrors,
  type Origins,
} from '../background/index.js';

export interface BackgroundInput {
  /** In words, shown wherever the number is. */
  readonly method: string;
  /** In the box of the run's card, for its exposure. */
  readonly events: number;
  /**
   * Of ln(events), one sigma: log-normal, kappa = exp(sigma). `own`: of this run alone; the others are common to all runs.
   */
  readonly logErrors: LogErrors & { readonly own: number };
  /** Where these errors come from: systematic ones from the counts, those of inputs from the card unless given. */
  readonly origins?: Origins;
  /**
   * Events with E_ECAL below an energy (GeV), over those in the box: 0 at 0, 1 at the edge of the box, more beyond it.
   */
  readonly below: (ecalGeV: number) => number;
}

/** The card's rate per electron on target, its shape and its errors. */
export const cardBackground = (belief: Belief, electrons: number): BackgroundInput =>
  backgroundInput(cardRates(belief, electrons), belief);

/** An estimate: its errors are common to all runs, since it is made once for all of them, or typed in for all of them. */
export const backgroundInput = (found: Background, belief: Belief): BackgroundInput => ({
  method: found.method,
  events: found.events,
  logErrors: { own: 0, ...found.logErrors },
  origins: found.origins,
  below: shapeOf(slopesOf(found, belief), belief.analysis.box.ecal),
});

export const isTypedIn = ({ method }: Pick<BackgroundInput, 'method'>) => method === CARD_RATE;

/** A part of the background that grows as exp(E_ECAL / slope) from 0 on; slope in GeV. */
interface Part {
  readonly events: number;
  readonly slope: number;
}

/** Slopes are those of the fits, the card's where there is none. */
const slopesOf = ({ sources }: Background, { analysis }: Belief): Part[] =>
  sources.map(({ name, events, slope }) => ({
    events,
    slope: slope ?? analysis.background.sources.find((row) => row.name === name)?.slope ?? Infinity,
  }));

export const cardShape = ({ analysis }: Pick<Belief, 'analysis'>): BackgroundInput['below'] =>
  shapeOf(analysis.background.sources, analysis.box.ecal);

/** Of one source alone, which grows as exp(E_ECAL / slope); slope in GeV. */
export const shapeOfSlope = (
  { analysis }: Pick<Belief, 'analysis'>,
  slope: number,
): BackgroundInput['below'] => shapeOf([{ events: 1, slope }], analysis.box.ecal);

function shapeOf(parts: readonly Part[], edge: number): BackgroundInput['below'] {
  if (!(edge > 0)) return () => 0;
  const all = parts.reduce((sum, { events }) => sum + events, 0);
  const grown = (ecal: number, slope: number) =>
    Math.abs(slope) < Infinity ? exp(ecal / slope) - 1 : ecal;
  return (ecal) =>
    parts.reduce((sum, { events, slope }) => {
      const share = all > 0 ? events / all : 1 / parts.length;
      return sum + (share * grown(ecal, slope)) / grown(edge, slope);
    }, 0);
}

/** Of several runs together, events: their common errors add up. Those of estimates are errors of ln(events) times the events. */
export function totalBackground(runs: readonly BackgroundInput[]): {
  events: number;
  error: number;
} {
  const sum = (of: (b: BackgroundInput) => number) => runs.reduce((n, b) => n + of(b), 0);
  // As it was typed in.
  const typed = (sigma: number) => exp(sigma) - 1;
  return {
    events: sum(({ events }) => events),
    error: inQuadrature(
      sum(({ events, logErrors }) => events * logErrors.counts),
      sum(({ events, logErrors }) => events * logErrors.systematic),
      sum(({ events, logErrors }) => events * typed(logErrors.inputs)),
      ...runs.map(({ events, logErrors }) => events * typed(logErrors.own)),
    ),
  };
}
