/**
 * The uncertainties of a combination of runs: each with what it acts on and whether the runs share it. A shared one is
 * one parameter of the likelihood, one of each run is as many parameters as there are runs.
 */
import { log } from '../../core/math.js';
import type { Nuisance } from '../limits/index.js';
import type { RunInput } from './input.js';

/** `common`: fully correlated between runs; `per run`: not at all. Bins of one run always share it. */
export type Correlation = 'common' | 'per run';

export interface Systematic {
  readonly name: string;
  readonly on: 'signal' | 'background';
  readonly correlation: Correlation;
  /** Relative, one sigma; log-normal. */
  size(run: RunInput, massGeV: number): number;
  /** Not in use unless asked for. */
  readonly optional?: true;
}

/** That of the whole efficiency as published. Whether the 10 % on the yield are already within it is not known. */
export const PUBLISHED_EFFICIENCY = 'efficiency as published';

export const SYSTEMATICS: readonly Systematic[] = [
  // Cross section and track length are those of one calculation, compared with one sample of dimuons.
  { name: 'yield', on: 'signal', correlation: 'common', size: (r) => r.uncertainties.yield },
  // One set of counters and one threshold in all runs.
  { name: 'trigger', on: 'signal', correlation: 'common', size: (r) => r.uncertainties.trigger },
  // Pile-up of penetrating hadrons: the same cause wherever a card has it.
  {
    name: 'VETO and HCAL',
    on: 'signal',
    correlation: 'common',
    size: (r) => r.uncertainties.vetoHcal,
  },
  // Other chambers, other thresholds, other samples of tag and probe.
  { name: 'track', on: 'signal', correlation: 'per run', size: (r) => r.uncertainties.track },
  { name: 'SRD', on: 'signal', correlation: 'per run', size: (r) => r.uncertainties.srd },
  // The same scalers with the same correction for purity.
  {
    name: 'electrons on target',
    on: 'signal',
    correlation: 'common',
    size: (r) => r.uncertainties.electrons,
  },
  // Counts of other ghosts; nothing where the efficiency is typed in.
  {
    name: 'statistics of the efficiency',
    on: 'signal',
    correlation: 'per run',
    size: (r, mass) => relative(r.efficiency(mass).error, r.efficiency(mass).value),
  },
  {
    name: PUBLISHED_EFFICIENCY,
    on: 'signal',
    correlation: 'common',
    size: (r) => r.uncertainties.efficiency,
    optional: true,
  },
  // Events of each run's own sidebands.
  {
    name: 'background',
    on: 'background',
    correlation: 'per run',
    size: (r) => relative(r.background.error, r.background.events),
  },
  // One choice of the function that goes from the sideband into the box.
  {
    name: 'background function',
    on: 'background',
    correlation: 'common',
    size: (r) => relative(r.background.functionError, r.background.events),
  },
];

const relative = (error: number, of: number) => (of > 0 ? error / of : 0);

/** A row of the table as it stands for these runs. */
export interface NuisanceRow {
  readonly name: string;
  readonly on: Systematic['on'];
  readonly correlation: Correlation;
  /** Relative, one of each run. */
  readonly sizes: readonly number[];
}

/** The table of these runs at one mass, without rows of nothing. */
export function nuisanceTable(
  runs: readonly RunInput[],
  massGeV: number,
  withPublished = false,
): NuisanceRow[] {
  return SYSTEMATICS.filter(({ optional }) => !optional || withPublished)
    .map(({ name, on, correlation, size }) => ({
      ...{ name, on, correlation },
      sizes: runs.map((run) => size(run, massGeV)),
    }))
    .filter(({ sizes }) => sizes.some((size) => size > 0));
}

/**
 * The same as parameters of the likelihood, ln(kappa) = ln(1 + size) for each channel.
 * @param runOf the run of each channel, from 0
 */
export function nuisancesOf(rows: readonly NuisanceRow[], runOf: readonly number[]): Nuisance[] {
  return rows.flatMap(({ name, on, correlation, sizes }) => {
    const parameter = (label: string, counts: (run: number) => boolean): Nuisance => {
      const lnKappa = runOf.map((run) => (counts(run) ? log(1 + sizes[run]) : 0));
      const [signal, background] = on === 'signal' ? [lnKappa, 0] : [0, lnKappa];
      return { name: label, signal, background };
    };
    if (correlation === 'common') return [parameter(name, () => true)];
    return sizes.flatMap((size, own) =>
      size > 0 ? [parameter(`${name}, run ${own + 1}`, (run) => run === own)] : [],
    );
  });
}
