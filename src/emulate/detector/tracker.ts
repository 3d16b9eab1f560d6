/**
 * The spectrometer's answer: a track with its momentum, angle and impact point, and the number of
 * hits in the straws.
 */
import type { Card } from '../../core/card/schema.js';
import type { Stream } from '../../core/random/index.js';
import { ALL_COUNTERS, type Fate } from '../target/fate.js';

export interface TrackHit {
  momentum: number;
  angleX: number;
  angleY: number;
  x: number;
  y: number;
}

export interface TrackerAnswer {
  track: TrackHit | null;
  straws: readonly [number, number];
}

const NONE: TrackerAnswer = { track: null, straws: [0, 0] };

export function trackerAnswer(card: Card, fate: Fate, stream: Stream): TrackerAnswer {
  if (fate.track <= 0 || fate.counters !== ALL_COUNTERS) return NONE;
  const { tracker } = card.detector;
  const hits = () => 1 + stream.poisson(0.3);
  const straws: [number, number] = [hits(), hits()];
  if (stream.uniform() < tracker.multipleHits) straws[0] += 6 + stream.poisson(4);
  const track: TrackHit = {
    momentum: fate.track * (1 + tracker.momentumResolution * stream.normal()),
    angleX: fate.angleX + tracker.angleResolution * stream.normal(),
    angleY: fate.angleY + tracker.angleResolution * stream.normal(),
    x: fate.x + tracker.positionResolution * stream.normal(),
    y: fate.y + tracker.positionResolution * stream.normal(),
  };
  return { track: stream.uniform() < tracker.efficiency ? track : null, straws };
}
