/**
 * Which random stream draws what. Every stream is addressed by (spill, slice and module, index, run):
 * nothing depends on the order of evaluation, on trigger decisions or on other particles.
 */
import type { Id } from '../core/id.js';
import type { Key, Stream } from '../core/random/index.js';

/** Streams of a whole spill or slice stand at index 0. */
export const Module = {
  /** Intensity, ripple phases, start spike: slice 0. */
  profile: 1,
  /** Arrival times, classes, counters, and the energies of ordinary electrons. */
  slice: 2,
  /** Momentum and final state of a particle that is not an ordinary electron. */
  fate: 3,
  /** Impact point and preshower share. */
  shower: 4,
  /** Channels of the sub-detectors, one stream each: what particles leave, and noise (`seekNoise`). */
  srd: 5,
  tracker: 6,
  ecal: 7,
  veto: 8,
  hcal: 9,
  counters: 10,
  /** Random triggers. */
  clock: 11,
  /** Constants of a channel of the electronics: spill 0, slice 0, the channel's number as index. */
  electronics: 17,
  /** Gains and LED of a channel in a spill: slice 0; of a front end: its number from 1024. */
  drift: 18,
  /** Phase of the sampling clock in a spill: slice 0. */
  samplingClock: 19,
  /** Flash, jitter and noise of the samples of an event, by what opened the gate. */
  samples: 20,
  clockSamples: 21,
  pulserSamples: 22,
  ledSamples: 23,
  pedestalSamples: 24,
  /** Arrivals of a calibration run: spill 0, the step as slice, the event as index. */
  calibrationRun: 25,
  /** Time, counters and emission of a ghost. */
  ghost: 26,
  /** Times of the candidates of a slice, and their neighbours; how many others there are: slice 0, of the spill. */
  candidates: 27,
  /** Which coincidences the prescales keep, where that is drawn ahead: slice 0, the bit as index. */
  kept: 28,
  /** True parameters: spill 0, slice 0, the number of the parameter's name as index; run 0 where all runs share them. */
  nature: 29,
  /** What faults draw: the slice and a number of what is drawn as index (`seekFault`). */
  faults: 30,
} as const;

/** Ghosts stand in a slice of their own, which no spill has. */
export const GHOST_SLICE = 65535;

/** Numbers of streams that are not in the table above: from here to 65535. */
const NAMED = 4096;

/**
 * Number of the random stream of a sub-detector that has none in `Module`, from its name: FNV-1a (G. Fowler,
 * L. C. Noll, K.-P. Vo), folded into the range. That no two are the same is tested.
 */
export const streamOf = (name: string): number => NAMED + (fnv1a(name) % (65536 - NAMED));

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash;
}

/** What addresses the streams of one spill. */
export interface SpillKey {
  readonly key: Key;
  readonly run: number;
  readonly spill: number;
}

export function seek(
  stream: Stream,
  at: SpillKey,
  slice: number,
  module: number,
  index = 0,
): Stream {
  return stream.seek(at.key, at.spill, slice + module * 65536, index, at.run);
}

/**
 * First index of a sub-detector's noise in its own stream, by what opened the gate: above that of any particle,
 * and as far apart.
 */
const NOISE: { readonly [Kind in Id['kind']]: number } = {
  particle: 0x80000000,
  random: 0x90000000,
  pulser: 0xa0000000,
  led: 0xb0000000,
  pedestal: 0xc0000000,
};

/** Index of a front end's residual gains in its own stream, slice 0: above that of any noise. */
const GAINS = 0xf0000000;

/** Moves to the residual gains of a front end in a spill. */
export const seekGains = (stream: Stream, at: SpillKey, module: number): Stream =>
  seek(stream, at, 0, module, GAINS);

/** Moves to the noise of a sub-detector in the gate of an id. */
export const seekNoise = (
  stream: Stream,
  at: SpillKey,
  { slice, kind, index }: Pick<Id, 'slice' | 'kind' | 'index'>,
  module: number,
): Stream => seek(stream, at, slice, module, NOISE[kind] + index);

/**
 * Moves to what a fault draws: numbers of its own, so that it changes no others, whatever other faults there are.
 * @param what is drawn, beside the fault's name: of that of a spill, nothing
 */
export const seekFault = (
  stream: Stream,
  at: SpillKey,
  name: string,
  slice = 0,
  what = '',
): Stream => seek(stream, at, slice, Module.faults, fnv1a(`${name} ${what}`));
