/**
 * Channel sums in both fidelities: means, widths, and what each is off from the truth.
 */
import type { CalibratedEvent } from '../../../analyse/calibration/event.js';
import type { Belief } from '../../../core/card/schema.js';
import { ECAL_CELLS, type FrontEnd, HCAL_CELLS } from '../../../core/channels.js';
import { row, type ValidationRow } from '../row.js';
import type { Triple } from './sample.js';

/** Allowed difference of means and of widths. */
const MEANS = 0.01;
const WIDTHS = 0.05;

interface Sum {
  readonly name: string;
  readonly frontEnd: FrontEnd;
  readonly channels: readonly [from: number, to: number];
  readonly window: (belief: Belief) => { readonly from: number; readonly to: number };
  /** GeV: events with less in truth do not count. */
  readonly least: number;
}

const hcal = (name: string, module: number): Sum => ({
  ...{ name, frontEnd: 'hcal', channels: [HCAL_CELLS * module, HCAL_CELLS * (module + 1)] },
  ...{ window: ({ analysis }) => analysis.cuts.hcal.window, least: 0.5 },
});

const SUMS: readonly Sum[] = [
  {
    ...{ name: 'E_PS', frontEnd: 'ecal', channels: [0, ECAL_CELLS] },
    ...{ window: ({ analysis }) => analysis.cuts.ecal.window, least: 0.5 },
  },
  {
    ...{ name: 'E_ECAL main', frontEnd: 'ecal', channels: [ECAL_CELLS, 2 * ECAL_CELLS] },
    ...{ window: ({ analysis }) => analysis.cuts.ecal.window, least: 5 },
  },
  {
    ...{ name: 'E_ECAL', frontEnd: 'ecal', channels: [0, 2 * ECAL_CELLS] },
    ...{ window: ({ analysis }) => analysis.cuts.ecal.window, least: 5 },
  },
  hcal('E_HCAL1', 0),
  hcal('E_HCAL2', 1),
  hcal('E_HCAL3', 2),
  {
    ...{ name: 'E_VETO', frontEnd: 'veto', channels: [0, 6] },
    ...{ window: ({ analysis }) => analysis.cuts.veto.window, least: 0.004 },
  },
  {
    ...{ name: 'E_SRD', frontEnd: 'srd', channels: [0, 3] },
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
      own.offEnergy.add(e - t);
      own.offWaveform.add(w - t);
    });
  }

  rows(): ValidationRow[] {
    return SUMS.flatMap(({ name }, i) => {
      const { energy: e, waveform: w, difference: d, offEnergy, offWaveform } = this.of[i];
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
          emulated: [offWaveform.rms, offWaveform.rms / Math.sqrt(2 * d.n)],
          source,
        }),
      ];
    });
  }
}

const about = ({ mean }: Moments): [number, number] => [-MEANS * mean, MEANS * mean];

/** Energy of a sum in its window. */
function within(sum: Sum, event: CalibratedEvent, belief: Belief): number {
  const { channel, energy, time } = event[sum.frontEnd];
  const [low, high] = sum.channels;
  const { from, to } = sum.window(belief);
  let total = 0;
  for (let i = 0; i < channel.length; i++) {
    if (channel[i] < low || channel[i] >= high) continue;
    if (time[i] >= from && time[i] <= to) total += energy[i];
  }
  return total;
}
