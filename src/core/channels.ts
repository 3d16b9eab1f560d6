/**
 * The channel map: 123 sampling-ADC channels, numbered without gaps.
 *
 * | channels | detector |
 * |---|---|
 * | 0..71 | ECAL: 36 section + 6 ix + iy, section 0 = preshower, 1 = main |
 * | 72..107 | HCAL: 72 + 9 module + 3 ix + iy, module 0..2 = HCAL1..3, 3 = HCAL0 |
 * | 108..113 | VETO: 108 + 2 slab + tube |
 * | 114..116 | SRD |
 * | 117..122 | S1..S4, V1, V2 |
 */
export const CHANNELS = 123;
export const ECAL = 0;
export const HCAL = 72;
export const VETO = 108;
export const SRD = 114;
export const COUNTERS = 117;

export const ECAL_SIDE = 6;
export const HCAL_SIDE = 3;

export const ecalChannel = (section: number, ix: number, iy: number) =>
  ECAL + 36 * section + ECAL_SIDE * ix + iy;
export const hcalChannel = (module: number, ix: number, iy: number) =>
  HCAL + 9 * module + HCAL_SIDE * ix + iy;
export const vetoChannel = (slab: number, tube: number) => VETO + 2 * slab + tube;

export type SubDetector = 'ecal' | 'hcal' | 'veto' | 'srd' | 'counters';

export function subDetectorOf(channel: number): SubDetector {
  if (channel < HCAL) return 'ecal';
  if (channel < VETO) return 'hcal';
  if (channel < SRD) return 'veto';
  if (channel < COUNTERS) return 'srd';
  return 'counters';
}

/** The channel's name, as `ECAL main 3 3`. */
export function channelName(channel: number): string {
  const counters = ['S1', 'S2', 'S3', 'S4', 'V1', 'V2'];
  switch (subDetectorOf(channel)) {
    case 'ecal': {
      const cell = channel % 36;
      return `ECAL ${channel < 36 ? 'preshower' : 'main'} ${Math.floor(cell / 6)} ${cell % 6}`;
    }
    case 'hcal': {
      const module = Math.floor((channel - HCAL) / 9);
      const cell = (channel - HCAL) % 9;
      return `HCAL${module === 3 ? 0 : module + 1} ${Math.floor(cell / 3)} ${cell % 3}`;
    }
    case 'veto':
      return `VETO ${Math.floor((channel - VETO) / 2)} tube ${(channel - VETO) % 2}`;
    case 'srd':
      return `SRD ${channel - SRD}`;
    case 'counters':
      return counters[channel - COUNTERS];
  }
}
