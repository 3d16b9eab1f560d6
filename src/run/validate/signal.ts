/**
 * Validation of where A' are made and what they take away: against track lengths of a Monte Carlo of the cascade, and the yield
 * that is calculated without drawing any.
 */
import { EmissionTable, signalYield } from '../../core/signal/index.js';
import { LEAD } from '../../core/signal/target.js';
import {
  DEPTH_BINS,
  DEPTH_STEP,
  ENERGY_BINS,
  HALF_BINS,
  trackLength,
} from '../../core/signal/track-length.js';
import { seedKey, Stream } from '../../core/random/index.js';
import { Module, seek } from '../../emulate/streams.js';
import { row, share, type ValidationRow } from './row.js';
import { validation } from './validation.js';

/** A' behind each spectrum, unless told otherwise. */
const EVENTS = 1_000_000;
const BEAM = 100;
const MASSES = [0.001, 0.01, 0.1, 0.5];

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

function spectrumRows(mass: number, events: number, stream: Stream) {
  const table = new EmissionTable(mass, BEAM);
  const { bins, perEot } = signalYield('etl', { mass, energy: BEAM, target: LEAD });
  const sampled = bins.map(() => 0);
  for (let i = 0; i < events; i++) {
    const { energy } = table.at(stream.uniform(), stream.uniform(), stream.uniform());
    sampled[Math.min(bins.length - 1, Math.floor((BEAM * energy - 50) / 5))]++;
  }
  return bins.map(({ fromGeV, toGeV, ...bin }, i) =>
    row({
      name: `${1000 * mass} MeV, missing ${fromGeV} to ${toGeV} GeV`,
      role: 'out',
      expected: bin.perEot / perEot,
      allowed: 0.005,
      emulated: share(sampled[i], events),
      source: 'yield in bins, exact tree level',
    }),
  );
}

export const signal = validation({
  name: 'signal',
  describes: "depth and energy with which A' are made",
  options: ['events', 'seed'],
  usual: { events: EVENTS },
  run({ events, seed, report }) {
    const stream = new Stream();
    const at = { key: seedKey(seed), run: 1, spill: 0 };
    const spectra = MASSES.flatMap((mass, i) => {
      report(`signal: ${1000 * mass} MeV`);
      seek(stream, at, 0, Module.ghost, i);
      return spectrumRows(mass, events ?? EVENTS, stream);
    });
    return { rows: [...trackRows(), ...spectra] };
  },
});
