/** The rows of `npm run bench`: one entry each, measured on its own. */
import { seedKey } from '../dist/core/random/index.js';
import type { Evaluation } from '../dist/core/evaluation.js';
import { FIDELITIES, type Fidelity } from '../dist/core/fidelity.js';
import { Lots } from '../dist/emulate/beam/lots.js';
import { spillKey } from '../dist/emulate/spill.js';
import { jobOf, SEED } from './job.js';
import { type Measurement, type Machine, measure, median, type Spec } from './measure.js';
import { type Mode, MODES } from '../dist/core/mode.js';
import type { Twin, TwinRun } from './native/twin.js';

export const SCHEMA = 'spillway.bench/1';

/** What `--json` prints. */
export interface Report {
  readonly schema: typeof SCHEMA;
  readonly machine: Machine;
  /** Of the C twin; null: there is no compiler. */
  readonly compiler: string | null;
  /** Of Node and the program alone, part of every peak but that of the twin. */
  readonly emptyRssMb: number;
  readonly rows: readonly Row[];
}

export interface Row {
  readonly name: string;
  readonly mode: string;
  /** Null where no events are made. */
  readonly fidelity: Fidelity | null;
  readonly threads: number;
  readonly electronsPerCpuSecond: number;
  readonly electronsPerWallSecond: number;
  /** CPU time. */
  readonly nsPerElectron: number;
  /** CPU time over that of the same in C; null where C does not do it, or there is no compiler. */
  readonly ratioToC: number | null;
  /** CPU time over a step of the calibrator. */
  readonly ratioToCalibrator: number;
  readonly peakRssMb: number;
  readonly triggersPerSpill?: number;
  readonly bytesPerSpill?: number;
  /** CPU time of the parts, ns per electron; `analysis` holds `building`, `whole` all of them. */
  readonly stages?: Readonly<Record<string, number>>;
}

/** What entries share. */
export interface Tools {
  readonly twin: Twin | null;
  /** Path. */
  readonly calibration: string;
}

export interface Entry extends Pick<Row, 'name' | 'mode' | 'fidelity' | 'threads'> {
  /** Null: it needs a C compiler. */
  measure(tools: Tools): Row | null;
}

/** Names a row among all. */
export const keyOf = ({ name, mode, fidelity, threads }: Omit<Entry, 'measure'>): string =>
  [name, mode, fidelity ?? '-', `${threads} ${threads === 1 ? 'thread' : 'threads'}`].join(', ');

const NOMINAL = ['beam.intensity=7e6'];
/** Nothing radiates before the magnets: one particle in ten less has a fate of its own. */
const NO_MATERIAL = [...NOMINAL, 'nature.upstreamMaterial=0'];
const BASE = { mode: 'every', fidelity: 'energy', threads: 1, overrides: NOMINAL } as const;
const KERNEL_ROUNDS = 5;
const CHAIN_ROUNDS = 3;
const STAGE_ROUNDS = 2;

type Identity = Omit<Entry, 'measure'>;

const rowOf = (
  { name, mode, fidelity, threads }: Identity,
  { cpu, wall, step, peakRssMb }: Pick<Measurement, 'cpu' | 'wall' | 'step' | 'peakRssMb'>,
): Row => ({
  ...{ name, mode, fidelity, threads },
  electronsPerCpuSecond: 1e9 / cpu,
  electronsPerWallSecond: 1e9 / wall,
  nsPerElectron: cpu,
  ratioToC: null,
  ratioToCalibrator: cpu / step,
  peakRssMb,
});

/** The twin's CPU time, ns per beam electron. */
function inC(run: TwinRun, overrides: readonly string[]): number {
  const { card } = jobOf({ ...BASE, overrides });
  const electrons = run.particles / new Lots(card).perElectron;
  return (1e9 * median(run.seconds)) / electrons;
}

function runTwin(twin: Twin, overrides: readonly string[]): TwinRun {
  const { card } = jobOf({ ...BASE, overrides });
  return twin.run(card, spillKey(card, seedKey(SEED), 2), KERNEL_ROUNDS);
}

const KERNEL: Omit<Identity, 'name'> = { mode: 'every', fidelity: null, threads: 1 };

const slices: Entry = {
  ...{ name: 'slices', ...KERNEL },
  measure: () => rowOf(slices, measure({ ...BASE, what: 'slices', rounds: KERNEL_ROUNDS })),
};

/** The trigger on every electron, and its twin. */
function kernel(addition: string, overrides: readonly string[]): Entry[] {
  const ours: Entry = {
    ...{ name: `trigger${addition}`, ...KERNEL },
    measure({ twin }) {
      const measured = measure({ ...BASE, overrides, what: 'trigger', rounds: KERNEL_ROUNDS });
      const ratioToC = twin && measured.cpu / inC(runTwin(twin, overrides), overrides);
      return { ...rowOf(ours, measured), ratioToC, triggersPerSpill: measured.triggers };
    },
  };
  const theirs: Entry = {
    ...{ name: `trigger in C${addition}`, ...KERNEL },
    measure({ twin }) {
      if (!twin) return null;
      const run = runTwin(twin, overrides);
      const cpu = inC(run, overrides);
      // It waits for nobody.
      const row = rowOf(theirs, { ...run, cpu, wall: cpu, step: 1e9 * run.step });
      return { ...row, ratioToC: 1, triggersPerSpill: run.fired.length };
    },
  };
  return [ours, theirs];
}

/** The whole chain into files, and its stages where there is one thread and every event is made. */
function chain(mode: Mode, fidelity: Fidelity, threads: number, evaluation: Evaluation): Entry {
  const entry: Entry = {
    ...{ name: evaluation === 'staged' ? 'chain, staged' : 'chain', mode, fidelity, threads },
    measure({ calibration }) {
      const spec: Omit<Spec, 'what'> = {
        ...{ ...BASE, mode, fidelity, threads, evaluation, rounds: CHAIN_ROUNDS },
        ...(fidelity === 'waveform' ? { calibration } : {}),
      };
      const measured = measure({ ...spec, what: 'chain' });
      const row = {
        ...rowOf(entry, measured),
        triggersPerSpill: measured.triggers,
        bytesPerSpill: measured.bytes,
      };
      if (threads > 1 || evaluation === 'staged') return row;
      return { ...row, stages: measure({ ...spec, what: 'stages', rounds: STAGE_ROUNDS }).stages };
    },
  };
  return entry;
}

/** Ways through a spill: all modes, and that of campaigns. */
const WAYS: readonly (readonly [Mode, Evaluation])[] = [
  ...MODES.map((mode) => [mode, 'all'] as const),
  ['candidates', 'staged'],
];

/** All entries. @param cores threads of the rows with several; 1: there are none */
export const entriesOf = (cores: number): Entry[] => [
  slices,
  ...kernel('', NOMINAL),
  ...kernel(' without material upstream', NO_MATERIAL),
  ...WAYS.flatMap(([mode, evaluation]) =>
    FIDELITIES.flatMap((fidelity) =>
      [...new Set([1, cores])].map((threads) => chain(mode, fidelity, threads, evaluation)),
    ),
  ),
];
