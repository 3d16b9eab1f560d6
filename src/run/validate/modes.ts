/**
 * The way by candidates against the one through every electron: rates, live fraction, ledger, cut flow, classes of
 * particles that fire, and every histogram. The spills have the same profiles and nothing else in common.
 */
import { chi2Of } from '../../analyse/comparison.js';
import { countsEvents, PLOTS } from '../../analyse/plots.js';
import { CUTS } from '../../analyse/selection/index.js';
import { REGIONS } from '../../analyse/selection/regions.js';
import { TRIGGER_TYPES } from '../../core/wire/ledger.js';
import { type Measured, row, type ValidationRow } from './row.js';
import { type Sample, sample } from './sample.js';
import { validation } from './validation.js';

const SOURCE = 'every electron';

/** Chance below which a histogram differs: one in a thousand of them does by luck. */
const LUCK = 1e-3;

export const modes = validation({
  name: 'modes',
  describes: 'spills gone through by candidates against spills with every electron',
  options: ['electrons', 'seed', 'nature', 'workers'],
  async run(options) {
    const enough = (_: unknown, spills: number) => spills >= Math.ceil(options.electrons / MEAN);
    const every = await sample(options, [], enough);
    const candidates = await sample(options, [], enough, 'candidates');
    return {
      rows: [...rateRows(every, candidates), ...histogramRows(every, candidates)],
      document: { electrons: every.ledger.electronsOnTarget, spills: every.spills },
    };
  },
});

/** Electrons of a spill of run III. */
const MEAN = 7e6;

/** What the second has over what the first has, of two Poisson numbers. */
const ratio = (every: number, candidates: number): Measured => [
  candidates / every,
  Math.sqrt(1 / Math.max(1, candidates) + 1 / Math.max(1, every)) * (candidates / every),
];

function rateRows(every: Sample, candidates: Sample): ValidationRow[] {
  /** @param allowed beside two statistical errors */
  const compared = (name: string, of: (s: Sample) => number, allowed: number) =>
    row({
      ...{ name, role: 'out', expected: 1, allowed, source: SOURCE },
      emulated: ratio(of(every), of(candidates)),
    });
  const classes = [...every.byClass].filter(([, n]) => n > 0).map(([name]) => name);
  return [
    compared('beam electrons', (s) => s.ledger.electronsOnTarget, 0),
    compared('triggers', (s) => s.ledger.triggers, 0.002),
    liveRow(every, candidates),
    busyRow(every, candidates),
    ...TRIGGER_TYPES.flatMap((type, i) =>
      every.ledger.scalers.presented[i] > 0
        ? [compared(`presented, ${type}`, (s) => s.ledger.scalers.presented[i], 0)]
        : [],
    ),
    ...(['missedCounters', 'vetoed', 'mergedWithPrevious', 'prescaled'] as const).map((outcome) =>
      compared(outcome, (s) => s.ledger.outcomes[outcome], 0.005),
    ),
    ...classes.map((name) => compared(`fired by ${name}`, (s) => s.byClass.get(name) ?? 0, 0)),
    ...CUTS.map(({ name }, i) => compared(`passed ${name}`, (s) => s.counts.cutflow[i], 0)),
    ...REGIONS.flatMap(({ name }, i) =>
      every.counts.regions[i] > 0
        ? [compared(`region ${name}`, (s) => s.counts.regions[i], 0)]
        : [],
    ),
    compared('sealed', (s) => s.counts.sealed, 0),
  ];
}

/** They come in the dead time of whatever was recorded: its number is what fluctuates. */
function busyRow(every: Sample, candidates: Sample): ValidationRow {
  const busy = ({ ledger: { scalers } }: Sample) => scalers.busyCoincidences / scalers.coincidences;
  const recorded = ({ ledger }: Sample) => ledger.outcomes.recorded + ledger.clockTriggers.recorded;
  const [, error] = ratio(recorded(every), recorded(candidates));
  return row({
    ...{ name: 'coincidences while busy', role: 'out', expected: 1, allowed: 0.002 },
    emulated: [busy(candidates) / busy(every), error],
    source: SOURCE,
  });
}

function liveRow(every: Sample, candidates: Sample): ValidationRow {
  const live = ({ ledger }: Sample) => ledger.triggersLive / ledger.triggers;
  const variance = (s: Sample) => (live(s) * (1 - live(s))) / s.ledger.triggers;
  return row({
    ...{ name: 'live fraction', role: 'out', expected: live(every), allowed: 0.001 },
    emulated: [live(candidates), Math.sqrt(variance(every) + variance(candidates))],
    source: SOURCE,
  });
}

/** The chance of a chi2 as large, of each histogram whose entries are events. */
const histogramRows = (every: Sample, candidates: Sample): ValidationRow[] =>
  PLOTS.flatMap((plot, i) => {
    const { p } = chi2Of(every.counts.histograms[i], candidates.counts.histograms[i]);
    if (!countsEvents(plot) || p === null) return [];
    return [
      row({
        ...{ name: `${plot.name}, chance of its chi2`, role: 'out', expected: 0.5 },
        ...{ allowed: [LUCK, 1], emulated: [p, 0], source: SOURCE },
      }),
    ];
  });
