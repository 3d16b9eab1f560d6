/** Segments and what stands in them: from frames to reconstructed events. */
import { emptyBuilding } from '../../../analyse/building/report.js';
import { EventBuilder } from '../../../analyse/building/builder.js';
import { type BuiltEvent, buildSpill } from '../../../analyse/building/index.js';
import { pickEvents } from '../../../analyse/building/pick.js';
import { conditionsOf } from '../../../analyse/calibration/conditions.js';
import { noDrift } from '../../../analyse/calibration/drift.js';
import { ConstantsMeasurement } from '../../../analyse/calibration/measure/index.js';
import { encodeCounts } from '../../../analyse/counts.js';
import { valuesOf } from '../../../analyse/reconstruction/index.js';
import { analyseSpill, reconstructPayload } from '../../../analyse/spill.js';
import { beliefOf } from '../../../core/card/index.js';
import { below, oneOf, type Stream } from '../../../core/random/index.js';
import { decodeMessage } from '../../../core/wire/decode.js';
import { decodeFragment, encodeFragment, encodePayload } from '../../../core/wire/event.js';
import {
  RECORD,
  readSegment,
  readSegments,
  SegmentError,
  type SegmentRecord,
  SegmentWriter,
} from '../../../core/wire/framing.js';
import { spillway } from '../../../core/wire/messages.js';
import { decodePrimitives, PRIMITIVES_BYTES } from '../../../core/wire/primitives.js';
import { RunError, UsageError } from '../../../core/errors.js';
import { ledgerGap } from '../../../core/wire/ledger.js';
import { planReplay } from '../../../emulate/retrigger/plan.js';
import { crc32, sha256 } from '../../hash.js';
import { parsePrimitives } from '../../recorded.js';
import { recordedOf, replayOf } from '../../retrigger/spill.js';
import { beginRecord } from '../../run.js';
import { calibrationSegment, processSpill } from '../../spill.js';
import { decodeCheckpoint } from '../../store/checkpoint.js';
import { type Decoder, type Input, type Prepared, Wrong } from './decoder.js';
import { damaged } from './mutate.js';
import type { World } from './world.js';

const refusesBytes = (error: unknown) =>
  error instanceof SegmentError || (error instanceof RangeError && !isOverflow(error));

/** Of the stack or of memory: no answer of a decoder. */
const isOverflow = ({ message }: RangeError) =>
  /call stack|Invalid (array|typed array|string) length|allocation/i.test(message);

const recordsOf = (segment: Uint8Array, fixed = 0): SegmentRecord[] => [
  ...readSegment(segment, crc32, fixed),
];

/** @param fixed whether records of this type stand there without a frame */
function framed(records: readonly SegmentRecord[], fixed = false): Uint8Array {
  const writer = new SegmentWriter(crc32);
  for (const { type, body } of records) {
    if (fixed && type === RECORD.event && body.length === PRIMITIVES_BYTES) writer.fixed(body);
    else writer.record(type, body);
  }
  return writer.finish();
}

const withCrc = (message: Uint8Array): Uint8Array => {
  const out = new Uint8Array(message.length + 4);
  out.set(message);
  new DataView(out.buffer).setUint32(message.length, crc32(message), true);
  return out;
};

/** A fragment damaged in its frame, in its message or in its body; its own CRC fits in the last two. */
function damagedFragment(body: Uint8Array, stream: Stream, others: readonly Uint8Array[]): Input {
  const level = below(3, stream);
  if (level === 0) return { bytes: damaged(body, stream, others), mended: false };
  const message = body.subarray(0, Math.max(0, body.length - 4));
  const fragment = level === 2 ? decodeFragment(body, crc32) : null;
  if (!fragment) return { bytes: withCrc(damaged(message, stream, others)), mended: true };
  const inner = damaged(fragment.body, stream, others);
  return { bytes: encodeFragment({ ...fragment, body: inner }, crc32).slice(), mended: true };
}

/** Records lost, doubled, exchanged, brought from elsewhere, or damaged within frames that fit. */
function damagedRecords(
  all: readonly SegmentRecord[],
  stream: Stream,
  foreign: readonly SegmentRecord[],
  others: readonly Uint8Array[],
  fixed = false,
): Input {
  const records = [...all];
  let mended = false;
  for (let n = 1 + below(3, stream); n > 0; n--) {
    const at = below(records.length, stream);
    const record = records[at];
    const chosen = below(8, stream);
    if (chosen === 0 && records.length > 1) records.splice(at, 1);
    else if (chosen === 1) records.splice(below(records.length + 1, stream), 0, record);
    else if (chosen === 2) {
      const to = below(records.length, stream);
      [records[at], records[to]] = [records[to], record];
    } else if (chosen === 3 && foreign.length > 0) records.splice(at, 0, oneOf(foreign, stream));
    else if (chosen === 4) {
      const type = oneOf([...Object.values(RECORD), below(256, stream)], stream);
      records[at] = { ...record, type };
      mended = true;
    } else if (record.type === RECORD.fragment) {
      const { bytes, mended: own } = damagedFragment(record.body, stream, others);
      records[at] = { ...record, body: bytes };
      mended ||= own;
    } else {
      let body = damaged(record.body, stream, others);
      if (fixed && record.type === RECORD.event && body.length >= PRIMITIVES_BYTES) {
        body = withCrc(body.subarray(0, PRIMITIVES_BYTES - 4));
      }
      records[at] = { ...record, body };
      mended = true;
    }
  }
  return { bytes: framed(records, fixed), mended };
}

/** What a segment decoder has in common. */
function ofSegments(
  originals: readonly Uint8Array[],
  others: readonly Uint8Array[],
  decode: Prepared['decode'],
  fixed = false,
): Prepared {
  const all = originals.map((segment) => recordsOf(segment, fixed ? PRIMITIVES_BYTES : 0));
  return {
    originals,
    decode,
    vary(stream, original) {
      const own = all[originals.indexOf(original)];
      if (stream.uniform() < 0.4) {
        return { bytes: damaged(original, stream, others), mended: false };
      }
      const foreign = all.flat().filter((record) => record.type !== RECORD.header);
      return damagedRecords(own, stream, foreign, others, fixed);
    },
  };
}

const eventHash = ({ header, bodies }: BuiltEvent): string =>
  sha256(Buffer.concat([spillway.EventHeader.encode(header).finish(), encodePayload(bodies)]));

const payloads = (world: World) => Object.values(world.raw).flat();

/** Built, and calibrated and reconstructed: the whole chain of the analysis. */
const raw = (name: string, fidelity: 'energy' | 'waveform', share: number): Decoder => ({
  name,
  share,
  refuses: refusesBytes,
  prepare(world) {
    const belief = beliefOf(world.card);
    const { building } = belief.readout;
    const calibration = fidelity === 'waveform' ? world.calibration : null;
    const originals = world.raw[fidelity];
    const known = new Set(
      payloads(world).flatMap((r) => buildSpill(r, crc32, building).events.map(eventHash)),
    );
    return ofSegments(originals, payloads(world), ({ bytes, mended }) => {
      const { events, building: report } = buildSpill(bytes, crc32, building);
      const { used, duplicates, late, misplaced, damaged: bad, strays } = report;
      if (used + duplicates + late + misplaced + bad + strays !== report.fragments) {
        throw new Wrong('the counters of the event builder do not close');
      }
      if (!mended && !events.every((event) => known.has(eventHash(event)))) {
        throw new Wrong('an event that was never written');
      }
      const { counts } = analyseSpill(belief, bytes, crc32, 'closed', calibration);
      encodeCounts(counts);
      return 'clean';
    });
  },
});

const pick: Decoder = {
  name: 'picked-events',
  share: 4,
  refuses: refusesBytes,
  prepare(world) {
    const { building } = beliefOf(world.card).readout;
    const known = new Set(
      payloads(world).flatMap((r) => buildSpill(r, crc32, building).events.map(eventHash)),
    );
    return ofSegments(world.raw.energy, payloads(world), ({ bytes, mended }) => {
      const events = pickEvents(bytes, crc32, [1, 3]) ?? [];
      if (!mended && !events.every((event) => known.has(eventHash(event)))) {
        throw new Wrong('an event that was never written');
      }
      return 'clean';
    });
  },
};

const primitives: Decoder = {
  name: 'primitives',
  share: 12,
  refuses: refusesBytes,
  prepare(world) {
    const bytesOf = (segment: Uint8Array) =>
      [...readSegments(segment, crc32, PRIMITIVES_BYTES)].map(({ body }) =>
        Buffer.from(body).toString('latin1'),
      );
    const known = new Set(world.primitives.flatMap(bytesOf));
    const decode = ({ bytes, mended }: Input) => {
      for (const { type, body } of readSegments(bytes, crc32, PRIMITIVES_BYTES)) {
        if (!mended && !known.has(Buffer.from(body).toString('latin1'))) {
          throw new Wrong('a record that was never written');
        }
        if (type === RECORD.header) decodeMessage(spillway.SegmentHeader, body);
        else if (type === RECORD.event) decodePrimitives(body);
      }
      return 'clean' as const;
    };
    return ofSegments(world.primitives, world.primitives, decode, true);
  },
};

const truth: Decoder = {
  name: 'truth',
  share: 6,
  refuses: refusesBytes,
  prepare(world) {
    const known = new Set(world.truth.flatMap((s) => recordsOf(s).map(({ body }) => sha256(body))));
    return ofSegments(world.truth, payloads(world), ({ bytes, mended }) => {
      for (const { type, body } of [...readSegment(bytes, crc32)]) {
        if (!mended && !known.has(sha256(body))) throw new Wrong('a record that was never written');
        if (type === RECORD.truth) decodeMessage(spillway.Truth, body);
        else if (type === RECORD.fault) decodeMessage(spillway.Fault, body);
      }
      return 'clean';
    });
  },
};

/** Replayed with the menu of the run: what is told of a spill has to be told without its events, and the ledger to close. */
const retriggered: Decoder = {
  name: 'retrigger',
  share: 0.2,
  refuses: (error) => error instanceof RunError || error instanceof UsageError,
  prepare({ card, resolved, job }) {
    const {
      primitives: segment,
      ledger,
      spillHash,
      rawHash,
    } = processSpill({ ...job, storePrimitives: 'kept' }, 1);
    const planned = planReplay(card, card, job.mode);
    if ('problems' in planned) throw new Wrong('a menu that cannot be replayed with itself');
    const record = beginRecord({
      ...{ resolved, mode: job.mode, fidelity: job.fidelity, spills: 1, evaluation: 'all' },
      ...{ nature: 'nominal', raw: 'drop', truth: false, storePrimitives: 'kept' },
      ...{ resume: false, directory: '' },
    });
    const journal = [{ spill: 1, spillHash, rawHash, ledger, files: {} }];
    const run = { directory: 'run', record, card, journal, calibration: null };
    const replay = { run, card, cardHash: job.cardHash, plan: planned.plan };
    return ofSegments(
      [segment],
      [segment],
      ({ bytes }) => {
        const recorded = recordedOf(run, 1, parsePrimitives('segment', bytes));
        const { replayed } = replayOf(replay, 1, recorded);
        if (ledgerGap(replayed.ledger) !== null) throw new Wrong('a ledger that does not close');
        return 'clean';
      },
      true,
    );
  },
};

/** One event of the first step, which every kind of step is asked to make something of. */
const STEP_EVENTS = { part: 0, of: 1000 };
const KINDS = ['pedestal', 'led', 'beam', 'counters', 'muons', 'hcal0'] as const;

const calibrationRun: Decoder = {
  name: 'calibration-run',
  share: 0.1,
  refuses: refusesBytes,
  prepare(world) {
    const belief = beliefOf(world.card);
    const job = { ...world.job, fidelity: 'waveform' } as const;
    const originals = [calibrationSegment(job, 1, STEP_EVENTS)];
    return ofSegments(originals, originals, ({ bytes }) => {
      for (const kind of KINDS) {
        new ConstantsMeasurement(belief, crc32, [{ kind, events: 1 }]).take(bytes);
      }
      return 'clean';
    });
  },
};

const fragments: Decoder = {
  name: 'fragments',
  share: 14,
  prepare(world) {
    const { building } = beliefOf(world.card).readout;
    const [own] = world.raw.energy;
    const sent = recordsOf(own)
      .filter(({ type }) => type === RECORD.fragment)
      .map(({ body }) => body);
    const known = new Set(sent.map((bytes) => sha256(decodeFragment(bytes, crc32)?.body ?? '')));
    return {
      originals: sent,
      vary: (stream, original) => damagedFragment(original, stream, sent),
      decode({ bytes, mended }) {
        const report = emptyBuilding();
        const builder = new EventBuilder(7, 1, building, report);
        const events = [...builder.receive(bytes, crc32), ...builder.flush(3)];
        for (const body of mended ? [] : events.flatMap((event) => event.bodies)) {
          if (body && !known.has(sha256(body))) throw new Wrong('a body that was never sent');
        }
        return report.used === 1 ? 'clean' : 'told';
      },
    };
  },
};

/** Bodies behind the CRC of their fragment. */
const bodies = (name: string, fidelity: 'energy' | 'waveform', share: number): Decoder => ({
  name,
  share,
  refuses: refusesBytes,
  prepare(world) {
    const belief = beliefOf(world.card);
    const { building } = belief.readout;
    const [event] = world.raw[fidelity].flatMap((r) => buildSpill(r, crc32, building).events);
    const conditions =
      fidelity === 'waveform'
        ? conditionsOf(belief, world.calibration, noDrift(belief.detector))
        : null;
    const names = Object.keys(event.bodies);
    const originals = names.map((source) => event.bodies[source]);
    return {
      originals,
      vary(stream, original) {
        const place = names[originals.indexOf(original)];
        const body = damaged(original, stream, originals);
        const source = oneOf([place, place, place, ...names], stream);
        return { bytes: Buffer.concat([Buffer.from(`${source}\n`), body]), mended: true };
      },
      decode({ bytes, mended }) {
        const at = mended ? bytes.indexOf(10) : -1;
        const source = Buffer.from(bytes.subarray(0, Math.max(0, at))).toString();
        const own = names.includes(source) ? { [source]: bytes.subarray(at + 1) } : {};
        const tick = event.header.tick ?? 0;
        const built = reconstructPayload(belief, { ...event.bodies, ...own }, conditions, tick);
        if (valuesOf(built).some(Number.isNaN)) throw new Wrong('values that are no numbers');
        return 'clean';
      },
    };
  },
});

const checkpoint: Decoder = {
  name: 'counts',
  share: 8,
  refuses: refusesBytes,
  prepare(world) {
    const messages = world.spills.map(({ counts }) => counts);
    const originals = messages.map(withCrc);
    const known = new Set(messages.map((message) => sha256(message)));
    return {
      originals,
      vary(stream, original) {
        const mended = stream.uniform() < 0.7;
        const bytes = mended
          ? withCrc(damaged(original.subarray(0, -4), stream, originals))
          : damaged(original, stream, originals);
        return { bytes, mended };
      },
      decode({ bytes, mended }) {
        const again = encodeCounts(decodeCheckpoint(bytes));
        if (!mended && !known.has(sha256(again))) throw new Wrong('counts that were never written');
        return 'clean';
      },
    };
  },
};

export const SEGMENT_DECODERS: readonly Decoder[] = [
  raw('raw-energy', 'energy', 10),
  raw('raw-waveform', 'waveform', 1),
  pick,
  primitives,
  truth,
  retriggered,
  calibrationRun,
  fragments,
  bodies('body-energy', 'energy', 10),
  bodies('body-waveform', 'waveform', 1),
  checkpoint,
];
