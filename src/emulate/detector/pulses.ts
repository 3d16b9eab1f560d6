/**
 * The pulses of one sub-detector in one event, as columns.
 */
import type { spillway } from '../../core/wire/messages.js';

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

  /** The pulses by channel, time and place; valid until it is asked for again. */
  order(): Uint32Array {
    const { channel, time, size } = this;
    if (this.sorted.length < size) {
      this.sorted = new Uint32Array(channel.length);
      this.spare = new Uint32Array(channel.length);
    }
    let from = this.sorted;
    let to = this.spare;
    for (let i = 0; i < size; i++) from[i] = i;
    // Merges neighbouring runs; of equals the left comes first.
    for (let run = 1; run < size; run *= 2) {
      for (let start = 0; start < size; start += 2 * run) {
        const middle = Math.min(start + run, size);
        const end = Math.min(start + 2 * run, size);
        let a = start;
        let b = middle;
        for (let k = start; k < end; k++) {
          const left = from[a];
          const right = from[b];
          const order =
            a >= middle
              ? 1
              : b >= end
                ? -1
                : channel[left] - channel[right] || time[left] - time[right];
          if (order > 0) {
            to[k] = right;
            b++;
          } else {
            to[k] = left;
            a++;
          }
        }
      }
      [from, to] = [to, from];
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
    for (const i of this.order()) {
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
