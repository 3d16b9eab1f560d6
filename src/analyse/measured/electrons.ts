/**
 * Beam electrons of full energy: that of an event, and those anywhere in a gate, whatever opened it.
 */
import type { Belief } from '../../core/card/schema.js';
import { channelIn, ecalGrid } from '../../core/channels.js';
import type { CalibratedEvent, Pulses } from '../calibration/event.js';
import type { ReconstructedEvent } from '../reconstruction/index.js';
import { beamCell } from '../selection/ecal.js';

/**
 * Full energy: within this share of the beam's. Where no counter has asked for them, electrons that have
 * radiated so much that they are bent past S4 must not pass for whole ones.
 */
const FULL = 0.1;
const WHOLE = 0.04;
/** Pulses of one shower lie within this of the one in the beam cell, ns. */
const TOGETHER = 10;
/** An electron is alone when nothing of more than this many GeV is nearer than so many ns. */
const QUIET = { energy: 1, time: 40 };

const isNear = (energy: number, { analysis: { beamEnergy } }: Belief, share: number) =>
  Math.abs(energy - beamEnergy) < share * beamEnergy;

/** Whether the event is one electron of full energy in the beam cell. */
export const isBeamElectron = (e: ReconstructedEvent, belief: Belief): boolean =>
  isNear(e.ecal, belief, FULL) && beamCell.passes(e, belief);

/**
 * Times (ns) of the electrons in a gate that are alone, between two moments.
 */
export function lonelyElectrons(ecal: Pulses, belief: Belief, from: number, to: number): number[] {
  const { beamCell: cell } = belief.detector.ecal;
  const main = channelIn(ecalGrid(belief.detector.ecal), 1, cell[0], cell[1]);
  const found: number[] = [];
  ecal.channel.forEach((channel, i) => {
    const at = ecal.time[i];
    if (channel !== main || at < from || at > to) return;
    if (ecal.energy[i] < belief.analysis.beamEnergy / 3) return;
    let own = 0;
    let other = 0;
    for (let k = 0; k < ecal.channel.length; k++) {
      const distance = Math.abs(ecal.time[k] - at);
      if (distance <= TOGETHER) own += ecal.energy[k];
      else if (distance <= QUIET.time) other += ecal.energy[k];
    }
    if (other < QUIET.energy && isNear(own, belief, WHOLE)) found.push(at);
  });
  return found;
}

/** Whether the event shows no more than the window of its cuts in all that the trigger's sums can see. */
export function isAlone(
  { ecal }: Pick<CalibratedEvent, 'ecal'>,
  seen: number,
  belief: Belief,
): boolean {
  const { zero } = belief.trigger.overlap;
  let near = 0;
  ecal.time.forEach((time, i) => {
    if (Math.abs(time) < zero) near += ecal.energy[i];
  });
  return near - seen < QUIET.energy;
}

/** Energy that the trigger would add to a sum at a moment, with its weights of belief. */
export function overlappingEnergy(ecal: Pulses, belief: Belief, moment: number): number {
  const { full, zero } = belief.trigger.overlap;
  let sum = 0;
  for (let k = 0; k < ecal.channel.length; k++) {
    const distance = Math.abs(ecal.time[k] - moment);
    if (distance >= zero) continue;
    sum += ecal.energy[k] * (distance <= full ? 1 : (zero - distance) / (zero - full));
  }
  return sum;
}
