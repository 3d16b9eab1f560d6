/** What stands in for the reconstructed values of events, and whether there is a seal: set by the test, read by the modules beside. */
import type { ReconstructedEvent } from '../../../src/analyse/reconstruction/event.js';

export const state = {
  /** By the true values. */
  others: new Map<string, ReconstructedEvent>(),
  /** Where it is there, the true values of what is found sealed are put here. */
  sealed: null as Map<string, ReconstructedEvent> | null,
  /** How often one of them was taken. */
  exchanged: 0,
  isSealed: true,
  /** Instead of taking them, fail and say them. */
  fails: false,
};

export const keyOf = (own: ReconstructedEvent): string => JSON.stringify(own);
