/**
 * What cells show without a beam particle: activity of the hall, discharges of a tube, which know of no trigger, and
 * what reconstruction takes for a pulse in time.
 */
import type { Card } from '../../core/card/schema.js';
import { MOST_CHANNELS } from '../../core/channels.js';
import { fillNormal, type Stream } from '../../core/random/index.js';
import { commonNoiseShare, type Sampling } from '../../core/sampling.js';

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

/** Of the cells, then of their modules: as many as cells at most. */
const normals = new Float64Array(2 * MOST_CHANNELS);

/**
 * What reconstruction takes for a pulse in time in each of `cells` cells, of either sign, as a normal number. Cells of
 * a module of the ADC share as much of its variance as their samples do.
 */
export function cellNoise(
  cells: number,
  sampling: Sampling,
  stream: Stream,
  each: (cell: number, normal: number) => void,
): void {
  const { moduleChannels } = sampling;
  const rho = commonNoiseShare(sampling);
  const [shared, own] = [Math.sqrt(rho), Math.sqrt(1 - rho)];
  fillNormal(stream, normals, cells + Math.ceil(cells / moduleChannels));
  let common = cells - 1;
  for (let cell = 0; cell < cells; cell++) {
    if (cell % moduleChannels === 0) common++;
    each(cell, shared * normals[common] + own * normals[cell]);
  }
}
