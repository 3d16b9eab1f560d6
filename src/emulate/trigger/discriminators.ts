/**
 * The discriminators of S1..S4, V1, V2: each makes a pulse of the length of the gate and takes no
 * other meanwhile.
 */

/** Counters by bit. */
export const ALL_S = 15;
export const ANY_V = 48;
const COUNTERS = 6;

/** New pulses and counters that are high, in one number: bits 6 to 11, bits 0 to 5. */
export type Code = number;
export const pulsesOf = (code: Code) => code >> COUNTERS;
export const highOf = (code: Code) => code & 63;
export const codeOf = (pulses: number, high: number): Code => (pulses << COUNTERS) | high;

/** All of S1..S4 rise, nothing else is high. */
export const ALONE: Code = (ALL_S << COUNTERS) | ALL_S;

/** Times in ticks, never decreasing. */
export class Discriminators {
  /** When the pulse of each counter ends; from then on it is low and takes another. */
  private readonly until = new Float64Array(COUNTERS);
  /** When the last of them ends. */
  last = 0;

  constructor(readonly gate: number) {}

  /** What pulses at `time` from these counters would make. */
  codeAt(time: number, fired: number): Code {
    if (fired === ALL_S && time >= this.last) return ALONE;
    let pulses = 0;
    let high = 0;
    for (let c = 0; c < COUNTERS; c++) {
      const bit = 1 << c;
      if (time < this.until[c]) high |= bit;
      else if (fired & bit) pulses |= bit;
    }
    return codeOf(pulses, high | pulses);
  }

  /** The same, and takes the pulses. */
  take(time: number, fired: number): Code {
    const { until } = this;
    const end = time + this.gate;
    if (fired === ALL_S && time >= this.last) {
      this.takeAlone(end);
      return ALONE;
    }
    const code = this.codeAt(time, fired);
    const pulses = pulsesOf(code);
    if (pulses !== 0) {
      for (let c = 0; c < COUNTERS; c++) if (pulses & (1 << c)) until[c] = end;
      this.last = end;
    }
    return code;
  }

  /** S1..S4 alone have made pulses that end then. */
  takeAlone(end: number): void {
    const { until } = this;
    until[0] = until[1] = until[2] = until[3] = this.last = end;
  }
}
