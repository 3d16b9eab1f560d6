/**
 * What stands where in a run directory. See docs/run-directory.md.
 */
import type { Alarm } from '../../analyse/monitors/index.js';
import type { Evaluation } from '../../core/evaluation.js';
import type { StoredPrimitives } from '../../core/primitives.js';
import type { Ledger } from '../../core/wire/ledger.js';
import type { RunIdentity } from '../digest.js';
import type { RawData } from '../rawData.js';
import type { SegmentKind } from '../spill.js';

export const FILES = {
  run: 'run.json',
  card: 'card.yaml',
  /** In fidelity `waveform`. */
  calibration: 'calibration.json',
  journal: 'spills.jsonl',
  counts: 'counts.pb',
  summary: 'summary.json',
  log: 'log.ndjson',
  manifest: 'manifest.json',
  unblinding: 'unblinding.jsonl',
  /** Of a drawn nature, once the box is open. */
  nature: 'nature.json',
  figures: 'figures',
  /** Only while the run is being written. */
  lock: 'lock',
  /** The same: a folder, what the process says and is asked for. */
  control: 'control',
} as const;

/** Whether a file is there only while the run is being written. */
export const isTransient = (file: string) =>
  file === FILES.lock || file.startsWith(`${FILES.control}/`);

export const SEGMENT_KINDS: readonly SegmentKind[] = ['raw', 'primitives', 'truth'];

/** Small segments share a file: a campaign has tens of thousands of spills. */
export const SPILLS_PER_FILE: Readonly<Record<SegmentKind, number>> = {
  raw: 1,
  primitives: 100,
  truth: 1,
};

/** The file that holds the segment of a spill, by the first spill in it: the same bytes for any number of workers. */
export function segmentFile(kind: SegmentKind, spill: number): string {
  const first = spill - ((spill - 1) % SPILLS_PER_FILE[kind]);
  return `${kind}/spill-${String(first).padStart(6, '0')}.${kind === 'primitives' ? 'prim' : kind}`;
}

export const RUN_SCHEMA = 'spillway.run/1';

/** What a run or a campaign is begun with and goes on with. */
export const CHOICES = [
  'mode',
  'fidelity',
  'evaluation',
  'nature',
  'raw',
  'truth',
  'storePrimitives',
] as const;

/** run.json. */
export interface RunRecord extends RunIdentity {
  readonly schema: typeof RUN_SCHEMA;
  readonly version: string;
  readonly name: string;
  readonly card: string;
  readonly run: number;
  readonly menuHash: string;
  readonly evaluation: Evaluation;
  readonly raw: RawData;
  readonly truth: boolean;
  readonly storePrimitives: StoredPrimitives;
  /** Spills asked for. */
  readonly spills: number;
  /** `running` and `paused` until it has ended, or was cut off. */
  readonly state: 'running' | 'paused' | 'done' | 'interrupted';
  /** Why it was interrupted or is paused. */
  readonly reason: string | null;
  readonly unblinded: boolean;
}

/** Whether the end-of-run record is missing: it is under way, or was cut off. */
export const isOpen = ({ state }: Pick<RunRecord, 'state'>) =>
  state === 'running' || state === 'paused';

/** Bytes of a file: the first, and the one behind the last. */
export type Span = readonly [from: number, to: number];

/** One line of spills.jsonl. */
export interface JournalLine {
  readonly spill: number;
  readonly spillHash: string;
  readonly rawHash: string;
  readonly ledger: Ledger;
  /** What the monitors said, where they did. */
  readonly alarms?: readonly Alarm[];
  /** What they could not judge, where there was something. */
  readonly unwatched?: readonly Alarm[];
  /** Where its segments stand: bytes of each file. */
  readonly files: { readonly [path: string]: Span };
}

/** Whether the raw data of a spill were kept. */
export const hasRaw = ({ spill, files }: JournalLine) => segmentFile('raw', spill) in files;
