/** The regions, with a seal that can be switched off. */
import { isSealed as own } from '../../../src/analyse/selection/regions.js';
import { keyOf, state } from './state.js';

export * from '../../../src/analyse/selection/regions.js';

export const isSealed: typeof own = (event, belief) => {
  const is = own(event, belief);
  if (is) state.sealed?.set(keyOf(event), event);
  return state.isSealed && is;
};
