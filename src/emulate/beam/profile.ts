/**
 * The spill as the accelerator makes it: intensity, ripple, start spike.
 */
import type { Card } from '../../core/card/schema.js';
import { sin } from '../../core/math.js';
import type { Mode } from '../../core/mode.js';
import { Stream } from '../../core/random/index.js';
import { SLICE_NS } from '../../core/ticks.js';
import { type SpillFaults, spillFaults } from '../faults/index.js';
import { Module, type SpillKey, seek } from '../streams.js';

const TWO_PI = 6.283185307179586;

export interface Profile {
  /** Expected beam electrons of the spill before the start spike. */
  readonly intensity: number;
  /** Expected beam electrons in each 1 ms slice. */
  readonly electrons: Float64Array;
  /** What is wrong with the spill; null or nothing: nothing is. */
  readonly faults?: SpillFaults | null;
}

/**
 * The way that a spill is gone through: where a fault lowers the sums that the trigger sees, electrons that are no
 * candidates may fire it, so that each has to be drawn.
 */
export const wayThrough = (mode: Mode, { faults }: Profile): Mode =>
  faults?.lowersSums ? 'every' : mode;

/** The spill with the faults of its card. */
export function profileOf(card: Card, at: SpillKey): Profile {
  const profile = spillProfile(card.beam, at);
  const faults = spillFaults(card, at, profile.electrons);
  return faults ? { ...profile, electrons: faults.electrons, faults } : profile;
}

/**
 * Rate profile of a spill: mean x [1 + sum of A sin(2 pi f t + phase)], phases from the key, constant
 * within a slice (value at its centre); in some spills a spike at the start. Where the card asks for it
 * spills are empty, or end early.
 */
export function spillProfile(beam: Card['beam'], at: SpillKey): Profile {
  const stream = seek(new Stream(), at, 0, Module.profile);
  const intensity = drawIntensity(beam.intensity, stream);
  const phases = beam.ripple.map(() => TWO_PI * stream.uniform());
  const spike = stream.uniform() < beam.startSpike.probability;
  const empty = stream.uniform() < beam.empty;
  const cutShort = stream.uniform() < beam.cutShort;
  const last = cutShort ? stream.uniform() : 1;
  const slices = Math.round(beam.spill / SLICE_NS);
  const mean = intensity / slices;
  const electrons = new Float64Array(slices);
  for (let slice = 0; slice < last * slices && !empty; slice++) {
    const seconds = (slice + 0.5) * 1e-3;
    let rate = 1;
    beam.ripple.forEach(({ frequency, amplitude }, i) => {
      rate += amplitude * sin(TWO_PI * frequency * seconds + phases[i]);
    });
    if (spike && slice * SLICE_NS < beam.startSpike.duration) rate *= beam.startSpike.factor;
    electrons[slice] = mean * Math.max(0, rate);
  }
  return { intensity, electrons };
}

/** The highest that a spill can have. */
export function highestIntensity(intensity: Card['beam']['intensity']): number {
  if (typeof intensity === 'number') return intensity;
  const blocks = Array.isArray(intensity) ? intensity : [intensity];
  return Math.max(...blocks.map(({ max }) => max));
}

function drawIntensity(intensity: Card['beam']['intensity'], stream: Stream): number {
  const block = stream.uniform();
  const within = stream.uniform();
  if (typeof intensity === 'number') return intensity;
  if (!Array.isArray(intensity)) return between(intensity, within);
  // A block is met as often as its electrons ask for at its mean intensity.
  const spills = intensity.map((b) => b.electrons / Math.max(1, (b.min + b.max) / 2));
  let left = block * spills.reduce((a, b) => a + b, 0);
  for (const [i, b] of intensity.entries()) {
    left -= spills[i];
    if (left < 0) return between(b, within);
  }
  return between(intensity[intensity.length - 1] as { min: number; max: number }, within);
}

const between = (range: { min: number; max: number }, u: number) =>
  range.min + u * (range.max - range.min);

/** Expected electrons per spill of a card, over its range or blocks. */
export function meanIntensity(intensity: Card['beam']['intensity']): number {
  if (typeof intensity === 'number') return intensity;
  if (!Array.isArray(intensity)) return (intensity.min + intensity.max) / 2;
  const electrons = intensity.reduce((sum, b) => sum + b.electrons, 0);
  const spills = intensity.reduce(
    (sum, b) => sum + b.electrons / Math.max(1, (b.min + b.max) / 2),
    0,
  );
  return electrons / spills;
}
