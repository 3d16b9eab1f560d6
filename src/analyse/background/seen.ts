/**
 * What the estimates of background look at: a few histograms of the counts, and the exposure. Count-level experiments draw
 * nothing else.
 */
import type { Axis, Histogram } from '../../core/histogram.js';
import type { Counts } from '../counts.js';

/** A histogram of one axis without its margins. */
export interface Spectrum {
  readonly low: number;
  /** Of a bin, GeV. */
  readonly width: number;
  readonly counts: Float64Array;
}

/** Muons by the modules of the HCAL that see them, 0 to 3: the VETO is silent, or not. */
export interface Silences {
  readonly silent: readonly number[];
  readonly loud: readonly number[];
}

export interface Seen {
  /** The experimenter's electrons on target. */
  readonly electrons: number;
  /** E_ECAL with all cuts and a silent HCAL, above the box edge: sideband C. */
  readonly sidebandC: Spectrum;
  /** E_ECAL of hadrons made in the dump, loose cuts. */
  readonly madeInDump: Spectrum;
  /** Events of region A by the modules before the first that sees something: 0, 1, 2, all three. */
  readonly depth: readonly number[];
  readonly muonsBelow: Silences;
  readonly muonsBeside: Silences;
  /** Muon pairs told by the other two modules: those that HCAL1, HCAL2 do not see, and all. */
  readonly holes: readonly { readonly silent: number; readonly of: number }[];
  /** Events of the prescaled beam trigger: hadrons that pass through the ECAL, and electrons. */
  readonly beam: { readonly hadrons: number; readonly electrons: number };
  /** Electrons of the beam trigger with missing energy, and those of them that fired physics. */
  readonly turnOn: { readonly beam: Spectrum; readonly fired: Spectrum };
}

/** The histograms of the counts that are looked at. */
export const HISTOGRAMS = [
  'sideband-c',
  'made-in-dump',
  'region-a-depth',
  'muons-below-box-edge',
  'muons-beside-box',
  'dimuon-hcal1',
  'dimuon-hcal2',
  'beam-hadrons',
  'srd-electrons',
  'turn-on-beam',
  'turn-on-fired',
] as const;
type Name = (typeof HISTOGRAMS)[number];

/** @param module energy from which a module of the HCAL is not silent, GeV */
export function seenOf({ histograms }: Counts, electrons: number, module: number): Seen {
  const find = (name: Name): Histogram => {
    const found = histograms.find((h) => h.name === name);
    if (!found) throw new Error(`background: no histogram ${name}`);
    return found;
  };
  const spectrum = (name: Name): Spectrum => {
    const { axes, counts } = find(name);
    const [axis] = axes;
    return { low: axis.low, width: widthOf(axis), counts: counts.slice(1, axis.bins + 1) };
  };
  const silences = (name: Name): Silences => {
    const h = find(name);
    const column = (i: number) => [0, 1, 2, 3].map((modules) => h.count(i, modules + 1));
    return { loud: column(1), silent: column(2) };
  };
  const below = (name: Name) => {
    const h = find(name);
    const last = Math.round((module - h.axes[0].low) / widthOf(h.axes[0]));
    let silent = 0;
    for (let i = 0; i <= last; i++) silent += h.count(i);
    return { silent, of: h.total };
  };
  const depth = find('region-a-depth');
  return {
    electrons,
    sidebandC: spectrum('sideband-c'),
    madeInDump: spectrum('made-in-dump'),
    depth: [1, 2, 3, 4].map((i) => depth.count(i)),
    muonsBelow: silences('muons-below-box-edge'),
    muonsBeside: silences('muons-beside-box'),
    holes: [below('dimuon-hcal1'), below('dimuon-hcal2')],
    beam: { hadrons: find('beam-hadrons').total, electrons: find('srd-electrons').total },
    turnOn: { beam: spectrum('turn-on-beam'), fired: spectrum('turn-on-fired') },
  };
}

/** What several runs have seen together. @param runs at least one */
export const sumSeen = (runs: readonly Seen[]): Seen => runs.reduce(add);

/** The sum of two of the same shape. */
function add(a: Seen, b: Seen): Seen {
  const list = (x: readonly number[], y: readonly number[]) => x.map((n, i) => n + y[i]);
  const spectrum = (x: Spectrum, y: Spectrum): Spectrum => ({
    ...x,
    counts: x.counts.map((n, i) => n + y.counts[i]),
  });
  const silences = (x: Silences, y: Silences): Silences => ({
    silent: list(x.silent, y.silent),
    loud: list(x.loud, y.loud),
  });
  return {
    electrons: a.electrons + b.electrons,
    sidebandC: spectrum(a.sidebandC, b.sidebandC),
    madeInDump: spectrum(a.madeInDump, b.madeInDump),
    depth: list(a.depth, b.depth),
    muonsBelow: silences(a.muonsBelow, b.muonsBelow),
    muonsBeside: silences(a.muonsBeside, b.muonsBeside),
    holes: a.holes.map(({ silent, of }, i) => ({
      silent: silent + b.holes[i].silent,
      of: of + b.holes[i].of,
    })),
    beam: {
      hadrons: a.beam.hadrons + b.beam.hadrons,
      electrons: a.beam.electrons + b.beam.electrons,
    },
    turnOn: {
      beam: spectrum(a.turnOn.beam, b.turnOn.beam),
      fired: spectrum(a.turnOn.fired, b.turnOn.fired),
    },
  };
}

const widthOf = ({ low, high, bins }: Axis) => (high - low) / bins;

/** Events between two energies. */
export const within = ({ low, width, counts }: Spectrum, from: number, to: number): number =>
  counts.reduce((sum, n, i) => {
    const middle = low + (i + 0.5) * width;
    return middle > from && middle < to ? sum + n : sum;
  }, 0);
