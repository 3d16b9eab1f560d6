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

  /** The pulses by channel and time. */
  order(): number[] {
    const { channel, time } = this;
    return Array.from({ length: this.size }, (_, i) => i).sort(
      (a, b) => channel[a] - channel[b] || time[a] - time[b] || a - b,
    );
  }

  /**
   * Sorted by channel and time. A pulse closer than `twoPulse` (ns) to the one before reads as one with
   * it, at their mean time weighted with the energy; what is below `suppression` (GeV) is left out.
   */
  merged(twoPulse: number, suppression: number): spillway.Energies.$Properties {
    const { channel: channels, energy, time } = this;
    const out = { channel: [] as number[], energyKev: [] as number[], timePs: [] as number[] };
    let channel = -1;
    let last = 0;
    let e = 0;
    let weighted = 0;
    const close = () => {
      const kev = Math.round(e * 1e6);
      if (channel < 0 || kev <= 0 || e < suppression) return;
      out.channel.push(channel);
      out.energyKev.push(kev);
      out.timePs.push(Math.round((1000 * weighted) / e));
    };
    for (const i of this.order()) {
      if (channels[i] !== channel || time[i] - last > twoPulse) {
        close();
        channel = channels[i];
        e = 0;
        weighted = 0;
      }
      last = time[i];
      e += energy[i];
      weighted += energy[i] * last;
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
