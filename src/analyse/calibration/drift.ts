/**
 * Gains of one spill over those of the calibration run.
 */
import { channelCounts, type FrontEnd, ofFrontEnds, type Shaped } from '../../core/channels.js';

export interface FrontEndDrift {
  /** Gain of each channel over that of the calibration run, mean over the spill. */
  readonly channel: Float64Array;
  /** Gain within the spill over its mean, of all channels together: ticks ascending, linear between them. */
  readonly tick: readonly number[];
  readonly course: readonly number[];
}

export type Drift = Readonly<Record<FrontEnd, FrontEndDrift>>;

/** Gains as in the calibration run. */
export function noDrift(detector: Shaped): Drift {
  const counts = channelCounts(detector);
  return ofFrontEnds((name) => ({
    channel: new Float64Array(counts[name]).fill(1),
    tick: [],
    course: [],
  }));
}

/** The course at a tick of the spill. */
export function courseAt({ tick, course }: FrontEndDrift, at: number): number {
  const n = tick.length;
  if (n === 0) return 1;
  if (at <= tick[0]) return course[0];
  if (at >= tick[n - 1]) return course[n - 1];
  let i = 1;
  while (tick[i] < at) i++;
  const part = (at - tick[i - 1]) / (tick[i] - tick[i - 1]);
  return course[i - 1] + part * (course[i] - course[i - 1]);
}
