/**
 * The background of one run as a combination takes it: how many events in the box, how well that is known, and how they
 * lie in E_ECAL: from the card's rates, or from the counts of the run.
 */
import type { Belief } from '../../core/card/schema.js';
import { exp } from '../../core/math.js';
import { type Background, CARD_RATE, expectedBackground } from '../background/index.js';

export interface BackgroundInput {
  /** In words, shown wherever the number is. */
  readonly method: string;
  /** In the box of the run's card, for its exposure. */
  readonly events: number;
  /** One sigma, events: of this run alone, and of the function that all runs share. */
  readonly error: number;
  readonly functionError: number;
  /**
   * Events with E_ECAL below an energy (GeV), over those in the box: 0 at 0, 1 at the edge of the box, more beyond it.
   */
  readonly below: (ecalGeV: number) => number;
}

/** The card's rate per electron on target, its shape and its errors. */
export function cardBackground(belief: Belief, electrons: number): BackgroundInput {
  const { nuisances } = belief.analysis;
  const { events } = expectedBackground(belief, electrons);
  return {
    method: CARD_RATE,
    events,
    error: events * nuisances.background,
    functionError: events * nuisances.backgroundFunction,
    below: cardShape(belief),
  };
}

/**
 * An estimate from the counts of a run. What its sources have as a systematic error is of the functions that all runs share; sources
 * that are typed in bring their whole error to the run's own. The shape is the card's.
 */
export function countedBackground(found: Background, belief: Belief): BackgroundInput {
  const inQuadrature = (errors: readonly number[]) =>
    Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0));
  const { method, events, sources } = found;
  return {
    method,
    events,
    error: inQuadrature(sources.map((s) => s.statistical ?? s.error)),
    functionError: inQuadrature(sources.map((s) => s.systematic ?? 0)),
    below: cardShape(belief),
  };
}

/** Each source grows as exp(E_ECAL / slope) from 0 on. */
export function cardShape({ analysis }: Pick<Belief, 'analysis'>): BackgroundInput['below'] {
  const { sources } = analysis.background;
  const edge = analysis.box.ecal;
  if (!(edge > 0)) return () => 0;
  const all = sources.reduce((sum, { events }) => sum + events, 0);
  const grown = (ecal: number, slope: number) => exp(ecal / slope) - 1;
  return (ecal) =>
    sources.reduce((sum, { events, slope }) => {
      const share = all > 0 ? events / all : 1 / sources.length;
      return sum + (share * grown(ecal, slope)) / grown(edge, slope);
    }, 0);
}
