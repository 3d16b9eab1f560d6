/** How often a beam particle has company, from the time line of emulated spills and from r(t). */
import type { Card } from '../../../core/card/index.js';
import { seedKey } from '../../../core/random/index.js';
import { SLICE_NS } from '../../../core/ticks.js';
import { spillProfile } from '../../../emulate/beam/profile.js';
import { Timeline } from '../../../emulate/beam/timeline.js';
import { spillKey } from '../../../emulate/spill.js';
import { CLASSES, classRates } from '../../../emulate/target/index.js';
import type { Measured } from '../row.js';

/** Whole times in which there may be another particle, half of each on either side, ns. */
export const WINDOWS = [40, 100, 400] as const;
/** Of the ripple: 20 ms. */
const PERIOD = 20;

export interface Company {
  /** Particles that were looked at. */
  readonly particles: number;
  /** Share of them with another one in each of `WINDOWS`. */
  readonly accompanied: readonly Measured[];
  /** The same by the integral over r(t) of the slices that were visited. */
  readonly expected: readonly number[];
}

const isElectron = CLASSES.map(({ species }) => species === 'electron');

/**
 * @param electrons whether only electrons are counted, as particles and as company
 * @param number particles to look at, at least, in whole periods of the ripple
 */
export function companyIn(card: Card, seed: string, number: number, electrons: boolean): Company {
  const rates = classRates(card);
  const perElectron = electrons ? 1 : rates.reduce((a, b) => a + b, 0);
  const accompanied = WINDOWS.map(() => 0);
  const lonely = WINDOWS.map(() => 0);
  const squares = WINDOWS.map(() => 0);
  let particles = 0;
  let weight = 0;
  for (let spill = 1; particles < number; spill++) {
    const at = spillKey(card, seedKey(seed), spill);
    const profile = spillProfile(card.beam, at);
    const timeline = new Timeline(card, at, profile);
    const slices = profile.electrons.length;
    for (let s = 0; s < slices && (particles < number || s % PERIOD !== 0); s++) {
      const slice = timeline.moveTo(s);
      const rate = (profile.electrons[s] * perElectron) / SLICE_NS;
      weight += rate;
      WINDOWS.forEach((window, w) => {
        lonely[w] += rate * Math.exp(-rate * window);
      });
      const found = WINDOWS.map(() => 0);
      let own = 0;
      for (let i = 0; i < slice.size; i++) {
        if (electrons && !isElectron[slice.kind[i]]) continue;
        own++;
        const nearest = nearestTo(timeline, slice, i, electrons);
        WINDOWS.forEach((window, w) => {
          if (nearest <= 5 * window) found[w]++;
        });
      }
      particles += own;
      WINDOWS.forEach((window, w) => {
        accompanied[w] += found[w];
        // Company is mutual: what is independent are the slices, not the particles.
        squares[w] += (found[w] - own * (1 - Math.exp(-rate * window))) ** 2;
      });
    }
  }
  return {
    particles,
    accompanied: WINDOWS.map((_, w) => [
      accompanied[w] / particles,
      Math.sqrt(squares[w]) / particles,
    ]),
    expected: lonely.map((l) => 1 - l / weight),
  };
}

/** Distance of the nearest other particle, ticks; infinity beyond the largest window. */
function nearestTo(
  timeline: Timeline,
  own: Timeline['current'],
  index: number,
  electrons: boolean,
): number {
  const reach = 5 * WINDOWS[WINDOWS.length - 1];
  let nearest = Infinity;
  timeline.visit(own.tick[index], -reach, reach + 1, (slice, i, dt) => {
    if (slice === own && i === index) return;
    if (electrons && !isElectron[slice.kind[i]]) return;
    nearest = Math.min(nearest, Math.abs(dt));
  });
  return nearest;
}

/**
 * Beam-weighted mean over r(t) of 1 - exp(-r w), for a window of w ns.
 * @param perElectron particles that count per beam electron
 */
export function companyExpected(
  card: Card,
  seed: string,
  spills: number,
  windowNs: number,
  perElectron = 1,
): number {
  let weight = 0;
  let lonely = 0;
  for (let spill = 1; spill <= spills; spill++) {
    for (const n of spillProfile(card.beam, spillKey(card, seedKey(seed), spill)).electrons) {
      weight += n;
      lonely += n * Math.exp(((-perElectron * n) / SLICE_NS) * windowNs);
    }
  }
  return 1 - lonely / weight;
}
