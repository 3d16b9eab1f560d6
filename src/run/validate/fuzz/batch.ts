/** Inputs, so many at a time, of the decoders in turn. */
import { DECODERS } from './registry.js';
import { type Trial, trialOf } from './try.js';

export interface FuzzJob {
  readonly seed: string;
  /** Of all decoders together. */
  readonly inputs: number;
  /** By batch the input that is under way, from 1: who watches sees one that hangs. */
  readonly underWay: SharedArrayBuffer;
}

export interface FuzzBatch {
  readonly decoder: string;
  readonly inputs: number;
  readonly clean: number;
  readonly refused: number;
  readonly slowest: number;
  /** The first few: number of the input, and what is wrong. */
  readonly failed: number;
  readonly failures: readonly { readonly input: number; readonly what: string }[];
}

/** Inputs of a batch, and failures that are told of one. */
const BATCH = 500;
const TOLD = 3;

export interface Planned {
  readonly decoder: string;
  readonly first: number;
  readonly inputs: number;
}

/** The batches of so many inputs, shared among the decoders. */
export function planBatches(inputs: number): Planned[] {
  const shares = DECODERS.reduce((sum, { share }) => sum + share, 0);
  return DECODERS.flatMap(({ name, share }) => {
    const own = Math.max(1, Math.round((inputs * share) / shares));
    return Array.from({ length: Math.ceil(own / BATCH) }, (_, i) => ({
      ...{ decoder: name, first: i * BATCH, inputs: Math.min(BATCH, own - i * BATCH) },
    }));
  });
}

/** A function of the number of the batch, from 0. */
export function prepareFuzz({ seed, inputs, underWay }: FuzzJob): (index: number) => FuzzBatch {
  const plan = planBatches(inputs);
  const trials = new Map<string, Trial>();
  const now = new Int32Array(underWay);
  return (index) => {
    const { decoder, first, inputs: own } = plan[index];
    const trial = trials.get(decoder) ?? trialOf(decoder, seed);
    trials.set(decoder, trial);
    const count = { clean: 0, refused: 0, failed: 0 };
    const failures: { input: number; what: string }[] = [];
    let slowest = 0;
    for (let n = first; n < first + own; n++) {
      Atomics.store(now, index, n + 1);
      const { outcome, what, seconds } = trial.judge(trial.input(n));
      count[outcome]++;
      slowest = Math.max(slowest, seconds);
      if (outcome === 'failed' && failures.length < TOLD) failures.push({ input: n, what });
    }
    Atomics.store(now, index, 0);
    return { decoder, inputs: own, ...count, slowest, failures };
  };
}
