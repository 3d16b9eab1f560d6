/**
 * An event after calibration: the same in both fidelities.
 */
import type { FrontEnd } from '../../core/channels.js';

/** Columns of equal length, sorted by channel and time. */
export interface Pulses {
  /** Of the front end. */
  channel: readonly number[];
  /** GeV. */
  energy: readonly number[];
  /** ns, relative to the trigger. */
  time: readonly number[];
}

/** Hits numbered as in `core/tracker`; two sets of columns of equal lengths, sorted by channel. */
export interface TrackerHits {
  strip: readonly number[];
  /** ADC counts. */
  amplitude: readonly number[];
  /** ns, relative to the trigger. */
  time: Float64Array;
  tube: readonly number[];
  /** Counts. */
  tdc: readonly number[];
}

export interface CalibratedEvent extends Record<FrontEnd, Pulses> {
  tracker: TrackerHits;
}
