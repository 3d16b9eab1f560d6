/**
 * Replay: the recorded raw data of a run through the same analysis again. It needs run.json, card.yaml,
 * spills.jsonl and raw/.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Calibration } from '../analyse/calibration/constants.js';
import { type Counts, emptyCounts, encodeCounts, mergeCounts } from '../analyse/counts.js';
import { analyseSpill, type Seal } from '../analyse/spill.js';
import { beliefOf, type Card, cardHash } from '../core/card/index.js';
import { RunError, UsageError } from '../core/errors.js';
import { SegmentError } from '../core/wire/framing.js';
import { readCalibration } from './calibration.js';
import { loadRunCard } from './cards.js';
import { crc32, sha256 } from './hash.js';
import { processSpill, type SpillJob } from './spill.js';
import { readCheckpoint } from './store/checkpoint.js';
import { readJournal, readRunRecord, readSegmentOf } from './store/directory.js';
import { FILES, type JournalLine, type RunRecord, segmentFile } from './store/layout.js';

/** A run directory opened for reading, its hashes checked against each other. */
export interface OpenRun {
  readonly directory: string;
  readonly record: RunRecord;
  readonly card: Card;
  readonly journal: readonly JournalLine[];
  /** In fidelity `waveform`. */
  readonly calibration: Calibration | null;
}

/**
 * @throws UsageError when the card is not the one that the run was made with
 * @throws RunError when the calibration is not
 */
export function openRun(directory: string): OpenRun {
  const record = readRunRecord(directory);
  const { card } = loadRunCard(directory);
  const hash = cardHash(card, sha256);
  if (hash !== record.cardHash) {
    throw new UsageError({
      where: `${directory}/card.yaml`,
      what: 'cardHash',
      got: hash,
      expected: `${record.cardHash}, as in run.json`,
      next: 'the card was changed after the run; restore it or run anew',
    });
  }
  const calibration = readCalibration(directory, record);
  return { directory, record, card, journal: readJournal(directory), calibration };
}

/** What makes a spill of the run again. */
export const jobOf = ({ card, record, calibration }: OpenRun): SpillJob => ({
  card,
  cardHash: record.cardHash,
  seed: record.seed,
  mode: record.mode,
  fidelity: record.fidelity,
  truth: false,
  calibration,
});

/** @throws RunError when raw data are missing or damaged */
export function replayRun(
  run: OpenRun,
  seal: Seal = 'closed',
  each: (spill: number) => void = () => {},
): Counts {
  const belief = beliefOf(run.card);
  let counts = emptyCounts();
  for (const { spill, rawHash } of run.journal) {
    const file = `${run.directory}/${segmentFile('raw', spill)}`;
    const raw = readSegmentOf(run, 'raw', spill);
    if (!raw) {
      throw new RunError({
        where: file,
        fault: 'is not there',
        next: 'a run with --raw drop cannot be replayed; run it again with --raw keep',
      });
    }
    const record = readingFile(file, () => analyseSpill(belief, raw, crc32, seal, run.calibration));
    if (sha256(raw) !== rawHash) {
      throw new RunError({
        where: file,
        what: 'rawHash',
        got: sha256(raw),
        expected: `${rawHash}, as the journal says`,
        next: 'see spillway verify',
      });
    }
    counts = mergeCounts(counts, record.counts);
    each(spill);
  }
  return counts;
}

/**
 * Whether replayed counts are those of the run, to the byte; null where it has no checkpoint.
 * @throws RunError when the checkpoint is damaged
 */
export function sameAsRecorded(run: OpenRun, counts: Counts): boolean | null {
  if (!fs.existsSync(path.join(run.directory, FILES.counts))) return null;
  const recorded = readCheckpoint(run.directory, run.journal.length);
  return Buffer.compare(encodeCounts(recorded), encodeCounts(counts)) === 0;
}

/** Reads a segment. @throws RunError naming file and record when it is damaged */
export function readingFile<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SegmentError || error instanceof RangeError)) throw error;
    throw new RunError({ where: file, fault: error.message, next: 'see spillway verify' });
  }
}

/** The counts with the sealed set opened: from raw data, or emulated again where they were dropped. */
export function openCounts(run: OpenRun, each: (spill: number) => void = () => {}): Counts {
  if (run.record.raw === 'keep') return replayRun(run, 'open', each);
  const job = jobOf(run);
  const belief = beliefOf(run.card);
  let counts = emptyCounts();
  for (const { spill, rawHash } of run.journal) {
    const { raw } = processSpill(job, spill);
    if (sha256(raw) !== rawHash) {
      throw new RunError({
        where: run.directory,
        what: `spill ${spill}`,
        fault: 'emulated again, its raw data differ',
        next: `use version ${run.record.version} of spillway`,
      });
    }
    counts = mergeCounts(counts, analyseSpill(belief, raw, crc32, 'open', run.calibration).counts);
    each(spill);
  }
  return counts;
}
