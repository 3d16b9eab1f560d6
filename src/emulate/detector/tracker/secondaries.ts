/**
 * Secondary particles in the chambers: knock-on electrons of a charged particle, electrons made by
 * the synchrotron photons that fly beside it, and hadrons made upstream. Each is a straight line from
 * where it is made to where it leaves the chambers or meets the magnets.
 */
import type { Card } from '../../../core/card/schema.js';
import type { Stream } from '../../../core/random/index.js';
import type { Station } from '../../../core/tracker.js';
import type { Fate } from '../../target/fate.js';
import type { AddPulse } from '../subdetector.js';
import { cross } from './chamber.js';
import type { Crossings } from './trajectory.js';

const TWO_ELECTRON_MASSES = 1.022e-3;
/** Width and slope of the hadrons of an upstream interaction at the chambers, mm and rad [estimate]. */
const SPRAY = { width: 30, slope: 0.02 };

/** Follows a line from station `from` on; `own`: it is seen there already. */
function line(
  card: Card,
  stations: readonly Station[],
  from: number,
  own: boolean,
  [x, y]: readonly [number, number],
  [slopeX, slopeY]: readonly [number, number],
  stream: Stream,
  add: AddPulse,
): void {
  const { position, tracker } = card.detector;
  const { z } = stations[from];
  for (let i = own ? from : from + 1; i < stations.length; i++) {
    const way = stations[i].z - z;
    if (z < position.magnets && stations[i].z > position.magnets) return;
    const [atX, atY] = [x + way * slopeX, y + way * slopeY];
    if (Math.abs(atX) > stations[i].half || Math.abs(atY) > stations[i].half) return;
    cross(tracker, stations[i], i, atX, atY, stream, add);
  }
}

/**
 * Knock-on electrons above T0, in number N(> T) = rate T0 / T per radiation length, at the angle
 * sin^2 = 2 m / (T + 2 m) of the scattering of a relativistic particle off an electron (mass m) at rest.
 */
export function knockOns(
  card: Card,
  stations: readonly Station[],
  at: Crossings,
  stream: Stream,
  add: AddPulse,
): void {
  const { knockOn } = card.detector.tracker.secondaries;
  stations.forEach((station, i) => {
    const n = stream.poisson(knockOn.perRadiationLength * station.material);
    for (let k = 0; k < n; k++) {
      const energy = knockOn.energy / stream.uniformOpen();
      const slope = Math.sqrt(TWO_ELECTRON_MASSES / energy); // tan = sqrt(2 m / T)
      const [dx, dy] = direction(stream);
      const slopes = [slope * dx, slope * dy] as const;
      line(card, stations, i, false, [at.x[i], at.y[i]], slopes, stream, add);
    }
  });
}

/**
 * Electrons made by synchrotron photons. They leave the beam along the bend, so that behind the
 * magnets they lie, evenly spread, between it and the way straight on.
 */
export function photonElectrons(
  card: Card,
  stations: readonly Station[],
  at: Crossings,
  stream: Stream,
  add: AddPulse,
): void {
  const { position, magnets, srd, tracker } = card.detector;
  const { photon } = tracker.secondaries;
  stations.forEach((station, i) => {
    if (station.z < position.magnets) return;
    const n = stream.poisson(srd.photons * photon.perRadiationLength * station.material);
    for (let k = 0; k < n; k++) {
      const x = at.x[i] - (station.z - position.magnets) * magnets.bend * stream.uniform();
      if (Math.abs(x) > station.half) continue;
      const slopes = [photon.slope * stream.normal(), photon.slope * stream.normal()] as const;
      line(card, stations, i, true, [x, at.y[i]], slopes, stream, add);
    }
  });
}

/** Charged hadrons of an interaction upstream of the chambers behind the magnets. */
export function spray(
  card: Card,
  stations: readonly Station[],
  fate: Fate,
  stream: Stream,
  add: AddPulse,
): void {
  const first = stations.findIndex(({ z }) => z > card.detector.position.magnets);
  if (first < 0) return;
  const { width, slope } = SPRAY;
  for (let k = 0; k < fate.secondaries; k++) {
    const start = [
      fate.beamX + width * stream.normal(),
      fate.beamY + width * stream.normal(),
    ] as const;
    const slopes = [slope * stream.normal(), slope * stream.normal()] as const;
    line(card, stations, first, true, start, slopes, stream, add);
  }
}

/** A direction across the beam, uniform. */
function direction(stream: Stream): [number, number] {
  for (;;) {
    const x = 2 * stream.uniform() - 1;
    const y = 2 * stream.uniform() - 1;
    const r2 = x * x + y * y;
    if (r2 > 0 && r2 < 1) return [x / Math.sqrt(r2), y / Math.sqrt(r2)];
  }
}
