/** Moyal's constants, from the normal distribution. */
import { test } from 'uvu';
import { MOYAL_MEAN, MOYAL_MEDIAN, moyal } from '../../src/core/moyal.js';
import { seedKey, Stream } from '../../src/core/random/index.js';
import {
  integral,
  kolmogorovSmirnov,
  likely,
  normalCdf,
  SEED,
  within,
} from '../support/statistics.js';

const key = seedKey(SEED);

test('the mean of -ln Z^2, by numbers', () => {
  // Z = exp(t) spreads out the singularity at 0.
  const density = (z: number) => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  const mean = integral((t) => -2 * t * 2 * density(Math.exp(t)) * Math.exp(t), -40, 4, 20_000);
  within('mean', MOYAL_MEAN, mean - 1e-9, mean + 1e-9);
});

test('half of -ln Z^2 lies below its median', () => {
  const z = Math.exp(-MOYAL_MEDIAN / 2);
  within('above', 2 * normalCdf(z) - 1, 0.5 - 1e-7, 0.5 + 1e-7);
});

test('draws are those of -ln Z^2 of a normal Z', () => {
  const stream = new Stream().seek(key, 1, 2, 3, 4);
  const draws = Float64Array.from({ length: 20_000 }, () => moyal(stream));
  // The chance to be below t is that of |Z| > exp(-t / 2).
  likely(
    'draws',
    kolmogorovSmirnov(draws, (t) => 2 * (1 - normalCdf(Math.exp(-t / 2)))),
  );
});

test.run();
