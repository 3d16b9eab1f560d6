/**
 * How a nucleus with its electrons answers to the momentum transfer t = -q^2 > 0 (GeV^2), as amplitudes:
 * G2(t) = Z^2 elastic(t)^2 + Z inelastic(t)^2 (J. D. Bjorken, R. Essig, P. Schuster, N. Toro, Phys. Rev. D 80,
 * 075018 (2009), eq. A18, A19; the inelastic one as corrected in arXiv:2401.06843). The screening is that of
 * Thomas and Fermi: rough for Z < 5.
 */
import { pow } from '../math.js';
import { ELECTRON_MASS, PROTON_MASS, PROTON_MOMENT } from './constants.js';
import type { Target } from './target.js';

export type FormFactor = (t: number) => number;

/** Screening by the electrons, and the size of the nucleus. */
export function elastic({ Z, A }: Target): FormFactor {
  const radius = 111 / (pow(Z, 1 / 3) * ELECTRON_MASS);
  const radius2 = radius * radius;
  const size = 0.164 / pow(A, 2 / 3);
  return (t) => {
    const screened = radius2 * t;
    return screened / (1 + screened) / (1 + t / size);
  };
}

const MAGNETIC = (PROTON_MOMENT * PROTON_MOMENT - 1) / (4 * PROTON_MASS * PROTON_MASS);

/** Screening, and the dipole of a proton with its magnetic moment. */
export function inelastic({ Z }: Target): FormFactor {
  const radius = 773 / (pow(Z, 2 / 3) * ELECTRON_MASS);
  const radius2 = radius * radius;
  return (t) => {
    const screened = radius2 * t;
    const dipole = 1 + t / 0.71;
    return ((screened / (1 + screened)) * Math.sqrt(1 + MAGNETIC * t)) / (dipole * dipole);
  };
}

/** G2(t). @param incoherent whether the inelastic part is in it */
export function squaredFormFactor(target: Target, incoherent: boolean): FormFactor {
  const { Z } = target;
  const whole = elastic(target);
  const protons = inelastic(target);
  return (t) => {
    const coherent = Z * whole(t);
    if (!incoherent) return coherent * coherent;
    const single = protons(t);
    return coherent * coherent + Z * single * single;
  };
}
