/**
 * The classes of beam particles and their final states. A new class is one file of the shape
 * `ParticleClass` and one line here.
 */
import type { Card } from '../../core/card/schema.js';
import type { Stream } from '../../core/random/index.js';
import { containment, ecalEnergy } from '../detector/ecal.js';
import { drawProfile, emptyProfile, type Profile, preshowerShare } from '../detector/shower.js';
import { Module, type SpillKey, seek } from '../streams.js';
import { bremsstrahlung, bremsstrahlungPastS4 } from './bremsstrahlung.js';
import type { ParticleClass } from './class.js';
import { darkPhoton } from './darkPhoton.js';
import { dimuon } from './dimuon.js';
import { electroNuclear } from './electroNuclear.js';
import { throughCounters } from './counters.js';
import { clearFate, type Fate, VETO } from './fate.js';
import { kaon, pion } from './hadrons.js';
import { haloMuon, muon } from './muons.js';
import { ordinary } from './ordinary.js';
import { beamMomentum, drawImpact } from './phaseSpace.js';
import { upstreamElectroNuclear } from './upstreamElectroNuclear.js';

/** The ordinary electron is the first; the others in any fixed order. */
export const CLASSES: readonly ParticleClass[] = [
  ordinary,
  bremsstrahlung,
  bremsstrahlungPastS4,
  dimuon,
  electroNuclear,
  upstreamElectroNuclear,
  pion,
  kaon,
  muon,
  haloMuon,
  darkPhoton,
];

export const ORDINARY = 0;
export const BREMSSTRAHLUNG = CLASSES.indexOf(bremsstrahlung);
export const PAST_S4 = CLASSES.indexOf(bremsstrahlungPastS4);

/**
 * Particles of each class per beam electron; ordinary electrons are what the other electron classes
 * leave. @throws RangeError when they leave nothing
 */
export function classRates(card: Card): Float64Array {
  const rates = Float64Array.from(CLASSES, (c) => c.rate(card));
  CLASSES.forEach((c, i) => {
    if (i !== ORDINARY && c.species === 'electron') {
      rates[ORDINARY] = rates[ORDINARY] - rates[i];
    }
  });
  if (rates[ORDINARY] < 0) {
    throw new RangeError('nature: the rates of the electron classes add up to more than 1');
  }
  return rates;
}

/** Final state of a particle that is not an ordinary electron, from its own stream. */
export function drawFate(
  card: Card,
  kind: ParticleClass,
  at: SpillKey,
  slice: number,
  index: number,
  stream: Stream,
  fate: Fate,
): void {
  drawEncounter(card, kind, at, slice, index, stream, fate);
  measure(card, stream, fate);
}

/** All of it but what the ECAL sees: the stream stands before that. */
export function drawEncounter(
  card: Card,
  kind: ParticleClass,
  at: SpillKey,
  slice: number,
  index: number,
  stream: Stream,
  fate: Fate,
): void {
  seek(stream, at, slice, Module.fate, index);
  encounter(card, kind, stream, fate);
}

/** The same from a stream that stands ready. */
export function encounter(card: Card, kind: ParticleClass, stream: Stream, fate: Fate): void {
  clearFate(fate, beamMomentum(card.beam, stream.uniform(), stream.normal()));
  kind.draw(card, stream, fate);
  if (kind.misses === 'all') return;
  fate.fired = throughCounters(card.detector.counters, stream) & (fate.counters | VETO);
}

/** What the ECAL sees of the electromagnetic energy. */
export function measure(card: Card, stream: Stream, fate: Fate): void {
  const { ecal } = card.detector;
  const { em, x, y, beside } = fate;
  if (em <= 0) return;
  fate.em = ecalEnergy(ecal, em, stream.normal());
  if (beside === null) {
    if (x !== 0 || y !== 0) fate.em *= containment(ecal, x, y);
    return;
  }
  const seen = fate.em / em;
  const energy = seen * beside.energy * containment(ecal, x + beside.x, y + beside.y);
  const own = em > beside.energy ? seen * (em - beside.energy) * containment(ecal, x, y) : 0;
  fate.em = own + energy;
  fate.beside = { ...beside, energy };
}

/** Visible in the ECAL, GeV. */
export const visibleEnergy = (card: Card, { em, hadron, mips }: Fate): number =>
  em + hadron + mips * card.detector.ecal.mip;

const profile = emptyProfile();

/** Impact point, angle and preshower share, from the particle's shower stream; completes a fate. */
export function drawShower(
  card: Card,
  at: SpillKey,
  slice: number,
  index: number,
  stream: Stream,
  fate: Fate,
): void {
  seek(stream, at, slice, Module.shower, index);
  drawShowerProfile(card, fate, stream, profile);
  drawImpact(card, fate, stream);
}

/** Energy in the preshower; leaves the shape of the shower in `shape`. */
export function drawShowerProfile(card: Card, fate: Fate, stream: Stream, shape: Profile): void {
  const { ecal } = card.detector;
  let em = fate.em;
  for (const { energy, depth } of fate.radiated) {
    drawProfile(energy, depth, true, stream, shape);
    fate.preshower += energy * preshowerShare(ecal, shape, energy, stream);
    em -= energy;
  }
  if (em > 0) {
    drawProfile(em, fate.start, fate.photon, stream, shape);
    fate.preshower += em * preshowerShare(ecal, shape, em, stream);
  }
  fate.preshower += fate.mips * ecal.mip * ecal.preshowerDepth;
}
