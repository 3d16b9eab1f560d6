/**
 * The running counts: integer tallies of what the analysis may see. Merging is a sum, exactly
 * associative and commutative; means and errors are made when shown.
 *
 * Of a sealed event only its number is counted.
 */
import type { Belief } from '../core/card/schema.js';
import { type Axis, Histogram } from '../core/histogram.js';
import { emptyScalers, PHYSICS, type Scalers } from '../core/wire/ledger.js';
import { spillway } from '../core/wire/messages.js';
import { mergeTally } from '../core/wire/tally.js';
import { scalersOf } from './building/index.js';
import { type Building, buildingOf, emptyBuilding } from './building/report.js';
import type { ReconstructedEvent } from './reconstruction/index.js';
import { CUTS, type Selection, select } from './selection/index.js';
import { inBox, REGIONS } from './selection/regions.js';

export interface Counts {
  spills: number;
  scalers: Scalers;
  building: Building;
  /** Built events of all types; physics events; sealed ones among these. */
  events: number;
  physics: number;
  sealed: number;
  /** Open physics events that passed each cut, in the order of `CUTS`. */
  cutflow: number[];
  /** Open physics events in each region, in the order of `REGIONS`. */
  regions: number[];
  /** In the order of `PLOTS`. */
  histograms: Histogram[];
  /** Events in the signal box; stays 0 while it is sealed. */
  box: number;
}

/** One monitored quantity: one entry of this shape. */
interface Plot {
  name: string;
  title: string;
  axes: readonly [Axis] | readonly [Axis, Axis];
  fill(h: Histogram, e: ReconstructedEvent, s: Selection): void;
}

const energy = (name: string, bins: number, high: number, unit = 'GeV'): Axis => ({
  name,
  unit,
  bins,
  low: 0,
  high,
});
const PLANE = [energy('E_ECAL', 120, 120), energy('E_HCAL', 120, 120)] as const;

export const PLOTS: readonly Plot[] = [
  {
    name: 'plane-loose',
    title: 'E_HCAL against E_ECAL, loose cuts',
    axes: PLANE,
    fill: (h, e, s) => s.planeLoose && h.fill(e.ecal, e.hcalTotal),
  },
  {
    name: 'plane-selected',
    title: 'E_HCAL against E_ECAL, all cuts',
    axes: PLANE,
    fill: (h, e, s) => s.planeSelected && h.fill(e.ecal, e.hcalTotal),
  },
  {
    name: 'ecal',
    title: 'energy in the ECAL, triggered',
    axes: [energy('E_ECAL', 240, 120)],
    fill: (h, e) => h.fill(e.ecal),
  },
  {
    name: 'preshower',
    title: 'energy in the preshower, loose cuts',
    axes: [energy('E_PS', 200, 20)],
    fill: (h, e, s) => s.planeLoose && h.fill(e.preshower),
  },
  {
    name: 'srd',
    title: 'energy in the SRD, triggered',
    axes: [energy('E_SRD', 250, 250, 'MeV')],
    fill: (h, e) => h.fill(1000 * (e.srd[0] + e.srd[1] + e.srd[2])),
  },
  {
    name: 'momentum',
    title: 'track momentum, triggered, one track',
    axes: [energy('p', 200, 200)],
    fill: (h, e) => e.tracks === 1 && h.fill(e.momentum),
  },
  {
    name: 'chi2',
    title: 'shower shape, loose cuts',
    axes: [{ name: 'chi2', unit: '', bins: 200, low: 0, high: 20 }],
    fill: (h, e, s) => s.planeLoose && h.fill(e.chi2),
  },
];

export const emptyCounts = (): Counts => ({
  spills: 0,
  scalers: emptyScalers(),
  building: emptyBuilding(),
  events: 0,
  physics: 0,
  sealed: 0,
  cutflow: CUTS.map(() => 0),
  regions: REGIONS.map(() => 0),
  histograms: PLOTS.map((p) => new Histogram(p.name, p.title, p.axes)),
  box: 0,
});

/** Counts one open physics event. */
export function countEvent(counts: Counts, event: ReconstructedEvent, belief: Belief): void {
  const selection = select(event, belief);
  for (let i = 0; i < selection.passed; i++) counts.cutflow[i]++;
  REGIONS.forEach((region, i) => {
    if (region.contains(event, selection, belief)) counts.regions[i]++;
  });
  PLOTS.forEach((plot, i) => {
    plot.fill(counts.histograms[i], event, selection);
  });
  if (inBox(event, selection, belief)) counts.box++;
}

export const isPhysics = (type: number) => (type & PHYSICS) !== 0;

/** The sum of two counts, as a new object. @throws RangeError beyond the exact integers */
export function mergeCounts(a: Counts, b: Counts): Counts {
  const { histograms: ha, ...tallyA } = a;
  const { histograms: hb, ...tallyB } = b;
  return {
    ...mergeTally(tallyA, tallyB),
    histograms: ha.map((h, i) => h.emptyCopy().merge(h).merge(hb[i])),
  };
}

/** Canonical bytes: equal counts give equal bytes. */
export function encodeCounts(counts: Counts): Uint8Array {
  return spillway.Counts.encode(countsMessage(counts)).finish();
}

export function countsMessage(counts: Counts): spillway.Counts.$Properties {
  const histograms = counts.histograms.map((h) => {
    const cells = [...h.cells()];
    return { name: h.name, bin: cells.map((c) => c[0]), count: cells.map((c) => c[1]) };
  });
  const regionNames = REGIONS.map((r) => r.name);
  return { ...counts, histograms, cuts: CUTS.map((c) => c.name), regionNames };
}

/** @throws RangeError when the bytes are of other cuts, regions or histograms than this version's */
export function decodeCounts(bytes: Uint8Array): Counts {
  const m = spillway.Counts.decode(bytes);
  const counts = emptyCounts();
  const sameShape =
    sameNames(m.cuts, CUTS) &&
    sameNames(m.regionNames, REGIONS) &&
    sameNames(
      m.histograms.map((h) => h.name ?? ''),
      PLOTS,
    ) &&
    m.cutflow.length === CUTS.length &&
    m.regions.length === REGIONS.length;
  if (!sameShape) throw new RangeError('counts: written by another version of the selection');
  m.histograms.forEach((h, i) => {
    const { bin = [], count = [] } = h;
    counts.histograms[i].restore((bin ?? []).map((b, j) => [b, (count ?? [])[j]] as const));
  });
  return {
    spills: m.spills,
    scalers: scalersOf(m.scalers),
    building: buildingOf(m.building),
    events: m.events,
    physics: m.physics,
    sealed: m.sealed,
    cutflow: m.cutflow,
    regions: m.regions,
    histograms: counts.histograms,
    box: m.box,
  };
}

const sameNames = (names: readonly string[], rows: readonly { readonly name: string }[]) =>
  names.length === rows.length && rows.every(({ name }, i) => name === names[i]);
