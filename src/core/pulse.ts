/**
 * The shaped pulse of a photomultiplier behind its cable and shaper: a CR-RC^n filter, whose n poles
 * coincide.
 */
import { exp, log } from './math.js';

export interface PulseShape {
  /** Number of poles, n. */
  readonly poles: number;
  /** From the start of the pulse to its top, ns. */
  readonly peaking: number;
}

/**
 * Height at `time` (ns) after its start of a pulse of height 1: u^n exp(n (1 - u)), u = time / peaking; 0
 * before.
 */
export function pulseAt({ poles, peaking }: PulseShape, time: number): number {
  if (!(time > 0)) return 0;
  const u = time / peaking;
  return exp(poles * (log(u) + 1 - u));
}
