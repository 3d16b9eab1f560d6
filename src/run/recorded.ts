/**
 * What a run has recorded of one spill: its triggers, and single events without a look at the others.
 */
import { buildSpill, type BuiltEvent } from '../analyse/building/index.js';
import { pickEvents } from '../analyse/building/pick.js';
import type { Conditions } from '../analyse/calibration/conditions.js';
import { spillConditions } from '../analyse/spill.js';
import { beliefOf } from '../core/card/index.js';
import { RunError } from '../core/errors.js';
import { FLASHES } from '../core/id.js';
import { seedKey } from '../core/random/index.js';
import { SLICE_TICKS } from '../core/ticks.js';
import { emulatePayload } from '../emulate/spill.js';
import { RECORD, readSegment } from '../core/wire/framing.js';
import { decodePrimitives, type Primitives, PRIMITIVES_BYTES } from '../core/wire/primitives.js';
import { crc32 } from './hash.js';
import { type OpenRun, readingFile } from './replay.js';
import { type Journalled, readSegmentOf } from './store/directory.js';
import type { SegmentKind } from './spill.js';
import { segmentFile } from './store/layout.js';

const fileOf = ({ directory }: Journalled, kind: SegmentKind, spill: number) =>
  `${directory}/${segmentFile(kind, spill)}`;

/** All primitives records of a spill. @throws RunError when they are missing or damaged */
export function readPrimitives(run: Journalled, spill: number): Primitives[] {
  const file = fileOf(run, 'primitives', spill);
  const data = readSegmentOf(run, 'primitives', spill);
  if (!data) throw new RunError({ where: file, fault: 'is not there' });
  return readingFile(file, () => {
    const found: Primitives[] = [];
    for (const { type, body } of readSegment(data, crc32, PRIMITIVES_BYTES)) {
      if (type === RECORD.event) found.push(decodePrimitives(body));
    }
    return found;
  });
}

/**
 * Events of a spill from its raw data, those that are complete; null where raw data are not kept.
 * @param numbers ascending
 * @throws RunError when the segment is damaged
 */
export function readEvents(
  run: OpenRun,
  spill: number,
  numbers: readonly number[],
): BuiltEvent[] | null {
  const raw = readSegmentOf(run, 'raw', spill);
  if (!raw) return null;
  const { building } = run.card.readout;
  const wanted = new Set(numbers);
  return readingFile(
    fileOf(run, 'raw', spill),
    () =>
      pickEvents(raw, crc32, numbers) ??
      buildSpill(raw, crc32, building).events.filter((e) => wanted.has(e.header.event ?? 0)),
  );
}

/** Time of a trigger in its spill, 0.1 ns. */
export const timeOf = ({ slice, tick }: Primitives): number => slice * SLICE_TICKS + tick;

/**
 * What the events of a spill are read with, from its flashes alone: from raw data, made again where these were
 * dropped; null in fidelity `energy`.
 */
export function readConditions(run: OpenRun, spill: number): Conditions | null {
  const { card, calibration, record } = run;
  if (!calibration) return null;
  const flashes = readPrimitives(run, spill).filter(({ kind }) => FLASHES.has(kind));
  const numbers = flashes.map(({ event }) => event);
  const events =
    readEvents(run, spill, numbers) ??
    flashes.flatMap((p) => {
      const bodies = emulatePayload(card, seedKey(record.seed), p, record.fidelity, record.mode);
      return bodies ? [{ header: { tick: timeOf(p), triggers: p.triggers }, bodies }] : [];
    });
  return spillConditions(beliefOf(card), calibration, events);
}
