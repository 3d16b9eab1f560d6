/** Ghosts in the spills of a card. */
import { type Card, cardHash } from '../../core/card/index.js';
import type { Calibration } from '../../analyse/calibration/constants.js';
import type { Fidelity } from '../../core/fidelity.js';
import type { Nature } from '../../core/nature.js';
import { mergeTally } from '../../core/wire/tally.js';
import { type Part, WHOLE } from '../../emulate/calibrationRun/index.js';
import { takeCalibration } from '../calibration.js';
import { loadSingleCard } from '../cards.js';
import type { Computing } from '../computing.js';
import { ghosts as kind } from '../executor/kinds/ghosts.js';
import { sha256 } from '../hash.js';
import { trueCard } from '../nature.js';
import { drain, results } from '../pipeline.js';
import type { SpillJob } from '../spill.js';
import type { EfficiencyCounts, EfficiencyJob } from './job.js';

export interface Sample {
  readonly card: Card;
  /** What the emulator was given; `card` unless the nature is drawn. */
  readonly world: Card;
  readonly masses: readonly number[];
  readonly counts: EfficiencyCounts;
  /** Null in fidelity `energy`. */
  readonly calibration: Calibration | null;
}

/** Ghosts of a card. */
export interface CardRequest {
  readonly masses: readonly number[];
  /** From 1 on, or those of these numbers. */
  readonly spills: number | readonly number[];
  /** Ghosts of each mass, in all spills together. */
  readonly ghosts: number;
  readonly measured: boolean;
  /** `energy` unless told otherwise. */
  readonly fidelity?: Fidelity;
  /** Of fidelity `waveform`: that of another sample with the same electronics and seed. Its own is taken unless given. */
  readonly calibration?: Calibration | null;
  /** Of the calibration run that is taken; the whole unless told otherwise. */
  readonly part?: Part;
}

export interface SampleRequest extends CardRequest {
  readonly name: string;
  readonly overrides: readonly string[];
}

interface How extends Computing {
  readonly seed: string;
  /** `nominal` unless told otherwise. */
  readonly nature?: Nature;
}

export async function sample(
  { name, overrides, ...request }: SampleRequest,
  how: How,
): Promise<Sample> {
  const card = loadSingleCard(name, overrides, how.seed);
  return sampleCard(card, `${name} ${overrides.join(' ')}`, request, how);
}

/** @param name in what is reported */
export async function sampleCard(
  card: Card,
  name: string,
  request: CardRequest,
  { seed, nature = 'nominal', executor, repeat, report }: How,
): Promise<Sample> {
  const { masses, spills, ghosts, measured, fidelity = 'energy', part = WHOLE } = request;
  const identity = { card, cardHash: cardHash(card, sha256), seed, nature };
  const own: SpillJob = { ...identity, mode: 'every', fidelity, truth: false };
  const take = () => takeCalibration(own, { executor, repeat }, part);
  const calibration = fidelity === 'energy' ? null : (request.calibration ?? (await take()));
  const indices = spillNumbers(spills);
  const job: EfficiencyJob = {
    job: calibration ? { ...own, calibration } : own,
    masses,
    number: Math.ceil(ghosts / indices.length),
    measured,
  };
  const all: EfficiencyCounts[] = [];
  await drain(results(executor, { kind, job, repeat }, indices), ({ index, result }) => {
    all.push(result);
    report(`${name}: ghosts of spill ${index}, ${all.length} of ${indices.length}`);
  });
  const counts = all.reduce((a, b) => mergeTally(a, b));
  return { card, world: trueCard(own), masses, counts, calibration };
}

export const spillNumbers = (spills: CardRequest['spills']): readonly number[] =>
  typeof spills === 'number' ? Array.from({ length: spills }, (_, i) => i + 1) : spills;
