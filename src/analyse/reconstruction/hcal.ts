/**
 * HCAL: energy of each module, of the cells about the beam alone, and of HCAL0.
 */
import type { Belief } from '../../core/card/schema.js';
import { hcalGrid } from '../../core/channels.js';
import { centralCells, hasZeroDegree, hcalModules } from '../../core/geometry.js';
import type { Pulses } from '../calibration/index.js';
import { about, inWindow } from './window.js';

export interface HcalAnswer {
  /** GeV, of HCAL1..3, as many of them as there are. */
  modules: number[];
  /** The same, of the cells that a particle along the beam meets. */
  central: number[];
  /** GeV; 0 where the card has no HCAL0. */
  zeroDegree: number;
}

/** Number of HCAL0. */
const ZERO_DEGREE = 3;

type Hcal = Belief['detector']['hcal'];

/** A module on the beam, by its number in the channels: its place among those that there are, its cells about the beam. */
interface OnBeam {
  readonly place: number;
  readonly inner: ReadonlySet<number>;
}
const onBeam = new WeakMap<Hcal, readonly (OnBeam | undefined)[]>();

function modulesOnBeam(detector: Belief['detector']): readonly (OnBeam | undefined)[] {
  const known = onBeam.get(detector.hcal);
  if (known) return known;
  const found: (OnBeam | undefined)[] = [];
  hcalModules(detector)
    .filter(({ number }) => number !== ZERO_DEGREE)
    .forEach((module, place) => {
      found[module.number] = { place, inner: new Set(centralCells(detector.hcal, module)) };
    });
  onBeam.set(detector.hcal, found);
  return found;
}

/** @param particle when the trigger's particle came, ns after the trigger */
export function reconstructHcal(
  { detector, analysis }: Belief,
  pulses: Pulses,
  particle = 0,
): HcalAnswer {
  const { window } = analysis.cuts.hcal;
  const { cells } = hcalGrid(detector.hcal);
  const own = modulesOnBeam(detector);
  const there = own.filter((module) => module !== undefined).length;
  const modules = new Array<number>(there).fill(0);
  const central = new Array<number>(there).fill(0);
  inWindow(pulses, window, (channel, e) => {
    const module = own[Math.floor(channel / cells)];
    if (!module) return;
    modules[module.place] += e;
    if (module.inner.has(channel % cells)) central[module.place] += e;
  });
  let zeroDegree = 0;
  if (hasZeroDegree(detector.hcal)) {
    const near = analysis.cuts.zeroDegree;
    inWindow(pulses, near ? about(near.window, particle) : window, (channel, e) => {
      if (channel >= ZERO_DEGREE * cells) zeroDegree += e;
    });
  }
  return { modules, central, zeroDegree };
}
