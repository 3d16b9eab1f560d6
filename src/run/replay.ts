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
import { commandLine } from './command.js';
import { crc32, sha256 } from './hash.js';
import { processSpill, type SpillJob } from './spill.js';
import { readCheckpoint } from './store/checkpoint.js';
import { readJournal, readRunRecord, readSegmentOf } from './store/directory.js';
import { FILES, hasRaw, type JournalLine, type RunRecord, segmentFile } from './store/layout.js';

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
  const calibration = readCalibration(directory, record, card);
  return { directory, record, card, journal: readJournal(directory), calibration };
}

/** What makes a spill of the run again. */
export const jobOf = ({ card, record, calibration }: OpenRun): SpillJob => ({
  card,
  cardHash: record.cardHash,
  seed: record.seed,
  mode: record.mode,
  fidelity: record.fidelity,
  evaluation: record.evaluation,
  nature: record.nature,
  truth: false,
  calibration,
});

export interface Replay {
  readonly seal?: Seal;
  /** Emulates the raw data again that were not kept; without it they are left out. */
  readonly again?: boolean;
  /** Only this one; all of the run unless given. */
  readonly spill?: number | undefined;
  readonly each?: (spill: number) => void;
}

/**
 * The counts of spills whose raw data go through the analysis again.
 * @throws RunError when raw data are missing or damaged, or there are none to replay
 * @throws UsageError when the run has no such spill
 */
export function replayRun(
  run: OpenRun,
  { seal = 'closed', again = false, spill: only, each = () => {} }: Replay = {},
): Counts {
  const belief = beliefOf(run.card);
  let counts = emptyCounts();
  for (const line of chosen(run, again, only)) {
    const file = `${run.directory}/${segmentFile('raw', line.spill)}`;
    const raw = hasRaw(line) ? keptRawOf(run, line, file) : rawMadeAgain(run, line);
    const record = readingFile(file, () => analyseSpill(belief, raw, crc32, seal, run.calibration));
    if (hasRaw(line) && sha256(raw) !== line.rawHash) {
      throw new RunError({
        where: file,
        what: 'rawHash',
        got: sha256(raw),
        expected: `${line.rawHash}, as the journal says`,
        next: 'see spillway verify',
      });
    }
    counts = mergeCounts(counts, record.counts);
    each(line.spill);
  }
  return counts;
}

/** The spills to be replayed. */
function chosen(
  { directory, journal, record }: OpenRun,
  again: boolean,
  only: number | undefined,
): readonly JournalLine[] {
  if (only !== undefined && !journal[only - 1]) {
    throw new UsageError({
      what: '--spill',
      got: `${only}`,
      expected: `1 to ${journal.length}, the spills of ${directory}`,
    });
  }
  const asked = only === undefined ? journal : [journal[only - 1]];
  const found = again ? asked : asked.filter(hasRaw);
  if (found.length > 0 || asked.length === 0) return found;
  const args = ['replay', directory, ...(only === undefined ? [] : ['--spill', `${only}`])];
  throw new RunError({
    where: directory,
    what: only === undefined ? 'raw data' : `raw data of spill ${only}`,
    fault: `were not kept (--raw ${record.raw})`,
    next: `${commandLine(...args, '--again')} emulates them again; a run with --raw keep keeps them`,
  });
}

function keptRawOf(run: OpenRun, { spill }: JournalLine, file: string): Uint8Array {
  const raw = readSegmentOf(run, 'raw', spill);
  if (raw) return raw;
  throw new RunError({ where: file, fault: 'is not there', next: 'see spillway verify' });
}

function rawMadeAgain(run: OpenRun, { spill, rawHash }: JournalLine): Uint8Array {
  const { raw } = processSpill(jobOf(run), spill);
  if (sha256(raw) === rawHash) return raw;
  throw new RunError({
    where: run.directory,
    what: `spill ${spill}`,
    fault: 'emulated again, its raw data differ',
    next: `use version ${run.record.version} of spillway`,
  });
}

/**
 * Whether replayed counts are those of the run, to the byte; null where it has no checkpoint, or not all spills were
 * replayed.
 * @throws RunError when the checkpoint is damaged
 */
export function sameAsRecorded(run: OpenRun, counts: Counts): boolean | null {
  if (counts.spills < run.journal.length) return null;
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

/** The counts with the sealed set opened: from raw data, or emulated again where they were not kept. */
export const openCounts = (run: OpenRun, each?: (spill: number) => void): Counts =>
  replayRun(run, { seal: 'open', again: true, ...(each && { each }) });
