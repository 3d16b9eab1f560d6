/**
 * The analysis of one spill: raw bytes and belief in, counts out. It knows no truth.
 */
import type { Belief } from '../core/card/schema.js';
import type { Bodies } from '../core/wire/event.js';
import type { Crc32 } from '../core/wire/framing.js';
import { blindly } from './blind.js';
import {
  type BuiltEvent,
  buildSpill,
  type EventRange,
  type IncompleteEvent,
  type SpillProfile,
} from './building/index.js';
import { type Conditions, conditionsOf } from './calibration/conditions.js';
import type { Calibration } from './calibration/constants.js';
import { noDrift } from './calibration/drift.js';
import { calibrate } from './calibration/index.js';
import { type Counts, countEvent, countProfile, emptyCounts, isPhysics } from './counts.js';
import { type Alarm, isBad, leftOut, Monitoring, type Occupancy } from './monitors/index.js';
import { measureDrift } from './calibration/measure/drift.js';
import { type ReconstructedEvent, reconstruct, valuesOf } from './reconstruction/index.js';
import { isSealed } from './selection/regions.js';

export interface SpillRecord {
  spill: number;
  counts: Counts;
  /**
   * For each recorded event, up to the last that was built, the CRC-32 of its reconstructed values; 0 for one that was
   * sealed, lost or set aside.
   */
  reconstructedCrc: number[];
  /** Events that could not be built. */
  incomplete: readonly IncompleteEvent[];
  /** Events of which nothing came. */
  missing: readonly EventRange[];
  /** What the monitors say, and what they cannot judge. */
  alarms: readonly Alarm[];
  unwatched: readonly Alarm[];
  /** Events with a pulse of each channel. */
  occupancy: Occupancy;
  profile: SpillProfile;
}

/**
 * Whether the sealed set is looked at. `closed` is the rule; `open` is for an unblinded run, after
 * the reason was written down.
 */
export type Seal = 'closed' | 'open';

/** `reconstructPayload`, or what takes its place; it is told the number of the event as well. */
export type ReconstructEvent = (
  belief: Belief,
  bodies: Bodies,
  conditions: Conditions | null,
  tick: number,
  event: number,
) => ReconstructedEvent;

/**
 * @param calibration null in fidelity `energy`
 * @throws SegmentError or RangeError when the raw segment is damaged or incomplete
 */
export function analyseSpill(
  belief: Belief,
  raw: Uint8Array,
  crc32: Crc32,
  seal: Seal = 'closed',
  calibration: Calibration | null = null,
  reconstructEvent: ReconstructEvent = reconstructPayload,
): SpillRecord {
  const spill = buildSpill(raw, crc32, belief.readout.building);
  const counts = emptyCounts();
  counts.spills = 1;
  counts.scalers = spill.scalers;
  counts.building = spill.building;
  counts.setAside = spill.setAside;
  countProfile(counts, spill.profile, spill.header.spill);
  const conditions = calibration && spillConditions(belief, calibration, spill.events);
  const monitoring = new Monitoring(belief, conditions);
  const reconstructedCrc: number[] = [];
  for (const { header, bodies } of spill.events) {
    const number = header.event ?? 0;
    const event = reconstructEvent(belief, bodies, conditions, Number(header.tick ?? 0), number);
    counts.events++;
    while (reconstructedCrc.length < number) reconstructedCrc.push(0);
    const type = header.type ?? 0;
    const physics = isPhysics(type);
    const sealed = physics && isSealed(event, belief);
    monitoring.event({ type, bodies, reconstructed: sealed ? null : event });
    if (physics) counts.physics++;
    if (sealed && seal === 'closed') {
      counts.sealed++;
      continue;
    }
    countEvent(counts, event, belief, type, !spill.staged);
    const values = valuesOf(event);
    reconstructedCrc[number - 1] = crc32(new Uint8Array(values.buffer));
  }
  const { incomplete, missing } = spill;
  const { alarms, unwatched, occupancy } = monitoring.finish(spill);
  return {
    spill: spill.header.spill,
    counts: isBad(alarms) ? leftOut(counts) : counts,
    reconstructedCrc,
    ...{ incomplete, missing, alarms, unwatched, occupancy, profile: spill.profile },
  };
}

/** What the events of a spill are read with: the calibration, and the drift that its own flashes show. */
export function spillConditions(
  belief: Belief,
  calibration: Calibration,
  events: readonly BuiltEvent[],
): Conditions {
  const reference = conditionsOf(belief, calibration, noDrift(belief.detector));
  return conditionsOf(belief, calibration, measureDrift(belief, calibration, reference, events));
}

/**
 * Calibration and reconstruction of one event.
 * @param conditions of its spill; null in fidelity `energy`
 * @param tick of its trigger in the spill, 0.1 ns
 * @param event its number, for what is said of a failure
 * @throws RangeError when a body is damaged: raw data, which are in the clear
 * @throws InternalError when the reconstruction fails, as `blindly` says it
 */
export function reconstructPayload(
  belief: Belief,
  bodies: Bodies,
  conditions: Conditions | null = null,
  tick = 0,
  event?: number,
): ReconstructedEvent {
  const calibrated = calibrate(bodies, belief.detector, conditions, tick);
  return blindly(() => reconstruct(belief, calibrated), event);
}
