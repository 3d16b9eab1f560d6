/**
 * The electronics as built: true constants of every sampling-ADC channel. Functions of (key, run) alone.
 */
import { channelCounts, type FrontEnd, firstChannels, ofFrontEnds } from '../../core/channels.js';
import type { Card } from '../../core/card/schema.js';
import { exp } from '../../core/math.js';
import { type Key, Stream } from '../../core/random/index.js';
import { fullScaleOf, nominalGain } from '../../core/sampling.js';
import { Module, seek } from '../streams.js';

/** Deviations beyond so many sigma were repaired before the run. */
const MOST = 3;

/** Of one front end, a number for each channel. */
export interface ChannelConstants {
  /** Height of the pulse of 1 GeV, counts, at the beginning of the run and without sag. */
  readonly countsPerGeV: Float64Array;
  /** Counts. */
  readonly pedestal: Float64Array;
  /** The pedestal that the front end suppresses zeros with: whole counts. */
  readonly storedPedestal: Float64Array;
  /** A pulse is so much late, ns. */
  readonly offset: Float64Array;
  /** From the start of a pulse to its top, ns. */
  readonly peaking: Float64Array;
  /** Gain lost at the intensity of `nature.electronics.gain.sag`. */
  readonly sag: Float64Array;
  /** Mean light of the LED, GeV. */
  readonly led: Float64Array;
}

export type Channels = { readonly [Name in FrontEnd]: ChannelConstants };

/** A pure function of its arguments: the same in every spill, whatever is asked of which channel. */
export function channelsOf(card: Pick<Card, 'run' | 'detector' | 'nature'>, key: Key): Channels {
  const at = { key, run: card.run.number, spill: 0 };
  const { detector } = card;
  const { sampling } = detector;
  const counts = channelCounts(detector);
  const firsts = firstChannels(detector);
  const { gain, pedestalSpread, timeOffset, peakingSpread, led } = card.nature.electronics;
  const stream = new Stream();
  const of = (name: FrontEnd): ChannelConstants => {
    const n = counts[name];
    const column = () => new Float64Array(n);
    const out = {
      ...{ countsPerGeV: column(), pedestal: column(), storedPedestal: column() },
      ...{ offset: column(), peaking: column(), sag: column(), led: column() },
    };
    for (let c = 0; c < n; c++) {
      seek(stream, at, 0, Module.electronics, firsts[name] + c);
      const deviation = () => Math.max(-MOST, Math.min(MOST, stream.normal()));
      out.countsPerGeV[c] = exp(gain.spread * deviation()) / nominalGain(detector, name, c);
      out.pedestal[c] = Math.max(0, sampling.pedestal + pedestalSpread * deviation());
      out.storedPedestal[c] = Math.round(out.pedestal[c]);
      out.offset[c] = timeOffset * deviation();
      out.peaking[c] = sampling.pulse.peaking * (1 + peakingSpread * deviation());
      out.sag[c] = gain.sag.loss[name] * Math.max(0, 1 + gain.sag.spread * deviation());
      out.led[c] =
        led.height * fullScaleOf(detector, name, c) * Math.max(0, 1 + led.spread * deviation());
    }
    return out;
  };
  return ofFrontEnds(of);
}
