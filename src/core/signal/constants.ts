/** Constants of the signal: energies in GeV, areas in pb (Particle Data Group). */
export const ELECTRON_MASS = 0.51099895e-3;
export const MUON_MASS = 0.1056583745;
export const PROTON_MASS = 0.938;
/** Of a nucleus, per unit of relative atomic mass. */
export const NUCLEON_MASS = 0.9315;
/** Magnetic moment of the proton in nuclear magnetons. */
export const PROTON_MOMENT = 2.7928;
export const ALPHA = 1 / 137.035999;
/** (hbar c)^2 in pb GeV^2. */
export const PICOBARN = 3.8937937e8;
/** Classical radius of the electron in the root of a pb: 2.8179403 fm, 1 fm^2 = 1e10 pb. */
export const ELECTRON_RADIUS = 2.8179403e5;
/** Per mol, with 1 cm^2 = 1e36 pb: nuclei per pb of 1 g/cm^2 at A = 1. */
export const AVOGADRO = 6.02214076e23 / 1e36;
