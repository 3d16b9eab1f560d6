/** From what is summed up of a run to what a screen is told. Pure, but for what is handed in. */
import { type Counts, emptyCounts } from '../../analyse/counts.js';
import { estimateLimit } from '../../analyse/limit.js';
import type { Card } from '../../core/card/index.js';
import type { Histogram } from '../../core/histogram.js';
import { NA64_2019 } from '../../core/signal/index.js';
import { isHidden } from '../nature.js';
import { CURVE_MASSES_GEV } from '../run.js';
import type { RunRecord } from '../store/layout.js';
import { ledgerOf, resultsOf, runCounts } from '../summary.js';
import { occupancyOf } from './occupancy.js';
import type { HistogramShown, LimitShown, RunShown, Totals } from './shape.js';
import type { LiveTally } from './tally.js';

/** Of the counts: what is shown. */
const SHOWN: readonly string[] = [
  ...['plane-loose', 'plane-selected', 'ecal', 'hcal', 'srd-electrons', 'srd', 'veto'],
];

/** Shapes that are expected. */
export interface References {
  readonly name: string;
  readonly histograms: readonly Histogram[];
}

/** @param directory its name alone */
export function runShown(
  record: RunRecord,
  card: Card,
  number: number,
  directory: string,
): RunShown {
  const { box, seal, regionI, regionII, beamEnergy } = card.analysis;
  const { name, cardHash, seed, mode, fidelity, spills, unblinded } = record;
  return {
    ...{ number, directory, name, card: record.card, cardHash, seed, mode, fidelity, spills },
    sealed: !unblinded,
    hidden: isHidden(record),
    analysis: {
      ...{ box, seal, regionI, regionII, beamEnergy },
      threshold: card.trigger.ecal.threshold,
    },
  };
}

export function totalsOf(tally: LiveTally, reference: References | null): Totals {
  const { record, card, counts, ledger, good, alarms } = tally;
  const run = runCounts(record, card, counts);
  const results = resultsOf(run, record.unblinded);
  return {
    spills: counts.spills,
    badSpills: counts.badSpills,
    electronsOnTarget: ledgerOf(record, good).electronsOnTarget,
    electronsOnTargetScaler: results.electronsOnTargetScaler,
    triggers: good.triggers,
    liveFraction: good.triggers > 0 ? good.triggersLive / good.triggers : null,
    recorded: results.recorded,
    recordedPhysics: results.recordedPhysics,
    ledger: ledgerOf(record, ledger).ledger,
    cutflow: results.cutflow,
    regions: results.regions,
    box: results.box,
    alarms,
    histograms: [...histogramsOf(counts), ...occupancyOf(tally.card.detector, tally.occupancy)].map(
      (h) => histogramShown(h, reference),
    ),
    limit: results.electronsOnTargetScaler > 0 ? limitShown(run) : null,
  };
}

const histogramsOf = ({ histograms }: Counts): Histogram[] =>
  histograms.filter(({ name }) => SHOWN.includes(name));

function limitShown(run: Parameters<typeof estimateLimit>[0][number]): LimitShown {
  const { limit } = estimateLimit([run], { masses: CURVE_MASSES_GEV });
  const { spills, cl, electronsOnTarget, fullElectrons, background, eps } = limit;
  const { citation, figure, points } = NA64_2019;
  const published = { source: `${citation}, ${figure}`, points };
  return { spills, cl, electronsOnTarget, fullElectrons, background, eps, published };
}

export function histogramShown(h: Histogram, reference: References | null): HistogramShown {
  const { name, title, axes, total } = h;
  const within = inAxes(h);
  const seen = [...within.entries()].filter(([, n]) => n > 0);
  const known = reference?.histograms.find((own) => own.name === name) ?? null;
  const all = known?.total ?? 0;
  return {
    ...{ name, title, axes, total },
    bins: seen.map(([bin]) => bin),
    counts: seen.map(([, n]) => n),
    reference:
      reference && known && all > 0
        ? {
            ...{ name: reference.name, entries: all },
            counts: [...inAxes(known)].map((n) => (n * total) / all),
          }
        : null,
  };
}

/** Dense, without what lies beyond the axes. */
function inAxes({ axes: [x, y], counts }: Histogram): Float64Array {
  const rows = y?.bins ?? 1;
  const columns = x.bins + 2;
  const out = new Float64Array(x.bins * rows);
  for (let j = 0; j < rows; j++) {
    const from = 1 + (y ? columns * (j + 1) : 0);
    out.set(counts.subarray(from, from + x.bins), x.bins * j);
  }
  return out;
}

/** Reference histograms of the counts of a run. */
export const referencesOf = (name: string, counts: Counts = emptyCounts()): References => ({
  name,
  histograms: histogramsOf(counts).filter(({ axes }) => axes.length === 1),
});
