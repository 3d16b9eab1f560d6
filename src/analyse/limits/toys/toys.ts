import { qMu } from '../asymptotic.js';
import type { Fitter } from '../fit.js';
import type { Data } from '../likelihood.js';
import type { ToyJob, ToyValues } from './job.js';
import { binomialError } from './quantiles.js';
import type { StatisticName } from './statistics.js';

/*
 * Distributions of a test statistic from toys, and p-values of them (CCGV section 3.8 and pyhf's ToyCalculator).
 */

/** Of 1 + q: values that differ by less are equal. Fits are good to 1e-10, and counts give many ties. */
const TIE = 1e-8;

/** How many toys of each hypothesis, and the seed they are drawn from. */
export interface ToyOptions {
  readonly seed: string;
  readonly toys: number;
}

/** Data, the fits to them, and toys about them. */
export interface Drawing {
  readonly data: Data;
  /** Of a signal of 0 or more. */
  readonly fitter: Fitter;
  readonly drawn: ToyOptions;
  /** Statistics of toys, `drawn.toys` of them. */
  draw(
    asked: Pick<ToyJob, 'hypothesis' | 'truth' | 'mu' | 'statistics'>,
  ): Promise<readonly ToyValues[]>;
}

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
  private readonly known = new Map<number, ToyPValues>();

  /**
   * The nuisances of toys are fitted to the data at the mu of the toys.
   * @param statistic of toys with signal; that of data, and of toys taken as data, is q~_mu
   */
  constructor(
    private readonly statistic: StatisticName,
    readonly drawing: Drawing,
  ) {}

  /** Toys of each hypothesis. */
  get number(): number {
    return this.drawing.drawn.toys;
  }

  /** Signal strengths whose p-values are there, ascending. */
  get evaluated(): readonly number[] {
    return [...this.known.keys()].sort((a, b) => a - b);
  }

  /** Null where the fit of the data at mu or at 0 failed. */
  async at(mu: number): Promise<ToyPValues | null> {
    const known = this.known.get(mu);
    if (known) return known;
    const { data, fitter, draw } = this.drawing;
    const q = qMu(mu, data, fitter);
    const background = fitter.conditional(0, data);
    const signal = fitter.conditional(mu, data);
    if (Number.isNaN(q) || !background.converged || !signal.converged) return null;
    const values = async (
      hypothesis: 'background' | 'signal',
      truth: Float64Array,
      name: StatisticName,
    ) => this.good(await draw({ hypothesis, truth, mu, statistics: [name] }));
    const alternative = await values('background', background.x, 'qMu');
    const withSignal = (await values('signal', signal.x, this.statistic)).sort();
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

  private good(rows: readonly (readonly number[])[]): Float64Array {
    const good = rows.map(([value]) => value).filter((value) => !Number.isNaN(value));
    this.made += rows.length;
    this.failed += rows.length - good.length;
    return Float64Array.from(good);
  }
}

/** Share of ascending values that are at least q, ties included. */
export function shareFrom(q: number, values: Float64Array): number {
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

/** The share of toys whose one statistic is at least q, its error, and how many there are and failed. */
export function shareOf(q: number, rows: readonly ToyValues[]) {
  const good = Float64Array.from(rows.map(([value]) => value).filter((v) => !Number.isNaN(v)));
  const share = shareFrom(q, good.sort());
  const error = binomialError(share, good.length);
  return { share, error, made: rows.length, failed: rows.length - good.length };
}
