/** Numbers of a test beam that a full simulation has too; energies in GeV, fractions of the total. */
export interface EcalReference {
  readonly events: number;
  /** Standard deviation over mean of the total. */
  readonly resolution: number;
  readonly preshowerFraction: Readonly<Record<PreshowerNumber, number>>;
  readonly centralCell: number;
  readonly sum3x3: number;
  readonly sum5x5: number;
  readonly rearLeak: { readonly mean: number; readonly q99: number };
  /** Of the energies in preshower and main section. */
  readonly correlation: number;
}

export type PreshowerNumber = 'mean' | 'sigma' | 'q01' | 'q05' | 'q50' | 'q95' | 'q99';

export const SIMULATION = 'Geant4 11.4 simulation of this ECAL';

/**
 * Electrons of 50 and 100 GeV, spot 8 mm by 4 mm on the beam cell, from a Geant4 11.4 simulation of
 * this ECAL (electromagnetic physics; no photostatistics, noise or spread of gains). The same stand
 * in test/golden/shower/testbeam.json.
 */
export const ECAL_REFERENCE: ReadonlyMap<number, EcalReference> = new Map([
  [
    50,
    {
      events: 601,
      resolution: 0.01127539,
      preshowerFraction: {
        mean: 0.0778346,
        sigma: 0.02904183,
        q01: 0.02258626,
        q05: 0.03486199,
        q50: 0.07696878,
        q95: 0.12728119,
        q99: 0.15265052,
      },
      centralCell: 0.7947955,
      sum3x3: 0.9734808,
      sum5x5: 0.9969611,
      rearLeak: { mean: 0.00404325, q99: 0.027241 },
      correlation: -0.931766,
    },
  ],
  [
    100,
    {
      events: 2602,
      resolution: 0.00845499,
      preshowerFraction: {
        mean: 0.05523963,
        sigma: 0.02076281,
        q01: 0.01561674,
        q05: 0.02386961,
        q50: 0.05329496,
        q95: 0.09252079,
        q99: 0.10886667,
      },
      centralCell: 0.7969814,
      sum3x3: 0.9735283,
      sum5x5: 0.9969896,
      rearLeak: { mean: 0.01085226, q99: 0.0484937 },
      correlation: -0.927857,
    },
  ],
]);
