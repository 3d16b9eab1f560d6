/**
 * Background expected in the signal box: the card's rate per electron on target. Named so wherever it
 * is shown; the fits to the sidebands need far more data than a sample of spills.
 */
import type { Belief } from '../core/card/schema.js';

export interface BackgroundRow {
  readonly name: string;
  readonly events: number;
  readonly error: number;
}

export interface Background {
  readonly method: "the card's rate per electron on target";
  readonly events: number;
  readonly error: number;
  readonly sources: readonly BackgroundRow[];
}

/** Background in the box for an exposure, in proportion to it; errors in quadrature. */
export function expectedBackground(belief: Belief, electrons: number): Background {
  const { electrons: reference, sources } = belief.analysis.background;
  const scale = electrons / reference;
  const rows = sources.map(({ name, events, error }) => ({
    name,
    events: events * scale,
    error: error * scale,
  }));
  return {
    method: "the card's rate per electron on target",
    events: rows.reduce((sum, r) => sum + r.events, 0),
    error: Math.sqrt(rows.reduce((sum, r) => sum + r.error * r.error, 0)),
    sources: rows,
  };
}
