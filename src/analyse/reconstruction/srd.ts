import type { Belief } from '../../core/card/schema.js';
import { srdModules } from '../../core/channels.js';
import type { CalibratedEvent } from '../calibration/event.js';
import { about, inWindow } from './window.js';

/**
 * Energies of the modules of the SRD, GeV.
 * @param particle when the trigger's particle came, ns after the trigger
 */
export function reconstructSrd(
  { analysis, detector }: Belief,
  { srd }: Pick<CalibratedEvent, 'srd'>,
  particle: number,
): number[] {
  const modules = new Array<number>(srdModules(detector.srd)).fill(0);
  inWindow(srd, about(analysis.cuts.srd.window, particle), (channel, energy) => {
    modules[channel] += energy;
  });
  return modules;
}
