/**
 * Driving one sub-detector alone: a card, particles made by hand, and their pulses.
 */
import type { Card } from '../../../core/card/index.js';
import { type Key, Stream } from '../../../core/random/index.js';
import type { SubDetector } from '../../../emulate/detector/subdetector.js';
import { spillKey } from '../../../emulate/spill.js';
import { seek } from '../../../emulate/streams.js';
import { emptyFate, type Fate } from '../../../emulate/target/fate.js';
import type { Measured, ValidationRow } from '../row.js';

export interface Drive {
  readonly key: Key;
  /** Events behind each number. */
  readonly events: number;
  readonly report: (what: string) => void;
}

/** Rows of one sub-detector. */
export type Rows = (drive: Drive) => ValidationRow[];

export type Pulse = readonly [channel: number, energyGeV: number, timeNs: number];

/** Pulses of particle after particle, each with its own stream. */
export function* answers(
  { key, events }: Drive,
  card: Card,
  detector: SubDetector,
  fate: (stream: Stream) => Partial<Fate>,
): Generator<{ fate: Fate; pulses: Pulse[] }> {
  const at = spillKey(card, key, 1);
  const stream = new Stream();
  const own = new Stream();
  for (let i = 0; i < events; i++) {
    const made = { ...emptyFate(), ...fate(own.seek(key, i, 1, 0, 0)) };
    const pulses: Pulse[] = [];
    detector.respond(card, made, seek(stream, at, 0, detector.module, i), (channel, energy, time) =>
      pulses.push([channel, energy, time]),
    );
    yield { fate: made, pulses };
  }
}

/** What the gate holds without a particle, gate after gate. */
export function* gates(
  { key, events }: Drive,
  card: Card,
  detector: SubDetector,
): Generator<Pulse[]> {
  const stream = new Stream();
  for (let i = 0; i < events; i++) {
    const pulses: Pulse[] = [];
    detector.noise?.(card, stream.seek(key, i, 2, 0, 0), (channel, energy, time) =>
      pulses.push([channel, energy, time]),
    );
    yield pulses;
  }
}

export function mean(values: readonly number[]): Measured {
  const m = values.reduce((a, b) => a + b, 0) / values.length;
  return [m, deviation(values, m) / Math.sqrt(values.length)];
}

/** Standard deviation over the mean. */
export function spread(values: readonly number[]): Measured {
  const [m] = mean(values);
  const relative = deviation(values, m) / m;
  return [relative, relative / Math.sqrt(2 * values.length)];
}

const deviation = (values: readonly number[], m: number) =>
  Math.sqrt(values.reduce((sum, v) => sum + (v - m) * (v - m), 0) / values.length);

/** Integral by the midpoint rule. */
export function integral(
  f: (x: number) => number,
  low: number,
  high: number,
  steps: number,
): number {
  const h = (high - low) / steps;
  let sum = 0;
  for (let i = 0; i < steps; i++) sum += f(low + (i + 0.5) * h);
  return sum * h;
}
