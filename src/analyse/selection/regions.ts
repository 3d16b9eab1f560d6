/**
 * Regions of the (E_ECAL, E_HCAL) plane. A region is one entry of this shape.
 */
import type { Belief } from '../../core/card/schema.js';
import type { ReconstructedEvent } from '../reconstruction/index.js';
import type { Selection } from './index.js';

export interface Region {
  readonly name: string;
  contains(event: ReconstructedEvent, selection: Selection, belief: Belief): boolean;
}

const regionI: Region['contains'] = (e, s, { analysis: { regionI } }) =>
  s.loose &&
  e.hcalTotal > regionI.min &&
  e.hcalTotal < regionI.max &&
  e.hcal.every((module) => module > regionI.module);

export const REGIONS: readonly Region[] = [
  { name: 'loose', contains: (_e, s) => s.loose },
  { name: 'selected', contains: (_e, s) => s.selected },
  { name: 'I', contains: regionI },
  {
    name: 'I below box edge',
    contains: (e, s, belief) => regionI(e, s, belief) && e.ecal < belief.analysis.box.ecal,
  },
  {
    name: 'II',
    contains: (e, s, { analysis }) =>
      s.loose &&
      e.hcalTotal > analysis.regionII.min &&
      Math.abs(e.ecal + e.hcalTotal - analysis.beamEnergy) < analysis.regionII.width,
  },
  {
    name: 'A',
    contains: (e, s, { analysis }) =>
      s.selected && e.ecal < analysis.box.ecal && e.hcalTotal > analysis.box.hcal,
  },
  {
    name: 'C',
    // Up to the trigger's threshold, in whose turn-on it ends.
    contains: (e, s, { analysis, trigger }) =>
      s.planeSelected &&
      e.ecal > analysis.box.ecal &&
      e.ecal < trigger.ecal.threshold &&
      e.hcalTotal < analysis.box.hcal,
  },
];

export const regionIndex = (name: string) => REGIONS.findIndex((r) => r.name === name);

/** Before any other cut: what the analyst must not see while blinded. */
export const isSealed = (e: ReconstructedEvent, { analysis: { seal } }: Belief) =>
  e.ecal < seal.ecal && e.hcalTotal < seal.hcal;

/** The signal box: all cuts, and nothing in the HCAL. */
export const inBox = (e: ReconstructedEvent, s: Selection, { analysis: { box } }: Belief) =>
  s.selected && e.ecal < box.ecal && e.hcalTotal < box.hcal;
