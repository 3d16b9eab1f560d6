/**
 * VETO: scintillator slabs side by side behind the ECAL, a photomultiplier at each end.
 */
import type { Card } from '../../core/card/schema.js';
import { vetoChannel, vetoSlabs } from '../../core/channels.js';
import { apart } from '../../core/geometry.js';
import { exp } from '../../core/math.js';
import { MOYAL_MEDIAN, moyal } from '../../core/moyal.js';
import type { Stream } from '../../core/random/index.js';
import { Module } from '../streams.js';
import { activity } from './noise.js';
import type { AddPulse, SubDetector } from './subdetector.js';

type Veto = Card['detector']['veto'];

/** Pairs that a photon makes per radiation length. */
const PAIRS = 7 / 9;

/** Loss of a minimum-ionising particle in a slab, `mip` in the median, GeV. */
function lossInSlab({ mip, width }: Veto, stream: Stream): number {
  return mip * Math.max(0, 1 + width * (moyal(stream) - MOYAL_MEDIAN));
}

/** Energies seen by the tubes of each slab, GeV, before photostatistics. */
let light = new Float64Array();

/** No light, in the tubes of so many slabs. */
function darken(slabs: number): void {
  if (light.length === 2 * slabs) light.fill(0);
  else light = new Float64Array(2 * slabs);
}

/**
 * Energy at (x, y) mm: the light falls as exp(-way / attenuation) to either tube; calibrated in the middle,
 * so that the geometric mean of both does not depend on y.
 */
function shine(veto: Veto, x: number, y: number, energy: number): void {
  const slabs = vetoSlabs(veto);
  const slab = Math.floor(x / veto.slabWidth + slabs / 2);
  if (slab < 0 || slab >= slabs || Math.abs(y) > veto.slabLength / 2) return;
  const nearer = exp(y / veto.attenuation);
  light[vetoChannel(slab, 0)] += energy / nearer;
  light[vetoChannel(slab, 1)] += energy * nearer;
}

/** What the tubes make of their light. */
function see(veto: Veto, stream: Stream, add: AddPulse): void {
  const { mip, photoelectrons, timeResolution } = veto;
  for (let channel = 0; channel < light.length; channel++) {
    if (light[channel] <= 0) continue;
    const seen = stream.poisson((photoelectrons * light[channel]) / mip);
    if (seen > 0) {
      add(channel, (seen * mip) / photoelectrons, timeResolution * stream.normal());
    }
  }
}

export const veto: SubDetector = {
  name: 'veto',
  channels: ({ veto }) => 2 * vetoSlabs(veto),
  label: (channel) => `VETO ${channel >> 1} tube ${channel & 1}`,
  module: Module.veto,
  respond(card, fate, stream, add) {
    if (fate.exits === 0 && fate.gamma === 0) return;
    const { position, veto } = card.detector;
    darken(vetoSlabs(veto));
    for (let i = 0; i < fate.exits; i++) {
      // Hadrons made in the dump spread behind it; what went through it goes straight on.
      const spread = fate.mips > 0 ? 0 : card.nature.hadron.spreadAtVeto;
      const x = fate.x + spread * stream.normal();
      const y = fate.y + spread * stream.normal();
      shine(veto, x, y, lossInSlab(veto, stream));
    }
    if (fate.gamma > 0 && stream.uniform() < 1 - exp(-PAIRS * veto.radiationLengths)) {
      const x = fate.beamX - fate.unbent * apart(card.detector, position.veto);
      const behind = stream.uniform();
      shine(veto, x, fate.beamY, 2 * behind * lossInSlab(veto, stream));
    }
    see(veto, stream, add);
  },
  noise({ detector: { veto }, readout }, stream, add) {
    const slabs = vetoSlabs(veto);
    activity(veto.noise, slabs, readout, stream, (slab, energy, ns) => {
      darken(slabs);
      const x = (slab + 0.5 - slabs / 2) * veto.slabWidth;
      shine(veto, x, (stream.uniform() - 0.5) * veto.slabLength, energy);
      see(veto, stream, (channel, e, time) => add(channel, e, ns + time));
    });
  },
};
