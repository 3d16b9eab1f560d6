/**
 * Everything that the results page shows, from finished runs.
 */
import * as path from 'node:path';
import { type Background, estimateBackground } from '../../analyse/background/index.js';
import { type Counts, mergeCounts } from '../../analyse/counts.js';
import { optimiseBoxEdge } from '../../analyse/combination/box-edge.js';
import type { MassEfficiency } from '../../analyse/combination/measured.js';
import { combine } from '../../analyse/combination/model.js';
import { scalerElectrons } from '../../analyse/efficiency.js';
import { estimateLimit, fullExposure, type RunCounts, runInputs } from '../../analyse/limit.js';
import type { CountingModel } from '../../analyse/limits/index.js';
import { UsageError } from '../../core/errors.js';
import { readCampaign } from '../campaign.js';
import { sha256 } from '../hash.js';
import { type Limit, openRuns } from '../limit.js';
import type { Monitored } from '../run.js';
import { ledgerOf, resultsOf, shownElectrons, sumLedgers } from '../summary.js';
import type { BoxEdgeData } from './box-edge.js';
import { type ComparisonTable, tablesOf } from './comparison.js';
import type { CoverageData } from './coverage.js';
import type { EfficiencyData } from './efficiency.js';
import type { ExtrapolationData } from './extrapolation.js';

/** What is left out where there is none. */
export interface Measurements {
  /** From A' in the chain of the data. */
  readonly efficiency?: EfficiencyData;
  readonly boxEdge?: BoxEdgeData;
  readonly coverage?: CoverageData;
  readonly extrapolation?: ExtrapolationData;
}

export interface Results extends Measurements {
  readonly runs: readonly { readonly name: string; readonly cardHash: string }[];
  /** All runs together; the card is that of the first. */
  readonly monitored: Monitored;
  readonly tables: readonly ComparisonTable[];
  /** At the masses of the first card. */
  readonly limit: Limit;
  /** Over the masses of the paper's figures. */
  readonly curve: Limit;
  readonly model: CountingModel;
  /** Counts in the box of each run; null while it is sealed. */
  readonly observed: readonly number[] | null;
}

/** GeV: eight in each decade. */
const CURVE = Array.from({ length: 25 }, (_, i) => 1e-3 * 10 ** (i / 8));

/**
 * @param directories of runs or of campaigns
 * @param asked confidence level, the first card's unless given; a file of measured efficiencies, in place of the cards'
 * @throws UsageError for what is no finished run, and for runs that have no limit together
 */
export function collectResults(
  directories: readonly string[],
  { cl, efficiency }: { cl?: number | undefined; efficiency?: string | undefined } = {},
): Results {
  const all = directories.flatMap(runsOf);
  const { opened, runs, unblinded: isOpen } = openRuns(all, efficiency);
  const empty = opened.findIndex(({ journal }) => journal.length === 0);
  if (empty >= 0) {
    const next = 'finish it with spillway run ... --resume';
    throw new UsageError({ where: all[empty], fault: 'has no finished spill', next });
  }
  const { limit } = estimateLimit(runs, {
    unblinded: isOpen,
    ...(cl === undefined ? {} : { cl }),
  });
  const { limit: curve } = estimateLimit(runs, {
    ...{ unblinded: isOpen, cl: limit.cl },
    masses: CURVE,
  });
  const background = backgroundOfAll(runs);
  const each = opened.map(({ record, journal }, i) => {
    const ledger = sumLedgers(journal);
    return {
      ...{ name: record.name, spills: journal.length, triggers: ledger.triggers },
      ...{ ...ledgerOf(record, ledger), ...resultsOf(runs[i], isOpen) },
    };
  });
  const electronsOnTarget = each.reduce((sum, run) => sum + shownElectrons(run), 0);
  const records = opened.map(({ record }) => record);
  const hashes = records.map(({ cardHash }) => cardHash);
  const counts = runs.map((run): Counts => run.counts).reduce(mergeCounts);
  return {
    boxEdge: boxEdgeData(runs, limit.cl),
    ...(efficiency === undefined ? {} : { efficiency: efficiencyData(runs) }),
    runs: records.map(({ name, cardHash }) => ({ name, cardHash })),
    monitored: {
      caption: {
        card: distinct(records.map(({ card }) => card)),
        // Of several as of a campaign.
        cardHash: hashes.length === 1 ? hashes[0] : sha256(hashes.join(' ')),
        seed: distinct(records.map(({ seed }) => seed)),
        spills: counts.spills,
        electronsOnTarget,
      },
      card: opened[0].card,
      sealed: !isOpen,
      histograms: counts.histograms,
    },
    tables: tablesOf(each, limit, background),
    limit,
    curve,
    model: modelOf(runs),
    observed: isOpen ? runs.map((run) => run.counts.box) : null,
  };
}

/** All runs summed, and estimated once: as one experiment. */
export function backgroundOfAll(runs: readonly RunCounts[]): Background {
  const counts = runs.map(({ counts, whileSealed = counts }) => whileSealed).reduce(mergeCounts);
  const electrons = runs.reduce(
    (sum, { belief, counts: { scalers } }) => sum + scalerElectrons(belief, scalers),
    0,
  );
  return estimateBackground({ belief: runs[0].belief, counts, electrons });
}

/** Behind the limit in events: at the first mass of the first card. */
export const modelOf = (runs: readonly RunCounts[]): CountingModel =>
  combine(runInputs(runs), { massGeV: runs[0].belief.analysis.masses[0] }).model;

/** For the full exposure, from the background model alone. */
function boxEdgeData(runs: readonly RunCounts[], cl: number): BoxEdgeData {
  const { masses, box } = runs[0].belief.analysis;
  const { rows } = optimiseBoxEdge(fullExposure(runs, runInputs(runs)), { cl, masses });
  return {
    cl,
    method: 'mean of the expected limits, exact CLs',
    chosenGeV: box.ecal,
    curves: rows.map(({ massGeV, points }) => ({
      massGeV,
      points: points.map(({ edgeGeV, meanEps }) => ({ edgeGeV, eps: meanEps })),
    })),
  };
}

function efficiencyData(runs: readonly RunCounts[]): EfficiencyData {
  const interval = ({ value, low, high }: Share) => ({
    ...{ value: value ?? 0, low: low ?? 0, high: high ?? 0 },
  });
  return {
    method: "A' in the chain of the data; intervals of Clopper and Pearson",
    runs: runs.flatMap(({ name, efficiency }) =>
      efficiency === undefined
        ? []
        : [
            {
              name,
              points: efficiency.masses.map(({ massGeV, total }) => ({
                massGeV,
                ...interval(total),
              })),
            },
          ],
    ),
  };
}

type Share = MassEfficiency['total'];

const distinct = (names: readonly string[]) => [...new Set(names)].join(', ');

/** A campaign is its runs. */
function runsOf(directory: string): string[] {
  const campaign = readCampaign(directory);
  if (campaign === null) return [directory];
  return campaign.runs.map((name) => path.join(directory, name));
}
