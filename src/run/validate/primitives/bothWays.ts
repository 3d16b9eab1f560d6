/**
 * One spill emulated twice: with the primitives that the trigger needs, and with all of them. Integer tallies, so
 * that spills add up in any order.
 */
import { seedKey } from '../../../core/random/index.js';
import { encodePayload } from '../../../core/wire/event.js';
import { encodePrimitives, primitivesCrc } from '../../../core/wire/primitives.js';
import { type EmulatedSpill, emulateSpill } from '../../../emulate/spill.js';
import { crc32 } from '../../hash.js';
import { trueCard } from '../../nature.js';
import type { SpillJob } from '../../spill.js';

export interface BothWays {
  /** Those on target, and the triggers and events that they made, of the first way. */
  readonly electrons: number;
  readonly triggers: number;
  readonly events: number;
  /** Triggers whose id, sums, ordinal, decision or fate differ, or that only one way has. */
  readonly triggersDiffering: number;
  /** Ledgers, with coincidences and busy along the spill: of one spill 0 or 1. */
  readonly ledgersDiffering: number;
  /** Recorded events whose payload has another checksum, or that only one way has. */
  readonly payloadsDiffering: number;
}

/** @param emulate what is looked at; the emulation itself unless given */
export function bothWays(job: SpillJob, spill: number, emulate = emulateSpill): BothWays {
  const key = seedKey(job.seed);
  const world = trueCard(job);
  const lazy = emulate(world, key, spill, { ...job, primitives: 'lazy' });
  const all = emulate(world, key, spill, { ...job, primitives: 'all' });
  return {
    electrons: lazy.ledger.electronsOnTarget,
    triggers: lazy.triggers.length,
    events: lazy.events.length,
    triggersDiffering: differing(triggersOf(lazy), triggersOf(all)),
    ledgersDiffering: differing([ledgerOf(lazy)], [ledgerOf(all)]),
    payloadsDiffering: differing(payloadsOf(lazy), payloadsOf(all)),
  };
}

const triggersOf = ({ triggers }: EmulatedSpill) =>
  triggers.map((p) => primitivesCrc(encodePrimitives(p, crc32)));

const ledgerOf = ({ ledger, profile }: EmulatedSpill) => JSON.stringify([ledger, profile]);

const payloadsOf = ({ events }: EmulatedSpill) =>
  events.map(({ bodies }) => crc32(encodePayload(bodies)));

const differing = <T>(a: readonly T[], b: readonly T[]): number =>
  Array.from({ length: Math.max(a.length, b.length) }).filter((_, i) => a[i] !== b[i]).length;
