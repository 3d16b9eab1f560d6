/**
 * Experiments through the whole chain: spills of run III with many times the losses of (iii), so that sideband C is as full as that of the
 * whole data. A journal keeps a line of each; those that it has are not made again, so that many hours of them
 * can be stopped and taken up.
 */
import * as fs from 'node:fs';
import { deflateSync, inflateSync } from 'node:zlib';
import { type Estimate, estimateBackground } from '../../../analyse/background/index.js';
import { HISTOGRAMS } from '../../../analyse/background/seen.js';
import {
  type Counts,
  decodeCounts,
  emptyCounts,
  encodeCounts,
  mergeCounts,
} from '../../../analyse/counts.js';
import { openShare, scalerElectrons } from '../../../analyse/efficiency.js';
import { regionIndex } from '../../../analyse/selection/regions.js';
import { beliefOf, type Card, canonicalJson, cardHash } from '../../../core/card/index.js';
import { UsageError } from '../../../core/errors.js';
import { log } from '../../../core/math.js';
import { loadSingleCard } from '../../cards.js';
import { spill, type StoredJob } from '../../executor/kinds/spill.js';
import { sha256 } from '../../hash.js';
import { drawnNature } from '../../nature.js';
import { drainUntil, naturals, results } from '../../pipeline.js';
import { cannotBeWritten } from '../../store/fault.js';
import { row, share, type ValidationRow } from '../row.js';
import { type Computing, validation, type ValidateOptions } from '../validation.js';
import { type Losses, lossesPerElectron } from '../losses.js';

/** So many times the nominal losses at large angles: 60 events in sideband C of 1e10 electrons. */
const MORE = 30;
const EXPERIMENTS = 1;
const BEAM_LINE = 'hadrons made in the beam line';

/** A line of the journal: what was counted, so that estimates can be made anew. */
interface Experiment {
  readonly schema: 'spillway.background-experiment/2';
  readonly experiment: number;
  readonly seed: string;
  /** Of what is emulated and counted: another belief needs no other experiment. */
  readonly hash: string;
  /** On target: true, and as the scalers say. */
  readonly electrons: number;
  readonly scaler: number;
  /** Canonical bytes of the counts, with the histograms that estimates look at: deflated, base64. */
  readonly counts: string;
}

type Options = Pick<ValidateOptions, 'electrons' | 'experiments' | 'journal' | 'seed'> & Computing;

export const backgroundChain = validation({
  name: 'background-chain',
  describes: `backgrounds of experiments through the whole chain, of drawn natures with ${MORE} times the losses upstream`,
  options: ['experiments', 'electrons', 'journal', 'seed', 'workers'],
  usual: { experiments: EXPERIMENTS },
  run: async (options) => {
    const number = options.experiments ?? EXPERIMENTS;
    const made = options.journal === null ? [] : readJournal(options.journal);
    const experiments: Experiment[] = [];
    for (let k = 1; k <= number; k++) {
      const seed = `${options.seed}/${k}`;
      const card = cardFor(seed);
      const hash = hashOf(card);
      const known = made.find((e) => e.experiment === k);
      if (known) refuseOther(known, seed, hash, options);
      const experiment = known ?? (await experimentOf(k, seed, card, hash, options));
      if (!known && options.journal !== null) append(options.journal, experiment);
      experiments.push(experiment);
    }
    return { rows: rowsOf(experiments, options) };
  },
});

/** The shipped card of run III with the amplitude of (iii) raised. */
function cardFor(seed: string): Card {
  const key = 'nature.upstreamElectroNuclear.largeAngleFraction';
  const { nature } = loadSingleCard('run3-2018', [], seed);
  const raised = MORE * nature.upstreamElectroNuclear.largeAngleFraction;
  return loadSingleCard('run3-2018', [`${key}=${raised}`], seed);
}

function hashOf({ run: { name, number }, analysis, ...card }: Card): string {
  const { beamEnergy, cuts, box, seal, regionI, regionII } = analysis;
  const counted = { beamEnergy, cuts, box, seal, regionI, regionII };
  return sha256(canonicalJson({ ...card, run: { name, number }, analysis: counted }));
}

async function experimentOf(
  experiment: number,
  seed: string,
  card: Card,
  hash: string,
  { electrons, executor, repeat, report }: Options,
): Promise<Experiment> {
  const job: StoredJob = {
    ...{
      card,
      cardHash: cardHash(card, sha256),
      seed,
      mode: 'candidates',
      fidelity: 'energy',
      nature: 'drawn',
    },
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
  return {
    ...{ schema: 'spillway.background-experiment/2', experiment, seed, hash },
    electrons: onTarget,
    scaler: scalerElectrons(beliefOf(card), counts.scalers),
    counts: packed(counts),
  };
}

function packed(counts: Counts): string {
  const asked: readonly string[] = HISTOGRAMS;
  const histograms = counts.histograms.map((h) => (asked.includes(h.name) ? h : h.emptyCopy()));
  return deflateSync(encodeCounts({ ...counts, histograms }), { level: 9 }).toString('base64');
}

const unpacked = (counts: string): Counts =>
  decodeCounts(inflateSync(Buffer.from(counts, 'base64')));

/** VETO and HCAL silent without pile-up: config/run2-2017.yaml. */
const SILENT = 0.97 * 0.95;

/** What is asked of an experiment. */
interface Found {
  readonly sideband: number;
  /** Left by prescale, dead time and pile-up, as the scalers and the belief say. */
  readonly left: number;
  /** Events of (iii), nothing else in time: in the mean of its nature. */
  readonly alone: Losses;
  readonly estimate: ReturnType<typeof estimateBackground>;
}

function rowsOf(experiments: readonly Experiment[], { seed }: Options): ValidationRow[] {
  const perElectron = lossesPerElectron(cardFor(seed), `${seed}, alone`);
  const found = experiments.map(({ electrons, scaler, seed, ...e }): Found => {
    const counts = unpacked(e.counts);
    const card = cardFor(seed);
    const belief = beliefOf(card);
    const { veto, hcal } = belief.analysis.efficiencies;
    const { boxed, sideband } = perElectron(drawnNature({ card, seed }).card.nature);
    return {
      sideband: counts.regions[regionIndex('C')],
      left: (openShare(belief, counts) * veto * hcal) / SILENT,
      alone: { boxed: electrons * boxed, sideband: electrons * sideband },
      estimate: estimateBackground({ belief, counts, electrons: scaler }),
    };
  });
  const sum = (of: (f: Found) => number) => found.reduce((all, f) => all + of(f), 0);
  const sideband = sum((f) => f.sideband);
  const expected = sum((f) => f.alone.sideband);
  // Dead time and what comes in time with them; the same in the box.
  const left = sideband / expected;
  const n = found.length;
  return [
    row({
      name: '(iii) in sideband C: left by dead time and pile-up',
      role: 'out',
      expected: sum((f) => f.left * f.alone.sideband) / expected,
      allowed: 0.1,
      emulated: [left, left / Math.sqrt(Math.max(1, sideband))],
      source: `scalers, and the belief about VETO and HCAL; ${sideband} events of ${n} experiments`,
    }),
    ...fitRows(found, { sideband, expected }),
  ];
}

/** An experiment whose sideband has enough events for a fit, and what the fit says of (iii): errors of ln N. */
interface Fitted extends Found {
  readonly fit: Estimate & { readonly statistical: number };
}

const isFitted = (f: Found): Fitted[] => {
  const fit = f.estimate.sources.find(({ name }) => name === BEAM_LINE);
  const { statistical } = fit ?? {};
  return fit && typeof statistical === 'number' ? [{ ...f, fit: { ...fit, statistical } }] : [];
};

function fitRows(
  found: readonly Found[],
  all: { readonly sideband: number; readonly expected: number },
): ValidationRow[] {
  const fitted = found.flatMap(isFitted);
  const n = fitted.length;
  if (n === 0) return [];
  // What is left of them in the other experiments: of its own the norm would be that of the fit.
  const leftOf = ({ sideband, alone }: Found) =>
    found.length > 1
      ? (all.sideband - sideband) / (all.expected - alone.sideband)
      : all.sideband / all.expected;
  const fits = fitted.map(({ fit, ...f }) => ({
    off: log(fit.events / (leftOf(f) * f.alone.boxed)),
    statistical: fit.statistical / fit.events,
    whole: fit.error / fit.events,
  }));
  const mean = fits.reduce((sum, { off, statistical }) => sum + off / statistical, 0) / n;
  const covered = (holds: (f: (typeof fits)[number]) => boolean) =>
    share(fits.filter(holds).length, n);
  return [
    row({
      name: '(iii) bias of ln N over its error',
      role: 'out',
      expected: 0,
      allowed: [-0.1, 0.1],
      emulated: [mean, 1 / Math.sqrt(n)],
      source: `nature's losses in the box; ${n} of ${found.length} experiments have a fit`,
    }),
    row({
      name: '(iii) coverage of the statistical interval',
      role: 'out',
      expected: 0.683,
      allowed: [0.65, 0.72],
      emulated: covered(({ off, statistical }) => Math.abs(off) < statistical),
      source: "nature's losses in the box",
    }),
    row({
      name: '(iii) coverage of the whole error',
      role: 'out',
      expected: 0.683,
      allowed: [0.68, 1],
      emulated: covered(({ off, whole }) => Math.abs(off) < whole),
      source: "nature's losses in the box",
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
  if (known.seed === seed && known.hash === hash && known.electrons >= electrons) return;
  throw new UsageError({
    ...{ where: journal ?? '', what: `experiment ${known.experiment}` },
    got: `seed ${known.seed}, card ${known.hash.slice(0, 8)}, ${known.electrons} electrons`,
    expected: `seed ${seed}, card ${hash.slice(0, 8)}, at least ${electrons} electrons`,
    next: 'take another file, or the options it was made with',
  });
}
