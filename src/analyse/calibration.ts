/**
 * From the bodies of an event to pulses in GeV and ns. In fidelity `energy` the front end delivers
 * calibrated energies already; the nominal gains are one. Front ends that the analysis does not know are
 * passed over.
 */
import { CHANNELS, FRONT_ENDS, type FrontEnd } from '../core/channels.js';
import type { Bodies } from '../core/wire/event.js';
import { spillway } from '../core/wire/messages.js';

/** Columns of equal length, sorted by channel and time. */
export interface Pulses {
  /** Of the front end. */
  channel: readonly number[];
  /** GeV. */
  energy: Float64Array;
  /** ns, relative to the trigger. */
  time: Float64Array;
}

/** Hits numbered as in `core/tracker`; two sets of columns of equal lengths, sorted by channel. */
export interface TrackerHits {
  strip: readonly number[];
  /** ADC counts. */
  amplitude: readonly number[];
  /** ns, relative to the trigger. */
  time: Float64Array;
  tube: readonly number[];
  /** Counts. */
  tdc: readonly number[];
}

export interface CalibratedEvent extends Record<FrontEnd, Pulses> {
  tracker: TrackerHits;
}

/** @throws RangeError when the columns disagree or name a channel that does not exist */
export function calibrate(bodies: Bodies): CalibratedEvent {
  const pulses = {} as Record<FrontEnd, Pulses>;
  for (const name of FRONT_ENDS) pulses[name] = pulsesOf(name, bodyOf(bodies, name));
  return { ...pulses, tracker: trackerHits(bodyOf(bodies, 'tracker').hits) };
}

const NOTHING = new Uint8Array();

const bodyOf = (bodies: Bodies, name: string): spillway.Body =>
  spillway.Body.decode(bodies[name] ?? NOTHING);

function pulsesOf(name: FrontEnd, { energies }: spillway.Body): Pulses {
  const channel = energies?.channel ?? [];
  const kev = energies?.energyKev ?? [];
  const ps = energies?.timePs ?? [];
  if (kev.length !== channel.length || ps.length !== channel.length) {
    throw new RangeError(
      `${name}: ${channel.length} channels, ${kev.length} energies and ${ps.length} times`,
    );
  }
  for (const c of channel) {
    if (c >= CHANNELS[name]) throw new RangeError(`${name}: channel ${c} of ${CHANNELS[name]}`);
  }
  return {
    channel,
    energy: Float64Array.from(kev, (e) => e * 1e-6),
    time: Float64Array.from(ps, (t) => t * 1e-3),
  };
}

/** @throws RangeError when the columns disagree */
export function trackerHits(hits?: spillway.Hits.$Properties | null): TrackerHits {
  const { strip, amplitude, timeTicks, tube, tdc } = hits ?? {};
  const found = {
    strip: strip ?? [],
    amplitude: amplitude ?? [],
    time: Float64Array.from(timeTicks ?? [], (t) => t / 10),
    tube: tube ?? [],
    tdc: tdc ?? [],
  };
  const strips = found.strip.length;
  if (found.amplitude.length !== strips || found.time.length !== strips) {
    throw new RangeError(
      `tracker: ${strips} strips, ${found.amplitude.length} amplitudes and ${found.time.length} times`,
    );
  }
  if (found.tdc.length !== found.tube.length) {
    throw new RangeError(`tracker: ${found.tube.length} tubes and ${found.tdc.length} TDC counts`);
  }
  return found;
}
