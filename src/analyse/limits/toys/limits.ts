import { SIGMAS } from '../bands.js';
import { crossing, slopeAt } from './crossing.js';
import type { Toys, ToyPValues } from './toys.js';

/** What is to fall to 1 - CL, with its statistical errors: of the data, and at the five bands. */
export interface PValue {
  of(p: ToyPValues): number;
  error(p: ToyPValues): number;
  bands(p: ToyPValues): readonly number[];
  bandErrors(p: ToyPValues): readonly number[];
}

/** A p-value at a limit, the limit, and its error: that of the p-value over its slope. */
interface Found {
  readonly limit: number;
  readonly error: number;
  readonly limitError: number;
}

/** Upper limits on mu from toys, that of the data and those of background alone. */
export async function limitsFrom(toys: Toys, cl: number, p: PValue) {
  const { data, fitter } = toys.drawing;
  const { step, bounds, poi } = fitter.model;
  const find = async (
    low: number,
    value: (p: ToyPValues) => number,
    error: (p: ToyPValues) => number,
  ): Promise<Found> => {
    const within = { low, step, high: bounds.upper[poi] };
    const limit = await crossing(toys, value, 1 - cl, within);
    const there = Number.isNaN(limit) ? null : await toys.at(limit);
    if (there === null) return { limit, error: Number.NaN, limitError: Number.NaN };
    const own = error(there);
    return { limit, error: own, limitError: own / (await slopeAt(limit, toys, value)) };
  };
  const { limit, error, limitError } = await find(fitter.free(data).mu, p.of, p.error);
  const bands: Found[] = [];
  for (const [i] of SIGMAS.entries()) {
    bands.push(
      await find(
        0,
        (there) => p.bands(there)[i],
        (there) => p.bandErrors(there)[i],
      ),
    );
  }
  const { made, failed } = toys;
  return {
    observed: limit,
    expected: bands.map((band) => band.limit),
    toys: { made, failed, error, limitError, expectedErrors: bands.map((b) => b.limitError) },
  };
}
