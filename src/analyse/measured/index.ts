/**
 * Efficiencies from data alone, beside those from ghosts: of each the trials and how many passed. A new
 * one is one file of the shape `Measurement` and one line here. No sealed event is looked at.
 */
import type { Belief } from '../../core/card/schema.js';
import type { Crc32 } from '../../core/wire/framing.js';
import type { Scalers } from '../../core/wire/ledger.js';
import { blindly } from '../blind.js';
import { buildSpill } from '../building/index.js';
import type { Calibration } from '../calibration/constants.js';
import { calibrate } from '../calibration/index.js';
import { isPhysics } from '../counts.js';
import { reconstruct } from '../reconstruction/index.js';
import { isSealed } from '../selection/regions.js';
import { spillConditions } from '../spill.js';
import { counters } from './counters.js';
import { dimuon } from './dimuon.js';
import { gate } from './gate.js';
import type { Measurement, Trials } from './measurement.js';
import { reachOf } from './reach.js';
import { hcal0Beam, hcalBeam, hcalRandom, vetoBeam, vetoRandom } from './silence.js';
import { terms } from './terms.js';
import { srd, track } from './track.js';

export type { Trials };

export const MEASUREMENTS: readonly Measurement[] = [
  counters,
  terms,
  gate,
  track,
  srd,
  vetoBeam,
  vetoRandom,
  hcalBeam,
  hcalRandom,
  hcal0Beam,
  dimuon,
];

/** In the order of `MEASUREMENTS`. */
export interface Measured {
  readonly trials: readonly Trials[];
  readonly scalers: Scalers;
}

/**
 * Measures in one spill, from its raw data.
 * @param calibration null in fidelity `energy`
 * @throws as `buildSpill`, and as `blindly`
 */
export function measureSpill(
  belief: Belief,
  raw: Uint8Array,
  crc32: Crc32,
  calibration: Calibration | null = null,
): Measured {
  const { events, scalers } = buildSpill(raw, crc32, belief.readout.building);
  const conditions = calibration && spillConditions(belief, calibration, events);
  const reach = reachOf(belief, conditions);
  let trials: Trials[] = MEASUREMENTS.map(() => ({ passed: 0, of: 0 }));
  for (const { header, bodies } of events) {
    const calibrated = calibrate(bodies, belief.detector, conditions, Number(header.tick ?? 0));
    const reconstructed = blindly(() => reconstruct(belief, calibrated), header.event);
    const type = header.type ?? 0;
    if (isPhysics(type) && isSealed(reconstructed, belief)) continue;
    const event = { number: header.event ?? 0, type, calibrated, reconstructed, reach };
    trials = addTrials(
      trials,
      MEASUREMENTS.map((m) => m.probe(event, belief)),
    );
  }
  return { trials, scalers };
}

export const addTrials = (a: readonly Trials[], b: readonly Trials[]): Trials[] =>
  a.map((t, i) => ({ passed: t.passed + b[i].passed, of: t.of + b[i].of }));
