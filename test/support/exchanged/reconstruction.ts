/** The reconstruction, but for the events whose values are exchanged. */
import { reconstruct as own } from '../../../src/analyse/reconstruction/index.js';
import { keyOf, state } from './state.js';

export * from '../../../src/analyse/reconstruction/index.js';

export const reconstruct: typeof own = (belief, calibrated) => {
  const event = own(belief, calibrated);
  const other = state.others.get(keyOf(event));
  if (!other) return event;
  state.exchanged++;
  if (state.fails) throw new RangeError(`E_ECAL ${other.ecal}, of ${JSON.stringify(other)}`);
  return other;
};
