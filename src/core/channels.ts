/**
 * The channels of each front end, numbered without gaps from 0 within it.
 *
 * | front end | channels |
 * |---|---|
 * | `ecal` | 72: 36 section + 6 ix + iy, section 0 = preshower, 1 = main |
 * | `hcal` | 36: 9 module + 3 ix + iy, module 0..2 = HCAL1..3, 3 = HCAL0 |
 * | `veto` | 6: 2 slab + tube |
 * | `srd` | 3 |
 * | `counters` | 6: S1..S4, V1, V2 |
 */
export const ECAL_SIDE = 6;
export const HCAL_SIDE = 3;
export const VETO_SLABS = 3;
export const SRD_MODULES = 3;

export const ECAL_CELLS = ECAL_SIDE * ECAL_SIDE;
export const HCAL_CELLS = HCAL_SIDE * HCAL_SIDE;

export const ecalChannel = (section: number, ix: number, iy: number) =>
  ECAL_CELLS * section + ECAL_SIDE * ix + iy;
export const hcalChannel = (module: number, ix: number, iy: number) =>
  HCAL_CELLS * module + HCAL_SIDE * ix + iy;
export const vetoChannel = (slab: number, tube: number) => 2 * slab + tube;

/** Those that the analysis reads, with the number of their sampling-ADC channels. */
export const CHANNELS = {
  ecal: 2 * ECAL_CELLS,
  hcal: 4 * HCAL_CELLS,
  veto: 2 * VETO_SLABS,
  srd: SRD_MODULES,
  counters: 6,
} as const;
export type FrontEnd = keyof typeof CHANNELS;
export const FRONT_ENDS = Object.keys(CHANNELS) as FrontEnd[];

/** A record with something of each front end. */
export const ofFrontEnds = <T>(of: (name: FrontEnd) => T): Record<FrontEnd, T> =>
  Object.fromEntries(FRONT_ENDS.map((name) => [name, of(name)])) as Record<FrontEnd, T>;
