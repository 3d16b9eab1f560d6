import type { Card } from '../../core/card/schema.js';
import type { Stream } from '../../core/random/index.js';
import type { spillway } from '../../core/wire/messages.js';
import type { Fate } from '../target/fate.js';
import type { PulseList } from './pulses.js';

/** Takes one pulse: channel of this sub-detector, energy (GeV), time (ns) after the particle at S1. */
export type AddPulse = (channel: number, energyGeV: number, timeNs: number) => void;

/** One sub-detector: one file of this shape and one registry line. */
export interface SubDetector {
  /** Names its fragments in the raw event. */
  readonly name: string;
  /** Number of its sampling-ADC channels, which are numbered from 0, and what each is called. */
  channels(detector: Card['detector']): number;
  label(channel: number, detector: Card['detector']): string;
  /** Its random stream: an entry of `Module`, or `streamOf` its name. */
  readonly module: number;
  /** Pulses that a particle leaves in the channels; flight and cable times are calibrated away. */
  respond(card: Card, fate: Fate, stream: Stream, add: AddPulse): void;
  /** Pulses that a gate holds without any particle, drawn once per event from a stream of its own. */
  noise?(card: Card, stream: Stream, add: AddPulse): void;
  /** What its front end reads out, if not the energies and times of ADC channels. */
  readOut?(card: Card, pulses: PulseList): spillway.Body.$Properties;
  /** The same in fidelity `waveform`, if not the samples of ADC channels. */
  readOutSamples?(card: Card, pulses: PulseList, stream: Stream): spillway.Body.$Properties;
}
