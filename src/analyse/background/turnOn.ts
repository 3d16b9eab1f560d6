/**
 * The share of electrons that the trigger takes, against E_ECAL: an integrated normal distribution, measured with the prescaled beam
 * trigger where it has seen enough.
 */
import type { Belief } from '../../core/card/schema.js';
import { log } from '../../core/math.js';
import { normalCdf } from '../../core/normal.js';
import type { Seen } from './seen.js';

export interface TurnOn {
  /** Half of them, GeV. */
  readonly threshold: number;
  /** GeV. */
  readonly width: number;
  readonly from: 'beam triggers' | "the card's sum";
  /** Beam triggers about the threshold. */
  readonly events: number;
}

/** Beam triggers within two widths of the threshold that a measurement takes. */
const ENOUGH = 50;

export const taken = ({ threshold, width }: TurnOn, energy: number): number =>
  normalCdf((threshold - energy) / width);

/**
 * Measured by the likelihood of what fired of what came in each bin, over a grid: two parameters, a few dozen events. With fewer than 50
 * of them the card's threshold and smear hold.
 */
export function turnOnOf(
  { turnOn: { beam, fired } }: Pick<Seen, 'turnOn'>,
  { trigger }: Belief,
): TurnOn {
  const { threshold, smear } = trigger.ecal;
  const bins = [...beam.counts.keys()]
    .map((i) => ({
      energy: beam.low + (i + 0.5) * beam.width,
      of: beam.counts[i],
      fired: fired.counts[i],
    }))
    .filter(({ energy, of }) => of > 0 && Math.abs(energy - threshold) < 4 * smear);
  const events = bins.reduce((n, b) => {
    return Math.abs(b.energy - threshold) < 2 * smear ? n + b.of : n;
  }, 0);
  if (events < ENOUGH) return { threshold, width: smear, from: "the card's sum", events };
  let best = { threshold, width: smear };
  let least = Infinity;
  for (let i = -40; i <= 40; i++) {
    for (let k = 1; k <= 40; k++) {
      const tried = { threshold: threshold + (i * smear) / 20, width: (k * smear) / 20 };
      const depth = twiceNll(bins, tried);
      if (depth < least) [best, least] = [tried, depth];
    }
  }
  return { ...best, from: 'beam triggers', events };
}

/** Less than this a bin is never taken, or more than 1 - this: noise of a neighbour. */
const NEVER = 1e-6;

function twiceNll(
  bins: readonly { energy: number; of: number; fired: number }[],
  { threshold, width }: Pick<TurnOn, 'threshold' | 'width'>,
): number {
  return bins.reduce((sum, { energy, of, fired }) => {
    const p = Math.min(1 - NEVER, Math.max(NEVER, normalCdf((threshold - energy) / width)));
    return sum - 2 * (fired * log(p) + (of - fired) * log(1 - p));
  }, 0);
}
