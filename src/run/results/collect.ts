/**
 * Everything that the results page shows, from finished runs.
 */
import * as path from 'node:path';
import { dump } from '../../analyse/background/dump.js';
import { type Seen, seenOf } from '../../analyse/background/seen.js';
import { turnOnOf } from '../../analyse/background/turnOn.js';
import { type Counts, mergeCounts } from '../../analyse/counts.js';
import { optimiseBoxEdge } from '../../analyse/combination/box-edge.js';
import type { MassEfficiency } from '../../analyse/combination/measured.js';
import { combine } from '../../analyse/combination/model.js';
import { scalerElectrons } from '../../analyse/efficiency.js';
import {
  backgroundTable,
  estimateLimit,
  fullExposure,
  type RunCounts,
  runInputs,
} from '../../analyse/limit.js';
import type { RunInput } from '../../analyse/combination/input.js';
import { type CountingModel, toysHere } from '../../analyse/limits/index.js';
import type { Belief } from '../../core/card/schema.js';
import type { Histogram } from '../../core/histogram.js';
import { UsageError } from '../../core/errors.js';
import { readCampaign } from '../campaign.js';
import { sha256 } from '../hash.js';
import { type Limit, openRuns } from '../limit.js';
import type { Monitored } from '../run.js';
import { goodSpills, knownOf, resultsOf, shownElectrons, sumLedgers } from '../summary.js';
import type { BackgroundsData } from './backgrounds.js';
import type { BoxEdgeData } from './box-edge.js';
import { backgroundRows, type ComparisonTable, efficiencyRows, tablesOf } from './comparison.js';
import { type CoverageData, coverageData } from './coverage.js';
import type { EfficiencyData } from './efficiency.js';
import { type ExtrapolationData, extrapolationData } from './extrapolation.js';
import type { FactorsData } from './factors.js';
import { type RegionAData, regionAData } from './region-a.js';

/** What is left out where there is none. */
export interface Measurements {
  /** From A' in the chain of the data. */
  readonly efficiency?: EfficiencyData;
  /** With enough events in sideband C. */
  readonly extrapolation?: ExtrapolationData;
  /** At 90 %, or with few events of background. */
  readonly coverage?: CoverageData;
}

export interface Results extends Measurements {
  readonly runs: readonly { readonly name: string; readonly cardHash: string }[];
  /** All runs together; the card is that of the first. */
  readonly monitored: Monitored;
  readonly tables: readonly ComparisonTable[];
  readonly backgrounds: BackgroundsData;
  readonly factors: FactorsData;
  readonly regionA: RegionAData;
  readonly boxEdge: BoxEdgeData;
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
export async function collectResults(
  directories: readonly string[],
  { cl, efficiency }: { cl?: number | undefined; efficiency?: string | undefined } = {},
): Promise<Results> {
  const all = directories.flatMap(runsOf);
  const { opened, runs, unblinded: isOpen } = openRuns(all, efficiency);
  const empty = opened.findIndex(({ journal }) => journal.length === 0);
  if (empty >= 0) {
    const next = 'finish it with spillway run ... --resume';
    throw new UsageError({ where: all[empty], fault: 'has no finished spill', next });
  }
  if (opened.every(({ journal }) => goodSpills(journal).length === 0)) {
    const next = 'see spillway info, and take other spills';
    throw new UsageError({
      where: all.join(' '),
      fault: 'has no spill that counts, the monitors found all of them bad',
      next,
    });
  }
  const { limit } = estimateLimit(runs, {
    unblinded: isOpen,
    ...(cl === undefined ? {} : { cl }),
  });
  const { limit: curve } = estimateLimit(runs, {
    ...{ unblinded: isOpen, cl: limit.cl },
    masses: CURVE,
  });
  const { seen, belief, frozen } = seenOfAll(runs);
  const background = backgroundTable(runs);
  const sideband = extrapolationData(seen, belief);
  const full = fullExposure(runs, runInputs(runs));
  const each = opened.map(({ record, journal }, i) => {
    const good = goodSpills(journal);
    return {
      ...{ name: record.name, spills: journal.length, badSpills: journal.length - good.length },
      triggers: sumLedgers(good).triggers,
      ...{ ...knownOf(record, journal), ...resultsOf(runs[i], isOpen) },
    };
  });
  const electronsOnTarget = each.reduce((sum, run) => sum + shownElectrons(run), 0);
  const records = opened.map(({ record }) => record);
  const covered = await coverageData(atFirstMass(full, belief), {
    ...{ cl: limit.cl, seed: records.map(({ seed }) => seed).join(' '), draw: toysHere },
  });
  const hashes = records.map(({ cardHash }) => cardHash);
  const counts = runs.map((run): Counts => run.counts).reduce(mergeCounts);
  return {
    backgrounds: {
      electronsOnTarget: limit.electronsOnTarget,
      fullElectrons: limit.fullElectrons,
      rows: backgroundRows(background, limit),
    },
    factors: each.map((run) => ({ name: run.name, rows: efficiencyRows(run) })),
    ...(sideband === undefined ? {} : { extrapolation: sideband }),
    regionA: regionAData({
      ...{ electronsOnTarget: seen.electrons, belief },
      ...{ plane: planeOf(frozen), depth: seen.depth, bound: throughHcal(seen, belief) },
    }),
    boxEdge: boxEdgeData(full, limit.cl, belief),
    ...(covered === undefined ? {} : { coverage: covered }),
    ...(efficiency === undefined ? {} : { efficiency: efficiencyData(runs) }),
    runs: records.map(({ name, cardHash }) => ({ name, cardHash })),
    monitored: {
      caption: {
        card: distinct(records.map(({ card }) => card)),
        // Of several as of a campaign.
        cardHash: hashes.length === 1 ? hashes[0] : sha256(hashes.join(' ')),
        seed: distinct(records.map(({ seed }) => seed)),
        spills: counts.spills - counts.badSpills,
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

/** All runs summed, as one experiment; of those that are open as they were while sealed. */
export function seenOfAll(runs: readonly RunCounts[]) {
  const [{ belief }] = runs;
  const frozen = runs.map(({ counts, whileSealed = counts }) => whileSealed).reduce(mergeCounts);
  const electrons = runs.reduce(
    (sum, run) => sum + scalerElectrons(run.belief, run.counts.scalers),
    0,
  );
  return { seen: seenOf(frozen, electrons, belief.analysis.regionI.module), belief, frozen };
}

/** Upper limit of 90 % on those of region A that pass the whole HCAL; null where too few were seen. */
const throughHcal = (seen: Seen, belief: Belief): number | null =>
  dump.estimate({ seen, belief, turnOn: turnOnOf(seen, belief) })?.events ?? null;

function planeOf({ histograms }: Counts): Histogram {
  const plane = histograms.find(({ name }) => name === 'plane-selected');
  if (plane === undefined) throw new Error('results: no plane of all cuts');
  return plane;
}

/** In events: at the first mass of the first card. */
const atFirstMass = (inputs: readonly RunInput[], { analysis }: Belief): CountingModel =>
  combine(inputs, { massGeV: analysis.masses[0] }).model;

/** Behind the limit for what was emulated. */
export const modelOf = (runs: readonly RunCounts[]): CountingModel =>
  atFirstMass(runInputs(runs), runs[0].belief);

/** From the background model alone. */
function boxEdgeData(full: readonly RunInput[], cl: number, { analysis }: Belief): BoxEdgeData {
  const { masses, box } = analysis;
  const { rows } = optimiseBoxEdge(full, { cl, masses });
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
