/** What this process holds, and how that goes on. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** MB of 1e6 bytes. */
export interface Held {
  /** Of the process, its threads among it. */
  readonly rss: number;
  /** Of this thread: heap and buffers. */
  readonly heap: number;
}

/** @returns what is held behind a collection of this thread */
export function memoryMeter(): () => Held {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  return () => {
    collect();
    const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
    return { rss: rss / 1e6, heap: (heapUsed + arrayBuffers) / 1e6 };
  };
}

/**
 * Slope of a straight line by least squares, and its error from the scatter about the line; points of equal weight. Of
 * fewer than three points it is no number.
 */
export function slopeOf(
  points: readonly (readonly [x: number, y: number])[],
): readonly [slope: number, error: number] {
  const n = points.length;
  if (n < 3) return [Number.NaN, Number.NaN];
  const mean = (i: 0 | 1) => points.reduce((sum, point) => sum + point[i], 0) / n;
  const [x0, y0] = [mean(0), mean(1)];
  const sxx = points.reduce((sum, [x]) => sum + (x - x0) ** 2, 0);
  const sxy = points.reduce((sum, [x, y]) => sum + (x - x0) * (y - y0), 0);
  const slope = sxy / sxx;
  const rest = points.reduce((sum, [x, y]) => sum + (y - y0 - slope * (x - x0)) ** 2, 0);
  return [slope, Math.sqrt(rest / (n - 2) / sxx)];
}
