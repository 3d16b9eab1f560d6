/**
 * Spills as a stream, for programs of one's own: emulated, read out, analysed, with nothing written to a disk.
 */
import { concatMap, defer, finalize, from, map, type Observable } from 'rxjs';
import { type Counts, decodeCounts } from '../analyse/counts.js';
import type { Alarm } from '../analyse/monitors/index.js';
import { type Card, cardHash } from '../core/card/index.js';
import type { Fidelity } from '../core/fidelity.js';
import type { Mode } from '../core/mode.js';
import { decodeFragment } from '../core/wire/event.js';
import { readSegment, RECORD } from '../core/wire/framing.js';
import type { Ledger } from '../core/wire/ledger.js';
import { decodeMessage } from '../core/wire/decode.js';
import { spillway } from '../core/wire/messages.js';
import { takeCalibration } from './calibration.js';
import { inlineExecutor } from './executor/inline.js';
import { spill as kind } from './executor/kinds/spill.js';
import { threadExecutor } from './executor/threads.js';
import { crc32, sha256 } from './hash.js';
import { naturals, results } from './pipeline.js';
import { requireMode } from './run.js';
import type { SpillJob } from './spill.js';

export interface StreamOptions {
  readonly card: Card;
  /** Numbers of the spills, in the order in which they come; how many from 1 on; without end unless given. */
  readonly spills?: number | Iterable<number>;
  /**
   * Threads, which wait ten seconds for whoever computes next in this process and keep it from no end; 0, and unless
   * given: in this one, which is then busy.
   */
  readonly workers?: number;
  /** `every` unless given. */
  readonly mode?: Mode;
  /** `energy` unless given; `waveform` takes a calibration run first. */
  readonly fidelity?: Fidelity;
  /** What is said of workers that have died and of the calibration run. */
  readonly report?: (message: string) => void;
}

/** One spill: a pure function of card, seed, mode, fidelity and its number. */
export interface Spill {
  readonly spill: number;
  /** SHA-256, the same wherever and by however many workers it was made. */
  readonly hash: string;
  /** The raw segment, as in a run directory: `fragmentsOf` takes it apart. */
  readonly raw: Uint8Array;
  /** What the analysis made of it. */
  readonly counts: Counts;
  /** What became of every beam particle. */
  readonly ledger: Ledger;
  readonly alarms: readonly Alarm[];
}

/**
 * Spills in the order of their numbers. What is subscribed to begins anew; at most twice as many spills as workers are
 * under way, and none where nobody listens any more.
 *
 * @throws UsageError (in the stream) where the card cannot be run in this mode
 */
export const spills$ = ({
  card,
  spills = naturals(),
  workers = 0,
  mode = 'every',
  fidelity = 'energy',
  report = () => {},
}: StreamOptions): Observable<Spill> =>
  defer(() => {
    requireMode(card, mode);
    const executor = workers > 0 ? threadExecutor(workers, { warn: report }) : inlineExecutor();
    const numbers = typeof spills === 'number' ? firstOf(spills) : spills;
    const own: SpillJob = {
      ...{ card, cardHash: cardHash(card, sha256), seed: card.run.seed },
      ...{ mode, fidelity, truth: false },
    };
    return from(calibrated(own)).pipe(
      concatMap((job) =>
        results(executor, { kind, job: { ...job, raw: 'keep' }, repeat: '' }, numbers),
      ),
      map(
        ({ result: { spill, spillHash: hash, raw, counts, ledger, alarms } }): Spill => ({
          ...{ spill, hash, ledger, alarms, counts: decodeCounts(counts) },
          raw: raw ?? new Uint8Array(),
        }),
      ),
      finalize(() => executor.close()),
    );

    async function calibrated(job: SpillJob): Promise<SpillJob> {
      if (fidelity === 'energy') return job;
      report('calibration run');
      return { ...job, calibration: await takeCalibration(job, { executor, repeat: '' }) };
    }
  });

function* firstOf(spills: number): Generator<number> {
  for (let n = 1; n <= spills; n++) yield n;
}

/** What one front end, or the trigger, sent to the event builder. */
export interface SentFragment {
  /** Name of the source. */
  readonly source: string;
  readonly spill: number;
  /** In the spill, from 1. */
  readonly event: number;
  /** Of the trigger since the start of the spill, 0.1 ns. */
  readonly tick: number;
  /** As on the wire: the message `Fragment` of `spillway.proto`, and its CRC-32. */
  readonly bytes: Uint8Array;
}

/**
 * The fragments of a raw segment, in the order in which they came.
 * @throws SegmentError when the segment is damaged
 */
export function* fragmentsOf(raw: Uint8Array): Generator<SentFragment> {
  let sources: readonly string[] = [];
  for (const { type, body } of readSegment(raw, crc32)) {
    if (type === RECORD.header) {
      const header = decodeMessage(spillway.SegmentHeader, body);
      sources = (header.sources ?? []).map(({ name }) => name ?? '');
    }
    if (type !== RECORD.fragment) continue;
    const found = decodeFragment(body, crc32);
    // One that a fault has damaged on its way.
    if (!found) continue;
    const { source, spill, event, tick } = found;
    yield { source: sources[source] ?? `${source}`, spill, event, tick: Number(tick), bytes: body };
  }
}
