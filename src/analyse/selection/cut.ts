import type { Belief } from '../../core/card/schema.js';
import type { ReconstructedEvent } from '../reconstruction/index.js';

/** One cut: one entry of this shape and one registry line. */
export interface Cut {
  readonly name: string;
  passes(event: ReconstructedEvent, belief: Belief): boolean;
}
