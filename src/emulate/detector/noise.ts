/**
 * What cells show without a beam particle: activity of the hall, discharges of a tube. It knows of no trigger.
 */
import type { Card } from '../../core/card/schema.js';
import type { Stream } from '../../core/random/index.js';

export interface Activity {
  /** Pulses of a cell, Hz. */
  readonly rate: number;
  /** Mean of their exponential, GeV. */
  readonly energy: number;
}

/**
 * The pulses of `cells` cells in a gate: Poisson in number, uniform in time (ns) from `readout.before` before to
 * `readout.after` after the trigger.
 */
export function activity(
  { rate, energy }: Activity,
  cells: number,
  { before, after }: Card['readout'],
  stream: Stream,
  add: (cell: number, energyGeV: number, timeNs: number) => void,
): void {
  const pulses = stream.poisson(1e-9 * rate * cells * (before + after));
  for (let i = 0; i < pulses; i++) {
    const cell = Math.floor(cells * stream.uniform());
    const time = (before + after) * stream.uniform() - before;
    add(cell, energy * stream.exponential(), time);
  }
}
