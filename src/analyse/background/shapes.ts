/**
 * The functions of sideband C: exponential, exponential of a quadratic, power times exponential. A new one is one entry of
 * this shape. Which ones the paper varied it does not say.
 */
import { inverseDiagonal } from '../../core/linear.js';
import { log } from '../../core/math.js';
import { SINGULAR } from '../limits/minimise.js';
import type { Fitted, Known, Terms } from './logLinear.js';

export interface Shape {
  readonly name: string;
  /** ln f against the energy (GeV), below that of the beam; the shape beyond the exponential comes last. */
  terms(beamEnergy: number): Terms;
  /**
   * That last parameter as another spectrum has it, of another slope: what is the same in both has no scale.
   * Null where there is none.
   * @param slope of ln f per GeV, of the exponential that fits the spectrum
   */
  scaleFree: {
    from(last: Known, slope: number): Known;
    to(known: Known, slope: number): Known;
  } | null;
}

/** In the middle of the sideband, of the beam energy: slope and norm are independent there. */
const PIVOT = 0.7;
/** Energies are in units of this, GeV: parameters of the order of 1. */
const UNIT = 10;

const t = (beamEnergy: number, energy: number) => (energy - PIVOT * beamEnergy) / UNIT;

const scaled = ({ value, error }: Known, by: number): Known => ({
  value: value * by,
  error: error * by,
});

export const EXPONENTIAL: Shape = {
  name: 'exponential',
  terms: (beamEnergy) => (energy) => [1, t(beamEnergy, energy)],
  scaleFree: null,
};

const square = (x: number) => x * x;

export const SHAPES: readonly Shape[] = [
  EXPONENTIAL,
  {
    name: 'exponential of a quadratic',
    terms: (beamEnergy) => (energy) => [1, t(beamEnergy, energy), square(t(beamEnergy, energy))],
    // The quadratic term over the square of the linear one.
    scaleFree: {
      from: (last, slope) => scaled(last, 1 / (UNIT * UNIT * slope * slope)),
      to: (known, slope) => scaled(known, UNIT * UNIT * slope * slope),
    },
  },
  {
    name: 'power times exponential',
    // A power of the energy lost.
    terms: (beamEnergy) => (energy) => [
      1,
      t(beamEnergy, energy),
      log((beamEnergy - energy) / (beamEnergy - PIVOT * beamEnergy)),
    ],
    scaleFree: { from: (last) => last, to: (known) => known },
  },
];

/** Slope of ln f per GeV of an exponential. */
export const slopeOf = ({ theta }: Fitted): number => theta[1] / UNIT;

export const lastOf = ({ theta, information }: Fitted): Known => {
  const n = theta.length;
  const variances = inverseDiagonal(information.slice(), n, SINGULAR);
  return { value: theta[n - 1], error: variances ? Math.sqrt(variances[n - 1]) : Number.NaN };
};
