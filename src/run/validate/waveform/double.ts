/**
 * Two pulses in an ECAL cell: how often both are found against their distance, and what energy and time of the
 * first are then. Expected spreads are the Cramer-Rao bound of a joint fit of both.
 */
import { GAIN_CHI2, SEED_SIGMAS, SHAPE_ERROR } from '../../../analyse/pulses/fit.js';
import type { Card } from '../../../core/card/index.js';
import { ECAL_CELLS, ecalChannel } from '../../../core/channels.js';
import { solveLinear } from '../../../core/linear.js';
import { pulseAt } from '../../../core/pulse.js';
import { nominalGain, sampleNoise } from '../../../core/sampling.js';
import { type Measured, row, share, type ValidationRow } from '../row.js';
import type { Bench } from './bench.js';
import { moments } from './single.js';

const FIRST = 50;
const RATIOS = [0.1, 1, 2];
const DISTANCES = [5, 10, 15, 20, 30, 40, 60, 80, 100];
/** Distances up to the resolving one, ns. */
const STEP = 0.5;
const FARTHEST = 20;
/** From here on the first of the two is free of the second. */
const RESOLVED = 15;
const BIAS = 0.01;
const SPREAD = 0.25;
const DISTANCE = 0.1;
const BOUND = 'Cramer-Rao bound of two pulses';
const ONE_PULSE = 'where one pulse without noise fits both';
/** Phases of the sampling clock that calculations are averaged over. */
const PHASES = 20;
const SAMPLES = 30;

export function doubleRows(card: Card, bench: Bench, events: number): ValidationRow[] {
  const channel = ecalChannel(1, ...card.detector.ecal.beamCell);
  const rows: ValidationRow[] = [];
  for (const ratio of RATIOS) {
    for (const distance of DISTANCES) {
      const { first, sum } = pairs(bench, channel, ratio, distance, events);
      const name = `${FIRST} GeV, then ${ratio} of it ${distance} ns later`;
      const total = moments(sum);
      const both = FIRST * (1 + ratio);
      const error = total.rms / Math.sqrt(events);
      rows.push(
        row({
          name: `${name}: sum, GeV`,
          role: 'out',
          expected: both,
          allowed: BIAS,
          emulated: [total.mean, error],
          source: 'injected',
        }),
      );
      if (distance < RESOLVED) continue;
      const { mean, rms } = moments(first);
      const n = first.length;
      const expected = bound(card, ratio, distance);
      rows.push(
        row({
          name: `${name}: first, GeV`,
          role: 'out',
          expected: FIRST,
          allowed: BIAS,
          emulated: [mean, rms / Math.sqrt(n)],
          source: 'injected',
        }),
        row({
          name: `${name}: spread of the first, GeV`,
          role: 'out',
          expected,
          allowed: SPREAD,
          emulated: [rms, rms / Math.sqrt(2 * n)],
          source: BOUND,
        }),
        row({
          name: `${name}: both found`,
          role: 'out',
          expected: 1,
          allowed: [0.95, 1],
          emulated: share(n, events),
          source: 'injected',
        }),
      );
    }
    const name = `resolving distance, second ${ratio} of the first, ns`;
    const both = (distance: number) =>
      pairs(bench, channel, ratio, distance, events).first.length / events;
    const expected = distinguishable(card, ratio);
    rows.push(
      row({
        name,
        role: 'out',
        expected,
        allowed: DISTANCE,
        emulated: halfWay(both, events),
        source: ONE_PULSE,
      }),
    );
  }
  return rows;
}

/** Energies of the first where both are found, and sums of what is found. */
function pairs(bench: Bench, channel: number, ratio: number, distance: number, events: number) {
  const first: number[] = [];
  const sum: number[] = [];
  for (let i = 0; i < events; i++) {
    const found = bench.read('ecal', channel, [
      { energy: FIRST, time: 0 },
      { energy: ratio * FIRST, time: distance },
    ]);
    const seen = found.filter((p) => p.energy > 0.02 * FIRST);
    sum.push(seen.reduce((total, p) => total + p.energy, 0));
    if (seen.length === 2) first.push(seen[0].energy);
  }
  return { first, sum };
}

/**
 * The distance (ns) from which half of the pairs are told apart, on the line between the shares at two distances one
 * step apart: p0 short of a half, p1 not. Its error is that of both shares on that line; within the step the share need
 * not be linear, which counts as a distance spread evenly over it.
 * @param both share of `events` pairs at a distance of which both are found
 */
export function halfWay(both: (distance: number) => number, events: number): Measured {
  let p0 = both(0);
  for (let distance = STEP; distance <= FARTHEST; distance += STEP) {
    const p1 = both(distance);
    if (p0 < 0.5 && p1 >= 0.5) {
      const at = (0.5 - p0) / (p1 - p0);
      const sigma = (p: number) => Math.sqrt(Math.max(1 / events, p * (1 - p)) / events);
      const counted = Math.hypot((1 - at) * sigma(p0), at * sigma(p1)) / (p1 - p0);
      return [distance - STEP + STEP * at, STEP * Math.hypot(counted, 1 / Math.sqrt(12))];
    }
    p0 = p1;
  }
  return [Number.NaN, Number.NaN];
}

/** Spread of the first height in a joint fit of two heights and times, averaged over the phase, GeV. */
function bound(card: Card, ratio: number, distance: number): number {
  const { sampling } = card.detector;
  const { period } = sampling;
  const gain = nominalGain(sampling, 'ecal', ECAL_CELLS);
  const noise = sampleNoise(card.detector.sampling);
  const counts = FIRST / gain;
  let variance = 0;
  const shape = (t: number) => pulseAt(sampling.pulse, t);
  const slope = (t: number) => (shape(t + 0.05) - shape(t - 0.05)) / 0.1;
  for (let p = 0; p < PHASES; p++) {
    const columns: number[][] = [];
    for (let k = 0; k < SAMPLES; k++) {
      const t = (k + p / PHASES) * period;
      columns.push([
        shape(t),
        -counts * slope(t),
        shape(t - distance),
        -counts * ratio * slope(t - distance),
      ]);
    }
    const fisher = [0, 1, 2, 3].map((i) =>
      [0, 1, 2, 3].map((j) => columns.reduce((s, c) => s + c[i] * c[j], 0)),
    );
    variance += (solveLinear(fisher, [1, 0, 0, 0]) as number[])[0];
  }
  return gain * noise * Math.sqrt(variance / PHASES);
}

/**
 * Distance (ns) from which the best single pulse misses two without noise by what the fit asks for before it tries
 * another pulse, at half of the phases.
 */
export function distinguishable(card: Card, ratio: number): number {
  const { sampling } = card.detector;
  const noise = sampleNoise(card.detector.sampling);
  const counts = FIRST / nominalGain(sampling, 'ecal', ECAL_CELLS);
  const shape = (t: number) => pulseAt(sampling.pulse, t);
  const isMissed = (distance: number, phase: number): boolean => {
    const at = Array.from({ length: SAMPLES }, (_, k) => (k + phase) * sampling.period);
    const two = at.map((t) => counts * (shape(t) + ratio * shape(t - distance)));
    // The best height at a time is linear; the best time lies between the two.
    const fitted = (time: number): number[] => {
      const one = at.map((t) => shape(t - time));
      const norm = one.reduce((s, f) => s + f * f, 0);
      const height = one.reduce((s, f, k) => s + f * two[k], 0) / norm;
      return one.map((f) => height * f);
    };
    const squares = (time: number) => fitted(time).reduce((s, m, k) => s + (two[k] - m) ** 2, 0);
    let [low, high] = [0, distance];
    while (high - low > 1e-4) {
      const [a, b] = [(2 * low + high) / 3, (low + 2 * high) / 3];
      if (squares(a) < squares(b)) high = b;
      else low = a;
    }
    const standsOut = fitted(low).some(
      (m, k) => two[k] - m > SEED_SIGMAS * noise + SHAPE_ERROR * m,
    );
    return standsOut && squares(low) > GAIN_CHI2 * noise * noise;
  };
  const phases = Array.from({ length: PHASES }, (_, p) => p / PHASES);
  let [low, high] = [0, FARTHEST];
  while (high - low > 1e-3) {
    const middle = (low + high) / 2;
    if (phases.filter((phase) => isMissed(middle, phase)).length < PHASES / 2) low = middle;
    else high = middle;
  }
  return low;
}
