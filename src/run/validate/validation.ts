import type { Nature } from '../../core/nature.js';
import type { Chart } from '../chart.js';
import type { Computing } from '../computing.js';
import type { Monitored } from '../run.js';
import type { ValidationRow } from './row.js';

export type { Computing };

/** What is asked for, however it is computed. */
type Asked = Omit<ValidateOptions, keyof Computing>;

/** What the command line can set; each validation lists what concerns it. */
export interface ValidateOptions extends Computing {
  /** Electrons on target behind rates. */
  readonly electrons: number;
  /** Events behind each number of a part that is driven alone; null: as many as it needs. */
  readonly events: number | null;
  /** Experiments that are repeated; null: as many as it needs. */
  readonly experiments: number | null;
  /** Spills that are gone through; null: as many as it needs. */
  readonly spills: number | null;
  /** A file that gets a line for each of them and is read before any is made; null: none is kept. */
  readonly journal: string | null;
  /** One of the cases that it is made of, for who looks for a fault; null: all. */
  readonly case: string | null;
  readonly seed: string;
  /** Of the spills that are sampled; what is expected of them goes by the card. */
  readonly nature: Nature;
  /** Test beam: GeV; offset of its centre from that of the beam cell and spot, mm. */
  readonly energy: number;
  readonly at: readonly [number, number];
  /** Null: as on the card. */
  readonly spot: readonly [number, number] | null;
  /** Without photostatistics, spread of gains and noise. */
  readonly ideal: boolean;
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

/** Options by name; `workers` is behind `executor`, `figures` the folder that charts and histograms go to. */
export type OptionName = Exclude<keyof ValidateOptions, keyof Computing> | 'workers' | 'figures';

/** Numbers that each validation has its own of, where none is given. */
type Counted = Extract<OptionName, 'events' | 'experiments' | 'spills'>;

/** Each of them, or in words where its parts take different ones. */
type Usual<Name extends Counted> = { readonly [name in Name]: number | string };

/** One validation: one file of this shape and one registry line. */
export interface Validation {
  readonly name: string;
  readonly describes: string;
  /** Those that it uses. */
  readonly options: readonly OptionName[];
  /** What those of them are that count, unless given. */
  readonly usual?: Partial<Usual<Counted>>;
  /** Called before anything is computed. @throws UsageError for what it cannot take */
  check?(options: Asked): void;
  run(options: ValidateOptions): Validated | Promise<Validated>;
}

/** A validation of which `run` sees the options that are listed, and no other. */
export const validation = <Name extends OptionName>(
  own: Omit<Validation, 'options' | 'usual' | 'check' | 'run'> & {
    readonly options: readonly Name[];
    check?(options: Pick<Asked, Extract<Name, keyof Asked>>): void;
    run(
      options: Pick<ValidateOptions, Extract<Name, keyof ValidateOptions>> & Computing,
    ): Validated | Promise<Validated>;
  } & ([Extract<Name, Counted>] extends [never]
      ? unknown
      : { readonly usual: Usual<Extract<Name, Counted>> }),
): Validation => own;
