/**
 * From counts to the limit: the box of each run is one channel of a counting experiment, its nuisances
 * log-normal and shared by name.
 */
import type { Belief } from '../core/card/schema.js';
import { log } from '../core/math.js';
import { yieldPerEot } from '../core/signal/index.js';
import { type Background, expectedBackground } from './background.js';
import type { Counts } from './counts.js';
import {
  efficiencyFactors,
  type Factor,
  massDependence,
  scalerElectrons,
  totalEfficiency,
} from './efficiency.js';
import { type CountingModel, eps, upperLimits, type UpperLimits } from './limits/index.js';

/** What one run brings to a limit. */
export interface RunCounts {
  readonly name: string;
  readonly belief: Belief;
  readonly counts: Counts;
}

/** Upper limits on eps at one mass: expected medians, and observed ones once the box is open. */
export interface EpsRow {
  readonly massGeV: number;
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

export interface Limit extends UpperLimits {
  readonly schema: 'spillway.limit/1';
  readonly cl: number;
  readonly spills: number;
  /** The experimenter's: from scalers. */
  readonly electronsOnTarget: number;
  readonly background: number;
  /** The exposure of `scaled`, shared among the runs as their cards say. */
  readonly fullElectrons: number;
  readonly eps: readonly EpsRow[];
}

export interface LimitReport {
  readonly limit: Limit;
  readonly background: Background;
  /** Of the first run. */
  readonly efficiency: readonly Factor[];
  readonly totalEfficiency: number;
}

/** ln(kappa) of a relative uncertainty. */
const lnKappa = (relative: number) => log(1 + relative);

const perRun = ({ nuisances: n }: Belief['analysis']) => ({
  yield: { signal: n.yield, background: 0 },
  trigger: { signal: n.trigger, background: 0 },
  'veto and hcal': { signal: n.vetoHcal, background: 0 },
  track: { signal: n.track, background: 0 },
  srd: { signal: n.srd, background: 0 },
  'electrons on target': { signal: n.electrons, background: 0 },
  background: { signal: 0, background: n.background },
});

/** Smallest background that the counting model takes, for runs without exposure. */
const NO_BACKGROUND = 1e-9;

function limitsFor(
  runs: readonly RunCounts[],
  electrons: readonly number[],
  efficiency: readonly number[],
  observed: number[] | null,
  cl: number,
): { limits: UpperLimits; background: number } {
  const weights = electrons.map((n, i) => n * efficiency[i]);
  const weight = weights.reduce((a, b) => a + b, 0);
  const backgrounds = runs.map((r, i) =>
    Math.max(NO_BACKGROUND, expectedBackground(r.belief, electrons[i]).events),
  );
  const nuisances = runs.map((r) => perRun(r.belief.analysis));
  const model: CountingModel = {
    channels: runs.map((r, i) => ({
      name: `${i + 1} ${r.name}`,
      // In units of signal events in all runs together.
      signal: weight > 0 ? weights[i] / weight : 1 / runs.length,
      background: backgrounds[i],
    })),
    nuisances: (Object.keys(nuisances[0]) as (keyof ReturnType<typeof perRun>)[]).map((name) => ({
      name,
      signal: nuisances.map((n) => lnKappa(n[name].signal)),
      background: nuisances.map((n) => lnKappa(n[name].background)),
    })),
  };
  const background = backgrounds.reduce((a, b) => a + b, 0);
  return { limits: upperLimits(model, { cl, observed }), background };
}

/**
 * Limit of one or several runs.
 * @param unblinded whether `counts.box` may be used; otherwise there is no observed limit and the
 *   expected ones come from the prediction alone
 * @param masses GeV; those of the first run's card unless given
 */
export function estimateLimit(
  runs: readonly RunCounts[],
  {
    unblinded = false,
    cl,
    masses,
  }: { unblinded?: boolean; cl?: number; masses?: readonly number[] } = {},
): LimitReport {
  const { analysis } = runs[0].belief;
  const level = cl ?? analysis.cl;
  const electrons = runs.map((r) => scalerElectrons(r.belief, r.counts.scalers));
  const factors = runs.map((r) => efficiencyFactors(r.belief, r.counts));
  const light = factors.map(totalEfficiency);
  const observed = unblinded ? runs.map((r) => r.counts.box) : null;
  const sum = electrons.reduce((a, b) => a + b, 0);
  const wanted = runs.reduce((n, r) => n + r.belief.run.electrons, 0);
  const all = runs.map((r) => (analysis.fullElectrons * r.belief.run.electrons) / wanted);

  const now = limitsFor(runs, electrons, light, observed, level);
  const full = limitsFor(runs, all, light, null, level);
  const epsAt = (massGeV: number): EpsRow => {
    const efficient = (exposures: readonly number[]) =>
      exposures.reduce((w, n, i) => w + n * light[i] * massDependence(runs[i].belief, massGeV), 0);
    const seen = efficient(electrons);
    const wouldBeSeen = efficient(all);
    const yields = yieldPerEot(massGeV);
    const at = (events: number, exposure: number) => eps(events, exposure, 1, yields);
    const { observed } = now.limits;
    const band = full.limits.expected.asymptotic;
    return {
      massGeV,
      emulated: at(now.limits.expected.asymptotic[2], seen),
      scaled: at(band[2], wouldBeSeen),
      emulatedExact: at(now.limits.expected.exact[2], seen),
      scaledExact: at(full.limits.expected.exact[2], wouldBeSeen),
      scaledBand: [band[0], band[1], band[3], band[4]].map((s) => at(s, wouldBeSeen)),
      observed: observed && {
        asymptotic: at(observed.asymptotic, seen),
        exact: at(observed.exact, seen),
      },
    };
  };

  return {
    limit: {
      schema: 'spillway.limit/1',
      cl: level,
      spills: runs.reduce((n, r) => n + r.counts.spills, 0),
      electronsOnTarget: sum,
      background: now.background,
      fullElectrons: analysis.fullElectrons,
      ...now.limits,
      eps: sum > 0 ? (masses ?? analysis.masses).map(epsAt) : [],
    },
    background: expectedBackground(runs[0].belief, sum),
    efficiency: factors[0],
    totalEfficiency: light[0],
  };
}
