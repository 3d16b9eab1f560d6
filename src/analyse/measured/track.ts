import type { Belief } from '../../core/card/schema.js';
import { BEAM } from '../../core/wire/ledger.js';
import type { ReconstructedEvent } from '../reconstruction/index.js';
import { straws } from '../selection/activity.js';
import { srd as srdCut } from '../selection/srd.js';
import { oneTrack, track as trackCut } from '../selection/track.js';
import { isBeamElectron } from './electrons.js';
import { type Measurement, NO_TRIAL, trial } from './measurement.js';

const TRACK = [oneTrack, trackCut, straws];

export const hasTrack = (e: ReconstructedEvent, belief: Belief): boolean =>
  TRACK.every((cut) => cut.passes(e, belief));

/** Tag: an electron of full energy in the ECAL, with its synchrotron radiation. Probe: its track. */
export const track: Measurement = {
  name: 'track',
  method: 'tag and probe in beam triggers',
  probe({ type, reconstructed: e }, belief) {
    const tagged = type & BEAM && isBeamElectron(e, belief) && srdCut.passes(e, belief);
    return tagged ? trial(hasTrack(e, belief)) : NO_TRIAL;
  },
};

/** Tag: an electron of full energy in the ECAL, with its track. Probe: its synchrotron radiation. */
export const srd: Measurement = {
  name: 'SRD',
  method: 'tag and probe in beam triggers',
  probe({ type, reconstructed: e }, belief) {
    const tagged = type & BEAM && isBeamElectron(e, belief) && hasTrack(e, belief);
    return tagged ? trial(srdCut.passes(e, belief)) : NO_TRIAL;
  },
};
