/**
 * Tracks: how many in time, and the first one's momentum, angle and impact point.
 */
import type { Belief } from '../../core/card/schema.js';
import type { CalibratedEvent } from '../calibration.js';

export interface TrackAnswer {
  tracks: number;
  /** GeV, rad, mm; 0 without a track. */
  momentum: number;
  angle: number;
  x: number;
  y: number;
}

export function reconstructTrack(belief: Belief, event: CalibratedEvent): TrackAnswer {
  const { window } = belief.analysis.cuts.track;
  const inTime = event.tracks.filter(
    (t) => t.timePs >= 1000 * window.from && t.timePs <= 1000 * window.to,
  );
  const first = inTime[0];
  if (!first) return { tracks: 0, momentum: 0, angle: 0, x: 0, y: 0 };
  const ax = first.angleXNrad * 1e-9;
  const ay = first.angleYNrad * 1e-9;
  return {
    tracks: inTime.length,
    momentum: first.momentumMev * 1e-3,
    angle: Math.sqrt(ax * ax + ay * ay),
    x: first.xUm * 1e-3,
    y: first.yUm * 1e-3,
  };
}
