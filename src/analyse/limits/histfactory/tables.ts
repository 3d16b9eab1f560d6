import type { ParameterSet } from './family.js';
import type { Settings } from './schema.js';

/** A sample laid out for its rates; parameters by their index. */
export interface SampleTable {
  /** Events per bin. */
  readonly nominal: Float64Array;
  /** Parameters that are factors themselves: of all bins (normfactor, lumi), ... */
  readonly scalars: Int32Array;
  /** ... and of the first bin of those that have one per bin (gammas, shapefactor). */
  readonly vectors: Int32Array;
  /** Parameters of normsys and histosys, each once, ascending. */
  readonly alphas: Int32Array;
  /** Of each alpha: its line in `factors`, or -1. */
  readonly factor: Int32Array;
  /** Of each alpha: its line in `weights`, or -1. */
  readonly weight: Int32Array;
  /** hi - nominal and nominal - lo, [alpha][bin]. */
  readonly up: Float64Array;
  readonly down: Float64Array;
}

export interface ChannelTable {
  readonly name: string;
  /** Index of its first bin among those of all channels. */
  readonly first: number;
  readonly bins: number;
  readonly samples: readonly SampleTable[];
  /** Per bin, ascending: the parameters that its rate depends on. */
  readonly touched: readonly Int32Array[];
}

/** A workspace laid out as tables. */
export interface Tables {
  /** Index of the measurement among those of the workspace. */
  readonly measurement: number;
  readonly names: readonly string[];
  readonly poi: number;
  readonly inits: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly sets: readonly ParameterSet[];
  readonly channels: readonly ChannelTable[];
  readonly bins: number;
  readonly counts: Float64Array;
  /** Each normsys that differs from the others, once: its alpha and its shape (interpolation.ts). */
  readonly factors: { readonly alpha: Int32Array; readonly shapes: Float64Array };
  /** Alphas of all histosys, each once. */
  readonly weights: Int32Array;
  /** Parameters with unequal slopes on both sides of 0. */
  readonly kinks: readonly number[];
  readonly settings: Settings;
}
