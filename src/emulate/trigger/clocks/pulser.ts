import { ticks } from '../../../core/ticks.js';
import type { ClockSource } from './clock.js';
import { periodic } from './periodic.js';

/** Every `period` during the spill. */
export const pulser: ClockSource = {
  name: 'pulser',
  feeds: ({ type }) => type === 'pulser',
  ticks(line, { slice, slices }) {
    if (line.type !== 'pulser' || slice >= slices) return [];
    return periodic(ticks(line.phase), ticks(line.period), Infinity, slice);
  },
  lastSlice: (_line, slices) => slices - 1,
};
