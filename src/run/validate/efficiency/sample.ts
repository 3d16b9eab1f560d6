/** Ghosts in the spills of a card, in as many threads as asked for. */
import { type Card, cardHash } from '../../../core/card/index.js';
import type { Fidelity } from '../../../core/fidelity.js';
import { mergeTally } from '../../../core/wire/tally.js';
import { takeCalibration } from '../../calibration.js';
import { loadSingleCard } from '../../cards.js';
import { threadPool } from '../../executor/threads.js';
import { sha256 } from '../../hash.js';
import type { ValidateOptions } from '../validation.js';
import { type EfficiencyCounts, type EfficiencyJob, efficiencyOf } from './job.js';

export interface Sample {
  readonly card: Card;
  readonly masses: readonly number[];
  readonly counts: EfficiencyCounts;
}

export interface SampleRequest {
  readonly name: string;
  readonly overrides: readonly string[];
  readonly masses: readonly number[];
  readonly spills: number;
  /** Ghosts of each mass. */
  readonly ghosts: number;
  readonly measured: boolean;
  /** `energy` unless told otherwise. */
  readonly fidelity?: Fidelity;
}

export async function sample(
  { name, overrides, masses, spills, ghosts, measured, fidelity = 'energy' }: SampleRequest,
  { seed, workers, report }: Pick<ValidateOptions, 'seed' | 'workers' | 'report'>,
): Promise<Sample> {
  const card = loadSingleCard(name, overrides, seed);
  const job = { card, cardHash: cardHash(card, sha256), seed, fidelity, truth: false };
  const task: EfficiencyJob = {
    job: fidelity === 'energy' ? job : { ...job, calibration: takeCalibration(job) },
    masses,
    number: Math.ceil(ghosts / spills),
    measured,
  };
  const pool =
    workers > 1
      ? threadPool<EfficiencyCounts>(new URL('./worker.js', import.meta.url), task, workers)
      : null;
  const run = async (spill: number) => {
    const counts = pool ? (await pool.run(spill)).result : efficiencyOf(task, spill);
    report(`${name} ${overrides.join(' ')}: ghosts of spill ${spill} of ${spills}`);
    return counts;
  };
  try {
    const all = await Promise.all(Array.from({ length: spills }, (_, i) => run(i + 1)));
    return { card, masses, counts: all.reduce((a, b) => mergeTally(a, b)) };
  } finally {
    await pool?.close();
  }
}
