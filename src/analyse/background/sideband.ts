/**
 * Sideband C: E_ECAL above the box edge, all cuts, a silent HCAL. A function is fitted to it, with the turn-on of the trigger
 * folded in, and carried below the edge. How far a spectrum of such hadrons departs from an exponential is taken from the much
 * larger sample of those made in the dump, in a form without scale; their slope is another one.
 */
import type { Belief } from '../../core/card/schema.js';
import { upperIncompleteGamma } from '../../core/gamma.js';
import { inQuadrature } from '../../core/in-quadrature.js';
import { exp, log } from '../../core/math.js';
import { poissonDeviance } from '../limits/likelihood.js';
import {
  type Binned,
  dot,
  type Fitted,
  fitLogLinear,
  integralOf,
  type Known,
} from './logLinear.js';
import { type Seen, type Spectrum, within } from './seen.js';
import { EXPONENTIAL, lastOf, SHAPES, type Shape, slopeOf } from './shapes.js';
import { taken, type TurnOn } from './turnOn.js';

/** A function carried below the box edge. */
export interface Extrapolated {
  readonly shape: string;
  /** Events below the box edge. */
  readonly events: number;
  /** Of ln(events), one sigma. */
  readonly relativeError: number;
  /** Chance of a fit as bad or worse; null without a degree of freedom. */
  readonly p: number | null;
  readonly converged: boolean;
  /** Events per GeV at an energy (GeV), all of them taken by the trigger. */
  readonly perGeV: (energy: number) => number;
}

export interface Extrapolation {
  /** Those of `SHAPES`, the exponential first. */
  readonly functions: readonly Extrapolated[];
  /** Of ln(events), one sigma: of the exponential, and of the functions. */
  readonly statistical: number;
  readonly systematic: number;
  /** GeV per e-fold. */
  readonly slope: number;
  /** From where the sideband was seen, GeV. */
  readonly from: number;
}

/** The sample made in the dump is whole between these, of the beam energy: what is left of a shower, and the loss that it is told by. */
const DUMP = { from: 0.2, to: 0.7 };

/** The same in GeV, as far as the spectrum goes. */
const wholeIn = (madeInDump: Spectrum, { analysis: { beamEnergy } }: Belief) => ({
  from: DUMP.from * beamEnergy,
  to: Math.min(DUMP.to * beamEnergy, endOf(madeInDump)),
});

const endOf = ({ low, width, counts }: Spectrum): number => low + width * counts.length;

/** Where sideband C ends, GeV: at the trigger's threshold, as far as there is beam and as far as the spectrum goes. */
export const upperEnd = (sidebandC: Spectrum, { analysis, trigger }: Belief): number =>
  Math.min(trigger.ecal.threshold, analysis.beamEnergy, endOf(sidebandC));

/** A spectrum between two energies, weighted with what the trigger takes. */
export function binned(
  { low, width, counts }: Spectrum,
  from: number,
  to: number,
  weight: (energy: number) => number,
): Binned {
  const first = Math.round((from - low) / width);
  const size = Math.round((to - low) / width) - first;
  const energies = Float64Array.from({ length: size }, (_, i) => low + (first + i + 0.5) * width);
  return {
    energies,
    weights: energies.map((e) => width * weight(e)),
    counts: counts.slice(first, first + size),
  };
}

/**
 * What the functions beyond the exponential add in the sample made in the dump: null where it does not tell. Its
 * error is at least as large as itself: that it has neither the other sign nor twice the size elsewhere is not known.
 */
export function shapesInDump(seen: Pick<Seen, 'madeInDump'>, belief: Belief): (Known | null)[] {
  const whole = wholeIn(seen.madeInDump, belief);
  const data = binned(seen.madeInDump, whole.from, whole.to, () => 1);
  const { beamEnergy } = belief.analysis;
  const plain = fitLogLinear(data, EXPONENTIAL.terms(beamEnergy), null);
  if (!plain.converged) return SHAPES.map(() => null);
  return SHAPES.map(({ terms, scaleFree }) => {
    if (!scaleFree) return null;
    const fit = fitLogLinear(data, terms(beamEnergy), null, plain);
    if (!fit.converged) return null;
    const { value, error } = scaleFree.from(lastOf(fit), slopeOf(plain));
    return { value, error: inQuadrature(error, value) };
  });
}

export function extrapolate(
  seen: Pick<Seen, 'sidebandC' | 'madeInDump'>,
  belief: Belief,
  turnOn: TurnOn,
  from: number,
): Extrapolation {
  const { box, beamEnergy } = belief.analysis;
  const to = upperEnd(seen.sidebandC, belief);
  const data = binned(seen.sidebandC, from, to, (e) => taken(turnOn, e));
  const region = { from: 0, to: box.ecal, width: seen.sidebandC.width };
  const plain = fitLogLinear(data, EXPONENTIAL.terms(beamEnergy), null);
  const known = shapesInDump(seen, belief);
  const functions = SHAPES.map((shape: Shape, i): Extrapolated => {
    const last = shape.scaleFree && known[i] ? shape.scaleFree.to(known[i], slopeOf(plain)) : null;
    const fit =
      shape === EXPONENTIAL ? plain : fitLogLinear(data, shape.terms(beamEnergy), last, plain);
    const { value, relativeError } = integralOf(fit, shape.terms(beamEnergy), region);
    const parameters = last ? fit.theta.length - 1 : fit.theta.length;
    return {
      shape: shape.name,
      events: value,
      relativeError,
      p: goodnessOfFit(data, fit, parameters),
      converged: fit.converged,
      perGeV: (energy) => exp(dot(fit.theta, shape.terms(beamEnergy)(energy))),
    };
  });
  const [first, ...others] = functions;
  const systematic = others
    .filter(({ converged }) => converged)
    .map(({ events, relativeError }) => {
      const more = Math.max(0, square(relativeError) - square(first.relativeError));
      return Math.sqrt(square(log(events / first.events)) + more);
    });
  return {
    functions,
    statistical: first.relativeError,
    systematic: Math.max(0, ...systematic),
    slope: 1 / slopeOf(plain),
    from,
  };
}

/** Expected events that a bin of the test needs. */
const LEAST = 5;

/**
 * The deviance of S. Baker and R. D. Cousins, Nucl. Instrum. Meth. 221 (1984) 437, in neighbouring bins pooled until 5 are expected;
 * nearly a chi2.
 */
export function goodnessOfFit(
  { counts }: Pick<Binned, 'counts'>,
  { expected }: Pick<Fitted, 'expected'>,
  parameters: number,
): number | null {
  const pools: [n: number, nu: number][] = [];
  let open: [number, number] = [0, 0];
  expected.forEach((nu, i) => {
    open = [open[0] + counts[i], open[1] + nu];
    if (open[1] < LEAST) return;
    pools.push(open);
    open = [0, 0];
  });
  const end = pools.at(-1);
  if (end) pools[pools.length - 1] = [end[0] + open[0], end[1] + open[1]];
  const ndf = pools.length - parameters;
  if (ndf < 1) return null;
  const deviance = pools.reduce((sum, [n, nu]) => sum + poissonDeviance(n, nu), 0);
  return upperIncompleteGamma(ndf / 2, deviance / 2);
}

const square = (x: number) => x * x;

/** What a function fakes or hides below the box edge where the truth can be seen. */
export interface Carried {
  readonly shape: string;
  /** (expected - seen) / seen, and the same over its error. */
  readonly excess: number;
  readonly pull: number;
}

/**
 * Spurious signal: each function, free, fitted to the sample made in the dump between the lower end of sideband C and where the trigger
 * begins to turn off, carried below the box edge, where this sample is open.
 */
export function carriedInDump(
  seen: Pick<Seen, 'madeInDump'>,
  belief: Belief,
  from: number,
): Carried[] {
  const { box, beamEnergy } = belief.analysis;
  const { width } = seen.madeInDump;
  const whole = wholeIn(seen.madeInDump, belief);
  const region = { from: whole.from, to: box.ecal, width };
  const there = within(seen.madeInDump, region.from, region.to);
  if (there === 0 || from >= whole.to) return [];
  const data = binned(seen.madeInDump, from, whole.to, () => 1);
  const plain = fitLogLinear(data, EXPONENTIAL.terms(beamEnergy), null);
  return SHAPES.flatMap(({ name, terms }) => {
    const fit = fitLogLinear(data, terms(beamEnergy), null, plain);
    if (!fit.converged) return [];
    const { value, relativeError } = integralOf(fit, terms(beamEnergy), region);
    const error = inQuadrature(value * relativeError, Math.sqrt(value));
    return [{ shape: name, excess: value / there - 1, pull: (value - there) / error }];
  });
}
