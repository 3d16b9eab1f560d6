/** Cramer-Rao bounds of fits to the samples of a channel. */
import { solveLinear } from '../../../core/linear.js';
import { pulseAt } from '../../../core/pulse.js';
import { type Sampling, sampleNoise } from '../../../core/sampling.js';

/** Phases of the sampling clock that calculations are averaged over. */
export const PHASES = 20;
/** From the start of a pulse. */
export const SAMPLES = 30;
/** Before it, for one that began earlier. */
const EARLIER = 10;
/** Half of the distance that slopes are taken over, ns. */
const NEAR = 0.05;

/** What the samples depend on, by the time (ns) since the start of a pulse: derivatives by its height and by its time. */
export function derivatives({ pulse }: Sampling, counts: number) {
  const shape = (t: number) => pulseAt(pulse, t);
  const slope = (t: number) => (shape(t + NEAR) - shape(t - NEAR)) / (2 * NEAR);
  return { height: shape, time: (t: number) => -counts * slope(t) };
}

/**
 * Spreads of the parameters of a fit in white noise, averaged over the phase: counts for a height, ns for a time.
 * @param columns derivatives of a sample by each parameter, at a time in ns
 */
export function spreads(sampling: Sampling, columns: (t: number) => number[]): number[] {
  const variances = columns(0).map(() => 0);
  for (let p = 0; p < PHASES; p++) {
    const rows: number[][] = [];
    for (let k = -EARLIER; k < SAMPLES; k++) rows.push(columns((k + p / PHASES) * sampling.period));
    const fisher = variances.map((_, i) =>
      variances.map((_, j) => rows.reduce((s, c) => s + c[i] * c[j], 0)),
    );
    variances.forEach((_, i) => {
      const unit = variances.map((_, j) => (i === j ? 1 : 0));
      variances[i] += (solveLinear(fisher, unit) as number[])[i];
    });
  }
  return variances.map((v) => sampleNoise(sampling) * Math.sqrt(v / PHASES));
}
