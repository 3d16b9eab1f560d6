/**
 * Verification of a run directory: every byte against the manifest, every record against its CRC, the
 * hashes against each other.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Card, cardHash, menuHash } from '../core/card/index.js';
import { type Problem, RunError } from '../core/errors.js';
import { readSegments, SegmentError } from '../core/wire/framing.js';
import { ledgerGap } from '../core/wire/ledger.js';
import { PRIMITIVES_BYTES } from '../core/wire/primitives.js';
import { readCalibration } from './calibration.js';
import { type CampaignSummary, readCampaign } from './campaign.js';
import { loadRunCard } from './cards.js';
import { campaignHash, runHashOf } from './digest.js';
import { crc32, sha256 } from './hash.js';
import { keepsRaw } from './rawData.js';
import { PRIMITIVES_BEFORE, readPrimitivesSegment } from './recorded.js';
import { readPoints, readScan, SCAN_FILES, SCANS } from './scan/directory.js';
import { readJournal, readRunRecord, readSegmentOf, soundJournal } from './store/directory.js';
import {
  FILES,
  hasRaw,
  isOpen,
  isTransient,
  type JournalLine,
  type RunRecord,
  segmentFile,
} from './store/layout.js';
import { readLine } from './store/line.js';
import { isOurs } from './store/ours.js';
import { BLOCK, blocksOf, filesBelow, type ManifestEntry, readManifest } from './store/manifest.js';
import { keptHash, parseSummary, type Summary } from './summary.js';

export interface Verification {
  readonly schema: 'spillway.verify/1';
  readonly ok: boolean;
  readonly files: number;
  readonly records: number;
  readonly runHash: string | null;
  readonly problems: readonly Problem[];
  /** Files that the manifest does not know. */
  readonly unknown: readonly string[];
}

/** Of a run, a scan, or a campaign: what is wrong with one of its runs is told with that run's name. */
export function verifyDirectory(directory: string): Verification & { campaignHash: string | null } {
  if (isOurs(directory, SCANS)) return { ...verifyScan(directory), campaignHash: null };
  const campaign = readCampaign(directory);
  if (campaign === null) return { ...verifyRun(directory), campaignHash: null };
  const file = path.join(directory, FILES.summary);
  const summary = fs.existsSync(file) ? (readJson(file) as CampaignSummary | null) : undefined;
  const isMade = (name: string) => fs.existsSync(path.join(directory, name));
  const runs = campaign.runs.filter(isMade).map((name) => {
    const own = verifyRun(path.join(directory, name));
    const problems = own.problems.map((p) => ({ ...p, where: `${name}/${p.where}` }));
    return { ...own, problems, unknown: own.unknown.map((f) => `${name}/${f}`) };
  });
  const problems: Problem[] = runs.flatMap((run) => run.problems);
  const complain = (what: string, fault: string) =>
    problems.push({ where: FILES.summary, what, fault });
  if (summary === null) complain('document', 'damaged');
  if (summary === undefined) {
    complain('file', 'is missing: the campaign is under way or was cut off');
  }
  const hash = campaignHash(runs.map((run) => run.runHash ?? ''));
  if (summary && summary.campaignHash !== hash) complain('campaignHash', 'not that of its runs');
  if (summary && !summary.interrupted) {
    for (const name of campaign.runs) if (!isMade(name)) complain(name, 'is missing');
  }
  return {
    schema: 'spillway.verify/1',
    ok: problems.length === 0,
    files: runs.reduce((n, run) => n + run.files, 0),
    records: runs.reduce((n, run) => n + run.records, 0),
    runHash: null,
    campaignHash: problems.length === 0 ? hash : null,
    problems,
    unknown: runs.flatMap((run) => run.unknown),
  };
}

/** Null where it is none. */
function readJson(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

export function verifyRun(directory: string): Verification {
  if (!fs.existsSync(path.join(directory, FILES.manifest))) return verifyJournalled(directory);
  return verifyManifest(directory, crossCheck);
}

/** Every file against its manifest; without one, under way or cut off, its journal. */
function verifyScan(directory: string): Verification {
  if (fs.existsSync(path.join(directory, FILES.manifest))) {
    return verifyManifest(directory, (_, problems) => {
      const { state, cardHashes } = readScan(directory);
      const points = readPoints(directory);
      const expected = state === 'done' ? cardHashes : cardHashes.slice(0, points.length);
      const isSame = expected.every((hash, i) => points[i]?.cardHash === hash);
      if (isSame && points.length === expected.length) return null;
      problems.push({ where: SCAN_FILES.points, what: 'points', fault: 'not those of scan.json' });
      return null;
    });
  }
  const where = SCAN_FILES.points;
  const file = path.join(directory, where);
  const isThere = fs.existsSync(file);
  const data = isThere ? fs.readFileSync(file) : new Uint8Array();
  const { damage, records } = recordsOf({ path: where, size: data.length, sha256: '' }, data);
  const problems: Problem[] = damage.map((found) => ({ where, ...found }));
  if (!isThere) problems.push({ where, what: 'file', fault: 'is missing' });
  problems.push(unfinished('scan', readScan(directory)));
  return {
    ...{ schema: 'spillway.verify/1', ok: false, files: 1, records },
    ...{ runHash: null, problems, unknown: [] },
  };
}

/** @param check the files against each other, where each is intact; it gives the runHash */
function verifyManifest(
  directory: string,
  check: (directory: string, problems: Problem[]) => string | null,
): Verification {
  const problems: Problem[] = [];
  const complain = (where: string, what: string, fault: string) =>
    problems.push({ where, what, fault });
  let records = 0;

  const manifestFile = path.join(directory, FILES.manifest);
  const manifest = readManifest(fs.readFileSync(manifestFile, 'utf8'));
  if (manifest.damaged !== null) {
    complain(FILES.manifest, `line ${manifest.damaged}`, 'damaged or cut off');
  }
  for (const entry of manifest.entries) {
    const file = path.join(directory, entry.path);
    if (!fs.existsSync(file)) {
      complain(entry.path, 'file', 'is missing');
      continue;
    }
    const data = fs.readFileSync(file);
    const found = damageOf(entry, data);
    records += found.records;
    for (const { what, fault } of found.damage) complain(entry.path, what, fault);
  }
  const known = new Set(manifest.entries.map((e) => e.path));
  const unknown = filesBelow(directory).filter(
    (f) => f !== FILES.manifest && !isTransient(f) && !known.has(f),
  );
  const hash = problems.length === 0 ? check(directory, problems) : null;
  return {
    schema: 'spillway.verify/1',
    ok: problems.length === 0,
    files: manifest.entries.length,
    records,
    runHash: hash,
    problems,
    unknown: manifest.damaged === null ? unknown : [],
  };
}

interface Damage {
  readonly what: string;
  readonly fault: string;
}

/** What is wrong with a file of the manifest, and at which of its records. */
function damageOf(entry: ManifestEntry, data: Uint8Array): { damage: Damage[]; records: number } {
  const { damage, records } = recordsOf(entry, data);
  if (damage.length > 0 || sha256(data) === entry.sha256) return { damage, records };
  // Every record is intact, yet these are not the bytes that were written.
  const fault = `${data.length} bytes with another SHA-256 than the ${entry.size} that were written`;
  return { damage: [{ what: `record ${records}`, fault }], records };
}

function recordsOf(entry: ManifestEntry, data: Uint8Array): { damage: Damage[]; records: number } {
  if (entry.blocks !== undefined) {
    const written = entry.blocks.match(/.{8}/g) ?? [];
    const there = blocksOf(data);
    const count = Math.max(written.length, there.length);
    const damage: Damage[] = [];
    for (let i = 0; i < count; i++) {
      if (written[i] === there[i]) continue;
      const from = i * BLOCK;
      const to = Math.min(from + BLOCK, entry.size);
      const fault = i >= there.length ? 'cut off' : 'differs from what was written';
      damage.push({ what: `record ${i} (bytes ${from} to ${to - 1})`, fault });
    }
    return { damage, records: written.length };
  }
  if (entry.path.endsWith('.jsonl')) {
    const lines = Buffer.from(data).toString('utf8').split('\n');
    const tail = lines.pop();
    const damage = lines.flatMap((line, i) =>
      readLine(line) ? [] : [{ what: `record ${i + 1}`, fault: 'the line is damaged' }],
    );
    if (tail !== '') damage.push({ what: `record ${lines.length + 1}`, fault: 'cut off' });
    else if (damage.length === 0 && data.length < entry.size) {
      damage.push({ what: `record ${lines.length + 1}`, fault: 'is missing' });
    }
    return { damage, records: lines.length };
  }
  return segmentRecords(entry.path, data);
}

function segmentRecords(file: string, data: Uint8Array): { damage: Damage[]; records: number } {
  let records = 0;
  try {
    const fixed = file.startsWith('primitives/') ? PRIMITIVES_BYTES : 0;
    for (const _ of readSegments(data, crc32, fixed)) records++;
    return { damage: [], records };
  } catch (error) {
    if (!(error instanceof SegmentError)) throw error;
    return { damage: [{ what: `record ${error.record}`, fault: error.problem }], records };
  }
}

/** The hashes against each other: card, journal, summary. @returns the runHash */
function crossCheck(directory: string, problems: Problem[]): string | null {
  const record = readRunRecord(directory);
  const { card } = loadRunCard(directory);
  const journal = readJournal(directory);
  const expect = (where: string, what: string, got: string, expected: string) => {
    if (got !== expected) problems.push({ where, what, got, expected });
  };
  expect(FILES.card, 'cardHash', cardHash(card, sha256), record.cardHash);
  expect(FILES.card, 'menuHash', menuHash(card, sha256), record.menuHash);
  checkLedgers(journal, problems);
  checkCalibration(directory, record, card, problems);
  for (const line of journal) {
    const { spill, rawHash: written } = line;
    const kept = (yes: boolean) => (yes ? 'kept' : 'not kept');
    const asked = keepsRaw(record.raw, record, spill);
    expect(FILES.journal, `raw data of spill ${spill}`, kept(hasRaw(line)), kept(asked));
    checkPrimitives(directory, record, journal, spill, expect);
    if (!hasRaw(line)) continue;
    const raw = readSegmentOf({ directory, journal }, 'raw', spill);
    expect(segmentFile('raw', spill), 'rawHash', sha256(raw ?? ''), written);
  }
  const hash = runHashOf(record, journal);
  const summaryFile = path.join(directory, FILES.summary);
  if (fs.existsSync(summaryFile)) {
    const summary = readSummary(summaryFile, problems);
    if (summary) expect(FILES.summary, 'runHash', summary.runHash, hash);
    if (summary) expect(FILES.summary, 'rawHash', `${summary.rawHash}`, `${keptHash(journal)}`);
  }
  return hash;
}

/** Null where it is none, which is told. */
function readSummary(file: string, problems: Problem[]): Summary | null {
  try {
    return parseSummary(file, fs.readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    problems.push(...error.problems.map((p) => ({ ...p, where: FILES.summary })));
    return null;
  }
}

/** What the segment says of itself is what the run is and was asked to store; before version 2 it says less. */
function checkPrimitives(
  directory: string,
  record: RunRecord,
  journal: readonly JournalLine[],
  spill: number,
  expect: (where: string, what: string, got: string, expected: string) => void,
): void {
  const file = segmentFile('primitives', spill);
  const { header } = readPrimitivesSegment({ directory, journal }, spill);
  expect(file, `cardHash of spill ${spill}`, header.cardHash ?? '', record.cardHash);
  if (header.schema === PRIMITIVES_BEFORE) return;
  expect(file, `menuHash of spill ${spill}`, header.menuHash ?? '', record.menuHash);
  const stored = header.burst ? 'kept' : 'accepted';
  expect(file, `primitives of spill ${spill}`, stored, record.storePrimitives);
}

/** In fidelity `waveform`: the calibration is there and that of this card and seed. */
function checkCalibration(
  directory: string,
  record: RunRecord,
  card: Card,
  problems: Problem[],
): void {
  try {
    readCalibration(directory, record, card);
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    problems.push(...error.problems.map((p) => ({ ...p, where: FILES.calibration })));
  }
}

function checkLedgers(journal: readonly JournalLine[], problems: Problem[]): void {
  for (const { spill, ledger } of journal) {
    const gap = ledgerGap(ledger);
    if (gap) {
      problems.push({
        where: FILES.journal,
        what: `spill ${spill}`,
        fault: `does not close: ${gap}`,
      });
    }
  }
}

/** Of what has no manifest. */
const unfinished = (what: 'run' | 'scan', record: Pick<RunRecord, 'state'>): Problem => ({
  where: FILES.manifest,
  what: 'file',
  fault: `is missing: the ${what} is ${isOpen(record) ? 'under way or was cut off' : record.state}`,
  next: `spillway ${what} ... --resume finishes it`,
});

/** A run without manifest, under way or cut off: what the journal names must be there and intact. */
function verifyJournalled(directory: string): Verification {
  const problems: Problem[] = [];
  const record = readRunRecord(directory);
  const { journal, damage } = soundJournal(directory);
  if (damage) problems.push({ ...damage, where: FILES.journal });
  let records = 0;
  let files = 0;
  const ends = new Map(
    journal.flatMap((line) => Object.entries(line.files).map(([file, [, to]]) => [file, to])),
  );
  for (const [file, end] of ends) {
    files++;
    const full = path.join(directory, file);
    if (!fs.existsSync(full)) {
      problems.push({ where: file, what: 'file', fault: 'is missing' });
      continue;
    }
    // What the journal does not name may be half written.
    const data = fs.readFileSync(full).subarray(0, end);
    const found = segmentRecords(file, data);
    records += found.records;
    problems.push(...found.damage.map((d) => ({ where: file, ...d })));
    if (found.damage.length === 0 && data.length < end) {
      problems.push({ where: file, what: 'size', fault: `is less than ${end} bytes` });
    }
  }
  checkLedgers(journal, problems);
  problems.push(unfinished('run', record));
  const hash = runHashOf(record, journal);
  return {
    schema: 'spillway.verify/1',
    ok: false,
    files,
    records,
    runHash: hash,
    problems,
    unknown: [],
  };
}
