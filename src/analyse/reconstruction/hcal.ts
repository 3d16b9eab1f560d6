/**
 * HCAL: energy of each module, of the cells about the beam alone, and of HCAL0.
 */
import type { Belief } from '../../core/card/schema.js';
import { HCAL_CELLS } from '../../core/channels.js';
import { centralCells, hcalModules } from '../../core/geometry.js';
import type { Pulses } from '../calibration/index.js';
import { about, inWindow } from './window.js';

type Three = [number, number, number];

export interface HcalAnswer {
  /** GeV, of HCAL1..3. */
  modules: Three;
  /** The same, of the cells that a particle along the beam meets. */
  central: Three;
  /** GeV; 0 where the card has no HCAL0. */
  zeroDegree: number;
}

const BEAM = 3;

type Hcal = Belief['detector']['hcal'];
const inner = new WeakMap<Hcal, readonly ReadonlySet<number>[]>();

/** The cells about the beam, by module. */
function innerCells(detector: Belief['detector']): readonly ReadonlySet<number>[] {
  const known = inner.get(detector.hcal);
  if (known) return known;
  const found = hcalModules(detector).map((m) => new Set(centralCells(detector.hcal, m)));
  inner.set(detector.hcal, found);
  return found;
}

/** @param particle when the trigger's particle came, ns after the trigger */
export function reconstructHcal(
  { detector, analysis }: Belief,
  pulses: Pulses,
  particle = 0,
): HcalAnswer {
  const { window } = analysis.cuts.hcal;
  const innermost = innerCells(detector);
  const modules: Three = [0, 0, 0];
  const central: Three = [0, 0, 0];
  inWindow(pulses, window, (channel, e) => {
    const module = Math.floor(channel / HCAL_CELLS);
    if (module >= BEAM) return;
    modules[module] += e;
    if (innermost[module].has(channel % HCAL_CELLS)) central[module] += e;
  });
  let zeroDegree = 0;
  if (detector.hcal.modules.zeroDegree) {
    const near = analysis.cuts.zeroDegree;
    inWindow(pulses, near ? about(near.window, particle) : window, (channel, e) => {
      if (channel >= BEAM * HCAL_CELLS) zeroDegree += e;
    });
  }
  return { modules, central, zeroDegree };
}
