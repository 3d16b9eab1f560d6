/**
 * What a run will need, before it starts.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Card } from '../core/card/index.js';
import { UsageError } from '../core/errors.js';
import { type Evaluation, FULL_EVERY } from '../core/evaluation.js';
import type { Fidelity } from '../core/fidelity.js';
import type { Mode } from '../core/mode.js';
import type { StoredPrimitives } from '../core/primitives.js';
import { PRIMITIVES_BYTES } from '../core/wire/primitives.js';
import { meanIntensity } from '../emulate/beam/profile.js';
import { liveAt } from '../emulate/readout/index.js';
import { type RawData, shareKept } from './rawData.js';

/**
 * Measured on one core of a cloud machine, 1.4e6 to 9e6 electrons per spill: CPU time per beam electron, per event that
 * is made and that is set aside, and per spill.
 */
const SECONDS_PER_ELECTRON: { readonly [M in Mode]: number } = { every: 6e-8, candidates: 2e-8 };
/** Beyond it where primitives are kept: more electrons are asked for their ECAL sum. */
const SECONDS_PER_KEPT: { readonly [M in Mode]: number } = { every: 3e-8, candidates: 4e-9 };
const SECONDS_PER_EVENT = 4e-4;
const SECONDS_PER_EVENT_ASIDE = 2e-5;
const SECONDS_PER_SPILL = 0.05;
/** Share of the events of staged spills that are made. */
const SHARE_MADE = 0.12;
/** Events per electron, and bytes per event: alone, and per particle that piles up in it. */
const EVENTS_PER_ELECTRON = 6e-4;
const BYTES_PER_EVENT = 1150;
const BYTES_PER_NEIGHBOUR = 580;
/** Primitives records per electron where they are kept; what stands beside them, bytes per spill. */
const KEPT_PER_ELECTRON = 1.4e-3;
const BYTES_PER_BURST = 18_000;
/** Events of a spill by the clock. */
const CLOCK_EVENTS = 220;
const BYTES_PER_CLOCK_EVENT = 700;
/**
 * The same in fidelity `waveform`: the samples of all channels; what they cost beyond `energy` to make and
 * to read, and the calibration run before the first spill, which the workers take and one thread reads.
 */
const BYTES_PER_WAVEFORM_EVENT = 6950;
const SECONDS_PER_WAVEFORM_EVENT = 4e-4;
const SECONDS_TO_TAKE_CALIBRATION = 6;
const SECONDS_TO_READ_CALIBRATION = 3;
/** Journal line, primitives of a spill's header, figures. */
const BYTES_PER_SPILL = 4000;
const BYTES_PER_RUN = 4e6;

export interface Plan {
  readonly spills: number;
  readonly electrons: number;
  readonly bytes: number;
  readonly seconds: number;
}

/** Spills that make up the run's exposure. */
export const allSpills = (card: Card): number =>
  Math.ceil(card.run.electrons / Math.max(1, meanIntensity(card.beam.intensity)));

/** What the plan of a run rests on. */
export interface Planned {
  readonly card: Card;
  /** Still to be emulated. */
  readonly spills: number;
  readonly workers: number;
  readonly raw: RawData;
  readonly truth: boolean;
  readonly fidelity: Fidelity;
  readonly mode: Mode;
  readonly evaluation: Evaluation;
  readonly storePrimitives: StoredPrimitives;
}

/** Estimated room (bytes) and time (s, with that many workers). */
export function planRun(planned: Planned): Plan {
  const { card, spills, workers, raw, truth, fidelity, mode, evaluation } = planned;
  const isKept = planned.storePrimitives === 'kept';
  const perSpill = meanIntensity(card.beam.intensity);
  const electrons = spills * perSpill;
  const { before, after } = card.readout;
  const gate = before + after;
  const rate = perSpill / card.beam.spill;
  const presented = perSpill * EVENTS_PER_ELECTRON;
  const events = presented * liveAt(card.readout, presented / card.beam.spill);
  const neighbours = BYTES_PER_NEIGHBOUR * rate * gate;
  const [perEvent, perClockEvent] =
    fidelity === 'waveform'
      ? [BYTES_PER_WAVEFORM_EVENT, BYTES_PER_WAVEFORM_EVENT]
      : [BYTES_PER_EVENT + neighbours, BYTES_PER_CLOCK_EVENT];
  const copies = shareKept(raw) + (truth ? 0.3 : 0);
  const made = events * (evaluation === 'all' ? 1 : SHARE_MADE + 1 / FULL_EVERY);
  const large = copies * (made * perEvent + CLOCK_EVENTS * perClockEvent);
  const records = (isKept ? perSpill * KEPT_PER_ELECTRON : events) + CLOCK_EVENTS;
  const small = PRIMITIVES_BYTES * records + (isKept ? BYTES_PER_BURST : 0) + BYTES_PER_SPILL;
  const bytes = spills * (large + small) + BYTES_PER_RUN;
  const waveform = fidelity === 'waveform' && spills > 0;
  const inSpills =
    spills * SECONDS_PER_SPILL +
    electrons * (SECONDS_PER_ELECTRON[mode] + (isKept ? SECONDS_PER_KEPT[mode] : 0)) +
    spills * made * (SECONDS_PER_EVENT + (waveform ? SECONDS_PER_WAVEFORM_EVENT : 0)) +
    spills * (events - made) * SECONDS_PER_EVENT_ASIDE;
  const calibration = Math.max(
    SECONDS_TO_READ_CALIBRATION,
    (SECONDS_TO_TAKE_CALIBRATION + SECONDS_TO_READ_CALIBRATION) / workers,
  );
  const seconds = inSpills / Math.min(workers, Math.max(1, spills)) + (waveform ? calibration : 0);
  return { spills, electrons, bytes, seconds };
}

/** Several runs one after the other. */
export const addPlans = (a: Plan, b: Plan): Plan => ({
  spills: a.spills + b.spills,
  electrons: a.electrons + b.electrons,
  bytes: a.bytes + b.bytes,
  seconds: a.seconds + b.seconds,
});

const bytesOf = (runs: readonly Planned[]) => runs.map(planRun).reduce(addPlans).bytes;

/**
 * Seconds that are left of several runs one after the other, from what those that are done have taken.
 * @param run under way, from 0
 * @param spills of it that are done
 * @param elapsed s, for these and the runs before
 */
export function secondsLeft(
  plans: readonly Plan[],
  run: number,
  spills: number,
  elapsed: number,
): number {
  const work = (of: readonly Plan[]) => of.reduce((sum, { seconds }) => sum + seconds, 0);
  const { seconds, spills: planned } = plans[run];
  const done = work(plans.slice(0, run)) + (planned > 0 ? (seconds * spills) / planned : 0);
  return done > 0 ? (elapsed * (work(plans) - done)) / done : work(plans);
}

/** Runs that need more than this hear of what would need less, bytes. */
const MUCH = 2e10;

/** What other choices of --raw would need, in words, where the runs need much; null where they do not. */
export function lessRoom(runs: readonly Planned[], much = MUCH): string | null {
  const needs = (raw: RawData) => bytesOf(runs.map((run) => ({ ...run, raw })));
  const bytes = bytesOf(runs);
  const less = (['sample:1%', 'drop'] as const).filter((raw) => needs(raw) < bytes / 2);
  if (bytes < much || less.length === 0) return null;
  return less.map((raw) => `${room(needs(raw))} with --raw ${raw}`).join(', ');
}

/** @throws UsageError when the disk that will hold `directory` lacks the room for these runs */
export function requireRoom(directory: string, runs: readonly Planned[]): void {
  const bytes = bytesOf(runs);
  let existing = path.resolve(directory);
  while (!fs.existsSync(existing)) existing = path.dirname(existing);
  const { bavail, bsize } = fs.statfsSync(existing);
  const free = bavail * bsize;
  if (free >= bytes) return;
  throw new UsageError({
    where: directory,
    got: `${room(free)} of free disk space`,
    expected: `${room(bytes)}`,
    next: ['fewer --spills', 'another --out', lessRoom(runs, 0) ?? []].flat().join(', or '),
  });
}

/** @example room(2.5e10) // "25 GB" */
export const room = (bytes: number) =>
  bytes < 1e10 ? `${Math.ceil(bytes / 1e6)} MB` : `${Math.ceil(bytes / 1e9)} GB`;
