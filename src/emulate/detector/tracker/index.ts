/**
 * The spectrometer's tracker: Micromegas, GEM and straw-tube chambers with two views each. It answers
 * with hits; an amplitude in ADC counts stands in the place of an energy.
 */
import type { Card } from '../../../core/card/schema.js';
import type { Stream } from '../../../core/random/index.js';
import { trackerChannel, trackerLayout } from '../../../core/tracker.js';
import { Module } from '../../streams.js';
import type { AddPulse, SubDetector } from '../subdetector.js';
import { cross } from './chamber.js';
import { readOut, readOutSamples } from './readout.js';
import { knockOns, photonElectrons, spray } from './secondaries.js';
import { type Crossings, follow } from './trajectory.js';

/** Noise hits lie in this range about the trigger, ns: strips in their samples, tubes in the gate. */
const STRIP_NOISE = 75;
const TUBE_NOISE = 300;

const at: Crossings = { x: new Float64Array(0), y: new Float64Array(0) };

/** Room for the crossings of so many stations. */
function roomFor(stations: number): Crossings {
  if (at.x.length < stations) {
    at.x = new Float64Array(stations);
    at.y = new Float64Array(stations);
  }
  return at;
}

function noise({ detector: { tracker } }: Card, stream: Stream, add: AddPulse): void {
  trackerLayout(tracker).forEach(({ strips, channels, dead }, i) => {
    for (const view of [0, 1] as const) {
      const n = stream.poisson(strips ? strips.noise : tracker.straw.noise);
      for (let k = 0; k < n; k++) {
        const channel = Math.floor(channels * stream.uniform());
        const amplitude = strips ? strips.threshold * (1 + stream.exponential()) : 1;
        const time = (strips ? STRIP_NOISE : TUBE_NOISE) * (2 * stream.uniform() - 1);
        if (amplitude > 0 && !dead[view][channel]) {
          add(trackerChannel(i, view, channel), amplitude, time);
        }
      }
    }
  });
}

export const tracker: SubDetector = {
  name: 'tracker',
  channels: () => 0, // of sampling ADCs
  label: (channel) => `tracker plane ${channel >> 8} channel ${channel & 255}`,
  module: Module.tracker,
  respond(card, fate, stream, add) {
    if (fate.track <= 0) return;
    const { tracker } = card.detector;
    const stations = trackerLayout(tracker);
    const way = roomFor(stations.length);
    follow(card, stations, fate, stream, way);
    stations.forEach((station, i) => {
      cross(tracker, station, i, way.x[i], way.y[i], stream, add);
    });
    knockOns(card, stations, way, stream, add);
    if (fate.radiates > 0) photonElectrons(card, stations, way, stream, add);
    if (fate.secondaries > 0) spray(card, stations, fate, stream, add);
  },
  noise,
  readOut: (card, hits) => ({ hits: readOut(card, hits) }),
  readOutSamples: (card, hits, stream) => ({ hits: readOutSamples(card, hits, stream) }),
};
