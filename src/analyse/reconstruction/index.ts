/**
 * Reconstruction of one event, from calibrated pulses and belief alone.
 */
import type { Belief } from '../../core/card/schema.js';
import { vetoSlabs } from '../../core/channels.js';
import type { CalibratedEvent } from '../calibration/event.js';
import { masterTime, masterTiming } from '../calibration/master.js';
import { cellTimes, reconstructEcal, shapeChi2 } from './ecal.js';
import type { ReconstructedEvent } from './event.js';
import { reconstructHcal } from './hcal.js';
import { reconstructSrd } from './srd.js';
import { reconstructTracks } from './track/index.js';
import { inWindow } from './window.js';

export type { ReconstructedEvent } from './event.js';
export { valuesOf } from './event.js';

const NO_TRACK = { momentum: 0, angle: 0, x: 0, y: 0, chi2: 0 };

export function reconstruct(belief: Belief, event: CalibratedEvent): ReconstructedEvent {
  const { cuts } = belief.analysis;
  // What comes within the range of the samples counts in VETO and HCAL, what comes with the particle elsewhere.
  const particle = masterTime(event.counters, masterTiming(belief));
  const ecal = reconstructEcal(belief, event, particle);
  const { tracks, straws } = reconstructTracks(belief, event.tracker);
  const track = tracks[0] ?? NO_TRACK;
  const { modules: hcal, central, zeroDegree } = reconstructHcal(belief, event.hcal, particle);
  const slabs = vetoSlabs(belief.detector.veto);
  const tubes = new Array<number>(2 * slabs).fill(0);
  inWindow(event.veto, cuts.veto.window, (channel, e) => {
    tubes[channel] += e;
  });
  return {
    ecal: ecal.energy,
    preshower: ecal.preshower,
    hottest: ecal.hottest,
    chi2: shapeChi2(belief, ecal, track.x, track.y),
    cellTimes: cellTimes(event),
    hcal,
    hcalTotal: sumOf(hcal),
    hcalCentral: central,
    hcal0: zeroDegree,
    veto: Array.from({ length: slabs }, (_, i) => slab(tubes[2 * i], tubes[2 * i + 1])),
    srd: reconstructSrd(belief, event, particle),
    tracks: tracks.length,
    momentum: track.momentum,
    angle: track.angle,
    trackChi2: track.chi2,
    straws,
  };
}

const sumOf = (energies: readonly number[]) => energies.reduce((sum, e) => sum + e);

/**
 * Energy of a slab from its two tubes: their geometric mean, or the larger where one has less than
 * 0.3 of the other (NA64's public analysis code).
 */
function slab(a: number, b: number): number {
  const larger = Math.max(a, b);
  return Math.min(a, b) < 0.3 * larger ? larger : Math.sqrt(a * b);
}
