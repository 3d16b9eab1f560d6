/**
 * What stands where in a run directory. See docs/run-directory.md.
 */
import type { Ledger } from '../../core/wire/ledger.js';
import type { RunIdentity } from '../digest.js';
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
  figures: 'figures',
  /** Only while the run is being written. */
  lock: 'lock',
} as const;

export const SEGMENT_KINDS: readonly SegmentKind[] = ['raw', 'primitives', 'truth'];

/** One segment file per spill: the same bytes for any number of workers. */
export const segmentFile = (kind: SegmentKind, spill: number) =>
  `${kind}/spill-${String(spill).padStart(6, '0')}.${kind === 'primitives' ? 'prim' : kind}`;

export const RUN_SCHEMA = 'spillway.run/1';

/** run.json. */
export interface RunRecord extends RunIdentity {
  readonly schema: typeof RUN_SCHEMA;
  readonly version: string;
  readonly name: string;
  readonly card: string;
  readonly run: number;
  readonly menuHash: string;
  readonly raw: 'keep' | 'drop';
  readonly truth: boolean;
  /** Spills asked for. */
  readonly spills: number;
  readonly state: 'running' | 'done' | 'interrupted';
  /** Why it was interrupted. */
  readonly reason: string | null;
  readonly unblinded: boolean;
}

/** One line of spills.jsonl. */
export interface JournalLine {
  readonly spill: number;
  readonly spillHash: string;
  readonly rawHash: string;
  readonly ledger: Ledger;
  /** Size in bytes of the segments that were written. */
  readonly files: { readonly [path: string]: number };
}
