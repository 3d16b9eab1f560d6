/**
 * Showers that start within the ECAL, as that of an electron does that has just made an A'. The simulation has none;
 * its showers, moved back by n of the ECAL's layers, stand for them: the preshower sees what lies before its last n
 * layers, and what is deposited in the last n of all leaves through the back. What is thrown back is lost.
 */
import type { Card } from '../../../core/card/index.js';
import { Stream, seedKey } from '../../../core/random/index.js';
import { ecalEnergy } from '../../../emulate/detector/ecal.js';
import { emptyProfile, rearLeak } from '../../../emulate/detector/shower.js';
import { clearFate, emptyFate } from '../../../emulate/target/fate.js';
import { drawShowerProfile } from '../../../emulate/target/index.js';
import { type Measured, share as passing, row, type ValidationRow } from '../row.js';
import { mean, spread, sum, type TestBeamOptions, testBeamCard } from './beam.js';
import { LAYERS, type StartReference, SIMULATION, STARTS } from './reference.js';

type StartOptions = Pick<TestBeamOptions, 'energy' | 'events' | 'seed' | 'ideal'>;

interface Displaced {
  readonly shares: readonly number[];
  readonly preshowers: readonly number[];
  readonly leaks: readonly number[];
}

/** Showers that start at `depth` X0: shares of the energy in the preshower, energies (GeV) in it and out of the back. */
export function displaced(depth: number, options: StartOptions): Displaced {
  const { energy, events, seed } = options;
  const card = testBeamCard({ ...options, spot: null });
  const stream = new Stream().seek(seedKey(seed), 0, 0, 0, 2);
  const fate = emptyFate();
  const profile = emptyProfile();
  const shares: number[] = [];
  const preshowers: number[] = [];
  const leaks: number[] = [];
  for (let i = 0; i < events; i++) {
    clearFate(fate, energy);
    fate.em = ecalEnergy(card.detector.ecal, energy, stream.normal());
    fate.start = depth;
    drawShowerProfile(card, fate, stream, profile);
    shares.push(fate.preshower / fate.em);
    preshowers.push(fate.preshower);
    leaks.push(rearLeak(profile, energy, stream));
  }
  return { shares, preshowers, leaks };
}

/** Mean and standard deviation with their errors; that of the latter from the fourth moment. */
export function momentsOf(values: readonly number[]): { mean: Measured; sigma: Measured } {
  const n = values.length;
  const m = mean(values);
  const sigma = spread(values);
  const fourth = sum(values.map((v) => (v - m) ** 4)) / n;
  return {
    mean: [m, sigma / Math.sqrt(n)],
    sigma: [sigma, Math.sqrt((fourth - sigma ** 4) / n) / (2 * sigma)],
  };
}

/** What showers give that start behind so many layers. */
function emulate(layers: number, options: StartOptions): Record<keyof StartReference, Measured> {
  const { detector, analysis } = testBeamCard({ ...options, spot: null });
  const { shares, preshowers, leaks } = displaced(depthOf(layers, detector.ecal), options);
  const { mean: share, sigma } = momentsOf(shares);
  const least = analysis.cuts.shape.preshower;
  return {
    'preshowerFraction.mean': share,
    'preshowerFraction.sigma': sigma,
    preshowerEfficiency: passing(preshowers.filter((e) => e > least).length, preshowers.length),
    'rearLeak.mean': momentsOf(leaks).mean,
  };
}

/** X0. */
const depthOf = (layers: number, { radiationLengths }: Card['detector']['ecal']) =>
  (layers / LAYERS) * radiationLengths;

/**
 * Closure of displaced starts: means within 2 %, widths within 10 %, efficiency of the cut on the preshower within
 * 0.01. The error is statistical, of both samples together.
 */
export function startClosure(options: StartOptions): ValidationRow[] {
  const { ecal } = testBeamCard({ ...options, spot: null }).detector;
  return STARTS.flatMap(({ layers, reference }) => {
    const numbers = reference.get(options.energy);
    if (numbers === undefined) return [];
    const got = emulate(layers, options);
    return (Object.entries(numbers) as [keyof StartReference, Measured][]).map(
      ([name, [expected, told]]) => {
        const [value, error] = got[name];
        return row({
          name: `start at ${depthOf(layers, ecal).toFixed(1)} X0: ${name}`,
          role: 'out',
          expected,
          allowed: ALLOWED[name](expected),
          emulated: [value, Math.hypot(error, told)],
          source: `${SIMULATION}, moved`,
        });
      },
    );
  });
}

const ALLOWED: Record<keyof StartReference, (expected: number) => ValidationRow['allowed']> = {
  'preshowerFraction.mean': () => 0.02,
  'preshowerFraction.sigma': () => 0.1,
  preshowerEfficiency: (e) => [e - 0.01, e + 0.01],
  'rearLeak.mean': () => 0.02,
};
