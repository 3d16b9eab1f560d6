/**
 * Channel sums in both fidelities: means, widths, and what each is off from the truth.
 */
import type { CalibratedEvent } from '../../../analyse/calibration/event.js';
import type { Belief } from '../../../core/card/schema.js';
import { channelCounts, ecalGrid, type FrontEnd, hcalGrid } from '../../../core/channels.js';
import { row, type ValidationRow } from '../row.js';
import type { Triple } from './sample.js';

/** A pulse so near the end of a window, ns, is in it or not by the resolution in time: not what a sum is off by. */
const EDGE = 5;
/** Allowed difference of means and of widths. */
const MEANS = 0.01;
const WIDTHS = 0.05;

interface Sum {
  readonly name: string;
  readonly frontEnd: FrontEnd;
  readonly channels: (detector: Belief['detector']) => readonly [from: number, to: number];
  readonly window: (belief: Belief) => { readonly from: number; readonly to: number };
  /** GeV: events with less in truth do not count. */
  readonly least: number;
}

const hcal = (name: string, module: number): Sum => ({
  ...{ name, frontEnd: 'hcal' },
  channels({ hcal }) {
    const { cells } = hcalGrid(hcal);
    return [cells * module, cells * (module + 1)];
  },
  ...{ window: ({ analysis }) => analysis.cuts.hcal.window, least: 0.5 },
});

const SUMS: readonly Sum[] = [
  {
    ...{ name: 'E_PS', frontEnd: 'ecal', channels: ({ ecal }) => [0, ecalGrid(ecal).cells] },
    ...{ window: ({ analysis }) => analysis.cuts.ecal.window, least: 0.5 },
  },
  {
    ...{ name: 'E_ECAL main', frontEnd: 'ecal' },
    channels({ ecal }) {
      const { cells } = ecalGrid(ecal);
      return [cells, 2 * cells];
    },
    ...{ window: ({ analysis }) => analysis.cuts.ecal.window, least: 5 },
  },
  {
    ...{ name: 'E_ECAL', frontEnd: 'ecal', channels: (d) => [0, channelCounts(d).ecal] },
    ...{ window: ({ analysis }) => analysis.cuts.ecal.window, least: 5 },
  },
  hcal('E_HCAL1', 0),
  hcal('E_HCAL2', 1),
  hcal('E_HCAL3', 2),
  {
    ...{ name: 'E_VETO', frontEnd: 'veto', channels: (d) => [0, channelCounts(d).veto] },
    ...{ window: ({ analysis }) => analysis.cuts.veto.window, least: 0.004 },
  },
  {
    ...{ name: 'E_SRD', frontEnd: 'srd', channels: (d) => [0, channelCounts(d).srd] },
    ...{ window: ({ analysis }) => analysis.cuts.srd.window, least: 0.002 },
  },
];

/** n, sum, sum of squares. */
export class Moments {
  n = 0;
  private sum = 0;
  private squares = 0;
  add(x: number): void {
    this.n++;
    this.sum += x;
    this.squares += x * x;
  }
  get mean(): number {
    return this.sum / this.n;
  }
  /** NaN of less than two. */
  get rms(): number {
    const { n, mean, squares } = this;
    return Math.sqrt(Math.max(0, squares / n - mean * mean) * (n / (n - 1)));
  }
}

export class SumComparison {
  private readonly of = SUMS.map(() => ({
    energy: new Moments(),
    waveform: new Moments(),
    difference: new Moments(),
    offEnergy: new Moments(),
    offWaveform: new Moments(),
    byChannel: new Map<number, number>(),
  }));

  constructor(private readonly belief: Belief) {}

  add({ energy, waveform, truth }: Triple): void {
    SUMS.forEach((sum, i) => {
      const t = within(sum, truth, this.belief);
      if (t < sum.least) return;
      const e = within(sum, energy.pulses, this.belief);
      const w = within(sum, waveform.pulses, this.belief);
      const own = this.of[i];
      own.energy.add(e);
      own.waveform.add(w);
      own.difference.add(w - e);
      if (isAtTheEdge(sum, truth, this.belief)) return;
      eachWithin(sum, truth, this.belief, (channel, energyGeV) => {
        own.byChannel.set(channel, (own.byChannel.get(channel) ?? 0) + energyGeV);
      });
      own.offEnergy.add(e - t);
      own.offWaveform.add(w - t);
    });
  }

  rows(): ValidationRow[] {
    return SUMS.flatMap(({ name }, i) => {
      const { energy: e, waveform: w, difference: d, offEnergy, offWaveform } = this.of[i];
      const gains = 2 * bearing([...this.of[i].byChannel.values()]);
      const error = d.rms / Math.sqrt(d.n);
      const source = 'fidelity energy';
      return [
        row({
          name: `${name}: mean, GeV`,
          role: 'out',
          expected: e.mean,
          allowed: MEANS,
          emulated: [w.mean, error],
          source,
        }),
        row({
          name: `${name}: width, GeV`,
          role: 'out',
          expected: e.rms,
          allowed: WIDTHS,
          emulated: [w.rms, error],
          source,
        }),
        row({
          name: `${name}: off from the truth, mean, GeV, energy`,
          role: 'out',
          expected: 0,
          allowed: about(e),
          emulated: [offEnergy.mean, error],
          source: 'truth',
        }),
        row({
          name: `${name}: off from the truth, mean, GeV, waveform`,
          role: 'out',
          expected: 0,
          allowed: about(w),
          emulated: [offWaveform.mean, error],
          source: 'truth',
        }),
        row({
          name: `${name}: off from the truth, width, GeV`,
          role: 'fit',
          expected: offEnergy.rms,
          allowed: 0.5,
          // Each channel has one gain: however many events there are, few gains make the width.
          emulated: [offWaveform.rms, offWaveform.rms / Math.sqrt(Math.min(2 * d.n, gains))],
          source,
        }),
      ];
    });
  }
}

const about = ({ mean }: Moments): [number, number] => [-MEANS * mean, MEANS * mean];

/** How many channels, were they alike, would bear the sum of these. */
function bearing(energies: readonly number[]): number {
  const sum = energies.reduce((s, e) => s + e, 0);
  const squares = energies.reduce((s, e) => s + e * e, 0);
  return squares > 0 ? (sum * sum) / squares : 0;
}

function eachWithin(
  sum: Sum,
  event: CalibratedEvent,
  belief: Belief,
  each: (channel: number, energyGeV: number) => void,
): void {
  const { channel, energy, time } = event[sum.frontEnd];
  const [low, high] = sum.channels(belief.detector);
  const { from, to } = sum.window(belief);
  for (let i = 0; i < channel.length; i++) {
    if (channel[i] < low || channel[i] >= high) continue;
    if (time[i] >= from && time[i] <= to) each(channel[i], energy[i]);
  }
}

/** Energy of a sum in its window. */
function within(sum: Sum, event: CalibratedEvent, belief: Belief): number {
  let total = 0;
  eachWithin(sum, event, belief, (_channel, energy) => {
    total += energy;
  });
  return total;
}

function isAtTheEdge(sum: Sum, event: CalibratedEvent, belief: Belief): boolean {
  const { channel, time } = event[sum.frontEnd];
  const [low, high] = sum.channels(belief.detector);
  const { from, to } = sum.window(belief);
  for (let i = 0; i < channel.length; i++) {
    if (channel[i] < low || channel[i] >= high) continue;
    if (Math.abs(time[i] - from) < EDGE || Math.abs(time[i] - to) < EDGE) return true;
  }
  return false;
}
