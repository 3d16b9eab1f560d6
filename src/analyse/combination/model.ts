/**
 * Eq. (3) of arXiv:1906.00176 as a counting experiment, N = sum_i EOT_i eff_i n_i(eps, m, dE): a channel for each run and
 * bin of missing energy.
 */
import { UsageError } from '../../core/errors.js';
import { leadYield } from '../../core/signal/index.js';
import type { CountingModel } from '../limits/index.js';
import type { Box, RunInput } from './input.js';
import { nuisancesOf, nuisanceTable } from './nuisances.js';

export interface ModelOptions {
  readonly massGeV: number;
  /** Of equal width in E_ECAL, in each run; one unless given. */
  readonly bins?: number;
  /** Use the error of the efficiency as published, too. */
  readonly publishedEfficiency?: boolean;
}

export interface Combined {
  /** In units of signal events in all channels together. */
  readonly model: CountingModel;
  /** Signal events at eps = 1 in all channels together; they go with eps^2. */
  readonly atEps1: number;
}

/** Smallest background that the counting model takes. */
const NO_BACKGROUND = 1e-9;

/** The cascade is made for about half of the beam's energy and more: A' with a smaller share of it are not counted. */
const LEAST_SHARE = 0.35;

/** A' per electron on target at eps = 1 by bins of E_ECAL within the box, the lowest first. */
export function signalBins(massGeV: number, { beam, edge }: Box, bins: number): number[] {
  const shares = new Array<number>(bins).fill(0);
  if (!(edge > 0)) return shares;
  const width = edge / bins;
  const reach = (1 - LEAST_SHARE) * beam;
  // As many bins as can be filled; of a box that reaches further, the rest stays empty.
  const filled = Math.min(bins, Math.max(1, Math.floor(reach / width + 1e-9)));
  const least = beam - Math.min(reach, filled * width);
  const { bins: made } = leadYield(massGeV, beam, { least, width });
  // By falling E_ECAL; rounding may cut the lowest bin in two.
  made.forEach(({ perEot }, i) => {
    shares[Math.max(0, filled - 1 - i)] += perEot;
  });
  return shares;
}

/** @throws UsageError for a number of bins that is none */
export function combine(
  runs: readonly RunInput[],
  { massGeV, bins = 1, publishedEfficiency = false }: ModelOptions,
): Combined {
  if (!(Number.isInteger(bins) && bins >= 1)) {
    throw new UsageError({ what: 'bins', got: `${bins}`, expected: 'a whole number from 1 on' });
  }
  const weights = runs.flatMap((run) => {
    const efficient = run.electrons * run.efficiency(massGeV).value;
    return signalBins(massGeV, run.box, bins).map((perEot) => efficient * perEot);
  });
  const atEps1 = weights.reduce((sum, w) => sum + w, 0);
  const channels = runs.flatMap((run, i) => {
    const { events, below } = run.background;
    const at = (bin: number) => below((run.box.edge * bin) / bins);
    return Array.from({ length: bins }, (_, bin) => ({
      name: bins === 1 ? `${i + 1} ${run.name}` : `${i + 1} ${run.name}, bin ${bin + 1}`,
      // Without any exposure all channels are alike.
      signal: atEps1 > 0 ? weights[i * bins + bin] / atEps1 : 1 / weights.length,
      background: Math.max(NO_BACKGROUND, events * (at(bin + 1) - at(bin))),
    }));
  });
  const runOf = channels.map((_, c) => Math.floor(c / bins));
  const table = nuisanceTable(runs, massGeV, publishedEfficiency);
  return { model: { channels, nuisances: nuisancesOf(table, runOf) }, atEps1 };
}
