/**
 * From counts to the limit: what each run brings (combination/input.ts), their combination (combination/model.ts), and its
 * upper limits on eps against the mass.
 */
import type { Belief } from '../core/card/schema.js';
import {
  type Background,
  type BackgroundTable,
  estimateBackgrounds,
  tableOf,
} from './background/index.js';
import { backgroundInput, type BackgroundInput, cardBackground } from './combination/background.js';
import { boxCounts } from './combination/box.js';
import { type RunInput, scaledRun } from './combination/input.js';
import {
  efficiencyAt,
  LIVE,
  type MassEfficiency,
  type RunEfficiency,
} from './combination/measured.js';
import { type Combined, combine } from './combination/model.js';
import { type NuisanceRow, nuisanceTable } from './combination/nuisances.js';
import type { Counts } from './counts.js';
import { measuredYieldSystematic } from './dimuons.js';
import {
  efficiencyFactors,
  type Factor,
  liveFraction,
  massDependence,
  prescaleFraction,
  scalerElectrons,
  totalEfficiency,
} from './efficiency.js';
import { type UpperLimits, upperLimits } from './limits/index.js';
import { remembering } from './remembering.js';

/** What one run brings to a limit. */
export interface RunCounts {
  readonly name: string;
  readonly belief: Belief;
  readonly counts: Counts;
  /**
   * Of an unblinded run: its counts while it was sealed. By them its background is estimated, frozen before the box was
   * opened.
   */
  readonly whileSealed?: Counts;
  /** From A' in the chain of the data; the card's unless given. */
  readonly efficiency?: RunEfficiency;
  /** For the exposure of its counts; estimated from those of all runs unless given. */
  readonly background?: BackgroundInput;
}

/** Upper limits on eps at one mass: expected medians, and observed ones once the box is open. */
export interface EpsRow {
  readonly massGeV: number;
  /** Mean over the runs, weighted with their electrons on target. */
  readonly efficiency: number;
  /** For the exposure emulated, and scaled to the full one; medians, asymptotic. */
  readonly emulated: number;
  readonly scaled: number;
  /** The same from exact Poisson CLs. */
  readonly emulatedExact: number;
  readonly scaledExact: number;
  /** Asymptotic -2, -1, 1, 2 sigma of `scaled`. */
  readonly scaledBand: readonly number[];
  /** Null while blinded. */
  readonly observed: { readonly asymptotic: number; readonly exact: number } | null;
}

/** What the error of the efficiency as published would do, used beside the others. */
export interface InAddition {
  /** Relative, of each run. */
  readonly sizes: readonly number[];
  /** Factor to the expected median limit on eps for the full exposure, at the first mass. */
  readonly asymptotic: number;
  readonly exact: number;
}

/** Limits in events are those at the first of the masses. */
export interface Limit extends UpperLimits {
  readonly schema: 'spillway.limit/1';
  readonly cl: number;
  readonly spills: number;
  /** Those of them that count for nothing. */
  readonly badSpills: number;
  /** The experimenter's: from scalers. */
  readonly electronsOnTarget: number;
  readonly background: number;
  /** How it was had, of each run. */
  readonly backgroundMethods: readonly string[];
  readonly efficiencyMethods: readonly string[];
  /** Channels of each run: bins of missing energy. */
  readonly bins: number;
  /** At the first mass. */
  readonly nuisances: readonly NuisanceRow[];
  /** Null where it is among the nuisances already. */
  readonly publishedEfficiencyInAddition: InAddition | null;
  /** The exposure of `scaled`, shared among the runs as their cards say. */
  readonly fullElectrons: number;
  readonly eps: readonly EpsRow[];
}

export interface LimitReport {
  readonly limit: Limit;
  /** Of the first run: its share of what all of them give. */
  readonly background: Background;
  /** Of the first run. */
  readonly efficiency: readonly Factor[];
  readonly totalEfficiency: number;
}

export interface LimitOptions {
  /** Whether `counts.box` may be used; otherwise there is no observed limit and the expected ones come from the prediction alone. */
  readonly unblinded?: boolean;
  /** The first card's unless given. */
  readonly cl?: number;
  /** GeV; those of the first run's card unless given. */
  readonly masses?: readonly number[];
  /** Of missing energy in each run; one unless given. */
  readonly bins?: number;
  /** Also use the error of the efficiency as published. */
  readonly publishedEfficiency?: boolean;
}

/** Factors of a light A', the first mass of a measurement. */
function factorsOf({ belief, counts, efficiency }: RunCounts): Factor[] {
  if (efficiency === undefined) return efficiencyFactors(belief, counts);
  const { scalers } = counts;
  const role = 'out';
  return efficiency.masses[0].factors.flatMap(({ name, passed, of }): Factor[] =>
    name === LIVE
      ? [
          { name: 'prescale', role, value: prescaleFraction(belief, scalers) },
          { name, role, value: liveFraction(scalers) },
        ]
      : [{ name, role, value: passed / of }],
  );
}

function efficiencyOf(run: RunCounts): RunInput['efficiency'] {
  const { belief, counts, efficiency } = run;
  if (efficiency === undefined) {
    const light = totalEfficiency(efficiencyFactors(belief, counts));
    return (massGeV) => ({ value: light * massDependence(belief, massGeV), error: 0 });
  }
  const own = liveFraction(counts.scalers) * prescaleFraction(belief, counts.scalers);
  const masses: readonly MassEfficiency[] = efficiency.masses;
  return (massGeV) => {
    const { value, error } = efficiencyAt(masses, massGeV);
    return { value: value * own, error: error * own };
  };
}

/** What an estimate may look at: of an unblinded run the counts of before. */
const sealedCounts = ({ counts, whileSealed = counts }: RunCounts): Counts => whileSealed;

/** Background in the box of each run, for the exposure of its counts: estimated of all of them together. */
const backgroundsOf = (runs: readonly RunCounts[]): Background[] =>
  estimateBackgrounds(
    runs.map((run) => ({
      belief: run.belief,
      counts: sealedCounts(run),
      electrons: scalerElectrons(run.belief, run.counts.scalers),
    })),
  );

/** Background of all runs together, as their limit takes it. */
export const backgroundTable = (runs: readonly RunCounts[]): BackgroundTable =>
  tableOf(backgroundsOf(runs));

/** What a combination needs of runs that are combined, from their counts and their cards. */
export const runInputs = (runs: readonly RunCounts[]): RunInput[] =>
  inputsOf(runs, backgroundsOf(runs));

function inputsOf(runs: readonly RunCounts[], found: readonly Background[]): RunInput[] {
  const yields = measuredYieldSystematic(
    runs.map((run) => ({ belief: run.belief, counts: sealedCounts(run) })),
  );
  return runs.map((run, i): RunInput => {
    const { name, belief, counts } = run;
    const { nuisances, beamEnergy, box } = belief.analysis;
    return {
      name,
      electrons: scalerElectrons(belief, counts.scalers),
      efficiency: efficiencyOf(run),
      background: run.background ?? backgroundInput(found[i], belief),
      uncertainties: yields === null ? nuisances : { ...nuisances, yield: yields },
      yieldOrigin: yields === null ? 'card' : 'measured',
      box: { beam: beamEnergy, edge: box.ecal },
    };
  });
}

/** What is counted is carried to exposures so many times as large, no further: beyond, the card's rate holds. */
const FURTHEST = 1000;

/** The same runs with the full exposure, shared among them as their cards say. */
export function fullExposure(runs: readonly RunCounts[], inputs: readonly RunInput[]): RunInput[] {
  const { fullElectrons } = runs[0].belief.analysis;
  const wanted = runs.reduce((n, r) => n + r.belief.run.electrons, 0);
  const counted = inputs.reduce((n, { electrons }) => n + electrons, 0);
  return inputs.map((input, i) => {
    const electrons = (fullElectrons * runs[i].belief.run.electrons) / wanted;
    // A run without any exposure has no background to scale.
    if (input.electrons > 0 && fullElectrons <= FURTHEST * counted) {
      return scaledRun(input, electrons, fullElectrons / counted);
    }
    return { ...input, electrons, background: cardBackground(runs[i].belief, electrons) };
  });
}

/** sqrt(s_up / (sum_i EOT_i eff_i Y)). */
const epsOf = (events: number, { atEps1 }: Combined): number => Math.sqrt(events / atEps1);

/** Of a model: one run has the same at all masses, and asks for it as it goes, in its summary and for its figures. */
const limitsOf = remembering(upperLimits);

/** Limit of one or several runs. */
export function estimateLimit(
  runs: readonly RunCounts[],
  { unblinded = false, cl, masses, bins = 1, publishedEfficiency = false }: LimitOptions = {},
): LimitReport {
  const { analysis } = runs[0].belief;
  const level = cl ?? analysis.cl;
  const backgrounds = backgroundsOf(runs);
  const inputs = inputsOf(runs, backgrounds);
  const full = fullExposure(runs, inputs);
  const sum = inputs.reduce((n, { electrons }) => n + electrons, 0);
  const observed = unblinded
    ? runs.flatMap(({ counts, belief }) => boxCounts(counts, belief, bins))
    : null;
  const limits = (of: readonly RunInput[], massGeV: number, more = publishedEfficiency) => {
    const combined = combine(of, { massGeV, bins, publishedEfficiency: more });
    const seen = of === inputs ? observed : null;
    return { combined, limits: limitsOf(combined.model, { cl: level, observed: seen }) };
  };
  const all = (masses ?? analysis.masses).map((massGeV) => ({
    massGeV,
    now: limits(inputs, massGeV),
    whole: limits(full, massGeV),
  }));
  const [first] = all;
  const epsAt = ({ massGeV, now, whole }: (typeof all)[number]): EpsRow => {
    const { expected, observed } = now.limits;
    const band = whole.limits.expected.asymptotic;
    return {
      massGeV,
      efficiency: inputs.reduce((e, r) => e + r.electrons * r.efficiency(massGeV).value, 0) / sum,
      emulated: epsOf(expected.asymptotic[2], now.combined),
      scaled: epsOf(band[2], whole.combined),
      emulatedExact: epsOf(expected.exact[2], now.combined),
      scaledExact: epsOf(whole.limits.expected.exact[2], whole.combined),
      scaledBand: [band[0], band[1], band[3], band[4]].map((s) => epsOf(s, whole.combined)),
      observed: observed && {
        asymptotic: epsOf(observed.asymptotic, now.combined),
        exact: epsOf(observed.exact, now.combined),
      },
    };
  };
  const inAddition = (): InAddition | null => {
    if (publishedEfficiency) return null;
    const { expected } = limits(full, first.massGeV, true).limits;
    const without = first.whole.limits.expected;
    return {
      sizes: inputs.map((r) => r.uncertainties.efficiency),
      asymptotic: Math.sqrt(expected.asymptotic[2] / without.asymptotic[2]),
      exact: Math.sqrt(expected.exact[2] / without.exact[2]),
    };
  };
  const factors = factorsOf(runs[0]);
  return {
    limit: {
      schema: 'spillway.limit/1',
      cl: level,
      spills: runs.reduce((n, r) => n + r.counts.spills, 0),
      badSpills: runs.reduce((n, r) => n + r.counts.badSpills, 0),
      electronsOnTarget: sum,
      background: inputs.reduce((n, r) => n + r.background.events, 0),
      backgroundMethods: inputs.map((r) => r.background.method),
      efficiencyMethods: runs.map((r) => (r.efficiency ? MEASURED : TYPED)),
      bins,
      nuisances: nuisanceTable(inputs, first.massGeV, publishedEfficiency),
      publishedEfficiencyInAddition: inAddition(),
      fullElectrons: analysis.fullElectrons,
      ...first.now.limits,
      eps: sum > 0 ? all.map(epsAt) : [],
    },
    background: backgrounds[0],
    efficiency: factors,
    totalEfficiency: totalEfficiency(factors),
  };
}

const TYPED = "the card's, with the measured live fraction and pile-up";
/** Of efficiencies that were not typed in. */
export const MEASURED =
  "measured with A' in the chain of the data, with the measured live fraction";
