/** Busy for a fixed time after every recorded event; not paralysable, no derandomiser. */
import { ticks } from '../../core/ticks.js';
import type { Model } from './model.js';

export const fixed: Model<'fixed'> = {
  name: 'fixed',

  frontEnd({ deadTime }) {
    const dead = ticks(deadTime);
    let until = 0;
    return {
      refusal: (time) => (time < until ? 'deadTime' : null),
      trigger(time, taken) {
        if (taken) until = time + dead;
      },
      get until() {
        return until;
      },
    };
  },

  /** 1 / (1 + r tau). */
  live: ({ deadTime }, rate) => 1 / (1 + rate * deadTime),
};
