/**
 * The parameters with which fidelity `energy` stands for electronics and reconstruction, as `waveform` has
 * them: the noise of an empty cell, the time resolution of a front end, the distance at which two pulses are
 * told apart.
 */
import type { CalibratedEvent, Pulses } from '../../../analyse/calibration/event.js';
import type { Belief } from '../../../core/card/schema.js';
import {
  channelCounts,
  ecalGrid,
  FRONT_ENDS,
  type FrontEnd,
  ofFrontEnds,
} from '../../../core/channels.js';
import { nominalGain } from '../../../core/sampling.js';
import { row, type ValidationRow } from '../row.js';
import type { Triple } from './sample.js';

/** A pulse is alone when no other one of its channel is nearer, ns. */
const ALONE = 150;
const FAR_BEFORE = 250;
/** Two pulses are looked at up to this distance, ns. */
const PAIRS = 40;
/** Smallest pulses whose time, and whose neighbour, counts: counts of the ADC. */
const CLEAR = 25;
/** What the card may be off from the fit. */
const ALLOWED = 0.1;
/** Pulses up to so many times the smallest tell the noise of a cell, whatever their gain is off by. */
const SMALL = 4;
/** Pulses from so many times the smallest on tell the gain of a channel; beyond `WRONG` it is another pulse. */
const LARGE = 10;
const WRONG = 0.1;
/** Fewer pulses of a channel tell nothing of its gain. */
const FEW = 10;
/** Times beyond are those of another pulse, ns. */
const ASTRAY = 8;

interface Times {
  n: number;
  sum: number;
  squares: number;
}

export class Fit {
  private readonly times = ofFrontEnds((): Times => ({ n: 0, sum: 0, squares: 0 }));
  private readonly pairs = ofFrontEnds(() => new Float64Array(PAIRS));
  private readonly merged = ofFrontEnds(() => new Float64Array(PAIRS));

  /** Preshower, main. */
  private readonly cells = [0, 1].map(() => ({ n: 0, squares: 0 }));

  /** Of small pulses in a cell of the HCAL: seen and true energies. */
  private readonly hcal: { n: number; st: number; ss: number; tt: number }[];

  /** Of large pulses in each channel: how far what is seen is off, relative, squared and without the noise. */
  private readonly gains: Record<FrontEnd, { n: number; squares: number }[]>;
  private readonly empty: Uint8Array;

  /** @param pulseTime spread of the time of the light itself, which is in the true times, ns */
  constructor(
    private readonly belief: Belief,
    private readonly pulseTime: Readonly<Record<'ecal' | 'hcal' | 'veto' | 'srd', number>>,
  ) {
    const counts = channelCounts(belief.detector);
    this.hcal = Array.from({ length: counts.hcal }, () => ({ n: 0, st: 0, ss: 0, tt: 0 }));
    this.gains = ofFrontEnds((name) =>
      Array.from({ length: counts[name] }, () => ({ n: 0, squares: 0 })),
    );
    this.empty = new Uint8Array(counts.ecal);
  }

  add(triple: Triple): void {
    const { physics, truth, waveform } = triple;
    if (!physics) this.noise(truth, waveform.pulses);
    for (const name of FRONT_ENDS) this.frontEnd(name, truth, waveform.pulses);
  }

  /** Cells with nothing near the trigger: what is read in time is noise. */
  private noise(truth: CalibratedEvent, seen: CalibratedEvent): void {
    const { empty } = this;
    const preshower = ecalGrid(this.belief.detector.ecal).cells;
    empty.fill(1);
    truth.ecal.channel.forEach((c, i) => {
      const t = truth.ecal.time[i];
      if (t > -FAR_BEFORE && t < ALONE) empty[c] = 0;
    });
    seen.ecal.channel.forEach((c, i) => {
      // A cell that a pulse was found in is not only noise.
      if (empty[c] === 0 || seen.ecal.time[i] !== seen.ecal.time[0]) return;
      const of = this.cells[c < preshower ? 0 : 1];
      of.n++;
      of.squares += seen.ecal.energy[i] * seen.ecal.energy[i];
    });
  }

  private frontEnd(name: FrontEnd, truth: CalibratedEvent, seen: CalibratedEvent): void {
    const { channel, energy, time } = truth[name];
    const { sampling } = this.belief.detector;
    const { period, samples, trigger } = sampling;
    const first = -trigger * period;
    const last = first + (samples - 6) * period;
    for (let from = 0; from < channel.length; ) {
      const c = channel[from];
      let to = from + 1;
      while (to < channel.length && channel[to] === c) to++;
      const least = CLEAR * nominalGain(this.belief.detector, name, c);
      for (let i = from; i < to; i++) {
        if (energy[i] < least || time[i] < first || time[i] > last) continue;
        const before = i > from ? time[i] - time[i - 1] : Number.POSITIVE_INFINITY;
        const after = i + 1 < to ? time[i + 1] - time[i] : Number.POSITIVE_INFINITY;
        const then = i + 2 < to ? time[i + 2] - time[i] : Number.POSITIVE_INFINITY;
        if (before < ALONE) continue;
        if (after > ALONE) {
          this.time(name, seen[name], c, time[i]);
          if (energy[i] > LARGE * least) this.gain(name, seen[name], c, energy[i], time[i]);
          if (name === 'hcal' && energy[i] < SMALL * least) {
            this.height(seen.hcal, c, energy[i], time[i]);
          }
        } else if (after < PAIRS && then > ALONE && energy[i + 1] >= least) {
          this.pair(name, seen[name], c, time[i], after);
        }
      }
      from = to;
    }
  }

  private time(name: FrontEnd, seen: Pulses, c: number, time: number): void {
    const own = this.times[name];
    const off = seen.time[nearestTo(seen, c, time)] - time;
    if (!(Math.abs(off) < ASTRAY)) return;
    own.n++;
    own.sum += off;
    own.squares += off * off;
  }

  private height(seen: Pulses, c: number, energy: number, time: number): void {
    const i = nearestTo(seen, c, time);
    if (!(Math.abs(seen.time[i] - time) < ASTRAY)) return;
    const own = this.hcal[c];
    const e = seen.energy[i];
    own.n++;
    own.st += e * energy;
    own.ss += e * e;
    own.tt += energy * energy;
  }

  private gain(name: FrontEnd, seen: Pulses, c: number, energy: number, time: number): void {
    const off = seen.energy[nearestTo(seen, c, time)] / energy - 1;
    if (!(Math.abs(off) < WRONG)) return;
    const { detector } = this.belief;
    const { hcal } = detector;
    // That of the HCAL, which is fitted; in counts all channels have the same.
    const counts = hcal.cellNoise / nominalGain(detector, 'hcal', 0);
    const noise = (counts * nominalGain(detector, name, c)) / energy;
    const own = this.gains[name][c];
    own.n++;
    own.squares += off * off - noise * noise;
  }

  private pair(name: FrontEnd, seen: Pulses, c: number, time: number, distance: number): void {
    let n = 0;
    for (let i = 0; i < seen.channel.length; i++) {
      if (seen.channel[i] !== c) continue;
      if (seen.time[i] > time - 20 && seen.time[i] < time + distance + 20) n++;
    }
    const bin = Math.floor(distance);
    this.pairs[name][bin]++;
    if (n < 2) this.merged[name][bin]++;
  }

  /** One row for each parameter: the value on the card beside the fitted one. */
  rows(): ValidationRow[] {
    const { detector, readout } = this.belief;
    const source = 'card, fitted to waveform';
    const rows: ValidationRow[] = [];
    (['preshower', 'main'] as const).forEach((section, i) => {
      const { n, squares } = this.cells[i];
      const rms = 1000 * Math.sqrt(squares / n);
      const label = `detector.ecal.cellNoise.${section}, MeV`;
      const value = 1000 * detector.ecal.cellNoise[section];
      rows.push(
        row({
          name: label,
          role: 'fit',
          expected: value,
          allowed: ALLOWED,
          emulated: [rms, rms / Math.sqrt(2 * n)],
          source,
        }),
      );
    });
    let degrees = 0;
    let left = 0;
    for (const { n, st, ss, tt } of this.hcal) {
      if (n < 2) continue;
      // About the gain of the cell.
      degrees += n - 1;
      left += ss - (st * st) / tt;
    }
    const rms = 1000 * Math.sqrt(left / degrees);
    rows.push(
      row({
        name: 'detector.hcal.cellNoise, MeV',
        role: 'fit',
        expected: 1000 * detector.hcal.cellNoise,
        allowed: ALLOWED,
        emulated: [rms, rms / Math.sqrt(2 * degrees)],
        source,
      }),
    );
    const resolutions = {
      ecal: detector.ecal.timeResolution,
      hcal: detector.hcal.timeResolution,
      veto: detector.veto.timeResolution,
      srd: detector.srd.timeResolution,
    };
    for (const name of ['ecal', 'hcal', 'veto', 'srd'] as const) {
      const value = resolutions[name];
      const { n, sum, squares } = this.times[name];
      const mean = sum / n;
      const rms = Math.sqrt(
        squares / n - mean * mean + this.pulseTime[name] * this.pulseTime[name],
      );
      const label = `detector.${name}.timeResolution, ns`;
      rows.push(
        row({
          name: label,
          role: 'fit',
          expected: value,
          allowed: ALLOWED,
          emulated: [rms, rms / Math.sqrt(2 * n)],
          source,
        }),
      );
    }
    for (const name of ['srd', 'veto', 'hcal'] as const) {
      const known = this.gains[name].filter(({ n }) => n >= FEW);
      const mean = known.reduce((sum, { n, squares }) => sum + squares / n, 0) / known.length;
      const rms = Math.sqrt(Math.max(0, mean));
      rows.push(
        row({
          name: `readout.residualGain.${name}`,
          role: 'fit',
          expected: readout.residualGain[name],
          allowed: ALLOWED,
          emulated: [rms, rms / Math.sqrt(2 * known.length)],
          source,
        }),
      );
    }
    let all = 0;
    let variance = 0;
    let p = 1;
    for (let bin = 0; bin < PAIRS; bin++) {
      let pairs = 0;
      let merged = 0;
      for (const name of FRONT_ENDS) {
        pairs += this.pairs[name][bin];
        merged += this.merged[name][bin];
      }
      // Without pairs, as at the distance before.
      if (pairs > 0) p = merged / pairs;
      all += p;
      variance += (p * (1 - p)) / Math.max(1, pairs);
    }
    const label = 'readout.twoPulse, ns';
    rows.push(
      row({
        name: label,
        role: 'fit',
        expected: readout.twoPulse,
        allowed: ALLOWED,
        emulated: [all, Math.sqrt(variance)],
        source,
      }),
    );
    return rows;
  }
}

/** Where the pulse of a channel stands that is next to a time; -1 without one. */
function nearestTo({ channel, time }: Pulses, c: number, at: number): number {
  let nearest = -1;
  for (let i = 0; i < channel.length; i++) {
    if (channel[i] !== c) continue;
    if (!(Math.abs(time[i] - at) >= Math.abs(time[nearest] - at))) nearest = i;
  }
  return nearest;
}
