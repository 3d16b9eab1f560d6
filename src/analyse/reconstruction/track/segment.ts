/**
 * Straight track segments in one view, from the clusters of the stations on one side of the magnets.
 */
import type { Cluster } from './cluster.js';

/** Clusters of one plane. */
export interface Plane {
  /** mm from S1. */
  readonly z: number;
  /** Error of a cluster, mm. */
  readonly error: number;
  readonly timeError: number;
  readonly clusters: readonly Cluster[];
}

/** A line at + slope (z - z0). */
export interface Segment {
  readonly at: number;
  readonly slope: number;
  /** Variances of both, and their covariance. */
  readonly varAt: number;
  readonly varSlope: number;
  readonly cov: number;
  /** Sum of squared pulls, and how many clusters stand in it. */
  readonly chi2: number;
  readonly points: number;
  readonly time: number;
  readonly varTime: number;
  readonly clusters: readonly Cluster[];
}

/** Road in which a cluster joins a line, in errors of a cluster. */
const ROAD = 5;
/** Shortest distance of two planes that start a line, mm. */
const SHORTEST = 500;
/** Worst chi2 for each degree of freedom. */
const WORST = 10;

/**
 * All segments with at least `least` clusters and a slope below `steepest`, the best first; two may
 * share `shared` clusters.
 * @param z0 where `at` is taken, mm
 */
export function segments(
  planes: readonly Plane[],
  z0: number,
  least: number,
  steepest: number,
  shared: number,
): Segment[] {
  const found: Segment[] = [];
  for (let i = 0; i < planes.length; i++) {
    // The longest lines first: a pair that stands in one of them says nothing new.
    for (let j = planes.length - 1; j > i; j--) {
      const way = planes[j].z - planes[i].z;
      if (way < SHORTEST) continue;
      for (const a of planes[i].clusters) {
        for (const b of planes[j].clusters) {
          const slope = (b.at - a.at) / way;
          if (Math.abs(slope) > steepest) continue;
          if (found.some((s) => s.clusters.includes(a) && s.clusters.includes(b))) continue;
          const fitted = fit(planes, i, j, a, b, slope, z0);
          if (fitted.points < least) continue;
          if (fitted.chi2 <= WORST * Math.max(1, fitted.points - 2)) found.push(fitted);
        }
      }
    }
  }
  found.sort((a, b) => b.points - a.points || a.chi2 - b.chi2 || a.at - b.at);
  const kept: Segment[] = [];
  for (const segment of found) {
    const independent = kept.every((other) => {
      let common = 0;
      for (const c of segment.clusters) if (other.clusters.includes(c)) common++;
      return common <= shared;
    });
    if (independent) kept.push(segment);
  }
  return kept;
}

/** Least squares through clusters a and b and the nearest of every other plane within the road. */
function fit(
  planes: readonly Plane[],
  i: number,
  j: number,
  a: Cluster,
  b: Cluster,
  slope: number,
  z0: number,
): Segment {
  const chosen: Cluster[] = [];
  let s = 0;
  let sz = 0;
  let szz = 0;
  let sx = 0;
  let szx = 0;
  let sxx = 0;
  let times = 0;
  let weights = 0;
  for (let k = 0; k < planes.length; k++) {
    const { z, error, timeError, clusters } = planes[k];
    let best: Cluster | null = k === i ? a : k === j ? b : null;
    if (best === null) {
      const expected = a.at + slope * (z - planes[i].z);
      let nearest = ROAD * error;
      for (const c of clusters) {
        const distance = Math.abs(c.at - expected);
        if (distance <= nearest) {
          nearest = distance;
          best = c;
        }
      }
      if (best === null) continue;
    }
    chosen.push(best);
    const w = 1 / (error * error);
    const dz = z - z0;
    s += w;
    sz += w * dz;
    szz += w * dz * dz;
    sx += w * best.at;
    szx += w * dz * best.at;
    sxx += w * best.at * best.at;
    const wt = 1 / (timeError * timeError);
    weights += wt;
    times += wt * best.time;
  }
  const d = s * szz - sz * sz;
  const at = (szz * sx - sz * szx) / d;
  const tilt = (s * szx - sz * sx) / d;
  return {
    at,
    slope: tilt,
    varAt: szz / d,
    varSlope: s / d,
    cov: -sz / d,
    chi2: Math.max(0, sxx - at * sx - tilt * szx),
    points: chosen.length,
    time: times / weights,
    varTime: 1 / weights,
    clusters: chosen,
  };
}
