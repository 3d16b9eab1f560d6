import type { Measured } from '../row.js';

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
  /** Share of events that pass the shape cut of the card. */
  readonly shapeEfficiency: number;
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
      shapeEfficiency: 0.9967,
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
      shapeEfficiency: 0.9981,
    },
  ],
]);

/** Numbers of electrons in a part of the beam cell, with their errors; shares of the energy in all 36 cells. */
export interface ImpactReference {
  readonly centralCell: Measured;
  readonly sum3x3: Measured;
  readonly sum5x5: Measured;
  readonly shapeEfficiency: Measured;
}

/** A part of the beam cell, and all that mirror it, by the offset of the impact from the centre of the cell. */
export interface Impact {
  readonly name: string;
  /** mm, along one axis and along the other. */
  readonly along: readonly [from: number, to: number];
  readonly across: readonly [from: number, to: number];
  /** By energy, GeV. */
  readonly reference: ReadonlyMap<number, ImpactReference>;
}

/**
 * Means over impacts that are flat over parts of the cell, in the same simulation: events of
 * test/golden/shower/events.csv.gz and, at 100 GeV, 801 with impacts spread over the cell, flat.csv.gz. At 50 GeV no
 * event is near enough to the border. test/run/validate/ecal.test.ts takes them from there.
 */
export const IMPACTS: readonly Impact[] = [
  {
    name: 'half-way to the border',
    along: [7.05, 12.05],
    across: [0, 5],
    reference: new Map([
      [
        50,
        {
          centralCell: [0.80193, 0.00061],
          sum3x3: [0.97343, 0.00019],
          sum5x5: [0.99708, 0.000084],
          shapeEfficiency: [1, 0.0085],
        },
      ],
      [
        100,
        {
          centralCell: [0.80252, 0.00023],
          sum3x3: [0.97326, 0.000073],
          sum5x5: [0.996976, 0.000032],
          shapeEfficiency: [0.9991, 0.0016],
        },
      ],
    ]),
  },
  {
    name: 'border',
    along: [16.6, 19.1],
    across: [0, 9.55],
    reference: new Map([
      [
        100,
        {
          centralCell: [0.56751, 0.00082],
          sum3x3: [0.96987, 0.00018],
          sum5x5: [0.99687, 0.000088],
          shapeEfficiency: [0.9949, 0.0069],
        },
      ],
    ]),
  },
  {
    name: 'corner',
    along: [13.1, 19.1],
    across: [13.1, 19.1],
    reference: new Map([
      [
        100,
        {
          centralCell: [0.5196, 0.00105],
          sum3x3: [0.9676, 0.00025],
          sum5x5: [0.99672, 0.00016],
          shapeEfficiency: [0.9987, 0.013],
        },
      ],
    ]),
  },
];

/** Layers of the ECAL. */
export const LAYERS = 150;

/** Numbers of showers that start within the ECAL, with their errors; the leak in GeV. */
export interface StartReference {
  readonly 'preshowerFraction.mean'?: Measured;
  readonly 'preshowerFraction.sigma'?: Measured;
  /** Share of events with more in the preshower than the shape cut of the card asks for. */
  readonly preshowerEfficiency?: Measured;
  readonly 'rearLeak.mean': Measured;
}

/** A start, by the layers of the ECAL that lie before it. */
export interface Start {
  readonly layers: number;
  /** By energy, GeV. */
  readonly reference: ReadonlyMap<number, StartReference>;
}

/**
 * The same simulation moved back by whole layers: test/golden/shower/layers.csv.gz has the visible energy before a
 * layer, summary.json what is deposited in each layer. From 4.3 X0 on nothing is left in the preshower.
 */
export const STARTS: readonly Start[] = [
  {
    layers: 2,
    reference: new Map([
      [
        50,
        {
          'preshowerFraction.mean': [0.051764, 0.00083512],
          'preshowerFraction.sigma': [0.020473, 0.00056746],
          preshowerEfficiency: [0.99501, 0.0028747],
          'rearLeak.mean': [0.0045963, 0.00026407],
        },
      ],
      [
        100,
        {
          'preshowerFraction.mean': [0.035556, 0.00024555],
          'preshowerFraction.sigma': [0.014324, 0.00018379],
          preshowerEfficiency: [0.99941, 0.00041546],
          'rearLeak.mean': [0.012433, 0.00028858],
        },
      ],
    ]),
  },
  {
    layers: 4,
    reference: new Map([
      [
        50,
        {
          'preshowerFraction.mean': [0.032108, 0.0005478],
          'preshowerFraction.sigma': [0.013429, 0.00037755],
          preshowerEfficiency: [0.97504, 0.0063633],
          'rearLeak.mean': [0.0052914, 0.000304],
        },
      ],
      [
        100,
        {
          'preshowerFraction.mean': [0.021375, 0.0001579],
          'preshowerFraction.sigma': [0.0092109, 0.00012405],
          preshowerEfficiency: [0.995, 0.0012086],
          'rearLeak.mean': [0.014402, 0.00033429],
        },
      ],
    ]),
  },
  {
    layers: 8,
    reference: new Map([
      [
        50,
        {
          'preshowerFraction.mean': [0.0094129, 0.00018012],
          'preshowerFraction.sigma': [0.0044157, 0.00012771],
          preshowerEfficiency: [0.38935, 0.01989],
          'rearLeak.mean': [0.0071453, 0.00041051],
        },
      ],
      [
        100,
        {
          'preshowerFraction.mean': [0.0058748, 4.9111e-5],
          'preshowerFraction.sigma': [0.0028649, 4.1653e-5],
          preshowerEfficiency: [0.55598, 0.0085173],
          'rearLeak.mean': [0.019604, 0.00045502],
        },
      ],
    ]),
  },
  {
    layers: 18,
    reference: new Map([
      [
        50,
        {
          'rearLeak.mean': [0.015626, 0.00089772],
        },
      ],
      [
        100,
        {
          'rearLeak.mean': [0.043071, 0.00099969],
        },
      ],
    ]),
  },
  {
    layers: 37,
    reference: new Map([
      [
        50,
        {
          'rearLeak.mean': [0.072103, 0.0041425],
        },
      ],
      [
        100,
        {
          'rearLeak.mean': [0.19574, 0.0045432],
        },
      ],
    ]),
  },
];
