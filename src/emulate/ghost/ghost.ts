/**
 * A ghost: a beam electron that makes an A' in the dump. It sees a spill that does not see it. All its
 * random numbers are functions of (seed, run, spill, its index): ghosts of two masses with the same index
 * differ in the A' alone.
 */
import type { Card } from '../../core/card/schema.js';
import { Stream } from '../../core/random/index.js';
import { SLICE_TICKS } from '../../core/ticks.js';
import type { Profile } from '../beam/profile.js';
import type { Particles } from '../pileup.js';
import { GHOST_SLICE, Module, type SpillKey, seek } from '../streams.js';
import { type DarkPhoton, drawDarkPhoton } from '../target/darkPhoton.js';
import { throughCounters } from '../target/counters.js';
import { clearFate, emptyFate, type Fate, VETO } from '../target/fate.js';
import { drawShower, measure, visibleEnergy } from '../target/index.js';
import { beamMomentum } from '../target/phaseSpace.js';
import { analogue, digitise } from '../trigger/counts.js';
import type { Guest } from '../trigger/index.js';

export interface Ghost {
  readonly index: number;
  /** Of the A', GeV. */
  readonly mass: number;
  readonly slice: number;
  /** 0.1 ns since the start of the slice. */
  readonly tick: number;
  /** Share of the energy that comes to the dump which the A' takes away; where, X0. */
  readonly share: number;
  readonly depth: number;
  readonly fate: Fate;
  /** What it brings to the trigger. */
  readonly guest: Guest;
}

const stream = new Stream();

/**
 * Times of ghosts that come as the beam does, in proportion to its expected rate.
 * @returns none when no beam is expected
 */
export function ghostTimes(
  at: SpillKey,
  { electrons }: Profile,
  index: number,
): { slice: number; tick: number } | null {
  const cumulative = cumulativeOf(electrons);
  const all = cumulative[cumulative.length - 1];
  if (!(all > 0)) return null;
  seek(stream, at, GHOST_SLICE, Module.ghost, index);
  const target = all * stream.uniform();
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle] > target) high = middle;
    else low = middle + 1;
  }
  return { slice: low, tick: Math.floor(SLICE_TICKS * stream.uniform()) };
}

const sums = new WeakMap<Float64Array, Float64Array>();

function cumulativeOf(electrons: Float64Array): Float64Array {
  let known = sums.get(electrons);
  if (known === undefined) {
    let sum = 0;
    known = electrons.map((n) => (sum += n));
    sums.set(electrons, known);
  }
  return known;
}

/** Draws the ghost; null when the spill has no beam. */
export function drawGhost(
  card: Card,
  at: SpillKey,
  profile: Profile,
  darkPhoton: DarkPhoton,
  index: number,
): Ghost | null {
  const when = ghostTimes(at, profile, index);
  if (when === null) return null;
  // The stream stands behind the time.
  const fired = throughCounters(card.detector.counters, stream);
  const mark = stream.normal();
  const fate = emptyFate();
  seek(stream, at, GHOST_SLICE, Module.fate, index);
  clearFate(fate, beamMomentum(card.beam, stream.uniform(), stream.normal()));
  const { energy: share, depth } = drawDarkPhoton(card, darkPhoton, stream, fate);
  measure(card, stream, fate);
  fate.fired = fired & (fate.counters | VETO);
  drawShower(card, at, GHOST_SLICE, index, stream, fate);
  // The preshower's mark stands behind the shower's draws, as of any particle.
  const preshowerMark = Math.max(-4, Math.min(4, stream.normal()));
  const { ecal, preshower } = card.trigger;
  const visible = visibleEnergy(card, fate);
  const gain = profile.faults?.sums(when.slice) ?? 1;
  const inPreshower = gain * analogue(fate.preshower, preshowerMark, preshower.smear);
  const guest = {
    fired: fate.fired,
    ecal: digitise(gain * analogue(visible, mark, ecal.smear), ecal.count),
    preshower: digitise(inPreshower, preshower.count),
  };
  return { index, mass: darkPhoton.mass, ...when, share, depth, fate, guest };
}

/** The ghost where a payload expects particles. */
export const asParticles = ({ fate }: Ghost): Particles => ({
  index: GHOST_SLICE,
  fateOf: () => fate,
  fateBeforeShower: () => fate,
});
