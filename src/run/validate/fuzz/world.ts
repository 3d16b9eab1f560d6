/**
 * What inputs are made from: a card, and what a run with it leaves, small enough to be damaged a million times.
 */
import {
  type Calibration,
  CALIBRATION_SCHEMA,
  nominalConstants,
} from '../../../analyse/calibration/constants.js';
import {
  beliefOf,
  type Card,
  cardHash,
  cardYaml,
  menuHash,
  type ResolvedCard,
} from '../../../core/card/index.js';
import { ofFrontEnds } from '../../../core/channels.js';
import type { Fidelity } from '../../../core/fidelity.js';
import { seedKey } from '../../../core/random/index.js';
import { PRIMITIVES_BYTES } from '../../../core/wire/primitives.js';
import { RECORD, readSegment, SegmentWriter } from '../../../core/wire/framing.js';
import { spillway } from '../../../core/wire/messages.js';
import { emulateSpill } from '../../../emulate/spill.js';
import { loadCard } from '../../cards.js';
import { crc32, sha256 } from '../../hash.js';
import { processSpill, rawSegment, type SpillJob, type SpillResult } from '../../spill.js';

/** Events of a raw segment: each of them is built, calibrated and reconstructed for each input. */
const EVENTS = { energy: 3, waveform: 1 };
/** Records of the others. */
const RECORDS = 6;

export interface World {
  readonly resolved: ResolvedCard;
  readonly card: Card;
  readonly menuHash: string;
  readonly job: SpillJob;
  readonly calibration: Calibration;
  /** Raw segments, each of another spill. */
  readonly raw: Readonly<Record<Fidelity, readonly Uint8Array[]>>;
  readonly spills: readonly SpillResult[];
  readonly primitives: readonly Uint8Array[];
  readonly truth: readonly Uint8Array[];
  readonly yaml: string;
}

export function makeWorld(seed: string): World {
  const resolved = loadCard(
    'run3-2018',
    ['beam.intensity=1e4', 'trigger.menu.beam.prescale=300'],
    seed,
  );
  if (resolved.kind !== 'card') throw new Error('run3-2018 is a campaign');
  const { card } = resolved;
  const job: SpillJob = {
    ...{ card, cardHash: cardHash(card, sha256), seed, mode: 'every', truth: true },
    ...{ fidelity: 'energy', nature: 'nominal', evaluation: 'all', calibration: null },
  };
  const frontEnds = ofFrontEnds((name) => nominalConstants(beliefOf(card), name));
  const { cardHash: hash } = job;
  const calibration = {
    schema: CALIBRATION_SCHEMA,
    cardHash: hash,
    seed,
    rawHash: hash,
    frontEnds,
  } as const;
  const spills = [1, 2].map((spill) => processSpill(job, spill));
  return {
    ...{ resolved, card, menuHash: menuHash(card, sha256), job, calibration, spills },
    raw: {
      energy: [1, 2].map((spill) => shortRaw(job, spill)),
      waveform: [3].map((spill) => shortRaw({ ...job, fidelity: 'waveform' }, spill)),
    },
    primitives: spills.map(({ primitives }) => short(primitives, PRIMITIVES_BYTES)),
    truth: spills.map(({ truth }, i) => short(truth as Uint8Array, 0, FAULTS[i])),
    yaml: cardYaml(resolved),
  };
}

/** The raw segment of the first events of a spill. */
function shortRaw(job: SpillJob, spill: number): Uint8Array {
  const { fidelity, mode, card, seed } = job;
  const { events, ledger } = emulateSpill(card, seedKey(seed), spill, { fidelity, mode });
  return rawSegment(job, spill, events.slice(0, EVENTS[fidelity]), {
    scalers: ledger.scalers,
    coincidences: [1, 2, 3],
    busyCoincidences: [0, 1, 0],
  });
}

/** What stands behind the events of a truth segment: of each spill one with and one without a channel. */
const FAULTS = [1, 2].map((spill) =>
  [
    { name: 'dead', kind: 'deadChannel', spill, source: 'ecal', channel: 0, toTick: 48_000_000 },
    { name: 'lost', kind: 'lostFragment', spill, event: 1, source: 'hcal', fromTick: 12_345_678 },
  ].map((fault) => spillway.Fault.encode(fault).finish()),
);

/** A segment with the first records of another, and records of faults behind them. */
function short(
  segment: Uint8Array,
  recordBytes: number,
  faults: readonly Uint8Array[] = [],
): Uint8Array {
  const writer = new SegmentWriter(crc32);
  let left = RECORDS;
  for (const { type, body } of readSegment(segment, crc32, recordBytes)) {
    if (type === RECORD.header) writer.record(type, body);
    else if (left-- > 0 && recordBytes > 0) writer.fixed(body);
    else if (left >= 0) writer.record(type, body);
  }
  for (const fault of faults) writer.record(RECORD.fault, fault);
  return writer.finish();
}
