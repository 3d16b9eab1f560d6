/**
 * The payload of an event: the pulses of every particle that arrived from `readout.before` before to
 * `readout.after` after the trigger, channel by channel; pulses that the channel cannot tell apart are
 * merged. A pure function of card, key, moment and the particles about it.
 */
import type { Card } from '../core/card/schema.js';
import { CHANNELS, subDetectorOf } from '../core/channels.js';
import type { Id } from '../core/id.js';
import { Stream } from '../core/random/index.js';
import { spillway } from '../core/wire/messages.js';
import type { Slice } from './beam/slice.js';
import type { Timeline } from './beam/timeline.js';
import { SUB_DETECTORS } from './detector/index.js';
import { trackerAnswer } from './detector/tracker.js';
import { Module, type SpillKey, seek } from './streams.js';
import { emptyFate } from './target/fate.js';
import { ticks } from './trigger.js';

/** Straw hits are counted so far about the trigger (ns). */
const STRAW_WINDOW = 40;
const TRACK_TIME_RESOLUTION = 5;

export class PayloadBuilder {
  private readonly stream = new Stream();
  private readonly fate = emptyFate();
  private readonly before: number;
  private readonly after: number;
  private readonly twoPulse: number;
  /** Zero suppression by channel, GeV. */
  private readonly suppression: Float64Array;
  private order = new Float64Array(1024);
  private energy = new Float64Array(1024);
  private time = new Float64Array(1024);
  private pulses = 0;

  constructor(
    private readonly card: Card,
    private readonly at: SpillKey,
  ) {
    const { readout } = card;
    this.before = ticks(readout.before);
    this.after = ticks(readout.after);
    this.twoPulse = readout.twoPulse;
    const limits = { ...readout.zeroSuppression, counters: 0 };
    this.suppression = Float64Array.from({ length: CHANNELS }, (_, c) => limits[subDetectorOf(c)]);
  }

  /** The encoded payload of the trigger with that id at `tick` of the current slice. */
  build(timeline: Timeline, tick: number, id: Id): Uint8Array {
    this.pulses = 0;
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
    return spillway.Payload.encode({ energies: this.merged(), tracks, strawX, strawY }).finish();
  }

  private respond(slice: Slice, i: number, ns: number): void {
    for (const detector of SUB_DETECTORS) {
      const stream = seek(this.stream, this.at, slice.index, detector.module, i);
      detector.respond(this.card, this.fate, stream, (channel, energy, time) =>
        this.add(channel, energy, ns + time),
      );
    }
  }

  private noise({ kind, slice, index }: Id): void {
    const module = kind === 'clock' ? Module.clockNoise : Module.noise;
    const stream = seek(this.stream, this.at, slice, module, index);
    for (const detector of SUB_DETECTORS) {
      detector.noise?.(this.card, stream, (channel, energy, time) =>
        this.add(channel, energy, time),
      );
    }
  }

  private add(channel: number, energy: number, time: number): void {
    if (this.pulses === this.order.length) this.grow();
    this.order[this.pulses] = channel;
    this.energy[this.pulses] = energy;
    this.time[this.pulses] = time;
    this.pulses++;
  }

  /** Sorted by channel and time; pulses closer than `twoPulse` to the one before read as one. */
  private merged(): spillway.Energies.$Properties {
    const { order: channels, energy, time, twoPulse, suppression } = this;
    const index = Array.from({ length: this.pulses }, (_, i) => i).sort(
      (a, b) => channels[a] - channels[b] || time[a] - time[b] || a - b,
    );
    const out = { channel: [] as number[], energyKev: [] as number[], timePs: [] as number[] };
    let channel = -1;
    let last = 0;
    let e = 0;
    let weighted = 0;
    const close = () => {
      const kev = Math.round(e * 1e6);
      if (channel < 0 || kev <= 0 || e < suppression[channel]) return;
      out.channel.push(channel);
      out.energyKev.push(kev);
      out.timePs.push(Math.round((1000 * weighted) / e));
    };
    for (const i of index) {
      if (channels[i] !== channel || time[i] - last > twoPulse) {
        close();
        channel = channels[i];
        e = 0;
        weighted = 0;
      }
      last = time[i];
      e += energy[i];
      weighted += energy[i] * last;
    }
    close();
    return out;
  }

  private grow(): void {
    for (const name of ['order', 'energy', 'time'] as const) {
      const larger = new Float64Array(this[name].length * 2);
      larger.set(this[name]);
      this[name] = larger;
    }
  }
}
