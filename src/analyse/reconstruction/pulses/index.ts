/**
 * From the samples of a front end to its pulses.
 *
 * A channel with a sample clear of its noise is fitted (fit.ts). Where no pulse in time was found, only its
 * height is asked for, by a filter at the time of the trigger's particle; most cells of an event are of this
 * kind, and cost a few products each.
 */
import type { FrontEndConditions } from '../../calibration/conditions.js';
import { courseAt } from '../../calibration/drift.js';
import type { Pulses } from '../../calibration/event.js';
import type { Belief } from '../../../core/card/schema.js';
import type { spillway } from '../../../core/wire/messages.js';
import { unpackSamples } from '../../../core/wire/samples.js';
import { FILTER_SAMPLES, PulseFit, SEED_SIGMAS } from './fit.js';

type Sampling = Belief['detector']['sampling'];

/** Where a pulse was found this near to the trigger's particle, none is asked for at its time, ns. */
const IN_TIME = 30;

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

/** What was fitted in a channel: heights in counts and times in ns after the trigger, in no order. */
export interface Found {
  readonly height: ArrayLike<number>;
  readonly time: ArrayLike<number>;
  /** Height of one more pulse at a time, in what these leave. */
  heightLeft(time: number): number;
}

/** The samples of a front end in one event. */
export class PulseReader {
  /** Channels that were read out, ascending. */
  readonly channel: readonly number[];
  /** Their samples, channel after channel. */
  readonly data: Uint16Array;
  /** Time of the first sample of each, ns after the trigger. */
  readonly first: number;

  /** @throws RangeError when the samples do not fit the channels */
  constructor(
    name: string,
    { channel, samples, phasePs }: spillway.Waveforms.$Properties,
    private readonly conditions: FrontEndConditions,
    private readonly sampling: Sampling,
  ) {
    const channels = conditions.gain.length;
    const read = channel ?? [];
    read.forEach((c, i) => {
      if (c >= channels) throw new RangeError(`${name}: channel ${c} of ${channels}`);
      if (i > 0 && c <= read[i - 1]) throw new RangeError(`${name}: channel ${c} out of order`);
    });
    const phase = (phasePs ?? 0) / 1000;
    if (phase > sampling.period) {
      throw new RangeError(`${name}: phase ${phase} ns, expected below ${sampling.period} ns`);
    }
    this.channel = read;
    this.data = unpackSamples(samples ?? new Uint8Array(), read.length * sampling.samples);
    this.first = -sampling.trigger * sampling.period - phase;
  }

  /**
   * Fits every channel that shows something.
   * @param found its number of pulses, at least one, and these
   * @param quiet called for the others, with their place in `channel`
   * @param most pulses that are looked for
   */
  each(
    found: (channel: number, pulses: number, of: Found) => void,
    quiet?: (channel: number, place: number) => void,
    most?: number,
  ): void {
    const { channel, data, first, sampling } = this;
    const { pedestal, noise, offset, template } = this.conditions;
    const n = sampling.samples;
    const fit = fitFor(sampling);
    for (let i = 0; i < channel.length; i++) {
      const c = channel[i];
      const threshold = pedestal[c] + SEED_SIGMAS * noise[c];
      const to = (i + 1) * n;
      let k = i * n;
      while (k < to && data[k] <= threshold) k++;
      const pulses =
        k < to
          ? fit.fit(data, i * n, n, first - offset[c], pedestal[c], noise[c], template[c], most)
          : 0;
      if (pulses > 0) found(c, pulses, fit);
      else quiet?.(c, i);
    }
  }

  /**
   * Height of a pulse of the channel at a place, of which is known that it starts at `start` (ns after the
   * trigger): by least squares.
   */
  heightAt(place: number, start: number): number {
    const { data, sampling } = this;
    const { samples, period } = sampling;
    const c = this.channel[place];
    const pedestal = this.conditions.pedestal[c];
    const template = this.conditions.template[c];
    const begin = start + this.conditions.offset[c] - this.first;
    const from = Math.max(0, Math.ceil(begin / period));
    const to = Math.min(samples, from + FILTER_SAMPLES);
    let sum = 0;
    let norm = 0;
    for (let k = from; k < to; k++) {
      template.at(k * period - begin);
      sum += template.height * (data[place * samples + k] - pedestal);
      norm += template.height * template.height;
    }
    return norm > 0 ? sum / norm : 0;
  }
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
  const { gain, suppression, drift } = conditions;
  const reader = new PulseReader(name, waveforms, conditions, sampling);
  const scale = 1 / courseAt(drift, tick);
  const channel: number[] = [];
  const energy: number[] = [];
  const time: number[] = [];
  const add = (c: number, e: number, t: number) => {
    if (suppression !== null && e < suppression) return;
    // In order of time within the channel: a few pulses at most.
    let at = channel.length;
    channel.push(c);
    energy.push(e);
    time.push(t);
    for (; at > 0 && channel[at - 1] === c && time[at - 1] > t; at--) {
      energy[at] = energy[at - 1];
      time[at] = time[at - 1];
    }
    energy[at] = e;
    time[at] = t;
  };
  reader.each(
    (c, pulses, of) => {
      let inTime = false;
      for (let p = 0; p < pulses; p++) {
        add(c, of.height[p] * gain[c] * scale, of.time[p]);
        if (Math.abs(of.time[p] - particle) < IN_TIME) inTime = true;
      }
      if (suppression !== null && !inTime) {
        add(c, of.heightLeft(particle) * gain[c] * scale, particle);
      }
    },
    suppression === null
      ? undefined
      : (c, place) => add(c, reader.heightAt(place, particle) * gain[c] * scale, particle),
  );
  return { channel, energy: Float64Array.from(energy), time: Float64Array.from(time) };
}
