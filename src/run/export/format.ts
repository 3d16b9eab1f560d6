/** The shape of what a run is exported to: one file of this shape for each format. */
import { runHashOf } from '../digest.js';
import type { OpenRun } from '../replay.js';

/** What may be asked for beside the format. */
export interface ExportOptions {
  /** Pulses of every channel, as lists. */
  readonly channels: boolean;
  /** Samples of every channel, of a run of fidelity `waveform`. */
  readonly waveforms: boolean;
  /** Events at most. */
  readonly events: number | undefined;
}

export type ExportOption = keyof ExportOptions;

/** A file in pieces, made one after the other: what is in memory at once is a piece. */
export interface OutFile {
  readonly name: string;
  readonly pieces: Iterable<string | Uint8Array>;
}

export interface Format {
  readonly describes: string;
  /** What it makes use of. */
  readonly options: readonly ExportOption[];
  /** @throws UsageError for what cannot be had of this run, before the first file */
  files(run: OpenRun, options: ExportOptions): Iterable<OutFile>;
}

/** Where an export comes from: in the metadata of every file that has some. */
export function provenanceOf({ record, journal }: OpenRun) {
  const { version, name, card, cardHash, seed, fidelity, mode } = record;
  return {
    ...{ program: 'Spillway', version, run: name, card, cardHash, seed, fidelity, mode },
    ...{ spills: journal.length, runHash: runHashOf(record, journal), sealed: !record.unblinded },
    emulated: 'made by a program that emulates NA64, not measured by an experiment',
  } as const;
}
