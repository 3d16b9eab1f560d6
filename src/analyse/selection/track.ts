import type { Cut } from './cut.js';

/** Exactly one track with a momentum near the beam's. */
export const oneTrack: Cut = {
  name: 'one track',
  passes: (e, { analysis }) =>
    e.tracks === 1 && Math.abs(e.momentum - analysis.beamEnergy) < analysis.cuts.track.loose,
};

/** Cut (i): momentum within the tight window, small angle to the beam axis. */
export const track: Cut = {
  name: '(i) track',
  passes: (e, { analysis }) =>
    Math.abs(e.momentum - analysis.beamEnergy) < analysis.cuts.track.tight &&
    e.angle < analysis.cuts.track.angle,
};
