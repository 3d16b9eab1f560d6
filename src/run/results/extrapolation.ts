/**
 * Background (iii) of the paper's Table I: events of sideband C in E_ECAL, with the functions that go on from them into
 * the signal box.
 */
import type { ChartSeries } from '../chart.js';
import { type Interval, type Result, uncertainty } from './result.js';

export interface ExtrapolationData {
  readonly electronsOnTarget: number;
  /** Upper edge of the signal box in E_ECAL, GeV. */
  readonly edgeGeV: number;
  /** Counts of sideband C, with their Poisson intervals. */
  readonly data: readonly (Interval & { readonly fromGeV: number; readonly toGeV: number })[];
  readonly functions: readonly {
    readonly name: string;
    /** Events expected in the box. */
    readonly inBox: Interval;
    /** Events per bin of the data. */
    readonly curve: readonly { readonly ecalGeV: number; readonly events: number }[];
  }[];
}

export const extrapolation: Result<ExtrapolationData> = {
  chart: ({ electronsOnTarget, edgeGeV, data, functions }, caption) => ({
    caption,
    file: 'extrapolation',
    title: 'From sideband C into the signal box',
    subtitle: `E(HCAL) < 1 GeV; ${electronsOnTarget.toExponential(2).replace('e+', 'e')} electrons on target`,
    x: { name: 'E_ECAL', unit: 'GeV', scale: 'linear', from: 0, to: 100 },
    panels: [
      {
        y: { name: `events${width(data)}`, unit: '', scale: 'log' },
        legend: 'left',
        series: [
          {
            label: 'sideband C',
            draw: 'points',
            look: 4,
            points: data.map(({ fromGeV: from, toGeV: to, value, low, high }) => ({
              ...{ x: (from + to) / 2, y: value, low, high },
              ...{ from, to },
            })),
          },
          ...functions.map(
            ({ name, inBox, curve }, i): ChartSeries => ({
              label: `${name}: ${digits(inBox.value)} (${digits(inBox.low)} to ${digits(inBox.high)}) in the box`,
              draw: 'line',
              look: i,
              points: curve.map(({ ecalGeV, events }) => ({ x: ecalGeV, y: events })),
            }),
          ),
        ],
        marks: [{ at: edgeGeV, label: 'edge of the box' }],
      },
    ],
  }),

  table: (all) => {
    const rows = rowsOf(all);
    return {
      file: 'extrapolation',
      name: 'From sideband C into the signal box',
      location: 'text of the paper, background (iii)',
      description:
        `Events of sideband C against E_ECAL, of ${all.electronsOnTarget.toExponential(3)} electrons on target; ` +
        'the functions that go on from them, in events per bin of the data, and what each expects in the signal box.',
      independent: [
        { name: 'What', unit: '', values: rows.map((r) => r.what) },
        { name: 'E_ECAL, from', unit: 'GeV', values: rows.map((r) => r.from) },
        { name: 'E_ECAL, to', unit: 'GeV', values: rows.map((r) => r.to) },
      ],
      dependent: [
        {
          name: 'Events',
          unit: '',
          values: rows.map((r) => r.events),
          errors: [
            uncertainty(
              '68 % interval',
              rows.map((r) => r.interval),
            ),
          ],
        },
      ],
    };
  },
};

interface Row {
  readonly what: string;
  readonly from: number;
  readonly to: number;
  readonly events: number;
  readonly interval: Interval | null;
}

/** The data, then of each function its sum in the box and its curve. */
function rowsOf({ data, functions, edgeGeV }: ExtrapolationData): Row[] {
  return [
    ...data.map((bin) => ({
      what: 'sideband C',
      ...{ from: bin.fromGeV, to: bin.toGeV },
      ...{ events: bin.value, interval: bin },
    })),
    ...functions.flatMap(({ name, inBox, curve }) => [
      {
        what: `${name}, in the signal box`,
        ...{ from: 0, to: edgeGeV, events: inBox.value, interval: inBox },
      },
      ...curve.map(({ ecalGeV, events }) => ({
        what: name,
        ...{ from: ecalGeV, to: ecalGeV, events, interval: null },
      })),
    ]),
  ];
}

const digits = (value: number) => Number(value.toPrecision(2));

function width(data: ExtrapolationData['data']): string {
  const widths = new Set(
    data.map(({ fromGeV, toGeV }) => Number((toGeV - fromGeV).toPrecision(6))),
  );
  const [only] = widths;
  return widths.size === 1 ? ` per ${only} GeV` : '';
}
