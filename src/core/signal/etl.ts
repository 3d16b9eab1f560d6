import { exp, log } from '../math.js';
import { gaussLegendre } from '../quadrature.js';
import { ALPHA, ELECTRON_MASS, NUCLEON_MASS, PICOBARN } from './constants.js';
import { type CrossSection, leastLeft, type Process } from './cross-section.js';
import { type Emitted, emitted, meanAmplitude, shared, transfers } from './etl-amplitude.js';
import { type FormFactor, squaredFormFactor } from './form-factors.js';

/** Of a panel. */
const NODES = 10;
/** Of U over its smallest value: where the first panel of the angle ends; beyond lies little. */
const NEAR = 50;
const FAR_NODES = 7;

/**
 * Exact tree level (etl-amplitude.ts): ds/dx = alpha^3 k E/(8 M^2 p) Int dcos(th)/V Int dt G2(t)/t^2 <A>, over all
 * angles and momentum transfers, x from m_A'/E to the end of the kinematics.
 */
export function etl(process: Process): CrossSection {
  const { mass, energy, target, refinement = 1, incoherent = true } = process;
  const squared = squaredFormFactor(target, incoherent);
  const nodes = NODES * refinement;
  const M = target.A * NUCLEON_MASS;
  const front = (PICOBARN * ALPHA * ALPHA * ALPHA * energy) / (16 * M * M);
  return {
    xMin: mass / energy,
    leastLeft: leastLeft(mass, energy, target),
    refinement,
    at(left) {
      const share = shared(process, left);
      if (share === null) return 0;
      const { leastU, p, k } = share;
      const most = leastU + 4 * p * k;
      const near = Math.min(NEAR * leastU, most);
      // dcos(th) = dU/(2 p k)
      const overU = (U: number) => (U * overTransfer(emitted(share, U), squared, nodes)) / (p * p);
      return (
        front *
        (overLogarithm(leastU, near, nodes, overU) +
          overLogarithm(near, most, FAR_NODES * refinement, overU))
      );
    },
  };
}

/**
 * Int dt G2/t^2 <A>/V, in q = sqrt(t). A peak lies where electron and A' go on together, at q = p th, as wide
 * as `width`: there in asinh((q - peak)/width), else in ln q.
 */
function overTransfer(at: Emitted, squared: FormFactor, nodes: number): number {
  const range = transfers(at);
  if (range === null) return 0;
  const { p, own, rest, energy, mass2, versine, V } = at;
  const [least, most] = range.map(Math.sqrt);
  const peak = p * Math.sqrt(2 * versine);
  const width =
    Math.sqrt((mass2 * rest + (ELECTRON_MASS * ELECTRON_MASS * own * own) / energy) * energy) / own;
  const from = Math.min(most, Math.max(least, peak / 2));
  const to = Math.min(most, Math.max(least, 2 * peak));
  /** Of dq. */
  const density = (q: number) => {
    const t = q * q;
    return (2 * squared(t) * meanAmplitude(at, t)) / (t * q);
  };
  const steep = (q: number) => q * density(q);
  const sum =
    overLogarithm(least, from, nodes, steep) +
    overPeak(from, to, peak, width, nodes, density) +
    overLogarithm(to, most, nodes, steep);
  return sum / V;
}

/** Int dz/z f(z) = Int d(ln z) f. */
function overLogarithm(from: number, to: number, nodes: number, f: (z: number) => number): number {
  if (!(to > from)) return 0;
  const range = log(to / from);
  const { at, weight } = gaussLegendre(nodes);
  let sum = 0;
  for (let i = 0; i < nodes; i++) sum += weight[i] * f(from * exp(range * at[i]));
  return range * sum;
}

/** Int dz f(z) in asinh((z - peak)/width). */
function overPeak(
  from: number,
  to: number,
  peak: number,
  width: number,
  nodes: number,
  f: (z: number) => number,
): number {
  if (!(to > from)) return 0;
  const start = asinh((from - peak) / width);
  const range = asinh((to - peak) / width) - start;
  const { at, weight } = gaussLegendre(nodes);
  let sum = 0;
  for (let i = 0; i < nodes; i++) {
    const up = exp(start + range * at[i]);
    const down = 1 / up;
    sum += weight[i] * 0.5 * (up + down) * f(peak + 0.5 * width * (up - down));
  }
  return range * width * sum;
}

function asinh(z: number): number {
  const size = Math.abs(z);
  const value = log(size + Math.sqrt(size * size + 1));
  return z < 0 ? -value : value;
}
