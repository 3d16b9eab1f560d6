/**
 * The readout alone, driven by Poisson triggers without the detectors before it: for its curves.
 */
import type { Card } from '../../core/card/schema.js';
import type { Stream } from '../../core/random/index.js';
import { SLICE_TICKS, TICKS_PER_SECOND } from '../../core/ticks.js';
import { Readout, type ReadoutOutcome } from './index.js';

export interface Driven {
  readonly outcomes: Readonly<Record<ReadoutOutcome, number>>;
  readonly presented: number;
  /** Busy share of the time, and of the beam that arrived. */
  readonly busy: number;
  readonly beamBusy: number;
  readonly seconds: number;
}

/** Triggers that come first and are not counted: a spill starts with the readout free. */
const WARM_UP = 100;

/** Triggers at a constant rate (Hz), each of an event of that many bytes, until there were `triggers`. */
export function drivePoisson(
  section: Card['readout'],
  rate: number,
  triggers: number,
  stream: Stream,
  bytes = 0,
): Driven {
  const readout = new Readout(section);
  const gap = TICKS_PER_SECOND / rate;
  let time = 0;
  const run = (n: number) => {
    const outcomes = none();
    for (let i = 0; i < n; i++) {
      time += gap * stream.exponential();
      present(readout, Math.floor(time), bytes, outcomes);
    }
    return outcomes;
  };
  run(WARM_UP);
  const start = Math.floor(time);
  const before = readout.busyTicks(start);
  const outcomes = run(triggers);
  const ticks = Math.floor(time) - start;
  const busy = ticks > 0 ? (readout.busyTicks(Math.floor(time)) - before) / ticks : 0;
  const seconds = ticks / TICKS_PER_SECOND;
  return { outcomes, presented: triggers, busy, beamBusy: busy, seconds };
}

/**
 * Triggers of one spill, a share of the beam electrons expected in each 1 ms slice.
 * @param fraction presented triggers per electron
 */
export function driveSpill(
  section: Card['readout'],
  electrons: Float64Array,
  fraction: number,
  stream: Stream,
): Driven {
  const readout = new Readout(section);
  const outcomes = none();
  let presented = 0;
  let busy = 0;
  let weighted = 0;
  let beam = 0;
  electrons.forEach((expected, slice) => {
    const start = slice * SLICE_TICKS;
    const ticks = Array.from({ length: stream.poisson(fraction * expected) }, () =>
      Math.floor(SLICE_TICKS * stream.uniform()),
    ).sort((a, b) => a - b);
    for (const tick of ticks) present(readout, start + tick, 0, outcomes);
    presented += ticks.length;
    const until = readout.busyTicks(start + SLICE_TICKS);
    weighted += expected * (until - busy);
    busy = until;
    beam += expected;
  });
  const end = electrons.length * SLICE_TICKS;
  return {
    outcomes,
    presented,
    busy: busy / end,
    beamBusy: beam > 0 ? weighted / (beam * SLICE_TICKS) : 0,
    seconds: end / TICKS_PER_SECOND,
  };
}

const none = () => ({ deadTime: 0, throttled: 0, bufferFull: 0, recorded: 0 });

function present(
  readout: Readout,
  time: number,
  bytes: number,
  outcomes: Record<ReadoutOutcome, number>,
): void {
  const outcome = readout.offer(time);
  outcomes[outcome]++;
  if (outcome === 'recorded') readout.store(bytes);
}
