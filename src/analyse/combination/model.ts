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

/** GeV. Cross sections are those of electrons from 20 GeV on: softer A' are left out, of boxes that would take them. */
const SOFTEST = 20;

/** A' per electron on target at eps = 1 by bins of E_ECAL within the box, the lowest first. */
export function signalBins(massGeV: number, { beam, edge }: Box, bins: number): number[] {
  const range = { least: Math.max(SOFTEST, beam - edge), width: edge / bins };
  const { bins: made } = leadYield(massGeV, beam, range);
  // Rounding may cut the last bin of missing energy in two.
  const shares = new Array<number>(bins).fill(0);
  made.forEach(({ perEot }, i) => {
    shares[Math.min(i, bins - 1)] += perEot;
  });
  return shares.reverse();
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
