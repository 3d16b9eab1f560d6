/**
 * Calibration and drift made ready for the events of one spill.
 */
import type { Belief } from '../../core/card/schema.js';
import { channelCounts, type FrontEnd, ofFrontEnds } from '../../core/channels.js';
import type { Electronics } from '../pulses/reader.js';
import { Template } from '../pulses/template.js';
import type { Calibration, Constants } from './constants.js';
import type { Drift, FrontEndDrift } from './drift.js';
import { type MasterTiming, masterTiming } from './master.js';

/** What the pulses of a front end are read with. */
export interface FrontEndConditions extends Electronics {
  /** GeV per count, mean over the spill. */
  readonly gain: Float64Array;
  readonly drift: FrontEndDrift;
  /**
   * Heights in time are asked for in every channel, and what is smaller, of either sign, is left out, GeV;
   * null: nothing is asked for where no sample shows a pulse.
   */
  readonly suppression: number | null;
}

export interface Conditions extends MasterTiming {
  readonly sampling: Belief['detector']['sampling'];
  readonly tracker: Belief['detector']['tracker'];
  readonly frontEnds: Readonly<Record<FrontEnd, FrontEndConditions>>;
}

/** Templates of a calibration are made once. */
const made = new WeakMap<Constants, readonly Template[]>();

function templatesOf(constants: Constants): readonly Template[] {
  const known = made.get(constants);
  if (known) return known;
  const templates = constants.poles.map(
    (poles, c) => new Template({ poles, peaking: constants.peaking[c] }),
  );
  made.set(constants, templates);
  return templates;
}

/** The conditions of a spill. */
export function conditionsOf(belief: Belief, calibration: Calibration, drift: Drift): Conditions {
  const limits: { readonly [name: string]: number | undefined } = belief.readout.zeroSuppression;
  const counts = channelCounts(belief.detector);
  const of = (name: FrontEnd): FrontEndConditions => {
    const constants = calibration.frontEnds[name];
    const gain = new Float64Array(counts[name]);
    for (let c = 0; c < gain.length; c++) gain[c] = constants.gain[c] / drift[name].channel[c];
    return {
      pedestal: Float64Array.from(constants.pedestal),
      noise: Float64Array.from(constants.noise),
      offset: Float64Array.from(constants.offset),
      template: templatesOf(constants),
      gain,
      drift: drift[name],
      suppression: limits[name] ?? null,
    };
  };
  return {
    ...masterTiming(belief),
    sampling: belief.detector.sampling,
    tracker: belief.detector.tracker,
    frontEnds: ofFrontEnds(of),
  };
}
