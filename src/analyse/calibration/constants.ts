/**
 * The constants of the electronics as a calibration run shows them: plain data, kept with the run.
 */
import type { Belief } from '../../core/card/schema.js';
import { canonicalJson } from '../../core/card/index.js';
import { channelCounts, FRONT_ENDS, type FrontEnd, type Shaped } from '../../core/channels.js';
import { MAX_SAMPLE } from '../../core/wire/samples.js';
import { nominalGain, sampleNoise } from '../../core/sampling.js';

/** Of one front end: a number for each of its channels. */
export interface Constants {
  /** Counts; noise is the rms of a sample about the pedestal. */
  readonly pedestal: readonly number[];
  readonly noise: readonly number[];
  /** GeV per count of a pulse's height, at the time of the calibration run. */
  readonly gain: readonly number[];
  /** A pulse of the trigger's particle comes so late, ns. */
  readonly offset: readonly number[];
  /** Its shape: `PulseShape` of core/pulse. */
  readonly poles: readonly number[];
  readonly peaking: readonly number[];
  /** Mean height of a flash of the LED, counts; 0 where none was seen. */
  readonly led: readonly number[];
}

export const CALIBRATION_SCHEMA = 'spillway.calibration/1';

export interface Calibration {
  readonly schema: typeof CALIBRATION_SCHEMA;
  readonly cardHash: string;
  readonly seed: string;
  /** SHA-256 over the raw segments that it was measured from. */
  readonly rawHash: string;
  readonly frontEnds: Readonly<Record<FrontEnd, Constants>>;
}

export const CONSTANTS = [
  'pedestal',
  'noise',
  'gain',
  'offset',
  'poles',
  'peaking',
  'led',
] as const satisfies readonly (keyof Constants)[];

/** What no electronics is beyond: from and to, ends included. */
const LIMITS: Readonly<Record<keyof Constants, readonly [number, number]>> = {
  pedestal: [0, MAX_SAMPLE],
  noise: [1e-3, MAX_SAMPLE],
  gain: [1e-9, 1e3],
  offset: [-1e4, 1e4],
  poles: [0.1, 100],
  peaking: [0.1, 4000],
  led: [0, 1e6],
};

/** What the card says of every channel. */
export function nominalConstants(belief: Belief, name: FrontEnd): Constants {
  const { detector } = belief;
  const { sampling } = detector;
  const channels = channelCounts(detector)[name];
  const same = (value: number) => new Array<number>(channels).fill(value);
  return {
    pedestal: same(sampling.pedestal),
    noise: same(sampleNoise(sampling)),
    gain: Array.from({ length: channels }, (_, c) => nominalGain(detector, name, c)),
    offset: same(0),
    poles: same(sampling.pulse.poles),
    peaking: same(sampling.pulse.peaking),
    led: same(0),
  };
}

export const encodeCalibration = (calibration: Calibration): string =>
  `${canonicalJson(calibration)}\n`;

/** @throws RangeError when the text is no calibration of this detector */
export function decodeCalibration(text: string, detector: Shaped): Calibration {
  let read: Calibration;
  try {
    read = JSON.parse(text) as Calibration;
  } catch (error) {
    throw new RangeError(`calibration: ${(error as Error).message}`);
  }
  if (read?.schema !== CALIBRATION_SCHEMA) {
    throw new RangeError(`calibration: schema ${read?.schema}, expected ${CALIBRATION_SCHEMA}`);
  }
  const counts = channelCounts(detector);
  for (const name of FRONT_ENDS) {
    for (const column of CONSTANTS) {
      const values = read.frontEnds?.[name]?.[column];
      const [low, high] = LIMITS[column];
      const isOne = (v: unknown) => typeof v === 'number' && v >= low && v <= high;
      if (!Array.isArray(values) || values.length !== counts[name] || !values.every(isOne)) {
        throw new RangeError(
          `calibration: ${name}.${column} is not ${counts[name]} numbers from ${low} to ${high}`,
        );
      }
    }
  }
  return read;
}
