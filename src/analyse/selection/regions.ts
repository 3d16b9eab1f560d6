/**
 * Regions of the (E_ECAL, E_HCAL) plane. A region is one entry of this shape.
 */
import type { Belief } from '../../core/card/schema.js';
import type { ReconstructedEvent } from '../reconstruction/index.js';
import type { Selection } from './index.js';

export interface Region {
  readonly name: string;
  /** A step of the cut flow, which is all of the plane. */
  readonly step?: true;
  contains(event: ReconstructedEvent, selection: Selection, belief: Belief): boolean;
}

const regionI: Region['contains'] = (e, s, { analysis: { regionI } }) =>
  s.loose &&
  e.hcalTotal > regionI.min &&
  e.hcalTotal < regionI.max &&
  e.hcal.every((module) => module > regionI.module);

/** Hadrons made in the dump: what the ECAL lacks is in the HCAL. */
export const isWhole = (e: ReconstructedEvent, { analysis: { beamEnergy, regionII } }: Belief) =>
  e.hcalTotal > regionII.min && Math.abs(e.ecal + e.hcalTotal - beamEnergy) < regionII.width;

/** Neutral hadrons made in the dump. */
export const isInRegionA: Region['contains'] = (e, s, { analysis: { box } }) =>
  s.selected && e.ecal < box.ecal && e.hcalTotal > box.hcal;

/** Sideband C as far as E_ECAL goes. */
export const isInSidebandC: Region['contains'] = (e, s, { analysis: { box } }) =>
  s.planeSelected && e.ecal > box.ecal && e.hcalTotal < box.hcal;

export const REGIONS: readonly Region[] = [
  { name: 'loose', step: true, contains: (_e, s) => s.loose },
  { name: 'selected', step: true, contains: (_e, s) => s.selected },
  { name: 'I', contains: regionI },
  {
    name: 'I below box edge',
    contains: (e, s, belief) => regionI(e, s, belief) && e.ecal < belief.analysis.box.ecal,
  },
  {
    name: 'II',
    contains: (e, s, belief) => s.loose && isWhole(e, belief),
  },
  { name: 'A', contains: isInRegionA },
  {
    name: 'C',
    // Up to the trigger's threshold, in whose turn-on it ends.
    contains: (e, s, belief) =>
      isInSidebandC(e, s, belief) && e.ecal < belief.trigger.ecal.threshold,
  },
];

export const regionIndex = (name: string) => REGIONS.findIndex((r) => r.name === name);

/** Before any other cut: what the analyst must not see while blinded. */
export const isSealed = (e: ReconstructedEvent, { analysis: { seal } }: Belief) =>
  e.ecal < seal.ecal && e.hcalTotal < seal.hcal;

/** The signal box: all cuts, and nothing in the HCAL. */
export const inBox = (e: ReconstructedEvent, s: Selection, { analysis: { box } }: Belief) =>
  s.selected && e.ecal < box.ecal && e.hcalTotal < box.hcal;
