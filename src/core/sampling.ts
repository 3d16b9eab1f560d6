/**
 * Nominal range of the sampling ADCs, in energy and in time.
 */
import type { Card } from './card/schema.js';
import { ecalGrid, type FrontEnd } from './channels.js';
import { MAX_SAMPLE } from './wire/samples.js';

export type Sampling = Card['detector']['sampling'];
/** What the range of a channel hangs on. */
export type Sampled = Pick<Card['detector'], 'sampling' | 'ecal'>;

/**
 * When a pulse starts whose top lies among the samples, whatever the phase of the clock: ns after the trigger.
 * Of others the samples hold a falling or a rising edge at most.
 */
export const sampledStarts = ({ samples, trigger, period, pulse }: Sampling) => ({
  from: -trigger * period - pulse.peaking,
  to: (samples - 2 - trigger) * period - pulse.peaking,
});

/** Nominal energy (GeV) of a pulse whose top reaches the last count. */
export const fullScaleOf = (
  { sampling: { fullScale }, ecal }: Sampled,
  frontEnd: FrontEnd,
  channel: number,
): number =>
  frontEnd === 'ecal' && channel < ecalGrid(ecal).cells ? fullScale.preshower : fullScale[frontEnd];

/** Nominal gain, GeV per count: full scale over the counts above the pedestal. */
export const nominalGain = (detector: Sampled, frontEnd: FrontEnd, channel: number): number =>
  fullScaleOf(detector, frontEnd, channel) / (MAX_SAMPLE - detector.sampling.pedestal);

/** Rms of a sample, counts: white and common noise and the rounding to whole counts. */
export const sampleNoise = ({ noise, commonNoise }: Sampling): number =>
  Math.sqrt(noise * noise + commonNoise * commonNoise + 1 / 12);

/** Correlation of the samples of two channels of a module: common noise over all of it, squared. */
export function commonNoiseShare(sampling: Sampling): number {
  const share = sampling.commonNoise / sampleNoise(sampling);
  return share * share;
}
