/**
 * The shape of a channel's pulse from many flashes of the LED, which come at all phases of the sampling clock.
 *
 * The samples of all flashes, each with a height and a time of its own, are fitted with one shape: u^n
 * exp(n (1 - u)), u = time / peaking. The heights and times are eliminated (Schur's complement), so that each
 * step solves for n and the peaking time alone. It is what an average of the aligned, phase-binned samples
 * gives, without bins.
 */
import { exp, log } from '../../../core/math.js';
import type { PulseShape } from '../../../core/pulse.js';

/** The samples of one flash, pedestal subtracted, and what is known of its pulse. */
export interface Trace {
  readonly samples: Float64Array;
  /** Time of the first sample, ns. */
  readonly first: number;
  /** Counts and ns: fitted with the shape before; fitted here as well. */
  height: number;
  time: number;
}

const ITERATIONS = 20;
const CONVERGED = 1e-6;
/** Largest steps of an iteration. */
const POLES_STEP = 0.3;
const PEAKING_STEP = 2;
/** Samples of a pulse that are higher than this share of it. */
const SEEN = 1e-4;

/** @param period between samples, ns */
export function fitShape(traces: readonly Trace[], period: number, start: PulseShape): PulseShape {
  let { poles, peaking } = start;
  if (traces.length === 0) return { poles, peaking };
  for (let i = 0; i < ITERATIONS; i++) {
    const step = stepOf(traces, period, poles, peaking);
    if (step === null) break;
    const dPoles = limited(step[0], POLES_STEP);
    const dPeaking = limited(step[1], PEAKING_STEP);
    poles += dPoles;
    peaking += dPeaking;
    for (const trace of traces) follow(trace, period, poles, peaking);
    if (Math.abs(dPoles) < CONVERGED * poles && Math.abs(dPeaking) < CONVERGED * peaking) break;
  }
  return { poles, peaking };
}

const limited = (x: number, most: number) => Math.max(-most, Math.min(most, x));

/** Height of the shape, its slopes in time, in n and in the peaking time. */
const at = { f: 0, slope: 0, byPoles: 0, byPeaking: 0 };
function shapeAt(poles: number, peaking: number, time: number): boolean {
  if (!(time > 0)) return false;
  const u = time / peaking;
  const inner = log(u) + 1 - u;
  const f = exp(poles * inner);
  if (u > 1 && f < SEEN) return false;
  at.f = f;
  at.slope = ((poles * (1 / u - 1)) / peaking) * f;
  at.byPoles = f * inner;
  at.byPeaking = ((poles * (u - 1)) / peaking) * f;
  return true;
}

/** The Gauss-Newton step in (n, peaking), null when it is not determined. */
function stepOf(
  traces: readonly Trace[],
  period: number,
  poles: number,
  peaking: number,
): [number, number] | null {
  let s00 = 0;
  let s01 = 0;
  let s11 = 0;
  let r0 = 0;
  let r1 = 0;
  for (const { samples, first, height, time } of traces) {
    // Derivatives: height f, time g, poles p, peaking q; residual d.
    let ff = 0;
    let fg = 0;
    let gg = 0;
    let fp = 0;
    let gp = 0;
    let fq = 0;
    let gq = 0;
    let pp = 0;
    let pq = 0;
    let qq = 0;
    let fd = 0;
    let gd = 0;
    let pd = 0;
    let qd = 0;
    for (let k = 0; k < samples.length; k++) {
      if (!shapeAt(poles, peaking, first + k * period - time)) continue;
      const f = at.f;
      const g = -height * at.slope;
      const p = height * at.byPoles;
      const q = height * at.byPeaking;
      const d = samples[k] - height * f;
      ff += f * f;
      fg += f * g;
      gg += g * g;
      fp += f * p;
      gp += g * p;
      fq += f * q;
      gq += g * q;
      pp += p * p;
      pq += p * q;
      qq += q * q;
      fd += f * d;
      gd += g * d;
      pd += p * d;
      qd += q * d;
    }
    const det = ff * gg - fg * fg;
    if (!(det > 0)) continue;
    // B^-1 of the block of height and time.
    const i00 = gg / det;
    const i01 = -fg / det;
    const i11 = ff / det;
    s00 += pp - (fp * (i00 * fp + i01 * gp) + gp * (i01 * fp + i11 * gp));
    s01 += pq - (fp * (i00 * fq + i01 * gq) + gp * (i01 * fq + i11 * gq));
    s11 += qq - (fq * (i00 * fq + i01 * gq) + gq * (i01 * fq + i11 * gq));
    r0 += pd - (fp * (i00 * fd + i01 * gd) + gp * (i01 * fd + i11 * gd));
    r1 += qd - (fq * (i00 * fd + i01 * gd) + gq * (i01 * fd + i11 * gd));
  }
  const det = s00 * s11 - s01 * s01;
  if (!(det > 0)) return null;
  return [(s11 * r0 - s01 * r1) / det, (s00 * r1 - s01 * r0) / det];
}

/** Height and time of a flash with a shape, by three steps. */
function follow(trace: Trace, period: number, poles: number, peaking: number): void {
  const { samples, first } = trace;
  for (let i = 0; i < 3; i++) {
    let ff = 0;
    let fg = 0;
    let gg = 0;
    let fd = 0;
    let gd = 0;
    for (let k = 0; k < samples.length; k++) {
      if (!shapeAt(poles, peaking, first + k * period - trace.time)) continue;
      const g = -trace.height * at.slope;
      const d = samples[k] - trace.height * at.f;
      ff += at.f * at.f;
      fg += at.f * g;
      gg += g * g;
      fd += at.f * d;
      gd += g * d;
    }
    const det = ff * gg - fg * fg;
    if (!(det > 0)) return;
    trace.height += (gg * fd - fg * gd) / det;
    trace.time += (ff * gd - fg * fd) / det;
  }
}
