/**
 * From the channels of a plane to clusters of neighbouring strips: where several strips share a
 * channel, a cluster is the larger the surer its place.
 */
import { PLANE, type Station, type StripChamber, stripCentre } from '../../../core/tracker.js';
import type { TrackerHits } from '../../calibration/event.js';

export interface Cluster {
  /** Centre of gravity, mm from the axis. */
  readonly at: number;
  /** ns, relative to the trigger. */
  readonly time: number;
  /** ADC counts; strips. */
  readonly charge: number;
  readonly size: number;
}

/** A hit counts for a cluster up to so many time resolutions from the trigger. */
const TIME_SIGMAS = 4;
/** A cluster keeps at least this share of channels that no larger one has. */
const OWN = 0.5;

const amplitude = new Float64Array(PLANE);
const time = new Float64Array(PLANE);
/** Whether a channel fired in time, and whether it stands in a cluster that was kept. */
const fired = new Uint8Array(PLANE);
const taken = new Uint8Array(PLANE);

/** Clusters of every plane (2 station + view), in time. */
export function clusters(stations: readonly Station[], hits: TrackerHits): Cluster[][] {
  const planes: Cluster[][] = Array.from({ length: 2 * stations.length }, () => []);
  const { strip } = hits;
  for (let from = 0; from < strip.length; ) {
    const plane = strip[from] >> 8;
    let to = from;
    while (to < strip.length && strip[to] >> 8 === plane) to++;
    const station = stations[plane >> 1];
    if (station?.strips)
      planes[plane] = ofPlane(station, station.strips, plane & 1, hits, from, to);
    from = to;
  }
  return planes;
}

/** Clusters of the hits `from` to `to`, all of one plane. */
function ofPlane(
  station: Station,
  strips: StripChamber,
  view: number,
  hits: TrackerHits,
  from: number,
  to: number,
): Cluster[] {
  const { map, channels } = station;
  const dead = station.dead[view];
  const late = TIME_SIGMAS * strips.timeResolution;
  fired.fill(0);
  taken.fill(0);
  for (let k = from; k < to; k++) {
    const channel = hits.strip[k] % PLANE;
    const t = hits.time[k];
    if (channel >= channels || !(t >= -late && t <= late) || !(hits.amplitude[k] > 0)) continue;
    fired[channel] = 1;
    amplitude[channel] = hits.amplitude[k];
    time[channel] = t;
  }
  const runs: Run[] = [];
  const singles: number[] = [];
  const n = map.length;
  for (let first = 0; first < n; first++) {
    if (fired[map[first]] === 0) continue;
    let last = first;
    // A dead strip between two that fired does not part them.
    while (last + 1 < n) {
      if (fired[map[last + 1]] === 1) last++;
      else if (last + 2 < n && dead[map[last + 1]] === 1 && fired[map[last + 2]] === 1) last += 2;
      else break;
    }
    if (last > first) runs.push(runOf(strips, map, first, last));
    else singles.push(first);
    first = last;
  }
  // The larger first: what is left without channels of its own is an echo of the others.
  if (runs.length > 1) runs.sort((a, b) => b.size - a.size || b.charge - a.charge || a.at - b.at);
  const kept: Cluster[] = [];
  for (const run of runs) {
    let free = 0;
    for (let s = run.first; s <= run.last; s++) if (isFree(map[s])) free++;
    if (free < OWN * run.size) continue;
    for (let s = run.first; s <= run.last; s++) taken[map[s]] = 1;
    kept.push(run);
  }
  // A channel alone stands at several places: each may be the one. Most belong to what was kept.
  for (const strip of singles) {
    if (isFree(map[strip])) kept.push(runOf(strips, map, strip, strip));
  }
  return kept;
}

const isFree = (channel: number) => fired[channel] === 1 && taken[channel] === 0;

interface Run extends Cluster {
  readonly first: number;
  readonly last: number;
}

function runOf(strips: StripChamber, map: Uint16Array, first: number, last: number): Run {
  let charge = 0;
  let weighted = 0;
  let times = 0;
  let size = 0;
  for (let strip = first; strip <= last; strip++) {
    const channel = map[strip];
    if (fired[channel] === 0) continue;
    const q = amplitude[channel];
    charge += q;
    weighted += q * strip;
    times += q * time[channel];
    size++;
  }
  const at = stripCentre(strips, weighted / charge);
  return { at, time: times / charge, charge, size, first, last };
}
