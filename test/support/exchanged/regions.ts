/** The regions, with a seal that can be switched off. */
import { isSealed as own } from '../../../src/analyse/selection/regions.js';
import { state } from './state.js';

export * from '../../../src/analyse/selection/regions.js';

export const isSealed: typeof own = (event, belief) => state.isSealed && own(event, belief);
