/**
 * What a run directory gives to a comparison: all that can be read of it, and what cannot. Nothing sealed is
 * opened: the checkpoint of counts stays blind when a box is opened.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Calibration } from '../../analyse/calibration/constants.js';
import { type Counts, emptyCounts } from '../../analyse/counts.js';
import { cardHash, type ResolvedCard } from '../../core/card/index.js';
import { type Problem, RunError, UsageError } from '../../core/errors.js';
import { readCalibration } from '../calibration.js';
import { loadRunCard } from '../cards.js';
import { runHashOf } from '../digest.js';
import { sha256 } from '../hash.js';
import { readCheckpoint } from '../store/checkpoint.js';
import { readRunRecord, soundJournal } from '../store/directory.js';
import { FILES, type JournalLine, type RunRecord } from '../store/layout.js';
import { parseSummary, type Summary } from '../summary.js';

export interface RunContent {
  readonly directory: string;
  readonly record: RunRecord;
  readonly card: ResolvedCard | null;
  /** In fidelity `waveform`. */
  readonly calibration: Calibration | null;
  /** Up to the first line that is damaged. */
  readonly journal: readonly JournalLine[];
  readonly counts: Counts | null;
  readonly summary: Summary | null;
  /** What is missing or damaged. */
  readonly unread: readonly Problem[];
}

/** @throws UsageError when it is no run directory */
export function readRun(directory: string): RunContent {
  const record = readRunRecord(directory);
  const unread: Problem[] = [];
  const card = tryTo(unread, () => cardOf(directory, record));
  const calibration = card && tryTo(unread, () => readCalibration(directory, record, card.card));
  const { journal, damage } = soundJournal(directory);
  if (damage) unread.push(damage);
  const counts = tryTo(unread, () =>
    journal.length === 0 ? emptyCounts() : readCheckpoint(directory, journal.length),
  );
  const summary = tryTo(unread, () => summaryOf(directory, record, journal));
  return { directory, record, card, calibration, journal, counts, summary, unread };
}

/** What can be read; null, with the reasons in `unread`, where it cannot. */
export function tryTo<T>(unread: Problem[], read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RunError || error instanceof UsageError)) throw error;
    unread.push(...error.problems);
    return null;
  }
}

function cardOf(directory: string, record: RunRecord): ResolvedCard {
  const card = loadRunCard(directory);
  const got = cardHash(card.card, sha256);
  if (got === record.cardHash) return card;
  const where = path.join(directory, FILES.card);
  throw new RunError({
    where,
    what: 'cardHash',
    got,
    expected: `${record.cardHash}, as in run.json`,
  });
}

function summaryOf(directory: string, record: RunRecord, journal: readonly JournalLine[]): Summary {
  const where = path.join(directory, FILES.summary);
  if (!fs.existsSync(where)) throw new RunError({ where, fault: 'is not there' });
  const summary = parseSummary(where, fs.readFileSync(where, 'utf8'));
  const expected = runHashOf(record, journal);
  if (summary.runHash === expected) return summary;
  throw new RunError({
    where,
    what: 'runHash',
    got: summary.runHash,
    expected: `${expected}, as run.json and the journal say`,
    next: 'see spillway verify',
  });
}
