/**
 * Tracks, from hits and the believed geometry alone: clusters, straight segments before and behind the
 * magnets in each view, and the bend between them.
 */
import type { Belief } from '../../../core/card/schema.js';
import { type Station, trackerLayout } from '../../../core/tracker.js';
import type { TrackerHits } from '../../calibration/event.js';
import { type Cluster, clusters } from './cluster.js';
import { type Plane, type Segment, segments } from './segment.js';
import { strawMultiplicity } from './straws.js';

/** A straight line beside its axis: mm at the middle of the magnets, and slopes, rad. */
export interface Line {
  x: number;
  y: number;
  slopeX: number;
  slopeY: number;
}

export interface Track {
  /** GeV: p = 0.3 B L / angle of the bend. */
  momentum: number;
  /** Behind the magnets to the beam axis, rad. */
  angle: number;
  /** Impact on the ECAL from the beam axis, mm. */
  x: number;
  y: number;
  /** ns, relative to the trigger. */
  time: number;
  /** Of both segments and of their match at the magnets, per degree of freedom. */
  chi2: number;
  /** Beside the straight axis before the magnets, beside the bent one behind them. */
  before: Line;
  behind: Line;
}

export interface TrackAnswer {
  /** In time, the best first. */
  tracks: readonly Track[];
  /** Tubes of the first straw station in time, x and y. */
  straws: readonly [number, number];
}

/** Fewest planes with a cluster on each side of the magnets. */
const LEAST_BEFORE = 2;
const LEAST_BEHIND = 3;
/** Steepest lines, rad: beam particles; half of the beam's momentum behind the magnets. */
const STEEPEST_BEFORE = 3e-3;
const STEEPEST_BEHIND = 21e-3;
/** Segments may share so many clusters: particles that overlap in a plane, and noise beside one. */
const SHARED = 1;
/** Two segments meet at the magnets, in errors of their distance; views of a track in time. */
const MATCH = 5;
/** Error of a segment beside its clusters': alignment and scattering, mm. */
const FLOOR = 0.2;

interface Pair {
  before: Segment;
  behind: Segment;
  chi2: number;
}

export function reconstructTracks(belief: Belief, hits: TrackerHits): TrackAnswer {
  const { detector, analysis } = belief;
  const { position, tracker } = detector;
  const stations = trackerLayout(tracker);
  const straws = strawMultiplicity(tracker, stations, hits);
  const z0 = position.magnets;
  const found = clusters(stations, hits);
  const view = (v: 0 | 1) => {
    const planes = stations.map((s, i) => plane(s, found[2 * i + v]));
    const before = planes.filter((p): p is Plane => p !== null && p.z < z0);
    const behind = planes.filter((p): p is Plane => p !== null && p.z >= z0);
    return {
      before: segments(before, z0, LEAST_BEFORE, STEEPEST_BEFORE, SHARED),
      behind: segments(behind, z0, LEAST_BEHIND, STEEPEST_BEHIND, SHARED),
    };
  };
  const [x, y] = [view(0), view(1)];
  const xs = pairs(x.before, x.behind, false);
  const ys = pairs(y.before, y.behind, true);
  const { window } = analysis.cuts.track;
  const tracks = together(xs, ys)
    .map(([px, py]) => trackOf(belief, px, py))
    .filter((t): t is Track => t !== null && t.time >= window.from && t.time <= window.to);
  return { tracks, straws };
}

function plane(station: Station, clusters: Plane['clusters']): Plane | null {
  const { strips, z } = station;
  if (strips === null) return null;
  // The centre of gravity adds nothing to what the chamber is known to resolve.
  return { z, error: strips.resolution, timeError: strips.timeResolution, clusters };
}

/** Segments that meet at the magnets; where nothing bends, their slopes agree too. */
function pairs(before: readonly Segment[], behind: readonly Segment[], straight: boolean): Pair[] {
  const found: Pair[] = [];
  for (const a of before) {
    for (const b of behind) {
      const dx = b.at - a.at;
      let chi2 = (dx * dx) / (a.varAt + b.varAt + FLOOR * FLOOR);
      if (chi2 > MATCH * MATCH) continue;
      if (straight) {
        const slope = b.slope - a.slope;
        const pull = (slope * slope) / (a.varSlope + b.varSlope);
        if (pull > MATCH * MATCH) continue;
        chi2 += pull;
      }
      found.push({ before: a, behind: b, chi2: chi2 + a.chi2 + b.chi2 });
    }
  }
  return found;
}

const pairTime = ({ before: a, behind: b }: Pair): [time: number, variance: number] => {
  const w = 1 / a.varTime + 1 / b.varTime;
  return [(a.time / a.varTime + b.time / b.varTime) / w, 1 / w];
};

/**
 * Views that are in time with each other, the best first. A segment behind the magnets stands in one
 * track only, and so does a cluster before them: two points are a line with any noise.
 */
function together(xs: readonly Pair[], ys: readonly Pair[]): [Pair, Pair][] {
  const candidates: { x: Pair; y: Pair; chi2: number }[] = [];
  for (const x of xs) {
    const [tx, vx] = pairTime(x);
    for (const y of ys) {
      const [ty, vy] = pairTime(y);
      // What the views have in common, the drift of a chamber, makes them agree better than this.
      const pull = ((tx - ty) * (tx - ty)) / (vx + vy);
      if (pull <= MATCH * MATCH) candidates.push({ x, y, chi2: x.chi2 + y.chi2 + pull });
    }
  }
  const points = ({ x, y }: { x: Pair; y: Pair }) => x.behind.points + y.behind.points;
  candidates.sort((a, b) => points(b) - points(a) || a.chi2 - b.chi2);
  const used = new Set<Segment | Cluster>();
  const tracks: [Pair, Pair][] = [];
  for (const { x, y } of candidates) {
    const parts = [x.behind, y.behind, ...x.before.clusters, ...y.before.clusters];
    if (parts.some((part) => used.has(part))) continue;
    for (const part of parts) used.add(part);
    tracks.push([x, y]);
  }
  return tracks;
}

/** Null where the bend is none that a beam particle could have. */
function trackOf({ detector, analysis }: Belief, x: Pair, y: Pair): Track | null {
  const { magnets, position } = detector;
  const bend = magnets.bend + x.behind.slope - x.before.slope;
  if (!(bend > magnets.bend / 10)) return null;
  const [tx, vx] = pairTime(x);
  const [ty, vy] = pairTime(y);
  const way = position.ecal - position.magnets;
  const { slope: sx } = x.behind;
  const { slope: sy } = y.behind;
  const points = [x.before, x.behind, y.before, y.behind].reduce((n, s) => n + s.points, 0);
  return {
    momentum: (analysis.beamEnergy * magnets.bend) / bend,
    angle: Math.sqrt(sx * sx + sy * sy),
    x: x.behind.at + way * sx,
    y: y.behind.at + way * sy,
    time: (tx / vx + ty / vy) / (1 / vx + 1 / vy),
    // Two lines of two parameters in each view, less what they share: three matches.
    chi2: (x.chi2 + y.chi2) / (points - 8 + 3),
    before: lineOf(x.before, y.before),
    behind: lineOf(x.behind, y.behind),
  };
}

const lineOf = (x: Segment, y: Segment): Line => ({
  ...{ x: x.at, y: y.at },
  ...{ slopeX: x.slope, slopeY: y.slope },
});
