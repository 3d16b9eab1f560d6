import { SLICE_TICKS } from '../../../core/ticks.js';
import { Module, seek } from '../../streams.js';
import type { ClockSource } from './clock.js';

const SLICE_SECONDS = 1e-3;

/** A Poisson process during the spill. */
export const random: ClockSource = {
  name: 'random',
  feeds: ({ type }) => type === 'random',
  ticks(line, { at, slice, slices }, stream) {
    if (line.type !== 'random' || slice >= slices) return [];
    seek(stream, at, slice, Module.clock);
    const count = stream.poisson(line.rate * SLICE_SECONDS);
    if (count === 0) return [];
    return Array.from({ length: count }, () => Math.floor(SLICE_TICKS * stream.uniform())).sort(
      (a, b) => a - b,
    );
  },
  lastSlice: (_line, slices) => slices - 1,
};
