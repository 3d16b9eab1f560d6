/**
 * From the pulses of an event to the samples of its front ends.
 *
 * Sample k of a channel is taken at t_k = (k - trigger) period - phase after the trigger, the phase counted
 * from the last tick of a clock that runs freely. A pulse of E GeV at t leaves
 *
 *   E countsPerGeV drift (1 - sag) f((t_k - t - offset) / peaking),  f(u) = u^n exp(n (1 - u)),
 *
 * in it. To the sum come the pedestal, white noise, noise that the channels of a module share; the ADC rounds
 * and gives 0 to 4095. The sampling clock of each front end jitters about the phase that is measured.
 *
 * Saturation: a channel whose pulses would exceed the range charges its coupling capacitor. Its samples are
 * lower by x, which falls with exp(-t/recovery) and rises at every sample by the share `saturation` of what exceeds the last
 * count; samples before the first that is read out count as well.
 */
import { type ChannelCounts, channelCounts, type FrontEnd } from '../../core/channels.js';
import type { Card } from '../../core/card/schema.js';
import { FLASHES, type Id } from '../../core/id.js';
import { exp } from '../../core/math.js';
import { fillNoise, Stream } from '../../core/random/index.js';
import { PS_PER_TICK, SLICE_TICKS } from '../../core/ticks.js';
import type { spillway } from '../../core/wire/messages.js';
import { MAX_SAMPLE, packedLength, packSamples } from '../../core/wire/samples.js';
import type { PulseList } from '../detector/pulses.js';
import { Module, type SpillKey, seek } from '../streams.js';
import { type ChannelConstants, type Channels, channelsOf } from './channels.js';
import { flash, flashHeight } from './led.js';
import { STEPS, shapeTable } from './shape.js';
import { periodPs, type SpillElectronics, spillElectronics } from './spill.js';

/** Stream of an event's samples, by what opened the gate. */
const SAMPLES: { readonly [Kind in Id['kind']]: number } = {
  particle: Module.samples,
  random: Module.clockSamples,
  pulser: Module.pulserSamples,
  led: Module.ledSamples,
  pedestal: Module.pedestalSamples,
};

export class Digitiser {
  readonly channels: Channels;
  private readonly numbers: ChannelCounts;
  readonly electronics: SpillElectronics;
  /** Of the event: flash, jitter, noise. */
  readonly stream = new Stream();
  /** ps, as measured; ns, as it is for the front end at hand; the share of the sag that is reached. */
  private phasePs = 0;
  private phase = 0;
  private sag = 0;
  /** Height of the flash over the mean one; 0 without a flash. */
  private light = 0;
  private readonly table: Float64Array;
  private readonly period: number;
  /** Samples before the first one that a pulse can still be seen in. */
  private readonly early: number;
  private readonly analog: Float64Array;
  private readonly series: Float64Array;
  /** White noise of channel after channel, then the common one of the modules. */
  private readonly noise: Float64Array;
  private readonly counts: Uint16Array;
  /** By front end. */
  private readonly packed: Readonly<Record<string, Uint8Array>>;
  /** Heights of the pulses of a front end, counts, and their sum in each channel. */
  private height = new Float64Array(0);
  private readonly load: Float64Array;

  /** @param electrons expected beam electrons of each slice of the spill */
  constructor(
    private readonly card: Card,
    private readonly at: SpillKey,
    electrons: Float64Array,
  ) {
    const { sampling } = card.detector;
    this.numbers = channelCounts(card.detector);
    this.channels = channelsOf(card, at.key);
    this.electronics = spillElectronics(card, at, electrons);
    this.table = shapeTable(sampling.pulse.poles);
    this.period = periodPs(card) / 1000;
    this.early = Math.max(0, Math.ceil(card.readout.before / this.period) - sampling.trigger + 1);
    const most = Math.max(...Object.values(this.numbers));
    this.analog = new Float64Array(most * sampling.samples);
    this.counts = new Uint16Array(most * sampling.samples);
    this.packed = Object.fromEntries(
      Object.entries(this.numbers).map(([name, channels]) => [
        name,
        new Uint8Array(packedLength(channels * sampling.samples)),
      ]),
    );
    this.series = new Float64Array(this.early + sampling.samples);
    const modules = Math.ceil(most / sampling.moduleChannels);
    this.noise = new Float64Array((most + modules) * sampling.samples + 1);
    this.load = new Float64Array(most);
  }

  /** Begins the event of a trigger at a tick of a slice, as a rule that of its id. */
  begin(id: Id, tick: number, slice = id.slice): void {
    const ps = PS_PER_TICK * (slice * SLICE_TICKS + tick);
    const period = periodPs(this.card);
    this.phasePs = Math.floor((this.electronics.clockPhase + ps) % period);
    this.sag = this.electronics.sagAt(slice);
    seek(this.stream, this.at, id.slice, SAMPLES[id.kind], id.index);
    const { led } = this.card.nature.electronics;
    this.light = FLASHES.has(id.kind) ? flashHeight(led, this.stream) : 0;
  }

  /**
   * The samples of a front end that sees these pulses, to which those of a flash are added. They are valid until
   * its next are asked for.
   * @param faulty factors on the gains of its channels, of faults
   */
  digitise(
    name: FrontEnd,
    pulses: PulseList,
    faulty?: Float64Array,
  ): spillway.Waveforms.$Properties {
    const { samples: n, jitter } = this.card.detector.sampling;
    const { led } = this.card.nature.electronics;
    const channels = this.numbers[name];
    const { analog, load, stream } = this;
    const of = this.channels[name];
    this.phase = this.phasePs / 1000 + jitter * stream.normal();
    if (this.light > 0) flash(led, of, this.electronics.lit[name], this.light, stream, pulses);
    if (faulty) pulses.scale(faulty);
    this.weigh(of, this.electronics.drift[name], pulses);
    analog.fill(0, 0, channels * n);
    for (let i = 0; i < pulses.size; i++) this.add(of, pulses, i, analog, pulses.channel[i] * n, 0);
    for (let c = 0; c < channels; c++) {
      if (load[c] > MAX_SAMPLE - of.pedestal[c]) this.saturate(of, pulses, c);
    }
    this.convert(of.pedestal, channels);
    const kept = this.suppressed(of.storedPedestal, channels, this.packed[name]);
    return { ...kept, phasePs: this.phasePs };
  }

  /** Sets the heights of the pulses, and adds them up by channel. */
  private weigh(of: ChannelConstants, drift: Float64Array, pulses: PulseList): void {
    const { load, sag } = this;
    const { channel, energy, size } = pulses;
    if (this.height.length < size) this.height = new Float64Array(channel.length);
    const { height } = this;
    load.fill(0);
    for (let i = 0; i < size; i++) {
      const c = channel[i];
      height[i] = energy[i] * of.countsPerGeV[c] * drift[c] * (1 - of.sag[c] * sag);
      load[c] += height[i];
    }
  }

  /** Adds pulse i to the samples of its channel from sample `first` on, of which the first read out stands at `zero`. */
  private add(
    of: ChannelConstants,
    pulses: PulseList,
    i: number,
    out: Float64Array,
    zero: number,
    first: number,
  ): void {
    const { table, period } = this;
    const { samples: end, trigger } = this.card.detector.sampling;
    const c = pulses.channel[i];
    const height = this.height[i];
    const at = (pulses.time[i] + of.offset[c] + this.phase) / period + trigger;
    let k = Math.max(first, Math.ceil(at));
    const step = (STEPS * period) / of.peaking[c];
    const last = table.length - 2;
    for (let x = (k - at) * step; k < end && x < last; k++, x += step) {
      const below = x | 0;
      const low = table[below];
      out[zero + k] += height * (low + (x - below) * (table[below + 1] - low));
    }
  }

  /** Lowers the samples of a channel whose pulses may have exceeded the range. */
  private saturate(of: ChannelConstants, pulses: PulseList, c: number): void {
    const { samples: n, recovery } = this.card.detector.sampling;
    const share = this.card.nature.electronics.saturation;
    const { series, early, analog } = this;
    series.fill(0);
    for (let i = 0; i < pulses.size; i++) {
      if (pulses.channel[i] === c) this.add(of, pulses, i, series, early, -early);
    }
    const range = MAX_SAMPLE - of.pedestal[c];
    const keep = exp(-this.period / recovery);
    let x = 0;
    for (let k = -early; k < n; k++) {
      const pulse = series[early + k];
      if (k >= 0) analog[c * n + k] -= x;
      x = keep * (x + share * Math.max(0, pulse - x - range));
    }
  }

  /** Pedestal, noise, rounding, range. */
  private convert(pedestal: Float64Array, channels: number): void {
    const { sampling } = this.card.detector;
    const { samples: n, moduleChannels } = sampling;
    const { stream, analog, counts, noise } = this;
    const white = sampling.noise;
    const shared = sampling.commonNoise;
    // A whole number at hand: in this loop a constant of another module costs a fifth.
    const last = MAX_SAMPLE | 0;
    fillNoise(stream, noise, (channels + Math.ceil(channels / moduleChannels)) * n);
    let common = (channels - 1) * n;
    for (let c = 0; c < channels; c++) {
      if (c % moduleChannels === 0) common += n;
      const base = pedestal[c] + 0.5;
      const from = c * n;
      for (let k = 0; k < n; k++) {
        const v = base + analog[from + k] + shared * noise[common + k] + white * noise[from + k];
        const count = v | 0;
        counts[from + k] = count < 0 ? 0 : count > last ? last : count;
      }
    }
  }

  /** The channels that are read out, their samples `packed`. */
  private suppressed(stored: Float64Array, channels: number, packed: Uint8Array) {
    const { samples: n } = this.card.detector.sampling;
    const above = this.card.readout.zeroSuppression.samples;
    const { counts } = this;
    const channel: number[] = [];
    for (let c = 0; c < channels; c++) {
      const from = c * n;
      const to = from + n;
      if (above > 0) {
        let largest = 0;
        for (let k = from; k < to; k++) if (counts[k] > largest) largest = counts[k];
        if (largest <= stored[c] + above) continue;
        // Close up to those that are kept.
        if (channel.length < c) counts.copyWithin(channel.length * n, from, to);
      }
      channel.push(c);
    }
    return { channel, samples: packSamples(counts.subarray(0, channel.length * n), packed) };
  }
}
