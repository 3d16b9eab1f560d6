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
import { decodeMessage } from '../core/wire/decode.js';
import { RECORD, readSegment } from '../core/wire/framing.js';
import { spillway } from '../core/wire/messages.js';
import { decodePrimitives, type Primitives, PRIMITIVES_BYTES } from '../core/wire/primitives.js';
import { crc32 } from './hash.js';
import { trueCard } from './nature.js';
import { jobOf, type OpenRun, readingFile } from './replay.js';
import { processSpill, type SegmentKind } from './spill.js';
import { type Journalled, readSegmentOf } from './store/directory.js';
import { segmentFile } from './store/layout.js';

const fileOf = ({ directory }: Journalled, kind: SegmentKind, spill: number) =>
  `${directory}/${segmentFile(kind, spill)}`;

/** The primitives of a spill: what the segment says of itself, and all its records in order of time. */
export interface PrimitivesOfSpill {
  readonly header: spillway.SegmentHeader;
  readonly records: readonly Primitives[];
}

/** Schema of segments that have neither `menu_hash` nor `burst`. */
export const PRIMITIVES_BEFORE = 'spillway.primitives/1';

/** @throws RunError when they are missing or damaged */
export function readPrimitivesSegment(run: Journalled, spill: number): PrimitivesOfSpill {
  const file = fileOf(run, 'primitives', spill);
  const data = readSegmentOf(run, 'primitives', spill);
  if (!data) throw new RunError({ where: file, fault: 'is not there' });
  return parsePrimitives(file, data);
}

/** The same of the bytes of a segment. */
export function parsePrimitives(file: string, data: Uint8Array): PrimitivesOfSpill {
  return readingFile(file, () => {
    const [{ body: head }, ...rest] = readSegment(data, crc32, PRIMITIVES_BYTES);
    const records = rest.flatMap(({ type, body }) =>
      type === RECORD.event ? [decodePrimitives(body)] : [],
    );
    return { header: decodeMessage(spillway.SegmentHeader, head), records };
  });
}

/** The primitives of the recorded events of a spill. @throws RunError when they are missing or damaged */
export const readPrimitives = (run: Journalled, spill: number): Primitives[] =>
  readPrimitivesSegment(run, spill).records.filter(({ event }) => event > 0);

/** Events by their numbers. */
export type Events = ReadonlyMap<number, BuiltEvent>;

/**
 * The events of these triggers from the raw data of their spill, those that are complete; null where raw data are not
 * kept.
 * @throws RunError when the segment is damaged
 */
export function readEvents(
  run: OpenRun,
  spill: number,
  triggers: readonly Primitives[],
): Events | null {
  if (triggers.length === 0) return new Map();
  const raw = readSegmentOf(run, 'raw', spill);
  if (!raw) return null;
  const numbers = [...new Set(triggers.map(({ event }) => event))].sort((a, b) => a - b);
  const { building } = run.card.readout;
  const events = readingFile(
    fileOf(run, 'raw', spill),
    () => pickEvents(raw, crc32, numbers) ?? buildSpill(raw, crc32, building).events,
  );
  return new Map(events.map((event) => [event.header.event ?? 0, event]));
}

/** Time of a trigger in its spill, 0.1 ns. */
export const timeOf = ({ slice, tick }: Primitives): number => slice * SLICE_TICKS + tick;

/** The flashes that the events of a recorded spill are read with: none in fidelity `energy`. */
export const flashesAmong = (run: OpenRun, triggers: readonly Primitives[]): Primitives[] =>
  run.calibration ? triggers.filter(({ kind }) => FLASHES.has(kind)) : [];

/**
 * What the events of a spill are read with; null in fidelity `energy`.
 * @param flashes of the spill; null where it is not recorded and has to be made as a whole
 * @param inRaw from which they are taken; null: they are made again
 */
export function conditionsFrom(
  run: OpenRun,
  spill: number,
  flashes: readonly Primitives[] | null,
  inRaw: Events | null,
): Conditions | null {
  const { card, calibration, record } = run;
  if (!calibration) return null;
  const world = trueCard(jobOf(run));
  const again = (p: Primitives): BuiltEvent[] => {
    const bodies = emulatePayload(world, seedKey(record.seed), p, record.fidelity, record.mode);
    return bodies ? [{ header: { tick: timeOf(p), triggers: p.triggers }, bodies }] : [];
  };
  const taken = (p: Primitives): BuiltEvent[] => {
    const event = inRaw?.get(p.event);
    return event ? [event] : [];
  };
  const events = flashes
    ? flashes.flatMap(inRaw ? taken : again)
    : buildSpill(processSpill(jobOf(run), spill).raw, crc32, card.readout.building).events;
  return spillConditions(beliefOf(card), calibration, events);
}
