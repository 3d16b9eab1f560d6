/**
 * Light dark matter that was frozen out through a dark photon, for m_A' = 3 m_chi: eq. (2) of D. Banerjee
 * et al. (NA64), Phys. Rev. Lett. 123, 121801 (2019), arXiv:1906.00176.
 *
 *   alpha_D = 0.02 f (1e-3/eps)^2 (m_A'/100 MeV)^4 (10 MeV/m_chi)^2
 *   y = eps^2 alpha_D (m_chi/m_A')^4, hence y = 2e-14 f (m_chi/MeV)^2
 */

/** m_A' / m_chi of the paper's Fig. 4. */
export const MASS_RATIO = 3;

/** f of eq. (2) at m_A' = 3 m_chi: the paper's for fermions, for a scalar its upper end ("f <~ 10"). */
export const RELIC_FACTORS = { scalar: 10, 'pseudo-Dirac': 0.25, Majorana: 3 } as const;

export type DarkMatter = keyof typeof RELIC_FACTORS;

/** The variable y of a mixing and a coupling at m_A' = 3 m_chi. */
export const yOf = (eps: number, alphaD: number): number =>
  (eps * eps * alphaD) / (MASS_RATIO * MASS_RATIO * MASS_RATIO * MASS_RATIO);

/**
 * The y that leaves the observed relic density.
 *
 * @example relicY('Majorana', 0.01) // 6e-12
 */
export function relicY(kind: DarkMatter, massGeV: number): number {
  const mev = 1000 * massGeV;
  return 2e-14 * RELIC_FACTORS[kind] * mev * mev;
}

/**
 * The coupling that leaves the observed relic density with a mixing eps. A limit on eps from above is
 * one on this coupling from below.
 */
export const relicCoupling = (kind: DarkMatter, massGeV: number, eps: number): number =>
  relicY(kind, massGeV) / yOf(eps, 1);
