import type { Chart } from '../chart.js';
import type { Monitored } from '../run.js';
import type { ValidationRow } from './row.js';

/** What the command line can set; each validation takes what concerns it. */
export interface ValidateOptions {
  /** Electrons on target behind rates. */
  readonly electrons: number;
  /** Events behind each number of a part that is driven alone; null: as many as it needs. */
  readonly events: number | null;
  readonly seed: string;
  readonly workers: number;
  /** Test beam: GeV; offset of its centre from that of the beam cell and spot, mm. */
  readonly energy: number;
  readonly at: readonly [number, number];
  /** Null: as on the card. */
  readonly spot: readonly [number, number] | null;
  /** Without photostatistics, spread of gains and noise. */
  readonly ideal: boolean;
  readonly report: (what: string) => void;
}

export interface Validated {
  readonly rows: readonly ValidationRow[];
  /** Further numbers, for the document that `--json` prints. */
  readonly document?: Readonly<Record<string, unknown>>;
  /** What it has to show. */
  readonly charts?: readonly Chart[];
  /** Histograms, for the figures of a run. */
  readonly monitored?: Monitored;
}

/** One validation: one file of this shape and one registry line. */
export interface Validation {
  readonly name: string;
  readonly describes: string;
  run(options: ValidateOptions): Validated | Promise<Validated>;
}
