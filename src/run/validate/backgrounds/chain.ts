/**
 * Experiments through the whole chain: spills of run III with many times the losses of (iii), so that sideband C is as full as that of the
 * whole data. A journal keeps a line of each; those that it has are not made again, so that many hours of them
 * can be stopped and taken up.
 */
import * as fs from 'node:fs';
import { estimateBackground } from '../../../analyse/background/index.js';
import { decodeCounts, emptyCounts, mergeCounts } from '../../../analyse/counts.js';
import { scalerElectrons } from '../../../analyse/efficiency.js';
import { regionIndex } from '../../../analyse/selection/regions.js';
import { beliefOf, type Card, cardHash } from '../../../core/card/index.js';
import { UsageError } from '../../../core/errors.js';
import { exp, log } from '../../../core/math.js';
import { loadSingleCard } from '../../cards.js';
import { spill, type StoredJob } from '../../executor/kinds/spill.js';
import { sha256 } from '../../hash.js';
import { drainUntil, naturals, results } from '../../pipeline.js';
import { cannotBeWritten } from '../../store/fault.js';
import { row, share, type ValidationRow } from '../row.js';
import { type Computing, validation, type ValidateOptions } from '../validation.js';

/** So many times the nominal losses at large angles: 60 events in sideband C of 1e10 electrons. */
const MORE = 30;
const EXPERIMENTS = 1;
const BEAM_LINE = 'hadrons made in the beam line';

/** A line of the journal. */
interface Experiment {
  readonly schema: 'spillway.background-experiment/1';
  readonly experiment: number;
  readonly seed: string;
  readonly cardHash: string;
  readonly electrons: number;
  /** Events in sideband C and in region A. */
  readonly sidebandC: number;
  readonly regionA: number;
  /** Events of (iii) in the box that nature has in the mean. */
  readonly truth: number;
  readonly sources: ReturnType<typeof estimateBackground>['sources'];
}

type Options = Pick<ValidateOptions, 'electrons' | 'experiments' | 'journal' | 'seed'> & Computing;

export const backgroundChain = validation({
  name: 'background-chain',
  describes: `backgrounds of experiments through the whole chain, ${MORE} times the losses upstream`,
  options: ['experiments', 'electrons', 'journal', 'seed', 'workers'],
  run: async (options) => {
    const number = options.experiments ?? EXPERIMENTS;
    const made = options.journal === null ? [] : readJournal(options.journal);
    const experiments: Experiment[] = [];
    for (let k = 1; k <= number; k++) {
      const seed = `${options.seed}/${k}`;
      const card = cardFor(seed);
      const hash = cardHash(card, sha256);
      const known = made.find((e) => e.experiment === k);
      if (known) refuseOther(known, seed, hash, options);
      const experiment = known ?? (await experimentOf(k, seed, card, hash, options));
      if (!known && options.journal !== null) append(options.journal, experiment);
      experiments.push(experiment);
    }
    return { rows: rowsOf(experiments, options.electrons) };
  },
});

/** The shipped card of run III with the amplitude of (iii) raised. */
function cardFor(seed: string): Card {
  const key = 'nature.upstreamElectroNuclear.largeAngleFraction';
  const { nature } = loadSingleCard('run3-2018', [], seed);
  const raised = MORE * nature.upstreamElectroNuclear.largeAngleFraction;
  return loadSingleCard('run3-2018', [`${key}=${raised}`], seed);
}

async function experimentOf(
  experiment: number,
  seed: string,
  card: Card,
  hash: string,
  { electrons, executor, repeat, report }: Options,
): Promise<Experiment> {
  const job: StoredJob = {
    ...{ card, cardHash: hash, seed, mode: 'candidates', fidelity: 'energy' },
    ...{ truth: false, raw: 'drop', evaluation: 'staged' },
  };
  let counts = emptyCounts();
  let onTarget = 0;
  const spills$ = results(executor, { kind: spill, job, repeat }, naturals());
  await drainUntil(spills$, ({ result }) => {
    counts = mergeCounts(counts, decodeCounts(result.counts));
    onTarget += result.ledger.electronsOnTarget;
    report(`experiment ${experiment}: spill ${counts.spills}, ${onTarget} electrons`);
    return onTarget >= electrons;
  });
  const belief = beliefOf(card);
  const scaler = scalerElectrons(belief, counts.scalers);
  return {
    ...{ schema: 'spillway.background-experiment/1', experiment, seed, cardHash: hash },
    electrons: onTarget,
    sidebandC: counts.regions[regionIndex('C')],
    regionA: counts.regions[regionIndex('A')],
    truth: lossesInBox(card, onTarget),
    sources: estimateBackground({ belief, counts, electrons: scaler }).sources,
  };
}

/**
 * Losses at large angles below the box edge: 0.43 of nominal nature in 2.84e11 electrons, which it was fitted to, and in proportion to
 * their rate and to the exponential of the energy lost.
 */
export function lossesInBox(card: Card, electrons: number): number {
  const { analysis, nature, beam } = card;
  const nominal = loadSingleCard('run3-2018', [], card.run.seed).nature;
  const losses = ({ upstreamElectroNuclear: u, upstreamMaterial, beforeMagnets }: Card['nature']) =>
    u.ratePerRadiationLength *
    u.largeAngleFraction *
    upstreamMaterial *
    (1 - beforeMagnets) *
    exp((analysis.box.ecal - beam.momentum) / u.slope);
  const source = analysis.background.sources.find(({ name }) => name === BEAM_LINE);
  const { electrons: full } = analysis.background;
  return ((source?.events ?? 0) * electrons * losses(nature)) / (full * losses(nominal));
}

function rowsOf(experiments: readonly Experiment[], electrons: number): ValidationRow[] {
  const fits = experiments.flatMap(({ sources, truth }) => {
    const found = sources.find(({ name }) => name === BEAM_LINE);
    if (!found || found.statistical === null || found.systematic === null) return [];
    const statistical = found.statistical / found.events;
    return [{ off: log(found.events / truth), statistical, whole: found.error / found.events }];
  });
  const n = fits.length;
  const pulls = fits.map(({ off, statistical }) => off / statistical);
  const mean = pulls.reduce((a, b) => a + b, 0) / n;
  const covered = (holds: (f: (typeof fits)[number]) => boolean) =>
    share(fits.filter(holds).length, n);
  const sideband = experiments.reduce((sum, e) => sum + e.sidebandC, 0) / experiments.length;
  const rows = [
    row({
      name: 'events in sideband C of an experiment',
      role: 'out',
      expected: (60 * electrons) / 1e10,
      allowed: 0.25,
      emulated: [sideband, Math.sqrt(Math.max(1, sideband) / experiments.length)],
      source: `${MORE} times the losses of 0.43 events in 2.84e11 electrons; ${experiments.length} experiments`,
    }),
  ];
  if (n === 0) return rows;
  return [
    ...rows,
    row({
      name: '(iii) bias of ln N over its error',
      role: 'out',
      expected: 0,
      allowed: [-0.1, 0.1],
      emulated: [mean, 1 / Math.sqrt(n)],
      source: `nature's losses; ${n} experiments with a fit`,
    }),
    row({
      name: '(iii) coverage of the statistical interval',
      role: 'out',
      expected: 0.683,
      allowed: [0.65, 0.72],
      emulated: covered(({ off, statistical }) => Math.abs(off) < statistical),
      source: "nature's losses",
    }),
    row({
      name: '(iii) coverage of the whole error',
      role: 'out',
      expected: 0.683,
      allowed: [0.68, 1],
      emulated: covered(({ off, whole }) => Math.abs(off) < whole),
      source: "nature's losses",
    }),
  ];
}

/** Experiments of a journal; a last line that a kill cut off is cut away. */
function readJournal(file: string): Experiment[] {
  if (!fs.existsSync(file)) return [];
  const text = fs.readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole !== text) fs.truncateSync(file, Buffer.byteLength(whole));
  const lines = whole.split('\n').slice(0, -1);
  return lines.map((line, i) => {
    try {
      return JSON.parse(line) as Experiment;
    } catch {
      throw new UsageError({
        ...{ where: `${file}:${i + 1}`, what: '--journal', got: line.slice(0, 40) },
        expected: 'one experiment in JSON a line',
      });
    }
  });
}

function append(file: string, experiment: Experiment): void {
  try {
    fs.appendFileSync(file, `${JSON.stringify(experiment)}\n`);
  } catch (error) {
    throw cannotBeWritten(file, '--journal', error);
  }
}

function refuseOther(
  known: Experiment,
  seed: string,
  hash: string,
  { journal, electrons }: Options,
) {
  if (known.seed === seed && known.cardHash === hash && known.electrons >= electrons) return;
  throw new UsageError({
    ...{ where: journal ?? '', what: `experiment ${known.experiment}` },
    got: `seed ${known.seed}, card ${known.cardHash.slice(0, 8)}, ${known.electrons} electrons`,
    expected: `seed ${seed}, card ${hash.slice(0, 8)}, at least ${electrons} electrons`,
    next: 'take another file, or the options it was made with',
  });
}
