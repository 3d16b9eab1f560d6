/**
 * What nature has of (iii) in the mean: hadrons lost at large angles, drawn alone in the world with any energy, weighted with the
 * spectrum of a nature.
 */
import { inBox, regionIndex, REGIONS } from '../../analyse/selection/regions.js';
import { beliefOf, type Card } from '../../core/card/index.js';
import { exp } from '../../core/math.js';
import type { ParticleClass } from '../../emulate/target/class.js';
import { visitAlone } from './alone.js';

/** Losses that are drawn, and their energies: what is lost of less does not fire the trigger. GeV. */
const DRAWN = 20_000;
const LEAST = 10;

/** A loss that is seen, GeV. */
interface Loss {
  readonly lost: number;
  readonly boxed: boolean;
  readonly sideband: boolean;
}

/** Losses in the signal box and in sideband C, per electron on target: nothing else comes in time, the readout is free. */
export interface Losses {
  readonly boxed: number;
  readonly sideband: number;
}

/** @returns by the nature of a card */
export function lossesPerElectron(
  card: Card,
  seed: string,
  drawn = DRAWN,
): (nature: Card['nature']) => Losses {
  const belief = beliefOf(card);
  const energy = card.beam.momentum;
  // Of the particle that was drawn last, however often it was.
  let lost = Number.NaN;
  const uniform: ParticleClass = {
    name: 'loss at a large angle',
    species: 'electron',
    rate: () => 0,
    draw(_card, stream, fate) {
      lost = LEAST + (energy - LEAST) * stream.uniform();
      fate.radiates = fate.momentum;
      fate.em = Math.max(0, fate.momentum - lost);
    },
  };
  const sideband = REGIONS[regionIndex('C')];
  const seen: Loss[] = [];
  visitAlone(card, seed, uniform, drawn, energy, ({ event, selection }) => {
    const is = {
      boxed: inBox(event, selection, belief),
      sideband: sideband.contains(event, selection, belief),
    };
    if (is.boxed || is.sideband) seen.push({ lost, ...is });
  });
  return ({ upstreamElectroNuclear: u, upstreamMaterial, beforeMagnets }) => {
    const behind = upstreamMaterial * (1 - beforeMagnets);
    const rate = u.ratePerRadiationLength * behind * u.largeAngleFraction;
    const scale = (rate * (energy - LEAST)) / (drawn * u.slope);
    const sum = (of: 'boxed' | 'sideband') =>
      seen.reduce((all, loss) => (loss[of] ? all + exp(-loss.lost / u.slope) : all), 0) * scale;
    return { boxed: sum('boxed'), sideband: sum('sideband') };
  };
}
