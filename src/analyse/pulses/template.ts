/**
 * The shape of a channel's pulse as a table: height and slope every nanosecond, cubic between them, which is
 * within 1e-5 of the height.
 */
import { exp, log } from '../../core/math.js';
import type { PulseShape } from '../../core/pulse.js';

/** What is left of a pulse when the table ends. */
const TAIL = 1e-5;
/** Longest pulse, ns. */
const LONGEST = 4000;

export class Template {
  /** Length, ns, and time from the start to the top. */
  readonly end: number;
  readonly peaking: number;
  /** At 0, 1, 2, ... ns: height of a pulse of height 1, and its slope per ns. */
  readonly heights: Float64Array;
  readonly slopes: Float64Array;
  /** What `at` found. */
  height = 0;
  slope = 0;

  constructor({ poles, peaking }: PulseShape) {
    const heights = [0];
    const slopes = [0];
    for (let ns = 1; ns < LONGEST; ns++) {
      const u = ns / peaking;
      const height = exp(poles * (log(u) + 1 - u));
      heights.push(height);
      slopes.push(((poles * (1 / u - 1)) / peaking) * height);
      if (u > 1 && height < TAIL) break;
    }
    this.peaking = peaking;
    this.end = heights.length - 1;
    this.heights = Float64Array.from(heights);
    this.slopes = Float64Array.from(slopes);
  }

  /** Sets `height` and `slope` (per ns) to those at a time (ns) after the start of the pulse. */
  at(time: number): void {
    if (!(time > 0 && time < this.end)) {
      this.height = 0;
      this.slope = 0;
      return;
    }
    const i = time | 0;
    const x = time - i;
    const { heights, slopes } = this;
    const a = heights[i];
    const s = slopes[i];
    const rise = heights[i + 1] - a;
    const second = 3 * rise - 2 * s - slopes[i + 1];
    const third = s + slopes[i + 1] - 2 * rise;
    this.height = a + x * (s + x * (second + x * third));
    this.slope = s + x * (2 * second + 3 * x * third);
  }
}
