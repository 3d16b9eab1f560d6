/**
 * The limit with the inputs of the paper itself: D. Banerjee et al. (NA64), Phys. Rev. Lett. 123, 121801 (2019),
 * arXiv:1906.00176. Nothing of it is emulated.
 */
import type { Belief } from '../../core/card/schema.js';
import { log } from '../../core/math.js';
import {
  HEAVY_GEV,
  LIGHT_GEV,
  PAPER_BACKGROUND,
  PAPER_ELECTRONS,
  PAPER_OBSERVED,
  PAPER_RUNS,
} from '../../core/paper.js';
import { publishedEps90 } from '../../core/signal/index.js';
import { type UpperLimits, upperLimits } from '../limits/index.js';
import { towardsHeavy } from '../log-mass.js';
import { cardShape } from './background.js';
import type { RunInput } from './input.js';
import { combine } from './model.js';
import { type NuisanceRow, nuisanceTable } from './nuisances.js';

/** GeV; those at which the published curve is compared. */
export const PAPER_MASSES = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5] as const;

/** @param beliefs those of the cards of the three runs, for uncertainties and for the shape of the background */
export function paperInputs(beliefs: readonly Belief[]): RunInput[] {
  return PAPER_RUNS.map(({ name, electrons, efficiency: { light, heavy } }, i) => {
    const { analysis } = beliefs[i];
    // In proportion to the electrons: our assumption.
    const events = (PAPER_BACKGROUND.value * electrons) / PAPER_ELECTRONS;
    return {
      name,
      electrons,
      efficiency: (massGeV) => ({
        value: light.value + (heavy.value - light.value) * towardsHeavy(massGeV),
        error: 0,
      }),
      background: {
        method: 'Table I of the paper, in proportion to the electrons on target',
        events,
        logErrors: {
          ...{ counts: 0, systematic: 0, own: log(1 + analysis.nuisances.background) },
          inputs: log(1 + analysis.nuisances.backgroundFunction),
        },
        below: cardShape(beliefs[i]),
      },
      uncertainties: analysis.nuisances,
      yieldOrigin: 'card',
      box: { beam: analysis.beamEnergy, edge: analysis.box.ecal },
    };
  });
}

export interface PaperRow {
  readonly massGeV: number;
  /** Mean over the runs, weighted with their electrons on target. */
  readonly efficiency: number;
  /** Limits in signal events, of no event seen and expected. */
  readonly events: UpperLimits;
  /** Limits on eps of no event seen. */
  readonly asymptotic: number;
  readonly exact: number;
  /** Expected: median of the asymptotic one, mean of the exact one. */
  readonly expectedAsymptotic: number;
  readonly expectedExactMean: number;
  /** The published limit, which is one at 90 %, and ours over it; null at other levels. */
  readonly published: number | null;
  readonly asymptoticOverPublished: number | null;
  readonly exactOverPublished: number | null;
}

export interface PaperLimit {
  readonly schema: 'spillway.paper-limit/1';
  readonly source: string;
  readonly cl: number;
  readonly bins: number;
  readonly electronsOnTarget: number;
  readonly runs: readonly {
    readonly name: string;
    readonly electronsOnTarget: number;
    readonly efficiencyLight: number;
    readonly efficiencyHeavy: number;
    readonly background: number;
  }[];
  /** At the first mass. */
  readonly nuisances: readonly NuisanceRow[];
  /** Whether the error of the efficiency as published is among them. */
  readonly publishedEfficiency: boolean;
  readonly eps: readonly PaperRow[];
  readonly converged: boolean;
}

export interface PaperOptions {
  readonly cl: number;
  readonly masses: readonly number[];
  readonly bins?: number;
  readonly publishedEfficiency?: boolean;
}

const PUBLISHED_CL = 0.9;

export function paperLimit(
  runs: readonly RunInput[],
  { cl, masses, bins = 1, publishedEfficiency = false }: PaperOptions,
): PaperLimit {
  const electrons = runs.reduce((sum, run) => sum + run.electrons, 0);
  const observed = runs.flatMap(() => new Array<number>(bins).fill(PAPER_OBSERVED));
  const eps = masses.map((massGeV): PaperRow => {
    const { model, atEps1 } = combine(runs, { massGeV, bins, publishedEfficiency });
    const events = upperLimits(model, { cl, observed });
    const at = (limit: number) => Math.sqrt(limit / atEps1);
    const seen = events.observed ?? { asymptotic: Number.NaN, exact: Number.NaN };
    const published = cl === PUBLISHED_CL ? publishedEps90(massGeV) : null;
    const over = (limit: number) => (published === null ? null : at(limit) / published);
    return {
      massGeV,
      efficiency:
        runs.reduce((e, r) => e + r.electrons * r.efficiency(massGeV).value, 0) / electrons,
      events,
      asymptotic: at(seen.asymptotic),
      exact: at(seen.exact),
      expectedAsymptotic: at(events.expected.asymptotic[2]),
      expectedExactMean: at(events.expected.exactMean),
      published,
      asymptoticOverPublished: over(seen.asymptotic),
      exactOverPublished: over(seen.exact),
    };
  });
  return {
    schema: 'spillway.paper-limit/1',
    source: 'Phys. Rev. Lett. 123, 121801 (2019)',
    cl,
    bins,
    electronsOnTarget: electrons,
    runs: runs.map((run) => ({
      name: run.name,
      electronsOnTarget: run.electrons,
      efficiencyLight: run.efficiency(LIGHT_GEV).value,
      efficiencyHeavy: run.efficiency(HEAVY_GEV).value,
      background: run.background.events,
    })),
    nuisances: nuisanceTable(runs, masses[0], publishedEfficiency),
    publishedEfficiency,
    eps,
    converged: eps.every(({ events }) => events.converged),
  };
}
