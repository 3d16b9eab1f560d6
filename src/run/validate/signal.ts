/**
 * Validation of where A' are made and what they take away: against track lengths and spectra of
 * a Monte Carlo of the cascade.
 */
import { EmissionTable } from '../../core/signal/index.js';
import {
  DEPTH_BINS,
  DEPTH_STEP,
  ENERGY_BINS,
  HALF_BINS,
  trackLength,
} from '../../core/signal/track-length.js';
import { seedKey, Stream } from '../../core/random/index.js';
import { Module, seek } from '../../emulate/streams.js';
import { row, type ValidationRow } from './row.js';
import { validation } from './validation.js';

/** A' behind each spectrum, unless told otherwise. */
const EVENTS = 1_000_000;
const BEAM = 100;
const MONTE_CARLO = 'track-length Monte Carlo, cross section of DMG4';

/** Shares of the missing energy above 50 GeV in bins of 5 GeV, by mass. */
const SPECTRA: readonly (readonly [massGeV: number, shares: readonly number[]])[] = [
  [0.001, [0.149, 0.132, 0.119, 0.109, 0.101, 0.094, 0.087, 0.081, 0.073, 0.056]],
  [0.01, [0.114, 0.101, 0.093, 0.085, 0.083, 0.081, 0.081, 0.084, 0.096, 0.181]],
  [0.1, [0.098, 0.089, 0.083, 0.077, 0.076, 0.076, 0.076, 0.082, 0.095, 0.248]],
  [0.5, [0.085, 0.079, 0.076, 0.073, 0.074, 0.075, 0.077, 0.085, 0.1, 0.276]],
];

/** Share of the track length above half of the energy that lies before a depth, X0. */
const DEPTHS: readonly (readonly [depth: number, share: number])[] = [
  [0.5, 0.45],
  [1, 0.73],
  [1.5, 0.87],
  [2, 0.94],
  [4, 0.99],
];

/** Track length above half of the energy, before a bin of depth. */
function sum(values: Float64Array, end = DEPTH_BINS): number {
  let length = 0;
  for (let i = 0; i < end; i++) {
    for (let j = 0; j < HALF_BINS; j++) length += values[i * ENERGY_BINS + j];
  }
  return length;
}

function trackRows(): ValidationRow[] {
  const { beam, pairs } = trackLength();
  const all = sum(beam) + sum(pairs);
  const before = (depth: number) => {
    const end = Math.round(depth / DEPTH_STEP);
    return (sum(beam, end) + sum(pairs, end)) / all;
  };
  return [
    row({
      name: 'track length above half of the energy, X0',
      role: 'out',
      expected: 0.905,
      allowed: 0.01,
      emulated: [all, 0],
      source: 'Monte Carlo',
    }),
    ...DEPTHS.map(([depth, share]) =>
      row({
        name: `share of it before ${depth} X0`,
        role: 'out',
        expected: share,
        allowed: 0.03,
        emulated: [before(depth), 0],
        source: 'Monte Carlo',
      }),
    ),
  ];
}

function spectrumRows(mass: number, shares: readonly number[], events: number, stream: Stream) {
  const table = new EmissionTable(mass, BEAM);
  const bins = shares.map(() => 0);
  for (let i = 0; i < events; i++) {
    const { energy } = table.at(stream.uniform(), stream.uniform(), stream.uniform());
    bins[Math.min(bins.length - 1, Math.floor((BEAM * energy - 50) / 5))]++;
  }
  return shares.map((expected, i) => {
    const name = `${1000 * mass} MeV, missing ${50 + 5 * i} to ${55 + 5 * i} GeV`;
    const error = Math.sqrt(bins[i]) / events;
    return row({
      name,
      role: 'out',
      expected,
      allowed: 0.1,
      emulated: [bins[i] / events, error],
      source: MONTE_CARLO,
    });
  });
}

export const signal = validation({
  name: 'signal',
  describes: "depth and energy with which A' are made",
  options: ['events', 'seed'],
  run({ events, seed, report }) {
    const stream = new Stream();
    const at = { key: seedKey(seed), run: 1, spill: 0 };
    const spectra = SPECTRA.flatMap(([mass, shares], i) => {
      report(`signal: ${1000 * mass} MeV`);
      seek(stream, at, 0, Module.ghost, i);
      return spectrumRows(mass, shares, events ?? EVENTS, stream);
    });
    return { rows: [...trackRows(), ...spectra] };
  },
});
