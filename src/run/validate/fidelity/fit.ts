/**
 * The parameters with which fidelity `energy` stands for electronics and reconstruction, as `waveform` has
 * them: the noise of an empty cell, the time resolution of a front end, the distance at which two pulses are
 * told apart.
 */
import type { CalibratedEvent, Pulses } from '../../../analyse/calibration/event.js';
import type { Belief } from '../../../core/card/schema.js';
import { FRONT_ENDS, type FrontEnd } from '../../../core/channels.js';
import { nominalGain } from '../../../core/sampling.js';
import { row, type ValidationRow } from '../row.js';
import type { Triple } from './sample.js';

/** A pulse is alone when no other one of its channel is nearer, ns. */
const ALONE = 150;
/** Two pulses are looked at up to this distance, ns. */
const PAIRS = 40;
/** Smallest pulses whose time, and whose neighbour, counts: counts of the ADC. */
const CLEAR = 25;
/** What the card may be off from the fit. */
const ALLOWED = 0.1;
/** Times beyond are those of another pulse, ns. */
const ASTRAY = 8;

interface Times {
  n: number;
  sum: number;
  squares: number;
}

export class Fit {
  private readonly times = byFrontEnd((): Times => ({ n: 0, sum: 0, squares: 0 }));
  private readonly pairs = byFrontEnd(() => new Float64Array(PAIRS));
  private readonly merged = byFrontEnd(() => new Float64Array(PAIRS));

  constructor(private readonly belief: Belief) {}

  add({ truth, waveform }: Triple): void {
    for (const name of FRONT_ENDS) this.frontEnd(name, truth, waveform.pulses);
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
      const least = CLEAR * nominalGain(sampling, name, c);
      for (let i = from; i < to; i++) {
        if (energy[i] < least || time[i] < first || time[i] > last) continue;
        const before = i > from ? time[i] - time[i - 1] : Number.POSITIVE_INFINITY;
        const after = i + 1 < to ? time[i + 1] - time[i] : Number.POSITIVE_INFINITY;
        const then = i + 2 < to ? time[i + 2] - time[i] : Number.POSITIVE_INFINITY;
        if (before < ALONE) continue;
        if (after > ALONE) this.time(name, seen[name], c, time[i]);
        else if (after < PAIRS && then > ALONE && energy[i + 1] >= least) {
          this.pair(name, seen[name], c, time[i], after);
        }
      }
      from = to;
    }
  }

  private time(name: FrontEnd, seen: Pulses, c: number, time: number): void {
    const own = this.times[name];
    const nearest = nearestTo(seen, c, time);
    const off = nearest - time;
    if (!(Math.abs(off) < ASTRAY)) return;
    own.n++;
    own.sum += off;
    own.squares += off * off;
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
    const resolutions: Partial<Record<FrontEnd, number>> = {
      ecal: detector.ecal.timeResolution,
      hcal: detector.hcal.timeResolution,
      veto: detector.veto.timeResolution,
      srd: detector.srd.timeResolution,
    };
    const intrinsic = 0.2;
    for (const [name, value] of Object.entries(resolutions) as [FrontEnd, number][]) {
      const { n, sum, squares } = this.times[name];
      if (n < 2) continue;
      const mean = sum / n;
      const rms = Math.sqrt(squares / n - mean * mean + intrinsic * intrinsic);
      const label = `detector.${name}.timeResolution, ns`;
      rows.push(row(label, 'fit', value, ALLOWED, rms, rms / Math.sqrt(2 * n), source));
    }
    let all = 0;
    let variance = 0;
    for (let bin = 0; bin < PAIRS; bin++) {
      let pairs = 0;
      let merged = 0;
      for (const name of FRONT_ENDS) {
        pairs += this.pairs[name][bin];
        merged += this.merged[name][bin];
      }
      if (pairs === 0) continue;
      const p = merged / pairs;
      all += p;
      variance += (p * (1 - p)) / pairs;
    }
    const label = 'readout.twoPulse, ns';
    rows.push(row(label, 'fit', readout.twoPulse, ALLOWED, all, Math.sqrt(variance), source));
    return rows;
  }
}

function nearestTo({ channel, time }: Pulses, c: number, at: number): number {
  let nearest = Number.NaN;
  for (let i = 0; i < channel.length; i++) {
    if (channel[i] !== c) continue;
    if (!(Math.abs(time[i] - at) >= Math.abs(nearest - at))) nearest = time[i];
  }
  return nearest;
}

const byFrontEnd = <T>(of: () => T): Record<FrontEnd, T> =>
  Object.fromEntries(FRONT_ENDS.map((name) => [name, of()])) as Record<FrontEnd, T>;
