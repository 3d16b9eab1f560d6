/**
 * Everything that the results page shows, from finished runs.
 */
import * as path from 'node:path';
import { type Counts, mergeCounts } from '../../analyse/counts.js';
import { combine } from '../../analyse/combination/model.js';
import { estimateLimit, type RunCounts, runInput } from '../../analyse/limit.js';
import type { CountingModel } from '../../analyse/limits/index.js';
import { UsageError } from '../../core/errors.js';
import { readCampaign } from '../campaign.js';
import { sha256 } from '../hash.js';
import { type Limit, limitOf } from '../limit.js';
import { openCounts, openRun } from '../replay.js';
import type { Monitored } from '../run.js';
import { readCheckpoint } from '../store/checkpoint.js';
import { runCounts, sumLedgers } from '../summary.js';
import type { BoxEdgeData } from './box-edge.js';
import { type ComparisonTable, limitTable, runTable } from './comparison.js';
import type { CoverageData } from './coverage.js';
import type { EfficiencyData } from './efficiency.js';
import type { ExtrapolationData } from './extrapolation.js';

/** What runs alone do not tell: each comes from a measurement of its own, and is left out where there is none. */
export interface Measurements {
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
 * @param cl confidence level; the first card's unless given
 * @throws UsageError for what is no finished run, and for runs that have no limit together
 */
export function collectResults(
  directories: readonly string[],
  { cl, measurements = {} }: { cl?: number | undefined; measurements?: Measurements } = {},
): Results {
  const all = directories.flatMap(runsOf);
  const limit = limitOf(all, cl === undefined ? {} : { cl });
  const opened = all.map(openRun);
  const empty = opened.findIndex(({ journal }) => journal.length === 0);
  if (empty >= 0) {
    const next = 'finish it with spillway run ... --resume';
    throw new UsageError({ where: all[empty], fault: 'has no finished spill', next });
  }
  const isOpen = opened.every(({ record }) => record.unblinded);
  const runs = opened.map((run): RunCounts => {
    const counts = isOpen ? openCounts(run) : readCheckpoint(run.directory, run.journal.length);
    return runCounts(run.record, run.card, counts);
  });
  const { limit: curve } = estimateLimit(runs, {
    ...{ unblinded: isOpen, cl: limit.cl },
    masses: CURVE,
  });
  const electronsOnTarget = opened.reduce(
    (sum, { journal }) => sum + sumLedgers(journal).electronsOnTarget,
    0,
  );
  const records = opened.map(({ record }) => record);
  const hashes = records.map(({ cardHash }) => cardHash);
  const counts = runs.map((run): Counts => run.counts).reduce(mergeCounts);
  return {
    ...measurements,
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
    tables: [limitTable(runs, limit), ...runs.map((run) => runTable(run, isOpen))],
    limit,
    curve,
    model: modelOf(runs),
    observed: isOpen ? runs.map((run) => run.counts.box) : null,
  };
}

/** Behind the limit in events: at the first mass of the first card. */
export const modelOf = (runs: readonly RunCounts[]): CountingModel =>
  combine(runs.map(runInput), { massGeV: runs[0].belief.analysis.masses[0] }).model;

const distinct = (names: readonly string[]) => [...new Set(names)].join(', ');

/** A campaign is its runs. */
function runsOf(directory: string): string[] {
  const campaign = readCampaign(directory);
  if (campaign === null) return [directory];
  return campaign.runs.map((name) => path.join(directory, name));
}
