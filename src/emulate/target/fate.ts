/**
 * What becomes of one beam particle: what it brings to each sub-detector. Energies in GeV, lengths
 * in mm. This is truth and never leaves `emulate` but into the optional truth file.
 */
export interface Fate {
  /** Of the beam particle at S1. */
  momentum: number;
  /** Which of S1..S4 (bits 0 to 3) it goes through. */
  counters: number;
  /** Whose discriminators it can fire: S1..S4, V1, V2 (bits 4 and 5). */
  fired: number;
  /** Where it changed its direction on the way; null: nowhere. */
  kink: Kink | null;
  /** With which a charged particle is bent: what an ideal tracker would measure; 0 = none. */
  track: number;
  /** Where the line on which the particle came meets the ECAL, whatever befell it on the way. */
  beamX: number;
  beamY: number;
  /** Charged hadrons of an interaction upstream that cross the chambers behind the magnets. */
  secondaries: number;
  /** Momentum with which an electron radiates in the magnets; 0 = nothing that radiates. */
  radiates: number;
  /** Impact on the ECAL, relative to the beam axis. */
  x: number;
  y: number;
  /** Angles to the beam axis there, rad, but for the bend of what was lost before the magnets. */
  angleX: number;
  angleY: number;
  /** Electromagnetic and hadronic energy visible in the ECAL. */
  em: number;
  hadron: number;
  /** The part of `em` that comes down elsewhere; null: none. */
  beside: Beside | null;
  /** Depth at which the electromagnetic shower starts, radiation lengths; 0 = at the front. */
  start: number;
  /** Photons radiated in the dump before that: part of `em`. */
  radiated: readonly Radiated[];
  /** It is a photon that showers. */
  photon: boolean;
  /** Minimum-ionising particles through the ECAL; a part of one for a muon that stops there. */
  mips: number;
  /** Energy in the preshower, part of the three above. */
  preshower: number;
  /** Charged particles through the VETO. */
  exits: number;
  /** Hadron energy that enters the HCAL. */
  intoHcal: number;
  /** Energy of photons and of neutral hadrons made upstream that do not fly to the ECAL. */
  gamma: number;
  neutrals: number;
  /** How much of the bend these two lack: 0 = they fly beside the beam, 1 = straight on. */
  unbent: number;
  /** Muons that come behind the ECAL. */
  muons: readonly Muon[];
}

/** An electromagnetic shower of its own, GeV, mm from the impact of the particle. */
export interface Beside {
  readonly energy: number;
  readonly x: number;
  readonly y: number;
}

/** By these angles, rad, at z, mm. */
export interface Kink {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** A muon with its energy where it meets the ECAL, GeV, and its angles to the particle's, rad. */
export interface Muon {
  readonly energy: number;
  readonly angleX: number;
  readonly angleY: number;
}

/** A photon with its energy, GeV, and the depth where it was radiated, X0. */
export interface Radiated {
  readonly energy: number;
  readonly depth: number;
}

const NOTHING: readonly Radiated[] = [];
const NO_MUONS: readonly Muon[] = [];

/** Bits of V1 and V2, beside those of S1..S4. */
export const V1 = 16;
export const V2 = 32;
export const VETO = V1 | V2;

/** Goes through all of S1..S4; misses S4; misses all of them. */
export const ALL_COUNTERS = 15;
export const MISSES_S4 = 7;
export const MISSES_ALL = 0;

export const emptyFate = (): Fate => ({
  momentum: 0,
  counters: ALL_COUNTERS,
  fired: ALL_COUNTERS,
  kink: null,
  track: 0,
  beamX: 0,
  beamY: 0,
  secondaries: 0,
  radiates: 0,
  x: 0,
  y: 0,
  angleX: 0,
  angleY: 0,
  em: 0,
  hadron: 0,
  beside: null,
  start: 0,
  radiated: NOTHING,
  photon: false,
  mips: 0,
  preshower: 0,
  exits: 0,
  intoHcal: 0,
  gamma: 0,
  neutrals: 0,
  unbent: 0,
  muons: NO_MUONS,
});

/** Resets a fate to that of a charged particle on the axis that has not met anything yet. */
export function clearFate(fate: Fate, momentum: number): void {
  fate.momentum = momentum;
  fate.counters = ALL_COUNTERS;
  fate.fired = ALL_COUNTERS;
  fate.kink = null;
  fate.track = momentum;
  fate.beamX = 0;
  fate.beamY = 0;
  fate.secondaries = 0;
  fate.radiates = 0;
  fate.x = 0;
  fate.y = 0;
  fate.angleX = 0;
  fate.angleY = 0;
  fate.em = 0;
  fate.hadron = 0;
  fate.beside = null;
  fate.start = 0;
  fate.radiated = NOTHING;
  fate.photon = false;
  fate.mips = 0;
  fate.preshower = 0;
  fate.exits = 0;
  fate.intoHcal = 0;
  fate.gamma = 0;
  fate.neutrals = 0;
  fate.unbent = 0;
  fate.muons = NO_MUONS;
}
