/**
 * From the samples of a front end to its pulses.
 *
 * A channel with a sample clear of its noise is fitted (fit.ts). In all others only the height of a pulse in
 * time is asked for, by a filter at the time of the trigger's particle; most cells of an event are of this
 * kind, and cost a few products each.
 */
import type { FrontEndConditions } from '../../calibration/conditions.js';
import { courseAt } from '../../calibration/drift.js';
import type { Pulses } from '../../calibration/event.js';
import type { Belief } from '../../../core/card/schema.js';
import type { spillway } from '../../../core/wire/messages.js';
import { unpackSamples } from '../../../core/wire/samples.js';
import { PulseFit, SEED_SIGMAS } from './fit.js';
import type { Template } from './template.js';

type Sampling = Belief['detector']['sampling'];

/** Samples of a pulse that the filter takes. */
const FILTER_SAMPLES = 8;

const fits = new Map<string, PulseFit>();
function fitFor({ samples, period }: Sampling): PulseFit {
  const key = `${samples} ${period}`;
  let fit = fits.get(key);
  if (fit === undefined) {
    fit = new PulseFit(samples, period);
    fits.set(key, fit);
  }
  return fit;
}

/**
 * Height of a pulse that starts at `start` (ns, as `first`, the time of the first sample), by least squares
 * at that time.
 */
export function heightAt(
  data: ArrayLike<number>,
  from: number,
  { samples, period }: Sampling,
  first: number,
  pedestal: number,
  template: Template,
  start: number,
): number {
  let sum = 0;
  let norm = 0;
  const k0 = Math.max(0, Math.ceil((start - first) / period));
  for (let k = k0; k < Math.min(samples, k0 + FILTER_SAMPLES); k++) {
    template.at(first + k * period - start);
    sum += template.height * (data[from + k] - pedestal);
    norm += template.height * template.height;
  }
  return norm > 0 ? sum / norm : 0;
}

/** The samples of a front end's channels. @throws RangeError when they do not fit the channels */
export function samplesOf(
  name: string,
  { channel, samples, phasePs }: spillway.Waveforms.$Properties,
  channels: number,
  sampling: Sampling,
): { channel: readonly number[]; data: Uint16Array; first: number } {
  const read = channel ?? [];
  read.forEach((c, i) => {
    if (c >= channels) throw new RangeError(`${name}: channel ${c} of ${channels}`);
    if (i > 0 && c <= read[i - 1]) throw new RangeError(`${name}: channel ${c} out of order`);
  });
  const phase = (phasePs ?? 0) / 1000;
  if (phase > sampling.period) {
    throw new RangeError(`${name}: phase ${phase} ns, expected below ${sampling.period} ns`);
  }
  const data = unpackSamples(samples ?? new Uint8Array(), read.length * sampling.samples);
  return { channel: read, data, first: -sampling.trigger * sampling.period - phase };
}

/**
 * @param particle when the trigger's particle came, ns after the trigger
 * @param tick of the trigger in the spill, 0.1 ns
 * @throws RangeError when the samples do not fit the channels
 */
export function readPulses(
  name: string,
  waveforms: spillway.Waveforms.$Properties,
  conditions: FrontEndConditions,
  sampling: Sampling,
  particle: number,
  tick: number,
): Pulses {
  const { pedestal, noise, offset, template, gain, suppression, drift } = conditions;
  const { channel: read, data, first } = samplesOf(name, waveforms, gain.length, sampling);
  const n = sampling.samples;
  const fit = fitFor(sampling);
  const scale = 1 / courseAt(drift, tick);
  const channel: number[] = [];
  const energy: number[] = [];
  const time: number[] = [];
  for (let i = 0; i < read.length; i++) {
    const c = read[i];
    const from = i * n;
    const quiet = pedestal[c] + SEED_SIGMAS * noise[c];
    let largest = 0;
    for (let k = from; k < from + n; k++) if (data[k] > largest) largest = data[k];
    const unit = gain[c] * scale;
    const zero = first - offset[c];
    if (largest <= quiet) {
      if (suppression === null) continue;
      const height = heightAt(data, from, sampling, zero, pedestal[c], template[c], particle);
      if (height * unit < suppression) continue;
      channel.push(c);
      energy.push(height * unit);
      time.push(particle);
      continue;
    }
    const begin = channel.length;
    const found = fit.fit(data, from, n, zero, pedestal[c], noise[c], template[c]);
    for (let p = 0; p < found; p++) {
      const e = fit.height[p] * unit;
      if (suppression !== null && e < suppression) continue;
      // In order of time: at most a few, so by insertion.
      let at = channel.length;
      channel.push(c);
      energy.push(e);
      time.push(fit.time[p]);
      while (at > begin && time[at - 1] > fit.time[p]) {
        energy[at] = energy[at - 1];
        time[at] = time[at - 1];
        at--;
      }
      energy[at] = e;
      time[at] = fit.time[p];
    }
  }
  return { channel, energy: Float64Array.from(energy), time: Float64Array.from(time) };
}
