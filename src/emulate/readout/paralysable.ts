/** Every trigger, recorded or not, makes the readout busy anew. */
import { exp } from '../../core/math.js';
import { ticks } from '../../core/ticks.js';
import type { Model } from './model.js';

export const paralysable: Model<'paralysable'> = {
  name: 'paralysable',

  frontEnd({ deadTime }) {
    const dead = ticks(deadTime);
    let until = 0;
    return {
      refusal: (time) => (time < until ? 'deadTime' : null),
      trigger(time) {
        until = time + dead;
      },
      get until() {
        return until;
      },
    };
  },

  /** No trigger within tau before: exp(-r tau). */
  live: ({ deadTime }, rate) => exp(-rate * deadTime),
};
