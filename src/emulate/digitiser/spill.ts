/**
 * What the electronics does in one spill: drift of the gains, sag under beam, holes of the LED, phase of the
 * sampling clock. Functions of (key, run, spill) and of the rate profile, never of the particles.
 */
import {
  channelCounts,
  FRONT_ENDS,
  type FrontEnd,
  firstChannels,
  MOST_CHANNELS,
} from '../../core/channels.js';
import type { Card } from '../../core/card/schema.js';
import { exp } from '../../core/math.js';
import { Stream } from '../../core/random/index.js';
import { following } from '../beam/following.js';
import { Module, type SpillKey, seek } from '../streams.js';

/** Streams of whole front ends stand behind those of the channels. */
const FRONT_END_INDEX = MOST_CHANNELS;

export interface SpillElectronics {
  /** Gain of each channel over that at the beginning of the run, without sag. */
  readonly drift: { readonly [Name in FrontEnd]: Float64Array };
  /** Whether the channel sees the LED in this spill: 1 or 0. */
  readonly lit: { readonly [Name in FrontEnd]: Float64Array };
  /** How full the sag is in a slice, 1 at the intensity of the card held for ever. */
  sagAt(slice: number): number;
  /** ps from a tick of the sampling clock to the start of the spill, below one period. */
  readonly clockPhase: number;
}

/** Sampling period in whole ps: phases are told in ps. */
export const periodPs = ({ detector }: Pick<Card, 'detector'>): number =>
  Math.round(1000 * detector.sampling.period);

/** @param electrons expected beam electrons of each 1 ms slice; none before and after */
export function spillElectronics(
  card: Pick<Card, 'beam' | 'detector' | 'nature'>,
  at: SpillKey,
  electrons: Float64Array,
): SpillElectronics {
  const { gain, led } = card.nature.electronics;
  // The reference of the calibration run, spill 0, was taken again until it was whole.
  const holes = at.spill > 0 ? led.holes : 0;
  const stream = new Stream();
  const counts = channelCounts(card.detector);
  const firsts = firstChannels(card.detector);
  const drift: Partial<Record<FrontEnd, Float64Array>> = {};
  const lit: Partial<Record<FrontEnd, Float64Array>> = {};
  FRONT_ENDS.forEach((name, f) => {
    seek(stream, at, 0, Module.drift, FRONT_END_INDEX + f);
    const common = gain.drift.frontEnd * stream.normal();
    const own = new Float64Array(counts[name]);
    const sees = new Float64Array(counts[name]);
    for (let c = 0; c < own.length; c++) {
      seek(stream, at, 0, Module.drift, firsts[name] + c);
      own[c] = exp(common + gain.drift.channel * stream.normal());
      sees[c] = stream.uniform() < holes ? 0 : 1;
    }
    drift[name] = own;
    lit[name] = sees;
  });
  const clock = seek(stream, at, 0, Module.samplingClock).uniform();
  return {
    drift: drift as SpillElectronics['drift'],
    lit: lit as SpillElectronics['lit'],
    sagAt: sagOf(card, electrons),
    clockPhase: clock * periodPs(card),
  };
}

/** The rate over that of the reference intensity of the sag, averaged over its time. */
export function sagOf(
  { beam, nature }: Pick<Card, 'beam' | 'nature'>,
  electrons: Float64Array,
): (slice: number) => number {
  const { intensity, time } = nature.electronics.gain.sag;
  return following(electrons, { intensity, time, spill: beam.spill });
}
