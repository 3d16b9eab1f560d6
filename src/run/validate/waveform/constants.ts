/**
 * The constants of the calibration against those of the electronics as built, and the gains of a spill as its
 * own flashes show them against the true ones.
 */
import type { BuiltEvent } from '../../../analyse/building/index.js';
import { conditionsOf } from '../../../analyse/calibration/conditions.js';
import type { Calibration } from '../../../analyse/calibration/constants.js';
import { courseAt, noDrift } from '../../../analyse/calibration/drift.js';
import { measureDrift } from '../../../analyse/calibration/measure/drift.js';
import { beliefOf, type Card } from '../../../core/card/index.js';
import { CHANNELS, ECAL_CELLS, FRONT_ENDS, type FrontEnd } from '../../../core/channels.js';
import { seedKey } from '../../../core/random/index.js';
import { SLICE_TICKS, spillProfile } from '../../../emulate/beam/profile.js';
import { Timeline } from '../../../emulate/beam/timeline.js';
import { channelsOf } from '../../../emulate/digitiser/channels.js';
import { spillElectronics } from '../../../emulate/digitiser/spill.js';
import { payloadsOf, spillKey } from '../../../emulate/spill.js';
import { Clocks } from '../../../emulate/trigger/clocks/index.js';
import { row, type ValidationRow } from '../row.js';
import { moments } from './single.js';

const TRUE = 'electronics as built';
/** What is allowed of the mean and of the rms over the channels of a front end, relative. */
const GAINS: Readonly<Record<string, readonly [mean: number, rms: number]>> = {
  preshower: [0.02, 0.04],
  main: [0.005, 0.005],
  hcal: [0.01, 0.015],
  veto: [0.015, 0.01],
  srd: [0.02, 0.02],
  counters: [0.03, 0.02],
};
/** Counts, ns. */
const PEDESTALS = 0.1;
const OFFSETS = 0.2;
const PEAKING = 0.05;
/** Gain drift is corrected to this. */
const DRIFT = 0.005;

const NO_BEAM = new Float64Array(0);

/** Constants of the calibration less the true ones, by front end. */
export function constantRows(card: Card, calibration: Calibration): ValidationRow[] {
  const key = seedKey(calibration.seed);
  const at = spillKey(card, key, 0);
  const built = channelsOf(card, key);
  const { drift } = spillElectronics(card, at, NO_BEAM);
  const rows: ValidationRow[] = [];
  for (const name of FRONT_ENDS) {
    const own = calibration.frontEnds[name];
    const all = Array.from({ length: CHANNELS[name] }, (_, c) => c);
    const off = (what: string, unit: string, most: number, of: (c: number) => number) => {
      const { mean, rms } = moments(all.map(of));
      const error = rms / Math.sqrt(2 * all.length);
      const total = Math.hypot(mean, rms);
      rows.push(row(`${name}: ${what}, rms, ${unit}`, 'out', 0, [0, most], total, error, TRUE));
    };
    off('pedestal', 'counts', PEDESTALS, (c) => own.pedestal[c] - built[name].pedestal[c]);
    off('time offset', 'ns', OFFSETS, (c) => own.offset[c] - built[name].offset[c]);
    off('peaking time', 'ns', PEAKING, (c) => own.peaking[c] - built[name].peaking[c]);
    const sections: readonly (readonly [string, readonly number[]])[] =
      name === 'ecal'
        ? [
            ['preshower', all.slice(0, ECAL_CELLS)],
            ['main', all.slice(ECAL_CELLS)],
          ]
        : [[name, all]];
    for (const [section, channels] of sections) {
      const ratio = channels.map((c) => own.gain[c] * built[name].countsPerGeV[c] * drift[name][c]);
      const { mean, rms } = moments(ratio);
      const error = rms / Math.sqrt(channels.length);
      const [bias, spread] = GAINS[section];
      rows.push(
        row(`${section}: gain over the true one, mean`, 'out', 1, bias, mean, error, TRUE),
        row(`${section}: the same, rms`, 'out', 0, [0, spread], rms, error, TRUE),
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
export function driftRows(card: Card, calibration: Calibration, spills: number): ValidationRow[] {
  const belief = beliefOf(card);
  const key = seedKey(calibration.seed);
  const built = channelsOf(card, key);
  const reference = spillElectronics(card, spillKey(card, key, 0), NO_BEAM);
  const conditions = conditionsOf(belief, calibration, noDrift());
  const lit = {} as Record<FrontEnd, number[]>;
  const raw = {} as Record<FrontEnd, number[]>;
  const holes: number[] = [];
  for (const name of FRONT_ENDS) {
    lit[name] = [];
    raw[name] = [];
  }
  for (let spill = 1; spill <= spills; spill++) {
    const at = spillKey(card, key, spill);
    const profile = spillProfile(card.beam, at);
    const truth = spillElectronics(card, at, profile.electrons);
    const events = flashesOf(card, calibration.seed, spill);
    const drift = measureDrift(belief, calibration, conditions, events);
    for (const name of FRONT_ENDS) {
      for (let slice = 0; slice < profile.electrons.length; slice += EVERY) {
        const course = courseAt(drift[name], slice * SLICE_TICKS);
        for (let c = 0; c < CHANNELS[name]; c++) {
          const sag = 1 - built[name].sag[c] * truth.sagAt(slice);
          const gain = (truth.drift[name][c] * sag) / reference.drift[name][c];
          const off = (drift[name].channel[c] * course) / gain - 1;
          if (truth.lit[name][c] > 0) {
            lit[name].push(off);
            raw[name].push(gain - 1);
          } else holes.push(off);
        }
      }
    }
  }
  const rms = (values: readonly number[]) =>
    Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
  // Independent are the channels and spills, not the moments of one spill.
  const error = (name: FrontEnd, of: number) => of / Math.sqrt(2 * CHANNELS[name] * spills);
  const { drift: spread } = card.nature.electronics.gain;
  // Of the spill over the calibration run, each drawn from the card's spread.
  const drawn = Math.SQRT2 * Math.hypot(spread.channel, spread.frontEnd);
  const rows = FRONT_ENDS.flatMap((name) => {
    const [before, after] = [rms(raw[name]), rms(lit[name])];
    const label = `${name}: gain drift, rms`;
    return [
      row(
        `${label}, uncorrected`,
        'in',
        drawn,
        0.5,
        before,
        error(name, before),
        'card, without sag',
      ),
      row(`${label}, corrected`, 'out', 0, [0, DRIFT], after, error(name, after), TRUE),
    ];
  });
  if (holes.length > 0) {
    const after = rms(holes);
    const { electronics } = card.nature;
    const own = electronics.gain.drift.channel * Math.SQRT2;
    const name = 'channels in a hole of the LED: gain drift, rms';
    // They take the drift of their front end: what is left is their own, of the spill and of the reference.
    rows.push(row(name, 'out', own, 0.5, after, after / Math.sqrt(2 * 3), TRUE));
  }
  return rows;
}
