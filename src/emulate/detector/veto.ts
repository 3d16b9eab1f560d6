/**
 * VETO: three scintillator slabs side by side behind the ECAL, two photomultipliers each.
 */
import { CHANNELS, VETO_SLABS as SLABS, vetoChannel } from '../../core/channels.js';
import { exp } from '../../core/math.js';
import type { Stream } from '../../core/random/index.js';
import { Module } from '../streams.js';
import type { AddPulse, SubDetector } from './subdetector.js';

/** Relative spread of one tube about the slab's light. */
const TUBE_SPREAD = 0.05;

/**
 * Energy loss of a minimum-ionising particle in a slab: a sharp lower edge and a long upper tail,
 * as a gamma distribution with the given relative spread plus a rare knock-on.
 */
function energyLoss(mip: number, spread: number, stream: Stream): number {
  const shape = 1 / (spread * spread);
  const knockOn = stream.uniform() < 0.1 ? mip * stream.exponential() : 0;
  return (mip * stream.gamma(shape)) / shape + knockOn;
}

/** Energy in a slab, seen by its two tubes. */
function light(
  slab: number,
  energy: number,
  timeResolution: number,
  stream: Stream,
  add: AddPulse,
): void {
  if (energy <= 0) return;
  for (let tube = 0; tube < 2; tube++) {
    const seen = energy * exp(TUBE_SPREAD * stream.normal());
    add(vetoChannel(slab, tube), seen, timeResolution * stream.normal());
  }
}

export const veto: SubDetector = {
  name: 'veto',
  channels: CHANNELS.veto,
  label: (channel) => `VETO ${channel >> 1} tube ${channel & 1}`,
  module: Module.veto,
  respond(card, fate, stream, add) {
    const { veto } = card.detector;
    const energy = [0, 0, 0];
    const slabAt = (x: number) =>
      Math.min(SLABS - 1, Math.max(0, Math.floor(x / veto.slabWidth + SLABS / 2)));
    for (let i = 0; i < fate.exits; i++) {
      // Hadrons spread behind the dump, muons go straight on.
      const x = fate.muons > 0 ? fate.x : fate.x + 60 * stream.normal();
      energy[slabAt(x)] += energyLoss(veto.mip, veto.spread, stream);
    }
    for (let slab = 0; slab < SLABS; slab++) {
      light(slab, energy[slab], veto.timeResolution, stream, add);
    }
  },
  noise(card, stream, add) {
    const { veto } = card.detector;
    if (stream.uniform() >= veto.noise) return;
    // Above half a MIP with certainty: `noise` is the share that is seen.
    const slab = Math.floor(SLABS * stream.uniform());
    light(slab, veto.mip * (0.6 + stream.exponential()), veto.timeResolution, stream, add);
  },
};
