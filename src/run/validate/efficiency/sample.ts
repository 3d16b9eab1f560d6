/** Ghosts in the spills of a card. */
import { type Card, cardHash } from '../../../core/card/index.js';
import type { Fidelity } from '../../../core/fidelity.js';
import { mergeTally } from '../../../core/wire/tally.js';
import { takeCalibration } from '../../calibration.js';
import { loadSingleCard } from '../../cards.js';
import { ghosts as kind } from '../../executor/kinds/ghosts.js';
import { sha256 } from '../../hash.js';
import { drain, results } from '../../pipeline.js';
import type { SpillJob } from '../../spill.js';
import type { Computing, ValidateOptions } from '../validation.js';
import type { EfficiencyCounts, EfficiencyJob } from './job.js';

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
  { seed, executor, repeat, report }: Pick<ValidateOptions, 'seed'> & Computing,
): Promise<Sample> {
  const card = loadSingleCard(name, overrides, seed);
  const identity = { card, cardHash: cardHash(card, sha256), seed };
  const own: SpillJob = { ...identity, mode: 'every', fidelity, truth: false };
  const job: EfficiencyJob = {
    job:
      fidelity === 'energy'
        ? own
        : { ...own, calibration: await takeCalibration(own, { executor, repeat }) },
    masses,
    number: Math.ceil(ghosts / spills),
    measured,
  };
  const all: EfficiencyCounts[] = [];
  const indices = Array.from({ length: spills }, (_, i) => i + 1);
  await drain(results(executor, { kind, job, repeat }, indices), ({ index, result }) => {
    all.push(result);
    report(`${name} ${overrides.join(' ')}: ghosts of spill ${index} of ${spills}`);
  });
  return { card, masses, counts: all.reduce((a, b) => mergeTally(a, b)) };
}
