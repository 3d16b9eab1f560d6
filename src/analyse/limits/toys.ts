import { UsageError } from '../../core/errors.js';
import { log } from '../../core/math.js';
import { normalCdf } from '../../core/normal.js';
import { type Key, seedKey, Stream } from '../../core/random/index.js';
import { qMu } from './asymptotic.js';
import { SIGMAS } from './bands.js';
import { Fitter } from './fit.js';
import type { Data, Model } from './likelihood.js';

/*
 * Distributions of a test statistic from toys, and p-values of them (CCGV section 3.8 and pyhf's ToyCalculator).
 */

/** Fourth word of the address of all toys: apart from the run numbers, which stand there in the emulation. */
const TOYS = 0x746f7973;
/** The mean up to which a Poisson count is drawn. */
const MOST = 1e9;
/** Of 1 + q: values that differ by less are equal. Fits are good to 1e-10, and counts give many ties. */
const TIE = 1e-8;

/** Whose toys: third word of the address. */
export const HYPOTHESES = { background: 0, signal: 1 } as const;

/**
 * Toy `i` of a hypothesis with the parameters x: main data Poisson, auxiliary data as their constraints say.
 * A pure function of (key, hypothesis, i, x); every number has its own address, so that at another x
 * the same toy is drawn from the same chances (common random numbers).
 */
export function toyOf(
  model: Model,
  x: Float64Array,
  key: Key,
  hypothesis: keyof typeof HYPOTHESES,
  i: number,
): Data {
  const stream = new Stream();
  const mean = model.expected(x);
  const at = (element: number) => stream.seek(key, i, element, HYPOTHESES[hypothesis], TOYS);
  const bins = mean.counts.length;
  return {
    counts: mean.counts.map((nu, b) => at(b).poisson(checked(nu))),
    auxiliary: mean.auxiliary.map((a, k) => {
      const { kind, scale } = model.auxiliaries[k];
      const own = at(bins + k);
      return kind === 'normal' ? a + scale * own.normal() : own.poisson(checked(a));
    }),
    start: x,
  };
}

function checked(mean: number): number {
  if (mean >= 0 && mean <= MOST) return mean;
  throw new UsageError({ what: 'toys', got: `a mean of ${mean}`, expected: `0 to ${MOST}` });
}

/** A statistic of one data set that rises with its disagreement with mu. */
export type Statistic = (mu: number, data: Data, fitter: Fitter) => number;

/** P-values at one signal strength. */
export interface ToyPValues {
  readonly q: number;
  /** Share of the toys with signal, and with background alone, whose statistic is at least q. */
  readonly clsb: number;
  readonly clb: number;
  /** (CLs+b, CLb) of each toy of background alone. */
  readonly ofBackground: readonly (readonly [number, number])[];
}

/** Toys of one model and data. */
export class Toys {
  failed = 0;
  made = 0;
  private readonly fitter: Fitter;
  private readonly key: Key;
  private readonly known = new Map<number, ToyPValues>();
  private background: readonly Data[] | null = null;

  /**
   * @param statistic of the toys; that of data, and of toys taken as data, is q~_mu
   * @param data the nuisances of toys are fitted to them at the mu of the toys
   */
  constructor(
    private readonly statistic: Statistic,
    private readonly data: Data,
    private readonly observed: Fitter,
    seed: string,
    readonly number: number,
  ) {
    this.fitter = new Fitter(observed.model);
    this.key = seedKey(seed);
  }

  /** Null where the fit of the data at mu or at 0 failed. */
  at(mu: number): ToyPValues | null {
    const known = this.known.get(mu);
    if (known) return known;
    const q = qMu(mu, this.data, this.observed);
    this.background ??= this.drawn('background', 0);
    const signal = this.drawn('signal', mu);
    if (Number.isNaN(q) || this.background === null || signal === null) return null;
    const values = (toys: readonly Data[], statistic: Statistic) => {
      const all = toys.map((toy) => statistic(mu, toy, this.fitter));
      const good = all.filter((value) => !Number.isNaN(value));
      this.made += all.length;
      this.failed += all.length - good.length;
      return good;
    };
    const alternative = Float64Array.from(values(this.background, qMu));
    const withSignal = Float64Array.from(values(signal, this.statistic)).sort();
    const withoutSignal = alternative.slice().sort();
    const answer = {
      q,
      clsb: shareFrom(q, withSignal),
      clb: shareFrom(q, withoutSignal),
      ofBackground: Array.from(
        alternative,
        (value) => [shareFrom(value, withSignal), shareFrom(value, withoutSignal)] as const,
      ),
    };
    this.known.set(mu, answer);
    return answer;
  }

  private drawn(hypothesis: keyof typeof HYPOTHESES, mu: number): readonly Data[] | null {
    const { model } = this.observed;
    const { converged, x } = this.observed.conditional(mu, this.data);
    if (!converged) return null;
    return Array.from({ length: this.number }, (_, i) => toyOf(model, x, this.key, hypothesis, i));
  }
}

/** Share of ascending values that are at least q, ties included. */
function shareFrom(q: number, values: Float64Array): number {
  const from = q - TIE * (1 + q);
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < from) low = middle + 1;
    else high = middle;
  }
  return (values.length - low) / values.length;
}

/** Standard deviation of a share p of N toys. */
export const binomialError = (p: number, N: number): number => Math.sqrt((p * (1 - p)) / N);

/** Values at the quantiles Phi(-2), ..., Phi(2), linear between order statistics as numpy's percentile. */
export function quantiles(values: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  return SIGMAS.map((N) => {
    const at = normalCdf(N) * (sorted.length - 1);
    const below = Math.floor(at);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  });
}

/** To what part of itself a root of a staircase is found. */
const RESOLUTION = 1e-4;

/**
 * Where a falling staircase p(mu) passes alpha: doubling from `low`, then false position in ln p with halving where
 * that lags. NaN where nothing up to `high` brackets it, or p is none. `least`: what p = 0 stands for.
 */
export function crossing(
  p: (mu: number) => number,
  alpha: number,
  least: number,
  { low, step, high }: { readonly low: number; readonly step: number; readonly high: number },
): number {
  const f = (mu: number) => log(Math.max(p(mu), least)) - log(alpha);
  let a = low;
  let fa = f(a);
  let b = a;
  let fb = fa;
  for (let width = step; fb > 0; width *= 2) {
    if (b >= high) return Number.NaN;
    a = b;
    fa = fb;
    b = Math.min(high, low + width);
    fb = f(b);
  }
  if (!(fa > 0 && fb <= 0)) return fa === 0 ? a : Number.NaN;
  for (let i = 0; b - a > RESOLUTION * b; i++) {
    const secant = a + ((b - a) * fa) / (fa - fb);
    const inside = secant > a && secant < b && i % 3 !== 2;
    const middle = inside ? secant : 0.5 * (a + b);
    const value = f(middle);
    if (Number.isNaN(value)) return Number.NaN;
    if (value > 0) {
      a = middle;
      fa = value;
    } else {
      b = middle;
      fb = value;
    }
  }
  return 0.5 * (a + b);
}
