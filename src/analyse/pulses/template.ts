/**
 * The shape of a channel's pulse as a table: a cubic for every nanosecond, from height and slope at its ends, which is
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
  /**
   * Of nanosecond i the four from 4 i: a pulse of height 1 has the height c0 + x (c1 + x (c2 + x c3)) a part x of
   * it later.
   */
  readonly cubics: Float64Array;
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
    this.cubics = new Float64Array(4 * heights.length);
    for (let i = 0; i < this.end; i++) {
      const rise = heights[i + 1] - heights[i];
      this.cubics[4 * i] = heights[i];
      this.cubics[4 * i + 1] = slopes[i];
      this.cubics[4 * i + 2] = 3 * rise - 2 * slopes[i] - slopes[i + 1];
      this.cubics[4 * i + 3] = slopes[i] + slopes[i + 1] - 2 * rise;
    }
  }

  /** Sets `height` and `slope` (per ns) to those at a time (ns) after the start of the pulse. */
  at(time: number): void {
    if (!(time > 0 && time < this.end)) {
      this.height = 0;
      this.slope = 0;
      return;
    }
    const x = time - (time | 0);
    const i = 4 * (time | 0);
    const { cubics } = this;
    const s = cubics[i + 1];
    const second = cubics[i + 2];
    const third = cubics[i + 3];
    this.height = cubics[i] + x * (s + x * (second + x * third));
    this.slope = s + x * (2 * second + 3 * x * third);
  }
}
