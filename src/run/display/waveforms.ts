/** The samples of every channel, the pulses that the analysis fits to them, and the curve that these are. */
import type { Conditions, FrontEndConditions } from '../../analyse/calibration/conditions.js';
import { courseAt } from '../../analyse/calibration/drift.js';
import { PulseReader } from '../../analyse/pulses/reader.js';
import { FRONT_ENDS, type FrontEnd } from '../../core/channels.js';
import { decodeMessage } from '../../core/wire/decode.js';
import type { Bodies } from '../../core/wire/event.js';
import { spillway } from '../../core/wire/messages.js';
import { MAX_SAMPLE } from '../../core/wire/samples.js';
import type { Card } from '../../core/card/schema.js';
import { labelOf } from './modules.js';
import { CURVE_POINTS, type FittedPulse, type Waveform } from './shape.js';

/**
 * Of all channels that were read out.
 * @param tick of the trigger in the spill, 0.1 ns
 * @throws RangeError when the samples do not fit the channels
 */
export const waveformsOf = (
  bodies: Bodies,
  detector: Card['detector'],
  conditions: Conditions,
  tick: number,
): Waveform[] =>
  FRONT_ENDS.flatMap((name) => ofFrontEnd(name, bodies[name], detector, conditions, tick));

function ofFrontEnd(
  frontEnd: FrontEnd,
  body: Uint8Array | undefined,
  detector: Card['detector'],
  { frontEnds, sampling }: Conditions,
  tick: number,
): Waveform[] {
  const { waveforms } = decodeMessage(spillway.Body, body ?? new Uint8Array());
  if (!waveforms) return [];
  const conditions = frontEnds[frontEnd];
  const reader = new PulseReader(frontEnd, waveforms, conditions, sampling);
  const fitted = new Map<number, FittedPulse[]>();
  const scale = 1 / courseAt(conditions.drift, tick);
  reader.each((c, n, { height, time }) => {
    const pulses = Array.from({ length: n }, (_, p) => ({
      ...{ height: height[p], time: time[p] },
      energy: height[p] * conditions.gain[c] * scale,
    }));
    fitted.set(
      c,
      pulses.sort((a, b) => a.time - b.time),
    );
  });
  const { samples, period } = sampling;
  return reader.channel.map((channel, i) => {
    const first = reader.first - conditions.offset[channel];
    const pulses = fitted.get(channel) ?? [];
    return {
      ...{ frontEnd, channel, name: labelOf(detector, frontEnd, channel), first, period },
      samples: Array.from(reader.data.subarray(i * samples, (i + 1) * samples)),
      ...{ pedestal: conditions.pedestal[channel], noise: conditions.noise[channel] },
      ...{ full: MAX_SAMPLE, fitted: pulses },
      curve: curveOf(conditions, channel, pulses, first, period, samples),
    };
  });
}

/** The fitted pulses over the pedestal, from the first sample to the last, to a hundredth of a count: also where the ADC is full. */
function curveOf(
  { pedestal, template }: FrontEndConditions,
  channel: number,
  pulses: readonly FittedPulse[],
  first: number,
  period: number,
  samples: number,
): number[] {
  if (pulses.length === 0) return [];
  return Array.from({ length: CURVE_POINTS * (samples - 1) + 1 }, (_, k) => {
    const at = first + (k * period) / CURVE_POINTS;
    const counts = pulses.reduce(
      (sum, { height, time }) => sum + height * template[channel].heightAt(at - time),
      pedestal[channel],
    );
    return Math.round(100 * counts) / 100;
  });
}
