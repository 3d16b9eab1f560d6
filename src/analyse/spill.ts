/**
 * The analysis of one spill: raw bytes and belief in, counts out. It knows no truth.
 */
import type { Belief } from '../core/card/schema.js';
import type { Bodies } from '../core/wire/event.js';
import type { Crc32 } from '../core/wire/framing.js';
import { buildSpill, type IncompleteEvent } from './building/index.js';
import { calibrate } from './calibration/index.js';
import { type Counts, countEvent, countProfile, emptyCounts, isPhysics } from './counts.js';
import { type ReconstructedEvent, reconstruct, valuesOf } from './reconstruction/index.js';
import { isSealed } from './selection/regions.js';

export interface SpillRecord {
  spill: number;
  counts: Counts;
  /** For each recorded event the CRC-32 of its reconstructed values; 0 for a sealed or lost one. */
  reconstructedCrc: number[];
  /** Events that could not be built. */
  incomplete: readonly IncompleteEvent[];
}

/**
 * Whether the sealed set is looked at. `closed` is the rule; `open` is for an unblinded run, after
 * the reason was written down.
 */
export type Seal = 'closed' | 'open';

/** @throws SegmentError or RangeError when the raw segment is damaged or incomplete */
export function analyseSpill(
  belief: Belief,
  raw: Uint8Array,
  crc32: Crc32,
  seal: Seal = 'closed',
  reconstructEvent: typeof reconstructPayload = reconstructPayload,
): SpillRecord {
  const spill = buildSpill(raw, crc32, belief.readout.building);
  const counts = emptyCounts();
  counts.spills = 1;
  counts.scalers = spill.scalers;
  counts.building = spill.building;
  countProfile(counts, spill.profile);
  const reconstructedCrc = new Array<number>(spill.recorded).fill(0);
  for (const { header, bodies } of spill.events) {
    const number = header.event ?? 0;
    const event = reconstructEvent(belief, bodies, number);
    counts.events++;
    const physics = isPhysics(header.type ?? 0);
    if (physics) counts.physics++;
    if (physics && seal === 'closed' && isSealed(event, belief)) {
      counts.sealed++;
      continue;
    }
    countEvent(counts, event, belief, header.type ?? 0);
    const values = valuesOf(event);
    reconstructedCrc[number - 1] = crc32(new Uint8Array(values.buffer));
  }
  const { incomplete } = spill;
  return { spill: spill.header.spill, counts, reconstructedCrc, incomplete };
}

/** Calibration and reconstruction of one event. */
export function reconstructPayload(
  belief: Belief,
  bodies: Bodies,
  _event: number,
): ReconstructedEvent {
  return reconstruct(belief, calibrate(bodies));
}
