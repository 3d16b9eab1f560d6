/**
 * Multiplicity of the straws: tubes of the first straw station in each view that fired in time.
 */
import { PLANE, type Station, type Tracker } from '../../../core/tracker.js';
import type { TrackerHits } from '../../calibration/event.js';

export function strawMultiplicity(
  { straw }: Tracker,
  stations: readonly Station[],
  { tube, tdc }: TrackerHits,
): [number, number] {
  const first = stations.findIndex(({ strips }) => strips === null);
  const { from, to } = straw.window;
  const hits: [number, number] = [0, 0];
  for (let k = 0; k < tube.length; k++) {
    const plane = Math.floor(tube[k] / PLANE);
    if (plane >> 1 !== first || tdc[k] < from || tdc[k] > to) continue;
    hits[plane & 1]++;
  }
  return hits;
}
