/**
 * The cut flow: each cut is asked only of events that passed those before it.
 */
import type { Belief } from '../../core/card/schema.js';
import type { ReconstructedEvent } from '../reconstruction/index.js';
import { straws, veto, zeroDegree } from './activity.js';
import type { Cut } from './cut.js';
import { beamCell, missingEnergy, shape } from './ecal.js';
import { srd } from './srd.js';
import { oneTrack, track } from './track.js';

/**
 * Up to `E_ECAL loose`: the loose sample of Fig. 2 left; all of them: the selected one. The SRD comes first: its answer
 * is the cheapest to have and turns most triggers away.
 */
export const CUTS: readonly Cut[] = [
  srd,
  oneTrack,
  beamCell,
  missingEnergy,
  track,
  shape,
  straws,
  veto,
  zeroDegree,
];

const LOOSE = CUTS.indexOf(missingEnergy) + 1;

export interface Selection {
  /** How many cuts of the flow were passed before the first that failed. */
  passed: number;
  /** All cuts but the one on E_ECAL: what the (E_ECAL, E_HCAL) planes show. */
  planeLoose: boolean;
  planeSelected: boolean;
  /** The same without the one on the VETO: what backgrounds that a silent VETO hides are measured with. */
  planeUnvetoed: boolean;
  loose: boolean;
  selected: boolean;
}

export function select(event: ReconstructedEvent, belief: Belief): Selection {
  const verdicts = CUTS.map((cut) => cut.passes(event, belief));
  const firstFailed = verdicts.indexOf(false);
  const passed = firstFailed < 0 ? CUTS.length : firstFailed;
  const without = (upTo: number, spared?: Cut) =>
    verdicts.every((ok, i) => ok || i >= upTo || CUTS[i] === missingEnergy || CUTS[i] === spared);
  return {
    passed,
    planeLoose: without(LOOSE),
    planeSelected: without(CUTS.length),
    planeUnvetoed: without(CUTS.length, veto),
    loose: passed >= LOOSE,
    selected: passed === CUTS.length,
  };
}
