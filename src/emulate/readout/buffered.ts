/**
 * A derandomiser of some depth before the digitisation: busy only while it is full. An event keeps its
 * place until it is digitised.
 */
import { exp } from '../../core/math.js';
import { ticks } from '../../core/ticks.js';
import type { Model } from './model.js';

export const buffered: Model<'buffered'> = {
  name: 'buffered',

  frontEnd({ deadTime, depth, latency }) {
    const digitise = ticks(deadTime);
    const late = ticks(latency);
    /** When each event held will be digitised, first in first out. */
    const held: number[] = [];
    let last = 0;
    let until = 0;
    return {
      refusal: (time) => (time < until ? 'deadTime' : null),
      trigger(time, taken) {
        if (!taken) return;
        last = Math.max(last, time) + digitise;
        held.push(last);
        while (held.length > 0 && held[0] <= time) held.shift();
        if (held.length >= depth) until = held[0] + late;
      },
      get until() {
        return until;
      },
    };
  },

  /** That of the queue M/D/1/depth; the latency is left out. */
  live: ({ deadTime, depth }, rate) => 1 - blockingMD1K(rate * deadTime, depth),
};

/**
 * Share of Poisson arrivals that find a queue with one server of constant service time full, by the
 * Markov chain embedded at the departures.
 * @param load arrivals per service time
 * @param capacity customers that it holds, the one in service included
 */
export function blockingMD1K(load: number, capacity: number): number {
  // Never empty, where exp(-load) would leave the range of numbers.
  if (capacity > 1 && load > 500) return 1 - 1 / load;
  /** beyond[k]: chance of more than k arrivals in one service time. */
  const beyond = tails(load, capacity);
  // The chain steps down by one at most: a cut between j and j + 1 is crossed as often either way.
  const state = [1];
  let sum = 1;
  for (let j = 0; j + 1 < capacity; j++) {
    let up = state[0] * beyond[j];
    for (let i = 1; i <= j; i++) up += state[i] * beyond[j - i + 1];
    let next = up / exp(-load);
    if (next > 1e200) {
      for (let i = 0; i <= j; i++) state[i] /= next;
      sum /= next;
      next = 1;
    }
    state.push(next);
    sum += next;
  }
  return 1 - 1 / (state[0] / sum + load);
}

function tails(mean: number, n: number): number[] {
  const reach = n + Math.ceil(mean + 12 * Math.sqrt(mean) + 40);
  let term = exp(-mean);
  const terms = [term];
  for (let k = 1; k <= reach; k++) {
    term *= mean / k;
    terms.push(term);
  }
  const out: number[] = [];
  let sum = 0;
  for (let k = reach; k > 0; k--) {
    sum += terms[k];
    out[k - 1] = sum;
  }
  return out;
}
