import { type Problem, UsageError } from '../../../core/errors.js';
import { log, pow } from '../../../core/math.js';
import type { Rates } from '../model.js';
import { COEFFICIENTS, MULTIPLICATIVE } from './interpolation.js';
import type { SampleTable, Tables } from './tables.js';

/** Of hi lo - 1: what is left of it when lo was written with four digits. */
const ROUNDED = 1e-4;

/**
 * A workspace as a counting experiment with log-normal nuisances, each sample of each bin a channel: f = hi^alpha,
 * alpha normal about its auxiliary measurement.
 *
 * @param auxiliary other measurements in the place of those of the workspace
 * @throws UsageError with all that is in the way: a free parameter other than the poi and normsys with lo = 1/hi
 */
export function logNormalRates(tables: Tables, auxiliary?: Float64Array): Rates {
  const { channels, inits, lower, upper, names, poi } = tables;
  const problems: Problem[] = [];
  const refuse = (p: number, expected: string) => {
    const got = `"${names[p]}"`;
    if (!problems.some((problem) => problem.got === got))
      problems.push({ what: WHAT, got, expected, next: NEXT });
  };
  const isFree = (p: number) => lower[p] < upper[p];
  let measured = 0;
  const constraints = tables.sets.flatMap(({ size, constraint }) =>
    Array.from({ length: size }, (_, i) => {
      if (constraint === null) return null;
      const centre = auxiliary?.[measured] ?? constraint.auxiliary[i];
      measured++;
      return { centre, sigma: constraint.scale[i] };
    }),
  );
  const free = names.flatMap((_, p) => (p !== poi && isFree(p) ? [p] : []));
  const signal: number[] = [];
  const background: number[] = [];
  const effects: number[][] = [];

  const nominalOf = (sample: SampleTable, b: number): number => {
    let nominal = sample.nominal[b];
    const vectors = Array.from(sample.vectors, (p) => p + b);
    for (const p of [...sample.scalars, ...vectors]) {
      if (p === poi) continue;
      if (isFree(p)) refuse(p, 'only normsys and the parameter of interest to be free');
      nominal *= inits[p];
    }
    return nominal;
  };

  /** ln kappa of each free parameter, in its standard deviations; and the factor at its centre. */
  const effectsOf = (sample: SampleTable): { lnKappa: number[]; factor: number } => {
    const lnKappa = free.map(() => 0);
    let factor = 1;
    sample.alphas.forEach((p, j) => {
      if (sample.weight[j] >= 0) refuse(p, 'no histosys: its rates are not log-normal');
      if (sample.factor[j] < 0) return;
      const f = (alpha: number) => factorAt(alpha, sample.factor[j], tables);
      if (!isFree(p)) {
        factor *= f(inits[p]);
        return;
      }
      if (Math.abs(f(1) * f(-1) - 1) > ROUNDED)
        refuse(p, 'lo = 1/hi of each normsys, which is log-normal');
      const { centre, sigma } = constraints[p] ?? { centre: 0, sigma: 1 };
      factor *= pow(f(1), centre);
      lnKappa[free.indexOf(p)] = sigma * log(f(1));
    });
    return { lnKappa, factor };
  };

  for (const { samples, bins } of channels) {
    for (const sample of samples) {
      const { lnKappa, factor } = effectsOf(sample);
      const isSignal = sample.scalars.includes(poi);
      for (let b = 0; b < bins; b++) {
        const rate = factor * nominalOf(sample, b);
        if (rate === 0) continue;
        signal.push(isSignal ? rate : 0);
        background.push(isSignal ? 0 : rate);
        effects.push(lnKappa);
      }
    }
  }
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const totalBackground = sum(background);
  if (!(totalBackground > 0)) {
    problems.push({ what: WHAT, got: 'no background', expected: 'more than 0 events of it' });
  }
  if (problems.length > 0) throw new UsageError(problems);
  const all = Float64Array.from(effects.flat());
  return {
    channels: signal.length,
    nuisances: free.length,
    names: free.map((p) => names[p]),
    signal: Float64Array.from(signal),
    background: Float64Array.from(background),
    lnKappaSignal: all,
    lnKappaBackground: all,
    totalSignal: sum(signal),
    totalBackground,
  };
}

const WHAT = 'exact sums over log-normal nuisances';
const NEXT = '--method toys takes any model';

function factorAt(alpha: number, line: number, { settings, factors }: Tables): number {
  const out = new Float64Array(3);
  const { factor } = MULTIPLICATIVE[settings.normsys.interpcode];
  factor(alpha, factors.shapes, COEFFICIENTS * line, out, 0);
  return out[0];
}
