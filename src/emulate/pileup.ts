/**
 * The bodies of an event: what each front end says of the particles that arrived from `readout.before`
 * before to `readout.after` after the trigger; pulses that a channel cannot tell apart are merged. A pure
 * function of card, key, moment and the particles about it.
 */
import type { Card } from '../core/card/schema.js';
import type { Id } from '../core/id.js';
import { Stream } from '../core/random/index.js';
import type { Bodies } from '../core/wire/event.js';
import { spillway } from '../core/wire/messages.js';
import type { Slice } from './beam/slice.js';
import type { Timeline } from './beam/timeline.js';
import { SUB_DETECTORS } from './detector/index.js';
import { PulseList } from './detector/pulses.js';
import { trackerAnswer } from './detector/tracker.js';
import { Module, type SpillKey, seek } from './streams.js';
import { emptyFate } from './target/fate.js';
import { ticks } from './ticks.js';

/** Straw hits are counted so far about the trigger (ns). */
const STRAW_WINDOW = 40;
const TRACK_TIME_RESOLUTION = 5;

/** The front ends, in the order of their fragments. */
export const FRONT_END_SOURCES: readonly { name: string; channels: number }[] = [
  ...SUB_DETECTORS.map(({ name, channels }) => ({ name, channels })),
  { name: 'tracker', channels: 0 },
];

/** Stream of what a gate holds without any particle, by what opened it. */
const NOISE: { readonly [Kind in Id['kind']]: number } = {
  particle: Module.noise,
  random: Module.clockNoise,
  pulser: Module.pulserNoise,
  led: Module.ledNoise,
  pedestal: Module.pedestalNoise,
};

export class PayloadBuilder {
  private readonly stream = new Stream();
  private readonly fate = emptyFate();
  private readonly before: number;
  private readonly after: number;
  /** By sub-detector. */
  private readonly pulses = SUB_DETECTORS.map(() => new PulseList());

  constructor(
    private readonly card: Card,
    private readonly at: SpillKey,
  ) {
    this.before = ticks(card.readout.before);
    this.after = ticks(card.readout.after);
  }

  /** The bodies of the trigger with that id at `tick` of the current slice. */
  build(timeline: Timeline, tick: number, id: Id): Bodies {
    for (const list of this.pulses) list.clear();
    this.noise(id);
    const tracks: spillway.Track.$Properties[] = [];
    let strawX = 0;
    let strawY = 0;
    timeline.visit(tick, -this.before, this.after + 1, (slice, i, dt) => {
      const ns = dt / 10;
      const fate = slice.fateOf(i, this.fate);
      this.respond(slice, i, ns);
      const stream = seek(this.stream, this.at, slice.index, Module.tracker, i);
      const { track, straws } = trackerAnswer(this.card, fate, stream);
      if (track) {
        tracks.push({
          timePs: Math.round(1000 * (ns + TRACK_TIME_RESOLUTION * stream.normal())),
          momentumMev: Math.max(0, Math.round(1000 * track.momentum)),
          angleXNrad: Math.round(1e9 * track.angleX),
          angleYNrad: Math.round(1e9 * track.angleY),
          xUm: Math.round(1000 * track.x),
          yUm: Math.round(1000 * track.y),
        });
      }
      if (Math.abs(ns) <= STRAW_WINDOW) {
        strawX += straws[0];
        strawY += straws[1];
      }
    });
    const bodies: Record<string, Uint8Array> = {};
    const { twoPulse, zeroSuppression } = this.card.readout;
    const limits: { readonly [name: string]: number | undefined } = zeroSuppression;
    SUB_DETECTORS.forEach(({ name }, d) => {
      const energies = this.pulses[d].merged(twoPulse, limits[name] ?? 0);
      bodies[name] = spillway.Body.encode({ energies }).finish();
    });
    bodies.tracker = spillway.Body.encode({ tracks: { tracks, strawX, strawY } }).finish();
    return bodies;
  }

  private respond(slice: Slice, i: number, ns: number): void {
    SUB_DETECTORS.forEach((detector, d) => {
      const list = this.pulses[d];
      const stream = seek(this.stream, this.at, slice.index, detector.module, i);
      detector.respond(this.card, this.fate, stream, (channel, energy, time) =>
        list.add(channel, energy, ns + time),
      );
    });
  }

  private noise({ kind, slice, index }: Id): void {
    const stream = seek(this.stream, this.at, slice, NOISE[kind], index);
    SUB_DETECTORS.forEach((detector, d) => {
      const list = this.pulses[d];
      detector.noise?.(this.card, stream, (channel, energy, time) =>
        list.add(channel, energy, time),
      );
    });
  }
}
