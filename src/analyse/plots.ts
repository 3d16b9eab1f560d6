/**
 * What is monitored: one entry of this shape for each histogram. `physics` plots show open physics events
 * that pass cut (ii), `triggered` plots all of them, of spills of which none was set aside, `beam` plots events of a
 * prescaled beam trigger, `beam and physics` those that fired both, `spill` plots what the scalers say. Nothing of a sealed event
 * comes here. Who is an electron or a hadron is told from the calorimeters alone.
 */
import type { Belief } from '../core/card/schema.js';
import type { Axis, Histogram } from '../core/histogram.js';
import { log } from '../core/math.js';
import type { SpillProfile } from './building/index.js';
import type { ReconstructedEvent } from './reconstruction/index.js';
import type { Selection } from './selection/index.js';
import { isInRegionA, isInSidebandC, isWhole } from './selection/regions.js';

interface Named {
  readonly name: string;
  readonly title: string;
  readonly axes: readonly [Axis] | readonly [Axis, Axis];
}

interface EventPlot extends Named {
  readonly of: 'physics' | 'triggered' | 'beam' | 'beam and physics';
  /** Filled several times an event: its bins are correlated. */
  readonly several?: true;
  fill(h: Histogram, e: ReconstructedEvent, s: Selection, belief: Belief): void;
}

interface SpillPlot extends Named {
  readonly of: 'spill';
  /** @param spill its number in the run, from 1 */
  fill(h: Histogram, profile: SpillProfile, spill: number): void;
}

type Plot = EventPlot | SpillPlot;

/** Whether its bins are independent Poisson counts: each of its entries is an event. */
export const countsEvents = (plot: Plot): boolean => plot.of !== 'spill' && !plot.several;

const axis = (name: string, unit: string, bins: number, high: number, low = 0): Axis => ({
  name,
  unit,
  bins,
  low,
  high,
});
/** Fine enough for fits to sidebands. */
const E_ECAL = axis('E_ECAL', 'GeV', 200, 100);
const PLANE = [axis('E_ECAL', 'GeV', 120, 120), axis('E_HCAL', 'GeV', 120, 120)] as const;
const SRD = axis('E_SRD', 'MeV', 250, 250);
const CHI2 = axis('chi2', '', 200, 20);
/** From electrons at one to hadrons at a hundred. */
const LOG_CHI2 = axis('log10 chi2', '', 100, 3, -2);
const LN10 = 2.302585092994046;

/** An electron by what it leaves in the ECAL: above what the trigger keeps. */
const isElectron = (e: ReconstructedEvent, { trigger }: Belief) => e.ecal > trigger.ecal.keep;

/**
 * A hadron that did not shower in the ECAL: what a minimum ionising particle leaves there, and the beam energy in the
 * first module behind. An electron that interacts with a nucleus leaves more in the ECAL.
 */
const isPunchThrough = (e: ReconstructedEvent, { analysis: { beamEnergy } }: Belief) =>
  e.tracks === 1 && e.hcal[0] > 0.8 * beamEnergy && e.ecal < 0.02 * beamEnergy;

/** A hadron that did: no light in the SRD, energy in both calorimeters. */
const isShower = (e: ReconstructedEvent, { analysis }: Belief) =>
  e.tracks === 1 &&
  e.srd.every((module) => module < analysis.cuts.srd.threshold) &&
  e.hcalTotal > analysis.regionII.min &&
  e.ecal > 0.2 * analysis.beamEnergy;

/** A pair of muons by the other modules: region I, of which they see their part. */
function isDimuon(e: ReconstructedEvent, s: Selection, belief: Belief, module: number): boolean {
  const { min, max, module: least } = belief.analysis.regionI;
  const others = e.hcal.filter((_, i) => i !== module);
  const sum = others.reduce((a, b) => a + b, 0);
  if (!s.loose || others.length !== e.hcal.length - 1) return false;
  const part = others.length / e.hcal.length;
  return others.every((x) => x > least) && sum > part * min && sum < part * max;
}

/**
 * How an electron with missing energy is taken by the trigger: of all the prescaled beam trigger has, those that also fired it. None
 * that would be sealed if it did.
 */
const turnOnPlot = (name: string, title: string, of: 'beam' | 'beam and physics'): EventPlot => ({
  name,
  title,
  axes: [E_ECAL],
  of,
  fill(h, e, s, { analysis }) {
    const seen = s.planeLoose && e.preshower > analysis.cuts.shape.preshower;
    if (seen && e.ecal > analysis.seal.ecal) h.fill(e.ecal);
  },
});

/** Beside the sealed set, and clear of the trigger's turn-on by two of its widths. */
const isBeside = (e: ReconstructedEvent, { analysis: { seal }, trigger }: Belief) =>
  e.ecal > seal.ecal && e.ecal < trigger.ecal.threshold - 2 * trigger.ecal.smear;

/**
 * The silences of muons, which leave no more than region I in the HCAL: all cuts but the one on the VETO; whether the VETO is
 * silent, and how many modules of the HCAL are not, none of an HCAL as silent as in the box.
 */
const muonPlot = (
  name: string,
  where: string,
  isThere: (e: ReconstructedEvent, belief: Belief) => boolean,
): EventPlot => ({
  name,
  title: `modules of the HCAL that see muons, and the VETO, ${where}`,
  axes: [axis('VETO silent', '', 2, 2), axis('modules', '', 4, 4)],
  of: 'physics',
  fill(h, e, s, belief) {
    const { box, regionI } = belief.analysis;
    if (!s.planeUnvetoed || e.hcalTotal > regionI.max || !isThere(e, belief)) return;
    const modules = e.hcalTotal < box.hcal ? 0 : Math.max(1, loudModules(e, belief));
    h.fill(s.planeSelected ? 1 : 0, modules);
  },
});

const loudModules = (e: ReconstructedEvent, { analysis: { regionI } }: Belief) =>
  e.hcal.filter((module) => module > regionI.module).length;

const logChi2 = (e: ReconstructedEvent) => (e.chi2 > 0 ? log(e.chi2) / LN10 : -Infinity);

const srdSum = (e: ReconstructedEvent) => 1000 * e.srd.reduce((sum, module) => sum + module);

const dimuonPlot = (module: number): EventPlot => ({
  name: `dimuon-hcal${module + 1}`,
  title: `energy of dimuons in HCAL${module + 1}, told by the other two modules, loose cuts`,
  axes: [axis('E', 'GeV', 100, 10)],
  of: 'physics',
  fill: (h, e, s, belief) => isDimuon(e, s, belief, module) && h.fill(e.hcal[module]),
});

const IN_SPILL = axis('t', 'ms', 480, 4800);
/** Ten periods of 100 Hz in the bins of the scalers, behind a start spike. */
const ZOOM = axis('t', 'ms', 100, 200, 100);

/** Period of the ripple of rectified mains, ms. */
const RIPPLE_MS = 10;

/**
 * A scaler folded at 100 Hz, the ms that has most of the beam in the middle: the phase is another one in each
 * spill.
 */
const ripplePlot = (name: string, title: string, scaler: keyof SpillProfile): SpillPlot => ({
  name,
  title,
  axes: [axis('t', 'ms', RIPPLE_MS, RIPPLE_MS)],
  of: 'spill',
  fill(h, profile) {
    const folded = (column: readonly number[]) => {
      const sums = new Array<number>(RIPPLE_MS).fill(0);
      column.forEach((n, ms) => {
        sums[ms % RIPPLE_MS] += n;
      });
      return sums;
    };
    const beam = folded(profile.coincidences);
    const shift = RIPPLE_MS / 2 - beam.indexOf(Math.max(...beam)) + RIPPLE_MS;
    h.restore(folded(profile[scaler]).map((n, ms) => [1 + ((ms + shift) % RIPPLE_MS), n]));
  },
});

/** A scaler against the time in the spill; `only` of the spill of this number, where the ripple keeps its phase. */
const spillPlot = (
  name: string,
  title: string,
  scaler: keyof SpillProfile,
  time: Axis,
  only?: number,
): SpillPlot => ({
  name,
  title,
  axes: [time],
  of: 'spill',
  fill(h, profile, spill) {
    if (only !== undefined && spill !== only) return;
    const { low, high, bins } = time;
    const bin = (ms: number) => 1 + Math.floor(((ms - low) * bins) / (high - low));
    h.restore(profile[scaler].map((n, ms) => [Math.min(Math.max(bin(ms), 0), bins + 1), n]));
  },
});

export const PLOTS: readonly Plot[] = [
  {
    name: 'plane-loose',
    title: 'E_HCAL against E_ECAL, loose cuts',
    axes: PLANE,
    of: 'physics',
    fill: (h, e, s) => s.planeLoose && h.fill(e.ecal, e.hcalTotal),
  },
  {
    name: 'plane-selected',
    title: 'E_HCAL against E_ECAL, all cuts',
    axes: PLANE,
    of: 'physics',
    fill: (h, e, s) => s.planeSelected && h.fill(e.ecal, e.hcalTotal),
  },
  {
    name: 'ecal',
    title: 'energy in the ECAL, triggered',
    axes: [axis('E_ECAL', 'GeV', 240, 120)],
    of: 'triggered',
    fill: (h, e) => h.fill(e.ecal),
  },
  {
    name: 'preshower',
    title: 'energy in the preshower, loose cuts',
    axes: [axis('E_PS', 'GeV', 200, 20)],
    of: 'physics',
    fill: (h, e, s) => s.planeLoose && h.fill(e.preshower),
  },
  {
    name: 'preshower-ecal',
    title: 'energy in the preshower against that in the ECAL, triggered',
    axes: [axis('E_ECAL', 'GeV', 120, 120), axis('E_PS', 'GeV', 100, 20)],
    of: 'triggered',
    fill: (h, e) => h.fill(e.ecal, e.preshower),
  },
  {
    name: 'preshower-ecal-electrons',
    title: 'energy in the preshower against that in the ECAL, electrons of the beam trigger',
    axes: [axis('E_ECAL', 'GeV', 120, 120), axis('E_PS', 'GeV', 100, 20)],
    of: 'beam',
    fill: (h, e, _, belief) => isElectron(e, belief) && h.fill(e.ecal, e.preshower),
  },
  {
    name: 'hottest-cell',
    title: 'hottest cell of the ECAL, triggered',
    axes: [axis('column', '', 6, 6), axis('row', '', 6, 6)],
    of: 'triggered',
    fill: (h, e) => h.fill(...e.hottest),
  },
  {
    name: 'hcal',
    title: 'energy in the HCAL, triggered',
    axes: [axis('E_HCAL', 'GeV', 200, 200)],
    of: 'triggered',
    fill: (h, e) => h.fill(e.hcalTotal),
  },
  {
    name: 'hcal0',
    title: 'energy at zero degrees, triggered',
    axes: [axis('E_HCAL0', 'GeV', 150, 150)],
    of: 'triggered',
    fill: (h, e) => h.fill(e.hcal0),
  },
  {
    name: 'veto',
    title: 'largest energy in a slab of the VETO, triggered',
    axes: [axis('E_VETO', 'MeV', 200, 100)],
    of: 'triggered',
    fill: (h, e) => h.fill(1000 * Math.max(...e.veto)),
  },
  {
    name: 'srd',
    title: 'energy in the SRD, triggered',
    axes: [SRD],
    of: 'triggered',
    fill: (h, e) => h.fill(srdSum(e)),
  },
  {
    name: 'srd-electrons',
    title: 'energy in the SRD, electrons of the beam trigger',
    axes: [SRD],
    of: 'beam',
    fill: (h, e, _, belief) => isElectron(e, belief) && h.fill(srdSum(e)),
  },
  {
    name: 'srd-hadrons',
    title: 'energy in the SRD, triggered hadrons that pass through the ECAL',
    axes: [SRD],
    of: 'triggered',
    fill: (h, e, _, belief) => isPunchThrough(e, belief) && h.fill(srdSum(e)),
  },
  {
    name: 'beam-hadrons',
    title: 'energy in HCAL1, hadrons of the beam trigger that pass through the ECAL',
    axes: [axis('E_HCAL1', 'GeV', 150, 150)],
    of: 'beam',
    fill: (h, e, _, belief) => isPunchThrough(e, belief) && h.fill(e.hcal[0]),
  },
  {
    name: 'momentum',
    title: 'track momentum, triggered, one track',
    axes: [axis('p', 'GeV', 200, 200)],
    of: 'triggered',
    fill: (h, e) => e.tracks === 1 && h.fill(e.momentum),
  },
  {
    name: 'angle',
    title: 'angle of the track to the beam, triggered, one track',
    axes: [axis('angle', 'mrad', 100, 5)],
    of: 'triggered',
    fill: (h, e) => e.tracks === 1 && h.fill(1000 * e.angle),
  },
  {
    name: 'track-chi2',
    title: 'chi2 of the track per degree of freedom, triggered, one track',
    axes: [axis('chi2', '', 200, 20)],
    of: 'triggered',
    fill: (h, e) => e.tracks === 1 && h.fill(e.trackChi2),
  },
  {
    name: 'chi2',
    title: 'shower shape, loose cuts',
    axes: [CHI2],
    of: 'physics',
    fill: (h, e, s) => s.planeLoose && h.fill(e.chi2),
  },
  {
    name: 'chi2-electrons',
    title: 'shower shape, electrons of the beam trigger',
    axes: [LOG_CHI2],
    of: 'beam',
    fill: (h, e, _, belief) => e.tracks === 1 && isElectron(e, belief) && h.fill(logChi2(e)),
  },
  {
    name: 'chi2-hadrons',
    title: 'shower shape, triggered hadrons that shower in the ECAL',
    axes: [LOG_CHI2],
    of: 'triggered',
    fill: (h, e, _, belief) => isShower(e, belief) && h.fill(logChi2(e)),
  },
  dimuonPlot(0),
  dimuonPlot(1),
  dimuonPlot(2),
  {
    name: 'sideband-c',
    title: 'energy in the ECAL above the box edge, all cuts, a silent HCAL',
    axes: [E_ECAL],
    of: 'physics',
    fill: (h, e, s, belief) => isInSidebandC(e, s, belief) && h.fill(e.ecal),
  },
  {
    name: 'made-in-dump',
    title: 'energy in the ECAL where the HCAL has the rest of the beam energy, loose cuts',
    axes: [E_ECAL],
    of: 'physics',
    fill: (h, e, s, belief) => s.planeLoose && isWhole(e, belief) && h.fill(e.ecal),
  },
  {
    name: 'region-a-depth',
    title: 'modules of the HCAL before the first that sees something, region A',
    axes: [axis('silent modules', '', 4, 4)],
    of: 'physics',
    fill(h, e, s, belief) {
      if (!isInRegionA(e, s, belief)) return;
      const first = e.hcal.findIndex((module) => module > belief.analysis.regionI.module);
      h.fill(first < 0 ? e.hcal.length : first);
    },
  },
  muonPlot('muons-below-box-edge', 'E_ECAL below the edge of the box', (e, { analysis }) => {
    return e.ecal < analysis.box.ecal;
  }),
  muonPlot('muons-beside-box', 'E_ECAL above the seal', isBeside),
  turnOnPlot('turn-on-beam', 'energy in the ECAL, beam trigger', 'beam'),
  turnOnPlot('turn-on-fired', 'the same where physics fired as well', 'beam and physics'),
  {
    name: 'cell-times',
    title: 'times of ECAL cells above 1 GeV, triggered',
    axes: [axis('t', 'ns', 740, 290, -450)],
    of: 'triggered',
    several: true,
    fill(h, e) {
      for (const t of e.cellTimes) h.fill(t);
    },
  },
  spillPlot(
    'spill-coincidences',
    'coincidences S1 S2 S3 S4 !V along the spill',
    'coincidences',
    IN_SPILL,
  ),
  spillPlot('spill-busy', 'coincidences while the readout was busy', 'busy', IN_SPILL),
  spillPlot(
    'first-spill-coincidences',
    'coincidences in a tenth of a second of the first spill',
    'coincidences',
    ZOOM,
    1,
  ),
  spillPlot(
    'first-spill-busy',
    'coincidences while the readout was busy, in a tenth of a second of the first spill',
    'busy',
    ZOOM,
    1,
  ),
  ripplePlot('ripple-coincidences', 'coincidences folded at 100 Hz', 'coincidences'),
  ripplePlot('ripple-busy', 'coincidences while the readout was busy, folded at 100 Hz', 'busy'),
];
