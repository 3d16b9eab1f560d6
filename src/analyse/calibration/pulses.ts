/**
 * The pulses of a front end in GeV and ns, in either fidelity.
 */
import type { Sampling } from '../../core/sampling.js';
import type { spillway } from '../../core/wire/messages.js';
import { PulseReader } from '../pulses/reader.js';
import type { FrontEndConditions } from './conditions.js';
import { courseAt } from './drift.js';
import type { Pulses } from './event.js';

/** Where a pulse was found this near to the trigger's particle, none is asked for at its time, ns. */
const IN_TIME = 30;

/**
 * From the energies that it delivers.
 * @throws RangeError when columns disagree or name a channel that does not exist
 */
export function readEnergies(
  name: string,
  energies: spillway.Energies.$Properties | null | undefined,
  channels: number,
): Pulses {
  const channel = energies?.channel ?? [];
  const kev = energies?.energyKev ?? [];
  const ps = energies?.timePs ?? [];
  if (kev.length !== channel.length || ps.length !== channel.length) {
    throw new RangeError(
      `${name}: ${channel.length} channels, ${kev.length} energies and ${ps.length} times`,
    );
  }
  const energy = new Float64Array(kev.length);
  const time = new Float64Array(ps.length);
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
 * found, only its height is asked for, by a filter at the time of the trigger's particle; most cells of an event
 * are of this kind, and cost a few products each.
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
    if (suppression !== null && Math.abs(e) < suppression) return;
    // In order of time within the channel: a few pulses at most.
    let at = channel.length;
    channel.push(c);
    energy.push(e);
    time.push(t);
    for (; at > 0 && channel[at - 1] === c && time[at - 1] > t; at--) {
      energy[at] = energy[at - 1];
      time[at] = time[at - 1];
    }
    energy[at] = e;
    time[at] = t;
  };
  reader.each(
    (c, pulses, of) => {
      let inTime = false;
      for (let p = 0; p < pulses; p++) {
        add(c, of.height[p] * gain[c] * scale, of.time[p]);
        if (Math.abs(of.time[p] - particle) < IN_TIME) inTime = true;
      }
      if (suppression !== null && !inTime) {
        add(c, of.heightLeft(particle) * gain[c] * scale, particle);
      }
    },
    suppression === null
      ? undefined
      : (c, place) => add(c, reader.heightAt(place, particle) * gain[c] * scale, particle),
  );
  return { channel, energy: new Float64Array(energy), time: new Float64Array(time) };
}
