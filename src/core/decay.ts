/**
 * Decays in flight of charged pions and kaons: lifetimes, masses, branching fractions and form factors of the
 * Particle Data Group (Prog. Theor. Exp. Phys. 2022, 083C01). Energies and momenta in GeV, in the frame of the
 * hadron at rest unless said otherwise.
 *
 * Of a fast hadron of momentum p, a daughter with energy E and momentum k along its way takes the share (E + k) / M of
 * p, and leaves at its transverse momentum over its own (p much above M).
 */
import { cos, sin } from './math.js';
import { ELECTRON_MASS, MUON_MASS } from './signal/constants.js';

export type Daughter = 'electron' | 'muon' | 'pion';

export const MASSES: Readonly<Record<Daughter, number>> = {
  electron: ELECTRON_MASS,
  muon: MUON_MASS,
  pion: 0.13957,
};
const NEUTRAL_PION = 0.13498;
const CHARGED_KAON = 0.493677;
const square = (x: number) => x * x;

export interface Mode {
  readonly branching: number;
  /** The charged one. */
  readonly daughter: Daughter;
  /** What it comes with; neutral pions are seen as photons. */
  readonly rest: 'neutrino' | 'neutral pion' | 'both';
}

export interface Unstable {
  readonly mass: number;
  /** Mean path of one GeV of momentum, mm: c tau / m. */
  readonly pathPerGeV: number;
  readonly modes: readonly Mode[];
}

export const PION: Unstable = {
  mass: MASSES.pion,
  pathPerGeV: 7804.5 / MASSES.pion,
  modes: [
    { branching: 1.23e-4, daughter: 'electron', rest: 'neutrino' },
    { branching: 1, daughter: 'muon', rest: 'neutrino' },
  ],
};

/**
 * K -> 3 pi (0.0734, both modes together) counts as K -> pi pi0, one charged pion and the rest seen as photons: with
 * the limits of that decay, 0.087 to 0.918 of the energy, where a pion of three has 0.13 to 0.63 [estimate].
 */
export const KAON: Unstable = {
  mass: CHARGED_KAON,
  pathPerGeV: 3711 / CHARGED_KAON,
  modes: [
    { branching: 1.58e-5, daughter: 'electron', rest: 'neutrino' },
    { branching: 0.0507, daughter: 'electron', rest: 'both' },
    { branching: 0.0335, daughter: 'muon', rest: 'both' },
    { branching: 0.2067 + 0.0734, daughter: 'pion', rest: 'neutral pion' },
    { branching: 1, daughter: 'muon', rest: 'neutrino' },
  ],
};

/** A daughter: its share of the hadron's momentum, and its momentum across, GeV. */
export interface Product {
  readonly share: number;
  readonly acrossX: number;
  readonly acrossY: number;
}

/** What a detector may see of a decay. */
export interface Products {
  readonly charged: Product;
  /** A neutral pion, seen as photons. */
  readonly photons: Product | null;
}

/** A direction: its part along the way of the hadron, and the azimuth. */
export interface Direction {
  readonly along: number;
  readonly azimuth: number;
}

/** Two daughters, the charged one in a direction. */
export function twoProducts(mass: number, { daughter, rest }: Mode, to: Direction): Products {
  const own = MASSES[daughter];
  const other = rest === 'neutrino' ? 0 : NEUTRAL_PION;
  const energy = (mass * mass + own * own - other * other) / (2 * mass);
  const momentum = Math.sqrt(energy * energy - own * own);
  const across = momentum * Math.sqrt(1 - to.along * to.along);
  const share = (energy + momentum * to.along) / mass;
  const acrossX = across * cos(to.azimuth);
  const acrossY = across * sin(to.azimuth);
  const neutral = { share: 1 - share, acrossX: -acrossX, acrossY: -acrossY };
  return {
    charged: { share, acrossX, acrossY },
    photons: rest === 'neutrino' ? null : neutral,
  };
}

/** Slopes of the form factors of K -> pi l nu with q2 over the square of the pion's mass. */
const SLOPE = { vector: 0.0296, scalar: 0.0176 };

/** Energies of lepton and pion of K -> pi l nu lie between these. */
export interface Limits {
  readonly lepton: readonly [number, number];
  readonly pion: readonly [number, number];
  /** No density is larger. */
  readonly most: number;
}

export function limitsOf(mass: number, { daughter }: Mode): Limits {
  const own = MASSES[daughter];
  const end = (a: number, b: number) => (mass * mass + a * a - b * b) / (2 * mass);
  const pion = end(NEUTRAL_PION, own);
  // V - A alone is largest where the pion takes the most; the form factor grows to the pion at rest.
  const grown = 1 + (SLOPE.vector * square(mass - NEUTRAL_PION)) / square(MASSES.pion);
  return {
    lepton: [own, end(own, NEUTRAL_PION)],
    pion: [NEUTRAL_PION, pion],
    most: ((mass * square(mass - pion)) / 2) * grown * grown,
  };
}

/**
 * K -> pi l nu at these energies of lepton and pion: the lepton in a direction, the other two turned about it by
 * `roll`. Null where no triangle of momenta closes.
 */
export function threeProducts(
  mass: number,
  { daughter }: Mode,
  lepton: number,
  pion: number,
  { along, azimuth }: Direction,
  roll: number,
): Products | null {
  const neutrino = mass - lepton - pion;
  const l = Math.sqrt(square(lepton) - square(MASSES[daughter]));
  const p = Math.sqrt(square(pion) - square(NEUTRAL_PION));
  const opening = (square(neutrino) - square(l) - square(p)) / (2 * l * p);
  if (neutrino < 0 || !(Math.abs(opening) <= 1)) return null;
  const aside = Math.sqrt(1 - square(opening));
  const slant = Math.sqrt(1 - square(along));
  const product = (energy: number, momentum: number, z: number, u: number, v: number): Product => ({
    share: (energy + momentum * z) / mass,
    acrossX: momentum * (u * cos(azimuth) - v * sin(azimuth)),
    acrossY: momentum * (u * sin(azimuth) + v * cos(azimuth)),
  });
  const out = aside * cos(roll);
  return {
    charged: product(lepton, l, along, slant, 0),
    photons: product(
      pion,
      p,
      opening * along - out * slant,
      opening * slant + out * along,
      aside * sin(roll),
    ),
  };
}

/**
 * Density of K -> pi l nu in the energies of lepton and pion, in no unit: V - A with linear form factors (the same,
 * review of K_l3 form factors).
 */
export function density(mass: number, { daughter }: Mode, lepton: number, pion: number): number {
  const neutrino = mass - lepton - pion;
  const own = square(MASSES[daughter]);
  const neutral = square(NEUTRAL_PION);
  const charged = square(MASSES.pion);
  const lacking = (square(mass) + neutral - own) / (2 * mass) - pion;
  const q2 = square(mass) + neutral - 2 * mass * pion;
  const vector = 1 + (SLOPE.vector * q2) / charged;
  const xi = ((SLOPE.scalar - SLOPE.vector) * (square(mass) - neutral)) / charged / vector;
  const a = mass * (2 * lepton * neutrino - mass * lacking) + own * (lacking / 4 - neutrino);
  const b = own * (neutrino - lacking / 2);
  const c = (own * lacking) / 4;
  return (a + b * xi + c * xi * xi) * vector * vector;
}

/** Points over which decays are averaged: directions of two; energies, directions and rolls of three. */
const OF_TWO = 2000;
const OF_THREE = { energies: 24, along: 24, roll: 8 };

const middle = ([low, high]: readonly [number, number], i: number, n: number) =>
  low + ((high - low) * (i + 0.5)) / n;

/** Mean of a function of the products over all decays of a mode; the charged daughter has the azimuth 0. */
export const meanOver = (mass: number, mode: Mode, of: (products: Products) => number): number =>
  mode.rest === 'both' ? overThree(mass, mode, of) : overTwo(mass, mode, of);

function overTwo(mass: number, mode: Mode, of: (products: Products) => number): number {
  let sum = 0;
  for (let i = 0; i < OF_TWO; i++) {
    sum += of(twoProducts(mass, mode, { along: middle([-1, 1], i, OF_TWO), azimuth: 0 }));
  }
  return sum / OF_TWO;
}

function overThree(mass: number, mode: Mode, of: (products: Products) => number): number {
  const limits = limitsOf(mass, mode);
  const n = OF_THREE;
  let sum = 0;
  let norm = 0;
  for (let i = 0; i < n.energies; i++) {
    const lepton = middle(limits.lepton, i, n.energies);
    for (let j = 0; j < n.energies; j++) {
      const pion = middle(limits.pion, j, n.energies);
      const often = density(mass, mode, lepton, pion);
      for (let k = 0; k < n.along * n.roll; k++) {
        const to = { along: middle([-1, 1], k % n.along, n.along), azimuth: 0 };
        const roll = middle([0, Math.PI], Math.floor(k / n.along), n.roll);
        const products = threeProducts(mass, mode, lepton, pion, to, roll);
        if (products === null) break;
        sum += often * of(products);
        norm += often;
      }
    }
  }
  return sum / norm;
}
