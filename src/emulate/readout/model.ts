/**
 * The shape of a readout model: what it refuses, and for how long. Times are in ticks of 0.1 ns since
 * the start of the spill and never decrease.
 */
import type { Card } from '../../core/card/schema.js';

/** Why a model does not take a trigger. */
export type Refusal = 'deadTime' | 'throttled';

export type ModelName = Card['readout']['model'];
/** The card's section for one of the models. */
export type ReadoutOf<Name extends ModelName> = Extract<Card['readout'], { model: Name }>;

/** A model at work in one spill. It starts a busy time only with a trigger, and at once. */
export interface FrontEnd {
  /** What stands against a trigger at `time`; null exactly when `time` is not before `until`. */
  refusal(time: number): Refusal | null;
  /** A trigger came at `time`; `taken` says that it is recorded. */
  trigger(time: number, taken: boolean): void;
  /** When it takes triggers again, if none comes before. */
  readonly until: number;
}

export interface Model<Name extends ModelName> {
  readonly name: Name;
  frontEnd(readout: ReadoutOf<Name>): FrontEnd;
  /** Closed form: share taken of Poisson triggers at a constant rate (per ns). */
  live(readout: ReadoutOf<Name>, rate: number): number;
}
