/**
 * The first spill of two runs that differs, looked at more closely: which parts of it, and from which event on.
 */
import { buildSpill } from '../../analyse/building/index.js';
import { encodeCounts } from '../../analyse/counts.js';
import { analyseSpill } from '../../analyse/spill.js';
import { beliefOf } from '../../core/card/index.js';
import type { Problem } from '../../core/errors.js';
import { encodePayload } from '../../core/wire/event.js';
import { encodePrimitives, type Primitives } from '../../core/wire/primitives.js';
import { readPrimitives } from '../recorded.js';
import { crc32 } from '../hash.js';
import { readingFile } from '../replay.js';
import { readSegmentOf } from '../store/directory.js';
import { segmentFile } from '../store/layout.js';
import { VERSION } from '../version.js';
import { areCorrelated, sameInputs } from './inputs.js';
import { type RunContent, tryTo } from './read.js';

/** Of the parts of a spill whether they differ; null where that cannot be told. */
export interface SpillDiff {
  readonly spill: number;
  readonly ledger: boolean;
  /** Of those recorded: their times, sums and decisions. */
  readonly triggers: boolean | null;
  readonly counts: boolean | null;
  /** Where the cards differ and with them the headers of the segments: the payloads. */
  readonly raw: boolean | null;
  /** The first recorded event that differs, and in which of the two runs it is; null where none is known. */
  readonly event: { readonly number: number; readonly inRuns: readonly [boolean, boolean] } | null;
  /** What could not be read of it. */
  readonly unread: readonly Problem[];
}

/** Runs of other electrons have nothing in common: their files are not looked at. */
export function inspectSpill(a: RunContent, b: RunContent, spill: number): SpillDiff {
  const [mine, theirs] = [a.journal[spill - 1], b.journal[spill - 1]];
  const ledger = JSON.stringify(mine.ledger) !== JSON.stringify(theirs.ledger);
  const sameBytes = mine.rawHash === theirs.rawHash;
  const only = a.journal.length === 1 && b.journal.length === 1;
  const counted = only && a.counts && b.counts ? differ(a.counts, b.counts, encodeCounts) : null;
  if (!areCorrelated(a.record, b.record)) {
    const raw = !sameBytes;
    return { spill, ledger, triggers: null, counts: counted, raw, event: null, unread: [] };
  }

  const unread: Problem[] = [];
  const both: Both = (read) => {
    const [x, y] = [a, b].map((run) => tryTo(unread, () => read(run)));
    return x && y ? [x, y] : null;
  };
  const primitives = both((run) => readPrimitives(run, spill).map(trace));
  const payloads = sameBytes ? null : both((run) => payloadsOf(run, spill));
  const trigger = primitives && firstIn(...primitives);
  const payload = payloads && firstIn(...payloads);
  // The header of a segment says card and fidelity: with others the bytes differ in any case.
  const raw =
    sameBytes || sameInputs(a.record, b.record) ? !sameBytes : payloads && payload !== null;
  const found = [trigger, payload].filter((i) => i !== null);
  const first = Math.min(...found);
  return {
    spill,
    ledger,
    triggers: primitives && trigger !== null,
    counts: counted ?? (sameBytes ? null : countsDiffer(both, spill)),
    raw,
    event:
      primitives && found.length > 0
        ? {
            number: first + 1,
            inRuns: [first < primitives[0].length, first < primitives[1].length],
          }
        : null,
    unread,
  };
}

type Both = <T>(read: (run: RunContent) => T | null) => [T, T] | null;

/** The counts of one spill are kept nowhere: its raw data are analysed again, if this is the version of both. */
function countsDiffer(both: Both, spill: number): boolean | null {
  const counts = both((run) => {
    const data = readSegmentOf(run, 'raw', spill);
    if (!data || !run.card || run.record.version !== VERSION) return null;
    const belief = beliefOf(run.card.card);
    const { calibration } = run;
    return readingFile(fileOf(run, spill), () =>
      encodeCounts(analyseSpill(belief, data, crc32, 'closed', calibration).counts),
    );
  });
  return counts && differ(...counts, (bytes) => bytes);
}

/** What stands in the fragments of each recorded event, empty for a lost one; null where raw data were dropped. */
function payloadsOf(run: RunContent, spill: number): string[] | null {
  const data = readSegmentOf(run, 'raw', spill);
  if (!data || !run.card) return null;
  const { building } = run.card.card.readout;
  const built = readingFile(fileOf(run, spill), () => buildSpill(data, crc32, building));
  const payloads = new Array<string>(built.recorded).fill('');
  for (const { header, bodies } of built.events) {
    const said = JSON.stringify(header);
    payloads[(header.event ?? 0) - 1] = said + base64(encodePayload(bodies));
  }
  return payloads;
}

const fileOf = (run: RunContent, spill: number) => `${run.directory}/${segmentFile('raw', spill)}`;

const trace = (p: Primitives) => base64(encodePrimitives(p, crc32));

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

const differ = <T>(a: T, b: T, encode: (of: T) => Uint8Array) =>
  Buffer.compare(encode(a), encode(b)) !== 0;

/** Index of the first entry that differs, or that one of the two lacks. */
function firstIn(a: readonly string[], b: readonly string[]): number | null {
  const i = Array.from({ length: Math.max(a.length, b.length) }).findIndex((_, k) => a[k] !== b[k]);
  return i < 0 ? null : i;
}
