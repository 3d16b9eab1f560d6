/**
 * The pulses of S1..S4 in the event; which of them fired for the trigger is decided in the slice.
 */
import { CHANNELS } from '../../core/channels.js';
import { Module } from '../streams.js';
import { ALL_COUNTERS } from '../target/fate.js';
import type { SubDetector } from './subdetector.js';

/** Most probable loss of a beam particle in a thin counter, GeV (S4's scale in NA64's public code). */
const MIP = 2.4e-4;

export const counters: SubDetector = {
  name: 'counters',
  channels: CHANNELS.counters,
  label: (channel) => ['S1', 'S2', 'S3', 'S4', 'V1', 'V2'][channel],
  module: Module.counters,
  respond(_card, fate, stream, add) {
    if (fate.counters !== ALL_COUNTERS) return;
    for (let s = 0; s < 4; s++) {
      add(s, MIP * (0.8 + 0.4 * stream.uniform()), 0.5 * stream.normal());
    }
  },
};
