/** Targets: nuclei by the symbol of their element or by Z and A, and their radiation length. */
import { UsageError } from '../errors.js';
import { log, pow } from '../math.js';
import { nearest } from '../nearest.js';
import { ALPHA, AVOGADRO, ELECTRON_RADIUS } from './constants.js';

/** A nucleus of charge Z and relative atomic mass A. */
export interface Target {
  readonly Z: number;
  readonly A: number;
}

/**
 * Standard atomic weights by Z, abridged to five digits (T. Prohaska et al., Pure Appl. Chem. 94, 573 (2022));
 * of elements without one the mass number of the isotope that lives longest.
 */
const WEIGHTS = `
H 1.008, He 4.0026, Li 6.94, Be 9.0122, B 10.81, C 12.011, N 14.007, O 15.999, F 18.998, Ne 20.180,
Na 22.990, Mg 24.305, Al 26.982, Si 28.085, P 30.974, S 32.06, Cl 35.45, Ar 39.95, K 39.098, Ca 40.078,
Sc 44.956, Ti 47.867, V 50.942, Cr 51.996, Mn 54.938, Fe 55.845, Co 58.933, Ni 58.693, Cu 63.546, Zn 65.38,
Ga 69.723, Ge 72.630, As 74.922, Se 78.971, Br 79.904, Kr 83.798, Rb 85.468, Sr 87.62, Y 88.906, Zr 91.224,
Nb 92.906, Mo 95.95, Tc 97, Ru 101.07, Rh 102.91, Pd 106.42, Ag 107.87, Cd 112.41, In 114.82, Sn 118.71,
Sb 121.76, Te 127.60, I 126.90, Xe 131.29, Cs 132.91, Ba 137.33, La 138.91, Ce 140.12, Pr 140.91, Nd 144.24,
Pm 145, Sm 150.36, Eu 151.96, Gd 157.25, Tb 158.93, Dy 162.50, Ho 164.93, Er 167.26, Tm 168.93, Yb 173.05,
Lu 174.97, Hf 178.49, Ta 180.95, W 183.84, Re 186.21, Os 190.23, Ir 192.22, Pt 195.08, Au 196.97, Hg 200.59,
Tl 204.38, Pb 207.2, Bi 208.98, Po 209, At 210, Rn 222, Fr 223, Ra 226, Ac 227, Th 232.04,
Pa 231.04, U 238.03`;

const ELEMENTS: ReadonlyMap<string, Target> = new Map(
  WEIGHTS.split(',').map((entry, i) => {
    const [symbol, weight] = entry.trim().split(' ');
    return [symbol, { Z: i + 1, A: Number(weight) }] as const;
  }),
);

/**
 * The target of an element by its symbol, H to U.
 * @throws UsageError for any other
 * @example elementOf('Pb') // { Z: 82, A: 207.2 }
 */
export function elementOf(symbol: string): Target {
  const element = ELEMENTS.get(symbol);
  if (element !== undefined) return element;
  const close = nearest(symbol, [...ELEMENTS.keys()]);
  throw new UsageError({
    what: 'target',
    got: JSON.stringify(symbol),
    expected: 'the symbol of an element from H to U, such as Pb',
    next: close === undefined ? 'or give its Z and A' : `did you mean ${close}?`,
  });
}

export const LEAD = elementOf('Pb');

/** @throws UsageError for what is no nucleus */
export function checkTarget({ Z, A }: Target): void {
  const refuse = (what: string, got: number, expected: string) => {
    throw new UsageError({ what: `target ${what}`, got: String(got), expected });
  };
  if (!(Number.isInteger(Z) && Z >= 1 && Z <= ELEMENTS.size)) {
    refuse('Z', Z, `a whole number from 1 to ${ELEMENTS.size}`);
  }
  if (!(A >= Z && A <= 3 * Z))
    refuse('A', A, `a relative atomic mass from Z to 3 Z, ${Z} to ${3 * Z}`);
}

/** Logarithms of Tsai for elastic and inelastic screening, where Thomas and Fermi's do not hold: Z = 1 to 4. */
const LIGHT: readonly (readonly [elastic: number, inelastic: number])[] = [
  [5.31, 6.144],
  [4.79, 5.621],
  [4.74, 5.805],
  [4.71, 5.924],
];

/**
 * Nuclei per area of one radiation length, N_A X0/A in 1/pb: 1/(4 alpha r_e^2 (Z^2 (L - f) + Z L')) (Y.-S. Tsai,
 * Rev. Mod. Phys. 46, 815 (1974); Particle Data Group, Prog. Theor. Exp. Phys. 2022, 083C01, eq. 34.25, 34.26).
 * @example nucleiPerLength(LEAD) // 1.851e-14
 */
export function nucleiPerLength({ Z }: Target): number {
  const [elastic, inelastic] = LIGHT[Z - 1] ?? [
    log(184.15 / pow(Z, 1 / 3)),
    log(1194 / pow(Z, 2 / 3)),
  ];
  const a2 = ALPHA * Z * ALPHA * Z;
  const coulomb = a2 * (1 / (1 + a2) + 0.20206 - a2 * (0.0369 - a2 * (0.0083 - a2 * 0.002)));
  const radius2 = ELECTRON_RADIUS * ELECTRON_RADIUS;
  return 1 / (4 * ALPHA * radius2 * (Z * Z * (elastic - coulomb) + Z * inelastic));
}

/** g/cm^2. @example radiationLength(LEAD) // 6.37 */
export function radiationLength(target: Target): number {
  return (nucleiPerLength(target) * target.A) / AVOGADRO;
}
