/**
 * From the samples of a front end to pulses in counts and ns.
 */
import { solvePositive } from '../../core/linear.js';
import type { Sampling } from '../../core/sampling.js';
import type { spillway } from '../../core/wire/messages.js';
import { unpackSamples } from '../../core/wire/samples.js';
import { PulseFit, SEED_SIGMAS } from './fit.js';
import { MAX_PULSES } from './model.js';
import type { Template } from './template.js';

/** Samples of a pulse whose time is known that its height is taken from. */
const FILTER_SAMPLES = 8;
/** Of the pulses of known starts, in turn; pulses that leave less of a row cannot be told apart. */
const shape = new Float64Array(MAX_PULSES + 1);
const vector = new Float64Array(MAX_PULSES + 1);
const matrix = new Float64Array(vector.length * vector.length);
const SINGULAR = 1e-3;

const fits = new Map<string, PulseFit>();
function fitFor({ samples, period, recovery }: Sampling): PulseFit {
  const key = `${samples} ${period} ${recovery}`;
  let fit = fits.get(key);
  if (fit === undefined) {
    fit = new PulseFit(samples, period, recovery);
    fits.set(key, fit);
  }
  return fit;
}

/** What the samples of a front end are read with: a value for each of its channels. */
export interface Electronics {
  /** Counts; noise is the rms of a sample about the pedestal. */
  readonly pedestal: Float64Array;
  readonly noise: Float64Array;
  /** A pulse of the trigger's particle comes so late, ns. */
  readonly offset: Float64Array;
  readonly template: readonly Template[];
}

/** What was fitted in a channel: heights in counts and times in ns after the trigger, in no order. */
export interface Found {
  readonly height: ArrayLike<number>;
  readonly time: ArrayLike<number>;
  /** Height of one more pulse at a known time, fitted together with these, which give way to it. */
  heightBeside(time: number): number;
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
    private readonly electronics: Electronics,
    private readonly sampling: Sampling,
  ) {
    const channels = electronics.pedestal.length;
    const read = channel ?? [];
    for (let i = 0; i < read.length; i++) {
      const c = read[i];
      if (c >= channels) throw new RangeError(`${name}: channel ${c} of ${channels}`);
      if (i > 0 && c <= read[i - 1]) throw new RangeError(`${name}: channel ${c} out of order`);
    }
    const phase = (phasePs ?? 0) / 1000;
    if (phase >= sampling.period) {
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
    const { pedestal, noise, offset, template } = this.electronics;
    const n = sampling.samples;
    const fit = fitFor(sampling);
    for (let i = 0; i < channel.length; i++) {
      const c = channel[i];
      const threshold = Math.floor(pedestal[c] + SEED_SIGMAS * noise[c]);
      const to = (i + 1) * n;
      let k = i * n;
      while (k < to && data[k] <= threshold) k++;
      const pulses =
        k < to
          ? fit.fit(
              {
                data,
                from: i * n,
                first: first - offset[c],
                pedestal: pedestal[c],
                noise: noise[c],
                template: template[c],
              },
              most,
            )
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
    const pedestal = this.electronics.pedestal[c];
    const template = this.electronics.template[c];
    const begin = start + this.electronics.offset[c] - this.first;
    const from = Math.max(0, Math.ceil(begin / period));
    const to = Math.min(samples, from + FILTER_SAMPLES);
    let sum = 0;
    let norm = 0;
    for (let k = from; k < to; k++) {
      const height = template.heightAt(k * period - begin);
      sum += height * (data[place * samples + k] - pedestal);
      norm += height * height;
    }
    return norm > 0 ? sum / norm : 0;
  }

  /** Height of the first of some pulses whose starts are known, fitted together with the others. */
  heightAmong(place: number, starts: readonly number[]): number {
    const { data, sampling } = this;
    const { samples, period } = sampling;
    const c = this.channel[place];
    const pedestal = this.electronics.pedestal[c];
    const template = this.electronics.template[c];
    const zero = this.first - this.electronics.offset[c];
    const n = starts.length;
    const from = Math.max(0, Math.ceil((Math.min(...starts) - zero) / period));
    const last = Math.max(0, Math.ceil((Math.max(...starts) - zero) / period));
    const to = Math.min(samples, last + FILTER_SAMPLES);
    matrix.fill(0, 0, n * n);
    vector.fill(0, 0, n);
    for (let k = from; k < to; k++) {
      const y = data[place * samples + k] - pedestal;
      for (let p = 0; p < n; p++) {
        shape[p] = template.heightAt(zero + k * period - starts[p]);
        vector[p] += shape[p] * y;
        for (let q = 0; q <= p; q++) matrix[p * n + q] += shape[p] * shape[q];
      }
    }
    return solvePositive(matrix, vector, n, SINGULAR) ? vector[0] : 0;
  }
}
