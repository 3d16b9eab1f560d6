/**
 * Silences of VETO and HCAL in the gate of an electron: about those of beam triggers with a track, and about random
 * moments, each counted once for every electron in its gate, so that a moment weighs as much as the beam
 * that came with it.
 */
import type { Belief } from '../../core/card/schema.js';
import { BEAM, RANDOM } from '../../core/wire/ledger.js';
import type { ReconstructedEvent } from '../reconstruction/index.js';
import { veto as vetoCut, zeroDegree } from '../selection/activity.js';
import { isBeamElectron, lonelyElectrons } from './electrons.js';
import { type Measurement, type MeasuredEvent, NO_TRIAL } from './measurement.js';
import { hasTrack } from './track.js';

type Silent = (e: ReconstructedEvent, belief: Belief) => boolean;

const vetoSilent: Silent = (e, belief) => vetoCut.passes(e, belief);
const hcalSilent: Silent = (e, { analysis: { box } }) => e.hcalTotal < box.hcal;
const hcal0Silent: Silent = (e, belief) => zeroDegree.passes(e, belief);
const bothSilent: Silent = (e, belief) => vetoSilent(e, belief) && hcalSilent(e, belief);
const anything: Silent = () => true;

/** Electrons that a gate stands for. */
function electrons(event: MeasuredEvent, belief: Belief, by: number): number {
  const { type, calibrated, reconstructed, reach } = event;
  if (!(type & by)) return 0;
  if (by === BEAM) {
    return isBeamElectron(reconstructed, belief) && hasTrack(reconstructed, belief) ? 1 : 0;
  }
  return lonelyElectrons(calibrated.ecal, belief, reach.from, reach.to).length;
}

function silence(name: string, by: number, given: Silent, silent: Silent): Measurement {
  return {
    name,
    method: by === BEAM ? 'beam triggers' : 'random triggers, by the electrons in their gates',
    probe(event, belief) {
      const e = event.reconstructed;
      const of = given(e, belief) ? electrons(event, belief, by) : 0;
      if (of === 0) return NO_TRIAL;
      return { passed: silent(e, belief) ? of : 0, of };
    },
  };
}

export const vetoBeam = silence('VETO', BEAM, anything, vetoSilent);
export const vetoRandom = silence('VETO, random', RANDOM, anything, vetoSilent);
/** Given a silent VETO. */
export const hcalBeam = silence('HCAL', BEAM, vetoSilent, hcalSilent);
export const hcalRandom = silence('HCAL, random', RANDOM, vetoSilent, hcalSilent);
/** Given both silent. */
export const hcal0Beam = silence('HCAL0', BEAM, bothSilent, hcal0Silent);
