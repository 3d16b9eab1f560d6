/**
 * The constants of the calibration against those of the electronics as built, and the gains of a spill as its
 * own flashes show them against the true ones.
 */
import type { BuiltEvent } from '../../../analyse/building/index.js';
import { conditionsOf } from '../../../analyse/calibration/conditions.js';
import type { Calibration } from '../../../analyse/calibration/constants.js';
import { courseAt, noDrift } from '../../../analyse/calibration/drift.js';
import { measureDrift } from '../../../analyse/calibration/measure/drift.js';
import type { Belief, Card } from '../../../core/card/index.js';
import {
  channelCounts,
  ecalGrid,
  FRONT_ENDS,
  type FrontEnd,
  ofFrontEnds,
} from '../../../core/channels.js';
import { seedKey } from '../../../core/random/index.js';
import { SLICE_TICKS } from '../../../core/ticks.js';
import { spillProfile } from '../../../emulate/beam/profile.js';
import { Timeline } from '../../../emulate/beam/timeline.js';
import { channelsOf } from '../../../emulate/digitiser/channels.js';
import { spillElectronics } from '../../../emulate/digitiser/spill.js';
import { payloadsOf, spillKey } from '../../../emulate/spill.js';
import { Clocks } from '../../../emulate/trigger/clocks/index.js';
import { takeCalibration } from '../../calibration.js';
import type { SpillJob } from '../../spill.js';
import { row, type ValidationRow } from '../row.js';
import type { Computing } from '../validation.js';
import { moments } from './found.js';

const TRUE = 'electronics as built';
/** Gain drift is corrected to this, and the gains of a front end may be off together by as much. */
export const DRIFT = 0.005;
/** The gains of a calibration run scatter as its statistics say, within this share. */
const SCATTER = 0.25;
/** Counts, ns. */
const PEDESTALS = 0.1;
const OFFSETS = 0.2;
/** Each changes a pulse of three poles and 30 ns by the 1e-3 of its height that the fit allows for its shape. */
const POLES = 0.008;
const PEAKING = 0.04;

const NO_BEAM = new Float64Array(0);

/** Parts of the calibration run whose gains tell its statistical error. */
const PARTS = 4;

/** Statistical errors of the gains of a calibration run, relative: what those of its quarters scatter by. */
export async function gainErrors(
  job: SpillJob,
  computing: Computing,
): Promise<Record<FrontEnd, number[]>> {
  const parts: Calibration[] = [];
  for (let part = 0; part < PARTS; part++) {
    parts.push(await takeCalibration(job, computing, { part, of: PARTS }));
  }
  const counts = channelCounts(job.card.detector);
  return ofFrontEnds((name) =>
    Array.from({ length: counts[name] }, (_, c) => {
      const { mean, rms } = moments(parts.map(({ frontEnds }) => frontEnds[name].gain[c]));
      return rms / mean / Math.sqrt(PARTS - 1);
    }),
  );
}

/**
 * Gains of a calibration over the true ones, by channel.
 * @param card of the electronics as built
 */
export function gainsOverTrue(card: Card, calibration: Calibration): Record<FrontEnd, number[]> {
  const key = seedKey(calibration.seed);
  const built = channelsOf(card, key);
  const { drift } = spillElectronics(card, spillKey(card, key, 0), NO_BEAM);
  return ofFrontEnds((name) =>
    Array.from(
      { length: built[name].offset.length },
      (_, c) => calibration.frontEnds[name].gain[c] * built[name].countsPerGeV[c] * drift[name][c],
    ),
  );
}

/**
 * Constants of the calibration less the true ones, by front end.
 * @param errors of the gains, statistical
 */
export function constantRows(
  card: Card,
  calibration: Calibration,
  errors: Readonly<Record<FrontEnd, readonly number[]>>,
): ValidationRow[] {
  const key = seedKey(calibration.seed);
  const built = channelsOf(card, key);
  const gains = gainsOverTrue(card, calibration);
  const counts = channelCounts(card.detector);
  const { cells } = ecalGrid(card.detector.ecal);
  const rows: ValidationRow[] = [];
  for (const name of FRONT_ENDS) {
    const own = calibration.frontEnds[name];
    const all = Array.from({ length: counts[name] }, (_, c) => c);
    const off = (what: string, unit: string, most: number, of: (c: number) => number) => {
      const { mean, rms } = moments(all.map(of));
      const error = rms / Math.sqrt(2 * all.length);
      const total = Math.hypot(mean, rms);
      rows.push(
        row({
          name: `${name}: ${what}, rms, ${unit}`,
          role: 'out',
          expected: 0,
          allowed: [0, most],
          emulated: [total, error],
          source: TRUE,
        }),
      );
    };
    off('pedestal', 'counts', PEDESTALS, (c) => own.pedestal[c] - built[name].pedestal[c]);
    off('time offset', 'ns', OFFSETS, (c) => own.offset[c] - built[name].offset[c]);
    const { poles } = card.detector.sampling.pulse;
    off('poles', 'number', POLES, (c) => own.poles[c] - poles);
    off('peaking time', 'ns', PEAKING, (c) => own.peaking[c] - built[name].peaking[c]);
    const sections: readonly (readonly [string, readonly number[]])[] =
      name === 'ecal'
        ? [
            ['preshower', all.slice(0, cells)],
            ['main', all.slice(cells)],
          ]
        : [[name, all]];
    for (const [section, channels] of sections) {
      const ratio = channels.map((c) => gains[name][c]);
      const n = channels.length;
      const { mean, rms } = moments(ratio);
      const scatter = rms * Math.sqrt(n / (n - 1));
      const expected = Math.sqrt(channels.reduce((s, c) => s + errors[name][c] ** 2, 0) / n);
      const error = Math.hypot(
        scatter / Math.sqrt(2 * (n - 1)),
        expected / Math.sqrt(2 * n * (PARTS - 1)),
      );
      const gain = `${section}: gain over the true one`;
      rows.push(
        row({
          name: `${gain}, mean`,
          role: 'out',
          expected: 1,
          allowed: DRIFT,
          emulated: [mean, expected / Math.sqrt(n)],
          source: TRUE,
        }),
        row({
          name: `${gain}, scatter`,
          role: 'out',
          expected,
          allowed: SCATTER,
          emulated: [scatter, error],
          source: 'quarters of the run',
        }),
      );
    }
  }
  return rows;
}

/** The flashes of one spill, as its raw data hold them. */
function flashesOf(card: Card, seed: string, spill: number): BuiltEvent[] {
  const at = spillKey(card, seedKey(seed), spill);
  const profile = spillProfile(card.beam, at);
  const slices = profile.electrons.length;
  const timeline = new Timeline(card, at, profile);
  const payloads = payloadsOf(card, at, profile, 'waveform');
  const clocks = new Clocks(card.trigger);
  const events: BuiltEvent[] = [];
  for (let slice = 0; slice <= clocks.lastSlice(slices); slice++) {
    for (const { kind, index, tick, bit } of clocks.in({ at, slice, slices })) {
      if (kind !== 'pulser' && kind !== 'led') continue;
      timeline.moveTo(slice);
      const bodies = payloads.build(timeline, tick, { spill, slice, kind, index });
      events.push({ header: { tick: slice * SLICE_TICKS + tick, triggers: 1 << bit }, bodies });
    }
  }
  return events;
}

/** Slices that the gains are compared in. */
const EVERY = 100;

/** Gain over that of the calibration run: measured over true, over channels and time, by front end. */
export function driftRows(
  card: Card,
  belief: Belief,
  calibration: Calibration,
  spills: number,
): ValidationRow[] {
  const key = seedKey(calibration.seed);
  const built = channelsOf(card, key);
  const counts = channelCounts(card.detector);
  const reference = spillElectronics(card, spillKey(card, key, 0), NO_BEAM);
  const conditions = conditionsOf(belief, calibration, noDrift(belief.detector));
  // Of each channel in each spill: how far it is off in the mean, and how that varies in the spill.
  const between = ofFrontEnds((): number[] => []);
  const within = ofFrontEnds((): number[] => []);
  const raw = ofFrontEnds((): number[] => []);
  const holes: number[] = [];
  /** Whether it sees the LED or not. */
  const all: number[] = [];
  /** Channels in a hole, spill by spill. */
  let dark = 0;
  for (let spill = 1; spill <= spills; spill++) {
    const at = spillKey(card, key, spill);
    const profile = spillProfile(card.beam, at);
    const truth = spillElectronics(card, at, profile.electrons);
    const events = flashesOf(card, calibration.seed, spill);
    const drift = measureDrift(belief, calibration, conditions, events);
    for (const name of FRONT_ENDS) {
      for (let c = 0; c < counts[name]; c++) {
        const isLit = truth.lit[name][c] > 0;
        const offs: number[] = [];
        for (let slice = 0; slice < profile.electrons.length; slice += EVERY) {
          const course = courseAt(drift[name], slice * SLICE_TICKS);
          const sag = 1 - built[name].sag[c] * truth.sagAt(slice);
          const gain = (truth.drift[name][c] * sag) / reference.drift[name][c];
          offs.push((drift[name].channel[c] * course) / gain - 1);
          if (isLit) raw[name].push(gain - 1);
        }
        all.push(...offs);
        if (isLit) {
          const { mean, rms } = moments(offs);
          between[name].push(mean);
          within[name].push(rms);
        } else {
          holes.push(...offs);
          dark++;
        }
      }
    }
  }
  const rms = (values: readonly number[]) =>
    Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
  // Independent are the channels and spills, not the moments of one spill.
  const error = (name: FrontEnd, of: number) => of / Math.sqrt(2 * counts[name] * spills);
  const { drift: spread } = card.nature.electronics.gain;
  // Of the spill over the calibration run, each drawn from the card's spread.
  const drawn = Math.SQRT2 * Math.hypot(spread.channel, spread.frontEnd);
  const rows = FRONT_ENDS.flatMap((name) => {
    const before = rms(raw[name]);
    const label = `${name}: gain drift, rms`;
    const corrected = (when: string, after: number) =>
      row({
        name: `${label}, corrected, ${when}`,
        role: 'out',
        expected: 0,
        allowed: [0, DRIFT],
        emulated: [after, error(name, after)],
        source: TRUE,
      });
    return [
      row({
        name: `${label}, uncorrected`,
        role: 'in',
        expected: drawn,
        allowed: 0.5,
        emulated: [before, error(name, before)],
        source: 'card, without sag',
      }),
      corrected('from spill to spill', rms(between[name])),
      corrected('within a spill', rms(within[name])),
    ];
  });
  const left = rms(holes);
  const whole = rms(all);
  const channels = FRONT_ENDS.reduce((n, name) => n + counts[name], 0);
  const own = spread.channel * Math.SQRT2;
  const name = 'channels in a hole of the LED: gain drift, rms';
  // They take the drift of their front end: what is left is their own, of the spill and of the reference.
  return [
    ...rows,
    row({
      name,
      role: 'out',
      expected: own,
      allowed: 0.5,
      emulated: [left, left / Math.sqrt(2 * dark)],
      source: TRUE,
    }),
    row({
      name: 'all channels, those in a hole included: gain drift, rms, corrected',
      role: 'out',
      expected: 0,
      allowed: [0, DRIFT],
      // It is the few in a hole whose number and drift make it uncertain.
      emulated: [whole, (left * left * Math.sqrt(dark / 2)) / (whole * channels * spills)],
      source: TRUE,
    }),
  ];
}
