/**
 * The pulses of a front end in GeV and ns, in either fidelity.
 */
import type { Sampling } from '../../core/sampling.js';
import type { spillway } from '../../core/wire/messages.js';
import { type Found, PulseReader } from '../pulses/reader.js';
import type { FrontEndConditions } from './conditions.js';
import { courseAt } from './drift.js';
import type { Pulses } from './event.js';

/** A pulse this near to the trigger's particle is its own: none is asked for at its time, ns. */
const IN_TIME = 10;
/** Others up to this distance leave a trace in what is read at its time, ns. */
const BESIDE = 60;

const NONE: Pulses = { channel: [], energy: [], time: [] };

/**
 * From the energies that it delivers.
 * @throws RangeError when columns disagree or name a channel that does not exist
 */
export function readEnergies(
  name: string,
  energies: spillway.Energies.$Properties | null | undefined,
  channels: number,
): Pulses {
  if (!energies) return NONE;
  const channel = energies.channel ?? [];
  const kev = energies.energyKev ?? [];
  const ps = energies.timePs ?? [];
  if (kev.length !== channel.length || ps.length !== channel.length) {
    throw new RangeError(
      `${name}: ${channel.length} channels, ${kev.length} energies and ${ps.length} times`,
    );
  }
  const energy = new Array<number>(kev.length);
  const time = new Array<number>(ps.length);
  for (let i = 0; i < channel.length; i++) {
    if (channel[i] >= channels)
      throw new RangeError(`${name}: channel ${channel[i]} of ${channels}`);
    energy[i] = kev[i] * 1e-6;
    time[i] = ps[i] * 1e-3;
  }
  return { channel, energy, time };
}

/**
 * From its samples. A channel with a sample clear of its noise is fitted (pulses/fit.ts). Where no pulse in time was
 * found, only its height is asked for, at the time of the trigger's particle: in a fitted channel together with the
 * pulses of it, which may have been two in one; in a quiet one by a filter, together with the pulses that other particles
 * left there unseen, at the times that the channel with the highest pulse shows. Most cells of an event are quiet, and
 * cost a few products each.
 * @param particle when the trigger's particle came, ns after the trigger
 * @param tick of the trigger in the spill, 0.1 ns
 * @throws RangeError when the samples do not fit the channels
 */
export function readPulses(
  name: string,
  waveforms: spillway.Waveforms.$Properties,
  conditions: FrontEndConditions,
  sampling: Sampling,
  particle: number,
  tick: number,
): Pulses {
  const { gain, suppression, drift } = conditions;
  const reader = new PulseReader(name, waveforms, conditions, sampling);
  const scale = 1 / courseAt(drift, tick);
  const channel: number[] = [];
  const energy: number[] = [];
  const time: number[] = [];
  const add = (c: number, e: number, t: number) => {
    // In order of time within the channel: a few pulses at most.
    let i = channel.length;
    channel.push(c);
    energy.push(e);
    time.push(t);
    for (; i > 0 && channel[i - 1] === c && time[i - 1] > t; i--) {
      energy[i] = energy[i - 1];
      time[i] = time[i - 1];
    }
    energy[i] = e;
    time[i] = t;
  };
  // Of the channels without a pulse: where they stand in the columns and in the samples.
  const at: number[] = [];
  const places: number[] = [];
  // Pulses of the channel with the highest one: where they stand in the columns.
  let tallest = { height: 0, from: 0, to: 0 };
  reader.each(
    (c, pulses, of) => {
      const from = channel.length;
      if (suppression !== null && !isInTime(pulses, of, particle)) {
        add(c, of.heightBeside(particle) * gain[c] * scale, particle);
      }
      let height = 0;
      for (let p = 0; p < pulses; p++) {
        add(c, of.height[p] * gain[c] * scale, of.time[p]);
        height = Math.max(height, of.height[p]);
      }
      if (height > tallest.height) tallest = { height, from, to: channel.length };
    },
    suppression === null
      ? undefined
      : (c, place) => {
          at.push(channel.length);
          places.push(place);
          add(c, 0, particle);
        },
  );
  const others = time.slice(tallest.from, tallest.to).filter((t) => isBeside(t - particle));
  const starts = [particle, ...others];
  for (let i = 0; i < at.length; i++) {
    const height =
      others.length > 0
        ? reader.heightAmong(places[i], starts)
        : reader.heightAt(places[i], particle);
    energy[at[i]] = height * gain[channel[at[i]]] * scale;
  }
  return withoutSmall(channel, energy, time, suppression ?? 0);
}

/** Leaves out what is smaller, of either sign, GeV. */
function withoutSmall(channel: number[], energy: number[], time: number[], least: number): Pulses {
  let kept = 0;
  for (let i = 0; i < channel.length; i++) {
    if (Math.abs(energy[i]) < least) continue;
    channel[kept] = channel[i];
    energy[kept] = energy[i];
    time[kept] = time[i];
    kept++;
  }
  for (const column of [channel, energy, time]) column.length = kept;
  return { channel, energy, time };
}

/** Whether a pulse so far from the trigger's particle is another's that leaves a trace in what is read in time. */
const isBeside = (distance: number) => Math.abs(distance) >= IN_TIME && Math.abs(distance) < BESIDE;

function isInTime(pulses: number, { time }: Found, particle: number): boolean {
  for (let p = 0; p < pulses; p++) if (Math.abs(time[p] - particle) < IN_TIME) return true;
  return false;
}
