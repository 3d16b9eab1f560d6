/**
 * The running counts: integer tallies of what the analysis may see. Merging is a sum, exactly
 * associative and commutative; means and errors are made when shown.
 *
 * Of a sealed event only its number is counted.
 */
import type { Belief } from '../core/card/schema.js';
import { Histogram } from '../core/histogram.js';
import { BEAM, emptyScalers, PHYSICS, type Scalers } from '../core/wire/ledger.js';
import { decodeMessage } from '../core/wire/decode.js';
import { spillway } from '../core/wire/messages.js';
import { mergeTally } from '../core/wire/tally.js';
import { type SpillProfile, scalersOf } from './building/index.js';
import { type Building, buildingOf, emptyBuilding } from './building/report.js';
import { PLOTS } from './plots.js';
import type { ReconstructedEvent } from './reconstruction/index.js';
import { CUTS, select } from './selection/index.js';
import { inBox, REGIONS } from './selection/regions.js';

export interface Counts {
  spills: number;
  /** Those that a monitor found bad: nothing else of them is counted but `building`. */
  badSpills: number;
  scalers: Scalers;
  building: Building;
  /** Built events of all types; physics events; sealed ones among these. */
  events: number;
  physics: number;
  sealed: number;
  /** Recorded physics events that were not built: counters and SRD show that they pass no cut. */
  setAside: number;
  /** Open physics events that passed each cut, in the order of `CUTS`. */
  cutflow: number[];
  /** Open physics events in each region, in the order of `REGIONS`. */
  regions: number[];
  /** In the order of `PLOTS`. */
  histograms: Histogram[];
  /** Events in the signal box; stays 0 while it is sealed. */
  box: number;
}

export const emptyCounts = (): Counts => ({
  spills: 0,
  badSpills: 0,
  scalers: emptyScalers(),
  building: emptyBuilding(),
  events: 0,
  physics: 0,
  sealed: 0,
  setAside: 0,
  cutflow: CUTS.map(() => 0),
  regions: REGIONS.map(() => 0),
  histograms: PLOTS.map((p) => new Histogram(p.name, p.title, p.axes)),
  box: 0,
});

/** Trigger types that an event must have for a plot. */
const TYPES = {
  physics: [PHYSICS],
  triggered: [PHYSICS],
  beam: [BEAM],
  'beam and physics': [BEAM, PHYSICS],
} as const;

/**
 * Counts one event that is not sealed.
 * @param type trigger types, as in its header
 * @param all whether every trigger of its spill is counted
 */
export function countEvent(
  counts: Counts,
  event: ReconstructedEvent,
  belief: Belief,
  type = PHYSICS,
  all = true,
): void {
  const selection = select(event, belief);
  PLOTS.forEach((plot, i) => {
    if (plot.of === 'spill') return;
    if (plot.of === 'triggered' && !all) return;
    if (TYPES[plot.of].every((wanted) => type & wanted)) {
      plot.fill(counts.histograms[i], event, selection, belief);
    }
  });
  if (!isPhysics(type)) return;
  for (let i = 0; i < selection.passed; i++) counts.cutflow[i]++;
  REGIONS.forEach((region, i) => {
    if (region.contains(event, selection, belief)) counts.regions[i]++;
  });
  if (inBox(event, selection, belief)) counts.box++;
}

/**
 * Counts what the scalers say of a spill.
 * @param spill its number in the run, from 1
 */
export function countProfile(counts: Counts, profile: SpillProfile, spill: number): void {
  PLOTS.forEach((plot, i) => {
    if (plot.of === 'spill') plot.fill(counts.histograms[i], profile, spill);
  });
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
  const { badSpills, ...rest } = counts;
  // Runs in which none is bad have the bytes that they had when none could be.
  const bad = badSpills > 0 && { badSpills };
  return { ...rest, ...bad, histograms, cuts: CUTS.map((c) => c.name), regionNames };
}

/**
 * Histograms that the bytes lack are left empty: they were written before there were such.
 * @throws RangeError when the bytes are of other cuts or regions, or have histograms that this version lacks
 */
export function decodeCounts(bytes: Uint8Array): Counts {
  const counts = emptyCounts();
  addCounts(counts, bytes);
  return counts;
}

/**
 * Adds encoded counts to `counts`, which costs what stands in them and no more.
 * @throws RangeError as `decodeCounts`, and beyond the exact integers
 */
export function addCounts(counts: Counts, bytes: Uint8Array): void {
  const m = decodeMessage(spillway.Counts, bytes);
  const sameShape =
    sameNames(m.cuts, CUTS) &&
    sameNames(m.regionNames, REGIONS) &&
    m.cutflow.length === CUTS.length &&
    m.regions.length === REGIONS.length;
  const histograms = m.histograms.map(({ name }) => counts.histograms.find((h) => h.name === name));
  if (!sameShape || histograms.includes(undefined)) {
    throw new RangeError('counts: written by another version of the selection');
  }
  m.histograms.forEach((h, i) => {
    const { bin = [], count = [] } = h;
    histograms[i]?.restore((bin ?? []).map((b, j) => [b, (count ?? [])[j]] as const));
  });
  const { histograms: _, ...tally } = counts;
  const more = {
    spills: m.spills,
    badSpills: m.badSpills,
    scalers: scalersOf(m.scalers),
    building: buildingOf(m.building),
    events: m.events,
    physics: m.physics,
    sealed: m.sealed,
    setAside: m.setAside,
    cutflow: m.cutflow,
    regions: m.regions,
    box: m.box,
  };
  Object.assign(counts, mergeTally(tally, more));
}

const sameNames = (names: readonly string[], rows: readonly { readonly name: string }[]) =>
  names.length === rows.length && rows.every(({ name }, i) => name === names[i]);
