/** Channels as the shipped cards of 2016 to 2018 have them, counted by hand. */
export const CHANNELS = { ecal: 72, hcal: 36, veto: 6, srd: 3, counters: 6 } as const;
export const SIX = { nx: 6, ny: 6, cells: 36 } as const;
export const ECAL_CELLS = 36;
export const HCAL_CELLS = 9;

export const ecalChannel = (section: number, ix: number, iy: number) => 36 * section + 6 * ix + iy;
export const hcalChannel = (module: number, ix: number, iy: number) => 9 * module + 3 * ix + iy;
