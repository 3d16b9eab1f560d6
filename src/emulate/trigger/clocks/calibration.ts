import { SLICE_TICKS, ticks } from '../../../core/ticks.js';
import type { ClockSource } from './clock.js';
import { periodic } from './periodic.js';

/** A number of triggers after the spill, when there is no beam. */
const between = (name: 'led' | 'pedestal'): ClockSource => ({
  name,
  feeds: (line) => line.type === 'calibration' && line.source === name,
  ticks(line, { slice, slices }) {
    if (line.type !== 'calibration' || slice < slices) return [];
    const first = slices * SLICE_TICKS + ticks(line.start);
    return periodic(first, ticks(line.period), line.number, slice);
  },
  lastSlice(line, slices) {
    if (line.type !== 'calibration' || line.number === 0) return slices - 1;
    const last = ticks(line.start) + (line.number - 1) * ticks(line.period);
    return slices + Math.floor(last / SLICE_TICKS);
  },
});

/** Light of the LED system on every photomultiplier. */
export const led = between('led');
/** Nothing at all. */
export const pedestal = between('pedestal');
