/**
 * Background (iii) of the paper's Table I: events of sideband C in E_ECAL, with the functions that go on from them into
 * the signal box.
 */
import { beamLine, lowEnd } from '../../analyse/background/beamLine.js';
import { type Seen, within } from '../../analyse/background/seen.js';
import { extrapolate } from '../../analyse/background/sideband.js';
import { taken, turnOnOf } from '../../analyse/background/turnOn.js';
import type { Belief } from '../../core/card/schema.js';
import { exp } from '../../core/math.js';
import { poisson68 } from '../../core/poisson.js';
import type { ChartSeries } from '../chart.js';
import { electrons } from '../words.js';
import { type Interval, type Result, uncertainty } from './result.js';

export interface ExtrapolationData {
  readonly electronsOnTarget: number;
  /** Upper edge of the signal box in E_ECAL, GeV. */
  readonly edgeGeV: number;
  /** From where sideband C is fitted, GeV. */
  readonly fromGeV: number;
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

/** Fewer events in a bin are not shown. */
const LEAST = 1e-4;

/** Of the bins that are shown, GeV, and of the steps of a curve. */
const SHOWN = 2.5;
const STEP = 0.5;

/**
 * The fits behind the estimate of (iii), for the exposure of the counts.
 * @param seen of all runs
 * @returns undefined where too little was seen for that estimate
 */
export function extrapolationData(seen: Seen, belief: Belief): ExtrapolationData | undefined {
  const { box } = belief.analysis;
  const { threshold } = belief.trigger.ecal;
  const turnOn = turnOnOf(seen, belief);
  if (beamLine.estimate({ seen, belief, turnOn }) === null) return undefined;
  const from = lowEnd(belief);
  const { functions } = extrapolate(seen, belief, turnOn, from);
  const bins = Array.from({ length: Math.floor((threshold - from) / SHOWN) }, (_, i) => {
    const [fromGeV, toGeV] = [from + i * SHOWN, from + (i + 1) * SHOWN];
    const value = within(seen.sidebandC, fromGeV, toGeV);
    const [low, high] = poisson68(value);
    return { fromGeV, toGeV, value, low, high };
  });
  const steps = Array.from({ length: threshold / STEP + 1 }, (_, i) => i * STEP);
  return {
    ...{ electronsOnTarget: seen.electrons, edgeGeV: box.ecal, fromGeV: from, data: bins },
    functions: functions
      .filter(({ converged }) => converged)
      .map(({ shape, events, relativeError, perGeV }) => ({
        name: shape,
        inBox: {
          value: events,
          low: events * exp(-relativeError),
          high: events * exp(relativeError),
        },
        curve: steps.map((ecalGeV) => ({
          ecalGeV,
          events: SHOWN * perGeV(ecalGeV) * taken(turnOn, ecalGeV),
        })),
      })),
  };
}

export const extrapolation: Result<ExtrapolationData> = {
  chart: ({ electronsOnTarget, edgeGeV, fromGeV, data, functions }, caption) => ({
    caption,
    file: 'extrapolation',
    title: 'From sideband C into the signal box',
    subtitle: `all cuts, a silent HCAL; fitted from ${fromGeV} GeV with the turn-on of the trigger; ${electrons(electronsOnTarget)} electrons on target`,
    x: { name: 'E_ECAL', unit: 'GeV', scale: 'linear', from: 0, to: 90 },
    panels: [
      {
        y: { name: `events${width(data)}`, unit: '', scale: 'log', from: LEAST },
        legend: 'left',
        series: [
          {
            label: 'sideband C',
            draw: 'points',
            look: 4,
            points: data.map(({ fromGeV: from, toGeV: to, value, low, high }) => ({
              ...{ x: (from + to) / 2, y: value, from, to },
              ...(value > 0 ? { low, high } : {}),
            })),
          },
          ...functions.map(
            ({ name, inBox, curve }, i): ChartSeries => ({
              label: `${name}: ${digits(inBox.value)} (${digits(inBox.low)} to ${digits(inBox.high)}) in the box`,
              draw: 'line',
              look: i,
              points: curve
                .filter(({ events }) => events >= LEAST)
                .map(({ ecalGeV, events }) => ({ x: ecalGeV, y: events })),
            }),
          ),
        ],
        marks: [
          { at: edgeGeV, label: 'box' },
          ...(fromGeV > edgeGeV ? [{ at: fromGeV, label: 'fit' }] : []),
        ],
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
        `Events of sideband C against E_ECAL, of ${electrons(all.electronsOnTarget)} electrons on target; ` +
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
