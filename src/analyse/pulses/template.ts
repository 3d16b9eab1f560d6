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

  /** Height of a pulse of height 1 at a time (ns) after its start. */
  heightAt(time: number): number {
    if (!(time > 0 && time < this.end)) return 0;
    const ns = time | 0;
    const x = time - ns;
    const i = 4 * ns;
    const { cubics } = this;
    return cubics[i] + x * (cubics[i + 1] + x * (cubics[i + 2] + x * cubics[i + 3]));
  }
}
