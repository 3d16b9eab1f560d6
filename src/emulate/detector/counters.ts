/**
 * The pulses of S1..S4, V1, V2 in the event. Which of their discriminators fire is part of the beam
 * particle (`Slice.fired`); the pulses agree with that: above the threshold where it fired, below or
 * none where it did not, none in a counter that the particle misses.
 */
import { channelCounts } from '../../core/channels.js';
import type { Card } from '../../core/card/schema.js';
import { COUNTERS } from '../../core/card/trigger.js';
import { moyal } from '../../core/moyal.js';
import type { Stream } from '../../core/random/index.js';
import { Module } from '../streams.js';
import { ANY_V } from '../trigger/discriminators.js';
import type { SubDetector } from './subdetector.js';

type Counters = Card['detector']['counters'];

/** Of a counter that should have fired and did not: it saw some light, or nothing [estimate]. */
const SEES_SOME = 0.5;

/** Energy loss of a minimum-ionising particle in a thin counter, most probably `mip`, GeV, with noise. */
export function lossInCounter({ mip, width, noise }: Counters, stream: Stream): number {
  return mip * (1 + width * moyal(stream)) + noise * stream.normal();
}

/** The same of one that is above the threshold. */
function aboveThreshold(counters: Counters, stream: Stream): number {
  for (let tries = 0; tries < 100; tries++) {
    const energy = lossInCounter(counters, stream);
    if (energy > counters.threshold) return energy;
  }
  return counters.threshold + counters.mip * stream.exponential();
}

export const counters: SubDetector = {
  name: 'counters',
  channels: (detector) => channelCounts(detector).counters,
  label: (channel) => COUNTERS[channel],
  module: Module.counters,
  respond(card, fate, stream, add) {
    const { counters } = card.detector;
    const { threshold, timeResolution } = counters;
    const fired = fate.fired & (fate.counters | ANY_V);
    for (let c = 0; c < COUNTERS.length; c++) {
      const bit = 1 << c;
      if (fired & bit) {
        add(c, aboveThreshold(counters, stream), timeResolution * stream.normal());
      } else if (fate.counters & bit && stream.uniform() < SEES_SOME) {
        add(c, threshold * stream.uniform(), timeResolution * stream.normal());
      }
    }
  },
};
