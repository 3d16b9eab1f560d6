/**
 * The counts of one channel as its ADC gives them, changed: the samples in fidelity `waveform`, the energy of each pulse
 * over the nominal pedestal in fidelity `energy`.
 */
import type { FrontEnd } from '../../core/channels.js';
import type { Card } from '../../core/card/schema.js';
import { nominalGain } from '../../core/sampling.js';
import type { spillway } from '../../core/wire/messages.js';
import { packSamples, unpackSamples } from '../../core/wire/samples.js';

export interface Channel {
  readonly frontEnd: FrontEnd;
  readonly channel: number;
}

/** Nominal energy of a count, GeV. */
export function gevPerCount({ detector }: Card, { frontEnd, channel }: Channel): number {
  return nominalGain(detector, frontEnd, channel);
}

/** @param change takes a sample and gives another, 0 to 4095 */
export function changeSamples(
  { detector }: Card,
  { channel }: Channel,
  body: spillway.Body.$Properties,
  change: (sample: number) => number,
): spillway.Body.$Properties {
  const { channel: channels, samples } = body.waveforms ?? {};
  const at = channels?.indexOf(channel) ?? -1;
  if (!channels || !samples || at < 0) return body;
  const n = detector.sampling.samples;
  const all = unpackSamples(samples, n * channels.length);
  for (let k = at * n; k < (at + 1) * n; k++) all[k] = change(all[k]);
  return { waveforms: { ...body.waveforms, samples: packSamples(all) } };
}

/** Whether what is read out in a pulse is above the zero suppression of the front end. */
export const isKept = ({ readout }: Card, { frontEnd }: Channel, energyKev: number): boolean => {
  const limits: { readonly [name: string]: number | undefined } = readout.zeroSuppression;
  return energyKev !== 0 && Math.abs(energyKev) >= 1e6 * (limits[frontEnd] ?? 0);
};
