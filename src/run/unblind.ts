/**
 * Unblinding: analyses the sealed set and writes down when, why and by what.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { UsageError } from '../core/errors.js';
import { sha256 } from './hash.js';
import { type OpenedNature, openedNature } from './nature.js';
import { openCounts, openRun } from './replay.js';
import { finishedRun, type RunOptions } from './run.js';
import { readCheckpoint } from './store/checkpoint.js';
import { writeJson, writeWhole } from './store/write.js';
import { FILES, isOpen, type RunRecord } from './store/layout.js';
import { readLine, writeLine } from './store/line.js';
import { manifestOf } from './store/manifest.js';
import { unblindingFault } from './store/shape.js';
import { knownOf, parseSummary, resultsOf, runCounts, type Summary } from './summary.js';
import { VERSION } from './version.js';

/** One line of unblinding.jsonl. */
export interface Unblinding {
  readonly time: string;
  readonly reason: string;
  readonly cardHash: string;
  readonly runHash: string;
  readonly version: string;
  /** SHA-256 of the line before, or null for the first. */
  readonly previous: string | null;
}

export interface Unblinded {
  readonly summary: Summary;
  /** Null where it is that of the card. */
  readonly nature: OpenedNature | null;
}

/**
 * Opens the box of a finished run, and its nature where that was drawn. The record of it is on the disk before the box is looked at.
 * @param now ms since 1970
 */
export function unblindRun(
  directory: string,
  reason: string,
  now: () => number,
  figures: RunOptions['figures'],
  each: (spill: number) => void = () => {},
): Unblinded {
  if (reason.trim() === '') {
    throw new UsageError({ what: '--reason', got: '""', expected: 'why the box is opened' });
  }
  const run = openRun(directory);
  const summaryFile = path.join(directory, FILES.summary);
  if (isOpen(run.record) || !fs.existsSync(summaryFile)) {
    throw new UsageError({
      where: directory,
      fault: 'the run is not finished',
      next: 'finish it with spillway run ... --resume',
    });
  }
  const before = parseSummary(summaryFile, fs.readFileSync(summaryFile, 'utf8'));
  const file = path.join(directory, FILES.unblinding);
  const lines = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  const previous = lines.length > 0 ? lines[lines.length - 1] : null;
  if (previous !== null && unblindingFault(readLine(previous)) !== null) {
    throw new UsageError({ where: file, what: `line ${lines.length}`, fault: 'damaged' });
  }
  const entry: Unblinding = {
    time: new Date(now()).toISOString(),
    reason,
    cardHash: run.record.cardHash,
    runHash: before.runHash,
    version: VERSION,
    previous: previous === null ? null : sha256(previous),
  };
  writeWhole(file, [...lines, writeLine(entry), ''].join('\n'));

  const record: RunRecord = { ...run.record, unblinded: true };
  const manifest = () => writeWhole(path.join(directory, FILES.manifest), manifestOf(directory));
  writeJson(path.join(directory, FILES.run), record);
  manifest();

  const nature =
    record.nature === 'drawn' ? openedNature({ card: run.card, seed: record.seed }) : null;
  if (nature) {
    writeJson(path.join(directory, FILES.nature), nature);
  }
  const sealed = readCheckpoint(directory, run.journal.length);
  const opened = runCounts(record, run.card, openCounts(run, each), sealed);
  const summary: Summary = {
    ...before,
    ...knownOf(record, run.journal),
    ...resultsOf(opened, true),
  };
  writeJson(summaryFile, summary);
  for (const [name, content] of figures(finishedRun(summary, run.card, opened))) {
    writeWhole(path.join(directory, name), content);
  }
  manifest();
  return { summary, nature };
}
