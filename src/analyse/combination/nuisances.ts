/**
 * The uncertainties of a combination of runs: each with what it acts on and whether the runs share it. A shared one is
 * one parameter of the likelihood, one of each run is as many parameters as there are runs.
 */
import { exp, log } from '../../core/math.js';
import type { Nuisance } from '../limits/index.js';
import { type Origin, originOf } from '../origin.js';
import type { RunInput } from './input.js';

/** `common`: fully correlated between runs; `per run`: not at all. Bins of one run always share it. */
export type Correlation = 'common' | 'per run';

export interface Systematic {
  readonly name: string;
  readonly on: 'signal' | 'background';
  readonly correlation: Correlation;
  /** ln(kappa) of a log-normal: one sigma of the logarithm. */
  logError(run: RunInput, massGeV: number): number;
  /** The card's unless given. */
  origin?(run: RunInput): Origin;
  /** Not in use unless asked for. */
  readonly optional?: true;
}

/** That of the whole efficiency as published. Whether the 10 % on the yield are already within it is not known. */
export const PUBLISHED_EFFICIENCY = 'efficiency as published';

/** Of a relative uncertainty as cards and papers have them: kappa = 1 + size. */
const relative = (size: number) => log(1 + size);

const measured = () => 'measured' as const;

export const SYSTEMATICS: readonly Systematic[] = [
  // Cross section and track length are those of one calculation, compared with one sample of dimuons.
  {
    name: 'yield',
    on: 'signal',
    correlation: 'common',
    logError: (r) => relative(r.uncertainties.yield),
    origin: (r) => r.yieldOrigin,
  },
  // One set of counters and one threshold in all runs.
  {
    name: 'trigger',
    on: 'signal',
    correlation: 'common',
    logError: (r) => relative(r.uncertainties.trigger),
  },
  // Pile-up of penetrating hadrons: the same cause wherever a card has it.
  {
    name: 'VETO and HCAL',
    on: 'signal',
    correlation: 'common',
    logError: (r) => relative(r.uncertainties.vetoHcal),
  },
  // Other chambers, other thresholds, other samples of tag and probe.
  {
    name: 'track',
    on: 'signal',
    correlation: 'per run',
    logError: (r) => relative(r.uncertainties.track),
  },
  {
    name: 'SRD',
    on: 'signal',
    correlation: 'per run',
    logError: (r) => relative(r.uncertainties.srd),
  },
  // The same scalers with the same correction for purity.
  {
    name: 'electrons on target',
    on: 'signal',
    correlation: 'common',
    logError: (r) => relative(r.uncertainties.electrons),
  },
  // Counts of other ghosts; nothing where the efficiency is typed in.
  {
    name: 'statistics of the efficiency',
    on: 'signal',
    correlation: 'per run',
    logError(r, mass) {
      const { value, error } = r.efficiency(mass);
      return value > 0 ? relative(error / value) : 0;
    },
    origin: measured,
  },
  {
    name: PUBLISHED_EFFICIENCY,
    on: 'signal',
    correlation: 'common',
    logError: (r) => relative(r.uncertainties.efficiency),
    optional: true,
  },
  // What a run has on its own account.
  {
    name: 'background',
    on: 'background',
    correlation: 'per run',
    logError: (r) => r.background.logErrors.own,
  },
  // The sidebands of all runs are one sample.
  {
    name: 'background, counts',
    on: 'background',
    correlation: 'common',
    logError: (r) => r.background.logErrors.counts,
    origin: measured,
  },
  // One choice of the function that goes from the sideband into the box, one way from beside the seal to it, one SRD for decays.
  {
    name: 'background, systematic',
    on: 'background',
    correlation: 'common',
    logError: (r) => r.background.logErrors.systematic,
    origin: (r) => r.background.origins?.systematic ?? 'measured',
  },
  // Table I is one table, with one choice of a function; a limit is counted as what it allows in all runs or in none.
  {
    name: 'background, inputs and limits',
    on: 'background',
    correlation: 'common',
    logError: (r) => r.background.logErrors.inputs,
    origin: (r) => r.background.origins?.inputs ?? 'card',
  },
];

/** A row of the table as it stands for these runs. */
export interface NuisanceRow {
  readonly name: string;
  readonly on: Systematic['on'];
  readonly correlation: Correlation;
  readonly origin: Origin;
  /** One sigma up, relative, one of each run: kappa - 1. */
  readonly sizes: readonly number[];
  /** ln(kappa), one of each run. */
  readonly logErrors: readonly number[];
}

/** The table of these runs at one mass, without rows of nothing. */
export function nuisanceTable(
  runs: readonly RunInput[],
  massGeV: number,
  withPublished = false,
): NuisanceRow[] {
  return SYSTEMATICS.filter(({ optional }) => !optional || withPublished)
    .map(({ name, on, correlation, logError, origin }): NuisanceRow => {
      const logErrors = runs.map((run) => logError(run, massGeV));
      const concerned = runs.filter((_, i) => logErrors[i] > 0);
      return {
        ...{ name, on, correlation },
        origin: originOf(concerned.map((run) => origin?.(run) ?? 'card')),
        sizes: logErrors.map((sigma) => exp(sigma) - 1),
        logErrors,
      };
    })
    .filter(({ logErrors }) => logErrors.some((sigma) => sigma > 0));
}

/**
 * The same as parameters of the likelihood, ln(kappa) for each channel.
 * @param runOf the run of each channel, from 0
 */
export function nuisancesOf(rows: readonly NuisanceRow[], runOf: readonly number[]): Nuisance[] {
  return rows.flatMap(({ name, on, correlation, logErrors }) => {
    const parameter = (label: string, counts: (run: number) => boolean): Nuisance => {
      const lnKappa = runOf.map((run) => (counts(run) ? logErrors[run] : 0));
      const [signal, background] = on === 'signal' ? [lnKappa, 0] : [0, lnKappa];
      return { name: label, signal, background };
    };
    if (correlation === 'common') return [parameter(name, () => true)];
    return logErrors.flatMap((sigma, own) =>
      sigma > 0 ? [parameter(`${name}, run ${own + 1}`, (run) => run === own)] : [],
    );
  });
}
