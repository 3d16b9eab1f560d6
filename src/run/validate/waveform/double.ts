/**
 * Two pulses in an ECAL cell: how often both are found against their distance, what energy and time of the
 * first are then, and of one in time on the tail of an earlier one. Expected spreads are the Cramer-Rao bound of a joint fit of both.
 */
import { GAIN_CHI2, SEED_SIGMAS, SHAPE_ERROR } from '../../../analyse/pulses/fit.js';
import type { Card } from '../../../core/card/index.js';
import { channelIn, ecalGrid } from '../../../core/channels.js';
import { pulseAt } from '../../../core/pulse.js';
import { nominalGain, sampleNoise } from '../../../core/sampling.js';
import { type Measured, row, type ValidationRow } from '../row.js';
import type { Bench, Pulse } from './bench.js';
import { derivatives, PHASES, SAMPLES, spreads } from './bound.js';
import { energyRows, foundRow, timeRows } from './found.js';

const FIRST = 50;
const RATIOS = [0.1, 1, 2];
const DISTANCES = [5, 10, 15, 20, 30, 40, 60, 80, 100];
/** Pulses in time so many GeV and so long (ns) after the first. */
const LATE = [50, 5];
const BEFORE = [60, 40];
/** Distances up to the resolving one, ns. */
const STEP = 0.5;
const FARTHEST = 20;
/** From here on the first of the two is free of the second. */
const RESOLVED = 15;
/** Allowed: share of which both are found, spread over the bound, resolving distance. */
const BOTH = [0.95, 1] as const;
const SPREAD = 0.25;
const DISTANCE = 0.1;
const BOUND = 'Cramer-Rao bound of two pulses';
const ONE_PULSE = 'where one pulse without noise fits both';

export function doubleRows(card: Card, bench: Bench, events: number): ValidationRow[] {
  const channel = channelIn(ecalGrid(card.detector.ecal), 1, ...card.detector.ecal.beamCell);
  const rows: ValidationRow[] = [];
  for (const ratio of RATIOS) {
    for (const distance of DISTANCES) {
      const { first, sum } = pairs(bench, channel, pairOf(ratio, distance), events);
      const name = `${FIRST} GeV, then ${ratio} of it ${distance} ns later`;
      rows.push(...energyRows(`${name}: sum, GeV`, FIRST * (1 + ratio), sum));
      if (distance < RESOLVED) continue;
      const energies = first.map((p) => p.energy);
      const [expected] = bounds(card, ratio, distance);
      rows.push(
        ...energyRows(`${name}: first, GeV`, FIRST, energies, {
          ...{ name: `${name}: spread of the first, GeV`, expected },
          ...{ allowed: SPREAD, source: BOUND },
        }),
        foundRow(`${name}: both found`, [first.length, events], BOTH),
      );
    }
    const name = `resolving distance, second ${ratio} of the first, ns`;
    const both = (distance: number) =>
      pairs(bench, channel, pairOf(ratio, distance), events).first.length / events;
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
  return [...rows, ...tailRows(card, bench, channel, events)];
}

/** The second of two, which is in time. */
function tailRows(card: Card, bench: Bench, channel: number, events: number): ValidationRow[] {
  return BEFORE.flatMap((before) =>
    LATE.flatMap((energy) => {
      const ratio = energy / FIRST;
      const { second } = pairs(bench, channel, pairOf(ratio, before, -before), events);
      const [, expected] = bounds(card, ratio, before);
      const name = `${energy} GeV in time, ${FIRST} GeV ${before} ns before it`;
      const bound = { name: `${name}: spread, GeV`, expected, allowed: SPREAD, source: BOUND };
      const energies = second.map((p) => p.energy);
      const times = second.map((p) => p.time);
      return [
        foundRow(`${name}: both found`, [second.length, events], BOTH),
        ...energyRows(`${name}: energy, GeV`, energy, energies, bound),
        ...timeRows(`${name}: time, ns`, 0, times),
      ];
    }),
  );
}

/** `FIRST` at a time, and so much of it so long after it. */
const pairOf = (ratio: number, distance: number, time = 0): Pulse[] => [
  { energy: FIRST, time },
  { energy: ratio * FIRST, time: time + distance },
];

/** Both where both are found, and sums of what is found. */
function pairs(bench: Bench, channel: number, pulses: readonly Pulse[], events: number) {
  const first: Pulse[] = [];
  const second: Pulse[] = [];
  const sum: number[] = [];
  for (let i = 0; i < events; i++) {
    const found = bench.read('ecal', channel, pulses);
    const seen = found.filter((p) => p.energy > 0.02 * FIRST);
    sum.push(seen.reduce((total, p) => total + p.energy, 0));
    if (seen.length !== 2) continue;
    first.push(seen[0]);
    second.push(seen[1]);
  }
  return { first, second, sum };
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

/** Spreads of both heights in a joint fit of two heights and times, GeV. */
function bounds(card: Card, ratio: number, distance: number): [first: number, second: number] {
  const { sampling } = card.detector;
  const gain = nominalGain(card.detector, 'ecal', ecalGrid(card.detector.ecal).cells);
  const first = derivatives(sampling, FIRST / gain);
  const second = derivatives(sampling, (ratio * FIRST) / gain);
  const [one, , two] = spreads(sampling, (t) => [
    ...[first.height(t), first.time(t)],
    ...[second.height(t - distance), second.time(t - distance)],
  ]);
  return [gain * one, gain * two];
}

/**
 * Distance (ns) from which the best single pulse misses two without noise by what the fit asks for before it tries
 * another pulse, at half of the phases.
 */
export function distinguishable(card: Card, ratio: number): number {
  const { sampling } = card.detector;
  const noise = sampleNoise(card.detector.sampling);
  const counts = FIRST / nominalGain(card.detector, 'ecal', ecalGrid(card.detector.ecal).cells);
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
