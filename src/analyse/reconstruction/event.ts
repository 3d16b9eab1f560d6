/**
 * What reconstruction makes of an event. Energies in GeV.
 */
export interface ReconstructedEvent {
  /** In-time energy of both sections, and of the preshower alone. */
  ecal: number;
  preshower: number;
  /** Column and row of the hottest cell, both sections together; -1 without energy. */
  hottest: readonly [number, number];
  /** Lateral shape against the expected one, per degree of freedom. */
  chi2: number;
  /** Of the pulses of cells above 1 GeV, in time or not, ns. */
  cellTimes: readonly number[];
  /** HCAL1..3 in the gate, as many of them as there are. */
  hcal: readonly number[];
  hcalTotal: number;
  /** Of HCAL1..3, the cells about the beam alone. */
  hcalCentral: readonly number[];
  /** HCAL0, on the axis of zero degrees, in time; 0 where there is none. */
  hcal0: number;
  /** Slabs in the gate. */
  veto: readonly number[];
  /** Modules in time. */
  srd: readonly number[];
  /** Tracks in time; momentum (GeV), angle to the axis (rad) of the first, 0 without one. */
  tracks: number;
  momentum: number;
  angle: number;
  /** Of the first track, per degree of freedom; 0 without one. */
  trackChi2: number;
  /** Tubes in time in the first straw station, x and y. */
  straws: readonly [number, number];
}

/** All values of an event in a fixed order, for its CRC. */
export function valuesOf(e: ReconstructedEvent): Float64Array {
  return Float64Array.of(
    e.ecal,
    e.preshower,
    ...e.hottest,
    e.chi2,
    ...e.cellTimes,
    ...e.hcal,
    e.hcalTotal,
    ...e.hcalCentral,
    e.hcal0,
    ...e.veto,
    ...e.srd,
    e.tracks,
    e.momentum,
    e.angle,
    e.trackChi2,
    ...e.straws,
  );
}
