/**
 * From the bodies of an event to pulses in GeV and ns: the one way for both fidelities. In fidelity `energy`
 * the front end delivers calibrated energies already; in `waveform` pulses are found in the samples with the
 * conditions of the spill. Front ends that the analysis does not know are passed over.
 */
import { channelCounts, FRONT_ENDS, type FrontEnd, type Shaped } from '../../core/channels.js';
import { APV_SAMPLES, stripPulse } from '../../core/apv.js';
import { nanoseconds } from '../../core/ticks.js';
import { stationOf, trackerLayout } from '../../core/tracker.js';
import type { Answers, Bodies } from '../../core/wire/event.js';
import { decodeMessage } from '../../core/wire/decode.js';
import { spillway } from '../../core/wire/messages.js';
import type { Conditions } from './conditions.js';
import type { CalibratedEvent, Pulses, TrackerHits } from './event.js';
import { masterTime } from './master.js';
import { readEnergies, readPulses } from './pulses.js';

export type { CalibratedEvent, Pulses, TrackerHits } from './event.js';

/**
 * @param detector tells how many channels there are
 * @param conditions null in fidelity `energy`
 * @param tick of the trigger in the spill, 0.1 ns
 * @throws RangeError when columns disagree, name a channel that does not exist, or hold samples without
 *   conditions to read them with
 */
export const calibrate = (
  bodies: Bodies,
  detector: Shaped,
  conditions: Conditions | null = null,
  tick = 0,
): CalibratedEvent =>
  calibrated(
    detector,
    (name) => (bodies[name] ? decodeMessage(spillway.Body, bodies[name]) : NOTHING),
    conditions,
    tick,
  );

/** The same of what front ends answered, not encoded yet. */
export const calibrateAnswers = (
  answers: Answers,
  detector: Shaped,
  conditions: Conditions | null,
  tick: number,
): CalibratedEvent => calibrated(detector, (name) => answers[name] ?? NOTHING, conditions, tick);

/** Of a front end that sent none. */
const NOTHING: spillway.Body.$Properties = {};

function calibrated(
  detector: Shaped,
  bodyOf: (name: string) => spillway.Body.$Properties,
  conditions: Conditions | null,
  tick: number,
): CalibratedEvent {
  const counts = channelCounts(detector);
  const pulses = {} as Record<FrontEnd, Pulses>;
  const read = (name: FrontEnd, particle: number) =>
    pulsesOf(name, bodyOf(name), counts[name], conditions, particle, tick);
  pulses.counters = read('counters', 0);
  const particle = conditions ? masterTime(pulses.counters, conditions) : 0;
  for (const name of FRONT_ENDS) {
    if (name === 'counters') continue;
    pulses[name] = read(name, particle);
  }
  return { ...pulses, tracker: trackerHits(bodyOf('tracker').hits, conditions) };
}

function pulsesOf(
  name: FrontEnd,
  { energies, waveforms }: spillway.Body.$Properties,
  channels: number,
  conditions: Conditions | null,
  particle: number,
  tick: number,
): Pulses {
  if (waveforms) {
    const { frontEnds, sampling } = withConditions(name, conditions);
    return readPulses(name, waveforms, frontEnds[name], sampling, particle, tick);
  }
  return readEnergies(name, energies, channels);
}

const NO_HITS: TrackerHits = {
  strip: [],
  amplitude: [],
  time: new Float64Array(),
  tube: [],
  tdc: [],
};

function withConditions(name: string, conditions: Conditions | null): Conditions {
  if (conditions) return conditions;
  throw new RangeError(`${name}: samples, and no calibration to read them with`);
}

/** @throws RangeError when the columns disagree */
export function trackerHits(
  hits?: spillway.Hits.$Properties | null,
  conditions: Conditions | null = null,
): TrackerHits {
  if (!hits) return NO_HITS;
  const { strip, amplitude, timeTicks, tube, tdc, sample } = hits;
  const strips = strip?.length ?? 0;
  const tubes = { tube: tube ?? [], tdc: tdc ?? [] };
  if (tubes.tdc.length !== tubes.tube.length) {
    throw new RangeError(`tracker: ${tubes.tube.length} tubes and ${tubes.tdc.length} TDC counts`);
  }
  if (sample && sample.length > 0) {
    const { tracker } = withConditions('tracker', conditions);
    return { ...stripsOf(strip ?? [], sample, tracker), ...tubes };
  }
  const time = new Float64Array(timeTicks?.length ?? 0);
  for (let i = 0; i < time.length; i++) time[i] = nanoseconds(timeTicks?.[i] ?? 0);
  const found = { strip: strip ?? [], amplitude: amplitude ?? [], time };
  if (found.amplitude.length !== strips || found.time.length !== strips) {
    throw new RangeError(
      `tracker: ${strips} strips, ${found.amplitude.length} amplitudes and ${found.time.length} times`,
    );
  }
  return { ...found, ...tubes };
}

function stripsOf(
  strip: readonly number[],
  sample: readonly number[],
  tracker: Conditions['tracker'],
) {
  if (sample.length !== APV_SAMPLES * strip.length) {
    throw new RangeError(`tracker: ${strip.length} strips and ${sample.length} samples`);
  }
  const stations = trackerLayout(tracker);
  const amplitude: number[] = [];
  const time = new Float64Array(strip.length);
  strip.forEach((number, i) => {
    const chamber = stations[stationOf(number)]?.strips;
    if (!chamber) throw new RangeError(`tracker: strip ${number} is of no chamber with strips`);
    const pulse = stripPulse(chamber, sample, APV_SAMPLES * i);
    amplitude.push(pulse.amplitude);
    time[i] = pulse.time;
  });
  return { strip, amplitude, time };
}
