/**
 * The plan of a calibration run: what is sent where, step after step. Who took the data and who reads
 * them know it alike; each step is a raw segment of its own, whose number stands in place of a spill's.
 */
import type { Card } from './card/schema.js';
import { cellAt, ecalGrid, hcalGrid } from './channels.js';

/**
 * | kind | what comes |
 * |---|---|
 * | `pedestal` | triggers without beam |
 * | `led` | flashes of the LED without beam, the reference of all later ones |
 * | `electrons` | the beam, at low rate, on the centre of cell (ix, iy) of the ECAL; S1..S4 fire, V1 and V2 do not |
 * | `beam` | the same as in a spill, on the beam cell, whose preshower sees most and fluctuates most |
 * | `counters` | muons on the axis, V1 and V2 moved into the beam: S1..S4, V1, V2 fire |
 * | `muons` | muons spread evenly over the face of HCAL1..3; they miss S1..S4 |
 * | `hcal0` | the same, HCAL0 in the place of HCAL1 |
 *
 * The SRD sees the photons of the electrons in every step with electrons, VETO and ECAL the muons.
 */
export type CalibrationStep =
  | {
      readonly kind: 'pedestal' | 'led' | 'beam' | 'counters' | 'muons' | 'hcal0';
      readonly events: number;
    }
  | {
      readonly kind: 'electrons';
      readonly cell: readonly [ix: number, iy: number];
      readonly events: number;
    };

/** Schema of a segment's header. */
export const CALIBRATION_RUN_SCHEMA = 'spillway.calibration-run/1';

/** Beam particles per spill of 4.8 s during a calibration run. */
export const CALIBRATION_INTENSITY = 1e5;

/**
 * Of each cell, of the beam, of each cell of an HCAL module, of the rest. What a particle leaves has an rms of 45 %
 * of it in the preshower, 65 % in a module of the SRD and 14 % in the HCAL: a gain is known to 0.4 %.
 */
const PER_CELL = 400;
const BEAM = 12_600;
const PER_HCAL_CELL = 1300;
const ALL_CHANNELS = 1000;

/** Steps that share so many events: a segment is held in memory. */
const PARTS = 3;
const inParts = (kind: 'beam' | 'muons' | 'hcal0', events: number): CalibrationStep[] =>
  new Array(PARTS).fill({ kind, events: Math.ceil(events / PARTS) });

/** Step k of the run is segment k + 1. */
export function calibrationPlan({
  ecal,
  hcal,
}: Pick<Card['detector'], 'ecal' | 'hcal'>): readonly CalibrationStep[] {
  const grid = ecalGrid(ecal);
  const muons = hcalGrid(hcal).cells * PER_HCAL_CELL;
  return [
    { kind: 'pedestal', events: ALL_CHANNELS },
    { kind: 'led', events: ALL_CHANNELS },
    ...Array.from(
      { length: grid.cells },
      (_, i): CalibrationStep => ({ kind: 'electrons', cell: cellAt(grid, i), events: PER_CELL }),
    ),
    ...inParts('beam', BEAM),
    { kind: 'counters', events: ALL_CHANNELS },
    ...inParts('muons', muons),
    ...inParts('hcal0', muons),
  ];
}
