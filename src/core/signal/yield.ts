/**
 * How many A' a dump makes per electron on target: track length times cross section, each at the energy that the
 * cascade has left.
 */
import { exp, log } from '../math.js';
import { gaussLegendre, integralAbove, legendreSeries } from '../quadrature.js';
import { leftOf, logit, type Process } from './cross-section.js';
import { checkProcess, type Method, METHODS } from './methods.js';
import { LEAD, nucleiPerLength } from './target.js';
import { firstGeneration, trackLengthAbove } from './track-length.js';

/** GeV. An A' counts from this energy on: less than half of a beam of 100 GeV is left to be seen. */
export const LEAST_ENERGY = 50;
/** Of the bins of missing energy, GeV, unless told otherwise. */
const BIN = 5;
/** Energies between the beam's and the least, and shares of each, at which the cross section is calculated. */
const ENERGIES = 4;
const SHARES = 32;

export interface YieldBin {
  /** Missing energy: that of the A'. */
  readonly fromGeV: number;
  readonly toGeV: number;
  readonly perEot: number;
}

export interface Yield {
  /** Track length above the least energy, X0: of the beam electron alone, and of its whole cascade. */
  readonly firstGenerationX0: number;
  readonly trackLengthX0: number;
  /** A' with more than the least energy per electron on target, eps = 1. */
  readonly perEot: number;
  readonly bins: readonly YieldBin[];
}

/** The tail of a cross section: its integral above x, in pb. */
export type Tail = (x: number) => number;

/** From which energy on A' count, and in bins of which width; GeV. */
export interface YieldRange {
  readonly least?: number;
  readonly width?: number;
}

/**
 * A' with more than `least` (50 GeV) per electron of the energy of the process on a thick dump, eps = 1: N_A X0/A times
 * Int dE T(E) Int dx ds/dx(E, x). The integrals are good to 0.2 %, T is that of lead in any material (0.5 %).
 * @throws UsageError as `crossSection` does; RangeError for a range that is none
 */
export function signalYield(
  method: Method,
  process: Process,
  { least = LEAST_ENERGY, width = BIN }: YieldRange = {},
): Yield {
  checkProcess(process);
  const beam = process.energy;
  if (!(least > 0 && width > 0)) {
    throw new RangeError(`A' yield: got bins of ${width} from ${least} GeV, expected both above 0`);
  }
  const edges: number[] = [];
  for (let i = 0, e = least; e < beam; e = least + ++i * width) edges.push(e);
  const above = edges.map(() => 0);
  const nuclei = nucleiPerLength(process.target);
  const pieces = trackLengthAbove(least / beam);
  const tailAt = tails(method, process, least);
  for (const { energy: share, length } of pieces) {
    const energy = beam * share;
    const tail = tailAt(energy);
    edges.forEach((edge, i) => {
      if (edge < energy) above[i] += nuclei * length * tail(edge / energy);
    });
  }
  return {
    firstGenerationX0: pieces.length > 0 ? firstGeneration(least / beam) : 0,
    trackLengthX0: pieces.reduce((sum, { length }) => sum + length, 0),
    perEot: above[0] ?? 0,
    bins: edges.map((fromGeV, i) => ({
      fromGeV,
      toGeV: edges[i + 1] ?? beam,
      perEot: above[i] - (above[i + 1] ?? 0),
    })),
  };
}

/**
 * Tails of the cross sections at all energies between the least one and the beam's: at a few of them as a series in the
 * place between the least share and the largest one, whose coefficients change smoothly with the energy.
 */
export function tails(
  method: Method,
  process: Process,
  leastEnergy: number,
): (energy: number) => Tail {
  const beam = process.energy;
  const range = log(beam / leastEnergy);
  const low = logit(1 - leastEnergy / beam);
  const crossSectionAt = (energy: number) => METHODS[method]({ ...process, energy });
  const refined = (nodes: number) => nodes * (process.refinement ?? 1);
  const { at: nodes } = gaussLegendre(refined(ENERGIES));
  const { at: places } = gaussLegendre(refined(SHARES));
  const all = [...nodes].map((node) => {
    const { at, leastLeft } = crossSectionAt(beam * exp(-node * range));
    const width = logit(leastLeft) - low;
    return legendreSeries(
      [...places].map((u) => {
        // Quadratic at the end, where the cross section ends as a root.
        const left = leftOf(low + width * u * (2 - u));
        return at(left) * left * (1 - left) * width * 2 * (1 - u);
      }),
    );
  });
  return (energy) => {
    const weights = lagrange(nodes, log(beam / energy) / range);
    const series = all[0].map((_, l) => all.reduce((sum, s, n) => sum + weights[n] * s[l], 0));
    const { leastLeft } = crossSectionAt(energy);
    const width = logit(leastLeft) - low;
    return (x) => {
      const place = (logit(1 - x) - low) / width;
      return place < 1 ? integralAbove(series, 1 - Math.sqrt(1 - place)) : 0;
    };
  };
}

/** Weights of the values at `nodes` in the polynomial through them, at z. */
function lagrange(nodes: Float64Array, z: number): Float64Array {
  return nodes.map((own, n) =>
    nodes.reduce(
      (product, other, i) => (i === n ? product : (product * (z - other)) / (own - other)),
      1,
    ),
  );
}

const known = new Map<string, Yield>();

/**
 * The yield of electrons of a beam on lead for eps = 1, at the exact tree level; multiply by eps^2. Made once for each.
 * @throws UsageError outside of 1 MeV to 1 GeV
 */
export function leadYield(massGeV: number, beamGeV: number, range: YieldRange = {}): Yield {
  const key = [massGeV, beamGeV, range.least ?? LEAST_ENERGY, range.width ?? BIN].join(' ');
  let made = known.get(key);
  if (made === undefined) {
    made = signalYield('etl', { mass: massGeV, energy: beamGeV, target: LEAD }, range);
    known.set(key, made);
  }
  return made;
}

/**
 * A' with E_A' > 50 GeV per electron of 100 GeV on lead, as `leadYield`.
 * @example yieldPerEot(0.01) = 0.012
 */
export const yieldPerEot = (massGeV: number): number => leadYield(massGeV, 100).perEot;
