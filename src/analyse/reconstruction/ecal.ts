/**
 * ECAL: in-time energy, hottest cell, and the lateral shape against the expected one.
 */
import { cellAt, ecalGrid } from '../../core/channels.js';
import type { Belief } from '../../core/card/schema.js';
import { lateralTable } from '../../core/lateral.js';
import type { CalibratedEvent } from '../calibration/event.js';
import { about, inWindow } from './window.js';

export interface EcalAnswer {
  energy: number;
  preshower: number;
  hottest: readonly [number, number];
  /** Both sections together, cell after cell. */
  cells: Float64Array;
}

/** @param particle when the trigger's particle came, ns after the trigger */
export function reconstructEcal(belief: Belief, event: CalibratedEvent, particle = 0): EcalAnswer {
  const grid = ecalGrid(belief.detector.ecal);
  const n = grid.cells;
  const cells = new Float64Array(n);
  let energy = 0;
  let preshower = 0;
  inWindow(event.ecal, about(belief.analysis.cuts.ecal.window, particle), (channel, e) => {
    cells[channel % n] += e;
    energy += e;
    if (channel < n) preshower += e;
  });
  let best = -1;
  for (let i = 0; i < n; i++) {
    if (cells[i] > 0 && (best < 0 || cells[i] > cells[best])) best = i;
  }
  const hottest: [number, number] = best < 0 ? [-1, -1] : cellAt(grid, best);
  return { energy, preshower, hottest, cells };
}

/** Above this a cell's time is told to 1 to 1.5 ns, GeV. */
const TIMED = 1;

/** Times (ns) of the pulses of cells above 1 GeV, whenever they came. */
export function cellTimes({ ecal: { energy, time } }: CalibratedEvent): number[] {
  const times: number[] = [];
  for (let i = 0; i < time.length; i++) if (energy[i] > TIMED) times.push(time[i]);
  return times;
}

/**
 * Shape against the expected lateral profile at an impact point (mm from the centre of the beam
 * cell), over the 5 x 5 cells about the hottest: mean of (E_i - f_i E)^2 / sigma_i^2 with
 * sigma_i^2 = cellSpread^2 E_i + (position error x slope of f_i x E)^2 + those of cellNoise.
 * 0 without energy.
 */
export function shapeChi2(belief: Belief, ecal: EcalAnswer, x: number, y: number): number {
  if (ecal.energy <= 0) return 0;
  const { detector } = belief;
  const { pitch, cellSpread, cellNoise, beamCell } = detector.ecal;
  const { nx, ny } = ecalGrid(detector.ecal);
  const noise = cellNoise.preshower * cellNoise.preshower + cellNoise.main * cellNoise.main;
  const error = detector.tracker.positionResolution;
  const x0 = x + (beamCell[0] + 0.5 - nx / 2) * pitch;
  const y0 = y + (beamCell[1] + 0.5 - ny / 2) * pitch;
  const expected = shares(detector.ecal, x0, y0);
  const movedX = shares(detector.ecal, x0 + error, y0);
  const movedY = shares(detector.ecal, x0, y0 + error);
  const [hx, hy] = ecal.hottest;
  let chi2 = 0;
  let n = 0;
  for (let ix = Math.max(0, hx - 2); ix <= Math.min(nx - 1, hx + 2); ix++) {
    for (let iy = Math.max(0, hy - 2); iy <= Math.min(ny - 1, hy + 2); iy++) {
      const i = ny * ix + iy;
      const mean = expected[i] * ecal.energy;
      const dx = (movedX[i] - expected[i]) * ecal.energy;
      const dy = (movedY[i] - expected[i]) * ecal.energy;
      const variance = cellSpread * cellSpread * Math.max(mean, 0) + dx * dx + dy * dy + noise;
      const difference = ecal.cells[i] - mean;
      chi2 += (difference * difference) / variance;
      n++;
    }
  }
  return chi2 / n;
}

/** Shares of the energy that the ECAL sees. */
function shares(ecal: Belief['detector']['ecal'], x: number, y: number): Float64Array {
  const grid = ecalGrid(ecal);
  const out = new Float64Array(grid.cells);
  const sum = lateralTable(ecal.lateral, grid, ecal.pitch).shares(x, y, out);
  for (let i = 0; i < out.length; i++) out[i] /= sum;
  return out;
}
