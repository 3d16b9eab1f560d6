/**
 * The pulses of one sub-detector in one event, as columns.
 */
import type { spillway } from '../../core/wire/messages.js';

/** Pulses up to which insertion alone is the faster way to order them. */
const FEW = 24;

export class PulseList {
  channel = new Uint32Array(256);
  /** GeV. */
  energy = new Float64Array(256);
  /** ns, relative to the trigger. */
  time = new Float64Array(256);
  /** How many. */
  size = 0;
  private sorted = new Uint32Array(256);
  private spare = new Uint32Array(256);
  private readonly count = new Uint32Array(257);

  clear(): void {
    this.size = 0;
  }

  add(channel: number, energyGeV: number, timeNs: number): void {
    if (this.size === this.channel.length) this.grow();
    this.channel[this.size] = channel;
    this.energy[this.size] = energyGeV;
    this.time[this.size] = timeNs;
    this.size++;
  }

  /** Scales each energy by the factor of its channel. */
  scale(factor: Float64Array): void {
    for (let i = 0; i < this.size; i++) this.energy[i] *= factor[this.channel[i]];
  }

  /** The pulses by channel, time and place; valid until it is asked for again. */
  order(): Uint32Array {
    const { channel, time, size, count } = this;
    if (this.sorted.length < size) {
      this.sorted = new Uint32Array(channel.length);
      this.spare = new Uint32Array(channel.length);
    }
    let from = this.sorted;
    let to = this.spare;
    let bits = 0;
    for (let i = 0; i < size; i++) {
      from[i] = i;
      bits |= channel[i];
    }
    // By eight bits of the channel after the other; equals stay as they are. Few pulses are left to what comes behind.
    for (let shift = 0; size > FEW && bits >>> shift !== 0; shift += 8) {
      count.fill(0);
      for (let i = 0; i < size; i++) count[((channel[i] >>> shift) & 255) + 1]++;
      for (let d = 0; d < 256; d++) count[d + 1] += count[d];
      for (let k = 0; k < size; k++) {
        const i = from[k];
        to[count[(channel[i] >>> shift) & 255]++] = i;
      }
      [from, to] = [to, from];
    }
    // By insertion: a channel has few pulses.
    for (let k = 1; k < size; k++) {
      const i = from[k];
      const c = channel[i];
      const t = time[i];
      let at = k;
      for (; at > 0; at--) {
        const before = from[at - 1];
        if (channel[before] < c || (channel[before] === c && time[before] <= t)) break;
        from[at] = before;
      }
      from[at] = i;
    }
    return from.subarray(0, size);
  }

  /**
   * Sorted by channel and time. A pulse closer than `twoPulse` (ns) to the one before reads as one with
   * it, at their mean time weighted with the size of the energy; what is smaller than `suppression` (GeV), of
   * either sign, is left out.
   */
  merged(twoPulse: number, suppression: number): spillway.Energies.$Properties {
    const { channel: channels, energy, time } = this;
    const out = { channel: [] as number[], energyKev: [] as number[], timePs: [] as number[] };
    let channel = -1;
    let last = 0;
    let e = 0;
    let size = 0;
    let weighted = 0;
    const close = () => {
      const kev = Math.round(e * 1e6);
      if (channel < 0 || kev === 0 || Math.abs(e) < suppression) return;
      out.channel.push(channel);
      out.energyKev.push(kev);
      out.timePs.push(Math.round((1000 * weighted) / size));
    };
    const order = this.order();
    for (let k = 0; k < order.length; k++) {
      const i = order[k];
      if (channels[i] !== channel || time[i] - last > twoPulse) {
        close();
        channel = channels[i];
        e = 0;
        size = 0;
        weighted = 0;
      }
      last = time[i];
      e += energy[i];
      size += Math.abs(energy[i]);
      weighted += Math.abs(energy[i]) * last;
    }
    close();
    return out;
  }

  private grow(): void {
    const size = 2 * this.channel.length;
    const larger = <T extends Uint32Array | Float64Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.channel = larger(this.channel, new Uint32Array(size));
    this.energy = larger(this.energy, new Float64Array(size));
    this.time = larger(this.time, new Float64Array(size));
  }
}
