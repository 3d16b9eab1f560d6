/**
 * Dead time of the readout. A model is one entry of the shape `Readout` and one registry line.
 */
import type { Card } from '../core/card/schema.js';
import { ticks } from './trigger.js';

export interface Readout {
  /** Offers a trigger at `time` (0.1 ns since the start of the spill). */
  offer(time: number): 'recorded' | 'deadTime';
  /** Busy time up to the end of the spill, 0.1 ns. */
  busyTicks(end: number): number;
}

/** Every recorded event makes the readout busy for a fixed time; not paralysable, no derandomiser. */
function fixed(readout: Card['readout']): Readout {
  const dead = ticks(readout.deadTime);
  let until = 0;
  let accepted = 0;
  return {
    offer(time) {
      if (time < until) return 'deadTime';
      until = time + dead;
      accepted++;
      return 'recorded';
    },
    busyTicks: (end) => accepted * dead - Math.max(0, until - end),
  };
}

const MODELS: Record<Card['readout']['model'], (readout: Card['readout']) => Readout> = { fixed };

export const makeReadout = (readout: Card['readout']): Readout => MODELS[readout.model](readout);
