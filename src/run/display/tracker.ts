/** Hits of the tracker in their places, and the tracks that the reconstruction finds in them. */
import { blindly } from '../../analyse/blind.js';
import type { TrackerHits } from '../../analyse/calibration/index.js';
import { clusters } from '../../analyse/reconstruction/track/cluster.js';
import { reconstructTracks, type Track } from '../../analyse/reconstruction/track/index.js';
import type { Belief } from '../../core/card/index.js';
import { fromAbove } from '../../core/geometry.js';
import { PLANE, type Station, stationOf, trackerLayout, wireAt } from '../../core/tracker.js';
import type { StationHit, TrackerShown, TrackShown } from './shape.js';

/** Not to be asked of a sealed event. */
export function trackerShown(belief: Belief, hits: TrackerHits): TrackerShown {
  const { tracker } = belief.detector;
  const stations = trackerLayout(tracker);
  const found = blindly(() => clusters(stations, hits));
  const { window } = tracker.straw;
  return {
    clusters: found.flatMap((plane, p) =>
      plane.map(({ at, charge, size, time }) => ({
        ...hitOf(belief, stations[p >> 1], p & 1, at),
        ...{ charge, size, time },
      })),
    ),
    tubes: hits.tube.map((number, k) => {
      const view = (number >> 8) & 1;
      const at = wireAt(tracker.straw, number % PLANE);
      const tdc = hits.tdc[k];
      const inTime = tdc >= window.from && tdc <= window.to;
      return { ...hitOf(belief, stations[stationOf(number)], view, at), tdc, inTime };
    }),
    tracks: blindly(() => reconstructTracks(belief, hits)).tracks.map((t) => trackOf(belief, t)),
  };
}

const axisAt = ({ detector: { position } }: Belief, z: number) =>
  z < position.magnets ? 'straight' : 'bent';

function hitOf(belief: Belief, { name, z }: Station, view: number, at: number): StationHit {
  const beside = view === 0 ? at : 0;
  return {
    ...{ station: name, view: view === 0 ? 'x' : 'y', at },
    place: fromAbove(belief.detector, axisAt(belief, z), [beside, z]),
  };
}

/** Its points: where it meets stations and magnets, and the ECAL. */
function trackOf(belief: Belief, { before, behind, ...track }: Track): TrackShown {
  const { position, magnets, tracker } = belief.detector;
  const edge = (magnets.spacing + magnets.length) / 2;
  const bends = [-edge, 0, edge].map((dz) => position.magnets + dz);
  const places = [0, ...trackerLayout(tracker).map(({ z }) => z), ...bends, position.ecal];
  const { momentum, angle, chi2, time } = track;
  return {
    ...{ momentum, angle, chi2, time },
    points: places
      .filter((z) => z <= position.ecal)
      .sort((a, b) => a - b)
      .map((z) => {
        const axis = axisAt(belief, z);
        const line = axis === 'straight' ? before : behind;
        const way = z - position.magnets;
        const beside = line.x + way * line.slopeX;
        const [x, along] = fromAbove(belief.detector, axis, [beside, z]);
        return [x, line.y + way * line.slopeY, along] as const;
      }),
  };
}
