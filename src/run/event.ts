/**
 * One event, made again alone from card, seed and id.
 */
import { reconstructPayload } from '../analyse/spill.js';
import type { BuiltEvent } from '../analyse/building/index.js';
import type { Conditions } from '../analyse/calibration/conditions.js';
import { calibrate, type Pulses } from '../analyse/calibration/index.js';
import { readEnergies } from '../analyse/calibration/pulses.js';
import { isPhysics } from '../analyse/counts.js';
import { flaggedIn } from '../analyse/monitors/index.js';
import type { ReconstructedEvent } from '../analyse/reconstruction/index.js';
import { isSealed } from '../analyse/selection/regions.js';
import { beliefOf, type Card } from '../core/card/index.js';
import { UsageError } from '../core/errors.js';
import { FRONT_ENDS } from '../core/channels.js';
import { CLOCKS, formatId, type Id, parseId } from '../core/id.js';
import { seedKey } from '../core/random/index.js';
import { SLICE_TICKS } from '../core/ticks.js';
import { type Bodies, encodePayload } from '../core/wire/event.js';
import { TRIGGER_TYPES, type TriggerType } from '../core/wire/ledger.js';
import { decodeMessage } from '../core/wire/decode.js';
import { spillway } from '../core/wire/messages.js';
import type { Primitives } from '../core/wire/primitives.js';
import { SUB_DETECTORS } from '../emulate/detector/index.js';
import { emulatePayload } from '../emulate/spill.js';
import { type DecisionRecord, decisionOf } from '../emulate/trigger/record.js';
import { sha256 } from './hash.js';
import { trueCard } from './nature.js';
import { conditionsFrom, flashesAmong, readEvents, readPrimitives, timeOf } from './recorded.js';
import { jobOf, type OpenRun } from './replay.js';

export type { DecisionRecord };

export interface EventReport {
  readonly schema: 'spillway.event/1';
  readonly id: string;
  readonly spill: number;
  /** Number in the spill; null for an id that was not recorded. */
  readonly event: number | null;
  readonly type: readonly string[] | null;
  /** What the trigger saw and why it decided as it did; null for a sealed event: its sums tell its energy. */
  readonly trigger: DecisionRecord | null;
  readonly sealed: boolean;
  /** Null when sealed: its channels are all there is to see. */
  readonly reconstructed: ReconstructedEvent | null;
  readonly channels: readonly {
    readonly frontEnd: string;
    readonly channel: number;
    readonly name: string;
    readonly energyGeV: number;
    readonly timeNs: number;
  }[];
  /** The bodies of all front ends, an encoded `Payload`, base64, and its SHA-256. */
  readonly payload: string;
  readonly payloadSha256: string;
  /** Whether an alarm of its spill names it: a fragment of it came damaged, too late or not at all. */
  readonly lostInBuilding: boolean;
  /** Whether the recorded raw event has the same payload; null where raw data are not kept, or lack a part of it. */
  readonly equalsRaw: boolean | null;
}

/** The event that --spill and --event name. @throws UsageError when the run has no such event */
export function findEvent(run: OpenRun, spill: number, event: number): Primitives {
  if (spill < 1 || spill > run.journal.length) {
    throw new UsageError({
      what: '--spill',
      got: `${spill}`,
      expected: `1 to ${run.journal.length}, the spills of ${run.directory}`,
    });
  }
  const primitives = readPrimitives(run, spill);
  const found = primitives[event - 1];
  if (found) return found;
  throw new UsageError({
    what: '--event',
    got: `${event}`,
    expected: `1 to ${primitives.length}, the recorded events of spill ${spill}`,
  });
}

/** An event made again, and what it is read with. */
export interface RemadeEvent {
  readonly id: Id;
  /** Its record; null for an id that was not recorded. */
  readonly primitives: Primitives | null;
  readonly bodies: Bodies;
  /** Null in fidelity `energy`. */
  readonly conditions: Conditions | null;
  /** Of its trigger in the spill, 0.1 ns; of one that was not recorded the time of its slice. */
  readonly tick: number;
  readonly sealed: boolean;
  /** Null when sealed. */
  readonly reconstructed: ReconstructedEvent | null;
  /** What the trigger saw; null when sealed. */
  readonly trigger: DecisionRecord | null;
  /** As in `EventReport`. */
  readonly lostInBuilding: boolean;
  readonly equalsRaw: boolean | null;
}

/** @throws UsageError when there is no such event */
export function remakeEvent(run: OpenRun, which: Primitives | string): RemadeEvent {
  const id = typeof which === 'string' ? parseId(which) : which;
  if (!id) {
    throw new UsageError({
      what: '--id',
      got: `${which}`,
      expected: `spill/slice/index, such as 1/2400/17, or with ${CLOCKS.join(', ')} before the index`,
    });
  }
  const triggers = id.spill <= run.journal.length ? readPrimitives(run, id.spill) : null;
  const isIt = (p: Primitives) =>
    p.slice === id.slice && p.index === id.index && p.kind === id.kind;
  const primitives = typeof which === 'string' ? (triggers?.find(isIt) ?? null) : which;
  const { seed, fidelity, mode } = run.record;
  const key = seedKey(seed);
  const world = trueCard(jobOf(run));
  const bodies = emulatePayload(world, key, id, fidelity, mode);
  if (!bodies) {
    throw new UsageError({
      what: '--id',
      got: formatId(id),
      expected: `a particle or clock trigger of spill ${id.spill}`,
    });
  }
  const belief = beliefOf(run.card);
  const flashes = triggers && flashesAmong(run, triggers);
  const inRaw = readEvents(run, id.spill, [
    ...(flashes ?? []),
    ...(primitives ? [primitives] : []),
  ]);
  const conditions = conditionsFrom(run, id.spill, flashes, inRaw);
  const tick = primitives ? timeOf(primitives) : id.slice * SLICE_TICKS;
  const reconstructed = reconstructPayload(belief, bodies, conditions, tick);
  const physics = primitives === null || isPhysics(primitives.decision);
  const sealed = physics && !run.record.unblinded && isSealed(reconstructed, belief);
  const { isFlagged } = flaggedIn(run.journal[id.spill - 1]?.alarms ?? []);
  const lostInBuilding = primitives !== null && isFlagged(primitives.event);
  return {
    ...{ id, primitives, bodies, conditions, tick, sealed, lostInBuilding },
    reconstructed: sealed ? null : reconstructed,
    trigger: sealed ? null : decisionOf(world, key, id, primitives?.ordinal ?? null, mode),
    equalsRaw:
      primitives && inRaw && !lostInBuilding ? isSame(inRaw.get(primitives.event), bodies) : null,
  };
}

/** Names of the types of a recorded event. */
export const typesOf = ({ decision }: Pick<Primitives, 'decision'>): TriggerType[] =>
  TRIGGER_TYPES.filter((_, bit) => (decision & (1 << bit)) !== 0);

/** @throws UsageError as `remakeEvent` */
export function makeEvent(run: OpenRun, which: Primitives | string): EventReport {
  const made = remakeEvent(run, which);
  const { id, primitives, bodies, conditions, tick } = made;
  const { trigger, sealed, reconstructed, lostInBuilding, equalsRaw } = made;
  const payload = encodePayload(bodies);
  return {
    schema: 'spillway.event/1',
    id: formatId(id),
    spill: id.spill,
    event: primitives?.event ?? null,
    type: primitives && typesOf(primitives),
    ...{ trigger, sealed, reconstructed },
    channels: channelsOf(bodies, run.card.detector, conditions, tick),
    payload: Buffer.from(payload).toString('base64'),
    payloadSha256: sha256(payload),
    ...{ lostInBuilding, equalsRaw },
  };
}

/** Of all sub-detectors, also of those that the analysis does not read. */
function channelsOf(
  bodies: Bodies,
  detector: Card['detector'],
  conditions: Conditions | null,
  tick: number,
): EventReport['channels'] {
  const analysed = calibrate(bodies, detector, conditions, tick);
  const known = new Map<string, Pulses>(FRONT_ENDS.map((name) => [name, analysed[name]]));
  return SUB_DETECTORS.flatMap(({ name: frontEnd, label, channels }) => {
    const pulses =
      known.get(frontEnd) ??
      readEnergies(
        frontEnd,
        decodeMessage(spillway.Body, bodies[frontEnd]).energies,
        channels(detector),
      );
    return pulses.channel.map((channel, i) => ({
      frontEnd,
      channel,
      name: label(channel, detector),
      energyGeV: pulses.energy[i],
      timeNs: pulses.time[i],
    }));
  });
}

const isSame = (recorded: BuiltEvent | undefined, bodies: Bodies): boolean =>
  recorded !== undefined &&
  Buffer.compare(encodePayload(recorded.bodies), encodePayload(bodies)) === 0;
