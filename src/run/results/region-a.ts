/**
 * Region A of the paper: neutral hadrons made in the dump, E_ECAL below the box edge and something in the HCAL. Its
 * projections, and how deep in the HCAL they are first seen, from which the paper bounds background (iv). All of it as it
 * was while sealed.
 */
import type { Histogram } from '../../core/histogram.js';
import { poisson68 } from '../../core/poisson.js';
import type { Belief } from '../../core/card/schema.js';
import type { ChartPanel, ChartSeries } from '../chart.js';
import { electrons } from '../words.js';
import { type Interval, type Result, uncertainty } from './result.js';

/** Events of a bin, with the 68 % interval of a Poisson mean. */
interface Bin extends Interval {
  readonly from: number;
  readonly to: number;
}

export interface RegionAData {
  readonly electronsOnTarget: number;
  readonly box: Belief['analysis']['box'];
  readonly seal: Belief['analysis']['seal'];
  /** In E_ECAL, E_HCAL and their sum, GeV. */
  readonly projections: readonly { readonly name: string; readonly bins: readonly Bin[] }[];
  /** By the modules of the HCAL that a hadron passes before the first that sees it: 0, 1, 2, all. */
  readonly depth: readonly Bin[];
  /** Upper limit of 90 % on those that pass all, by the segmentation: (iv) of Table I. Null where too few were seen. */
  readonly bound: number | null;
}

/** GeV. */
const WIDTH = 5;
const LAST = 120;

const bin = (from: number, to: number, events: number): Bin => {
  const [low, high] = poisson68(events);
  return { from, to, value: events, low, high };
};

interface Given extends Pick<RegionAData, 'electronsOnTarget' | 'bound'> {
  /** The plane of all cuts. */
  readonly plane: Histogram;
  /** Events by modules passed. */
  readonly depth: readonly number[];
  readonly belief: Pick<Belief, 'analysis'>;
}

export function regionAData({ plane, depth, belief, ...given }: Given): RegionAData {
  const { box, seal } = belief.analysis;
  const [x, y] = plane.axes;
  if (y === undefined) throw new TypeError(`histogram ${plane.name}: expected two axes`);
  const columns = x.bins + 2;
  const middle = ({ low, high, bins }: typeof x, i: number) =>
    low + ((i - 0.5) * (high - low)) / bins;
  const cells = [...plane.cells()]
    .map(([index, events]) => ({
      ecal: middle(x, index % columns),
      hcal: middle(y, Math.floor(index / columns)),
      events,
    }))
    .filter(({ ecal, hcal }) => ecal < box.ecal && hcal > box.hcal);
  const along = (name: string, of: (cell: (typeof cells)[number]) => number) => {
    const counts = new Array<number>(LAST / WIDTH).fill(0);
    for (const cell of cells) {
      const i = Math.max(0, Math.floor(of(cell) / WIDTH));
      if (i < counts.length) counts[i] += cell.events;
    }
    return { name, bins: counts.map((events, i) => bin(i * WIDTH, (i + 1) * WIDTH, events)) };
  };
  return {
    ...{ ...given, box, seal },
    projections: [
      along('E_ECAL', ({ ecal }) => ecal),
      along('E_HCAL', ({ hcal }) => hcal),
      along('E_ECAL + E_HCAL', ({ ecal, hcal }) => ecal + hcal),
    ],
    depth: depth.map((events, n) => bin(n, n, events)),
  };
}

export const regionA: Result<RegionAData> = {
  chart: (data, caption) => {
    const all = data.depth.reduce((sum, { value }) => sum + value, 0);
    const { box, seal, electronsOnTarget } = data;
    const blind = seal.hcal > box.hcal ? ` (sealed up to ${seal.hcal} GeV)` : '';
    return {
      caption,
      file: 'region-a',
      title: 'Region A: neutral hadrons made in the dump',
      subtitle: `all cuts, E(ECAL) < ${box.ecal} GeV, E(HCAL) > ${box.hcal} GeV${blind}; ${all} events of ${electrons(electronsOnTarget)} electrons`,
      x: { name: 'E_ECAL', unit: 'GeV', scale: 'linear', from: 0, to: LAST },
      columns: 2,
      panels: [...data.projections.map(projection), depthPanel(data)],
    };
  },

  table: (data) => {
    const rows = [
      ...data.projections.flatMap(({ name, bins }) =>
        bins.map((of) => ({ name: `${name} (GeV)`, ...of })),
      ),
      ...data.depth.map((of) => ({ name: 'HCAL modules passed unseen', ...of })),
    ];
    const { box, electronsOnTarget } = data;
    return {
      file: 'region-a',
      name: 'Projections of region A',
      location: 'Figure 2, right, region A',
      description:
        `Events of region A (all cuts, E_ECAL < ${box.ecal} GeV, E_HCAL > ${box.hcal} GeV) of ${electrons(electronsOnTarget)} electrons on target against E_ECAL, E_HCAL, ` +
        'their sum, and the number of HCAL modules before the first that sees something. Sealed events stand in none of them.',
      independent: [
        { name: 'Against', unit: '', values: rows.map((r) => r.name) },
        { name: 'From', unit: '', values: rows.map((r) => r.from) },
        { name: 'To', unit: '', values: rows.map((r) => r.to) },
      ],
      dependent: [
        {
          ...{ name: 'Events', unit: '' },
          values: rows.map((r) => r.value),
          errors: [uncertainty('68 % interval', rows)],
        },
      ],
    };
  },
};

const points = (bins: readonly Bin[]): ChartSeries['points'] =>
  bins.map(({ from, to, value, low, high }) => ({
    ...{ x: (from + to) / 2, y: value },
    ...(value > 0 ? { low, high } : {}),
  }));

const projection = ({ name, bins }: RegionAData['projections'][number]): ChartPanel => ({
  x: { name, unit: 'GeV', scale: 'linear', from: 0, to: name === 'E_ECAL' ? LAST / 2 : LAST },
  y: { name: `events per ${WIDTH} GeV`, unit: '', scale: 'linear' },
  series: [
    {
      ...{ label: 'region A', draw: 'steps', look: 0, points: points(bins) },
      edges: [...bins.map(({ from }) => from), LAST],
    },
  ],
});

function depthPanel({ depth, bound }: RegionAData): ChartPanel {
  const limit: ChartSeries = {
    ...{ label: 'behind all: upper limit by segmentation (90 % CL)', look: 1, draw: 'points' },
    points: bound === null ? [] : [{ x: 3, y: bound }],
  };
  return {
    x: { name: 'HCAL modules passed unseen', unit: '', scale: 'linear', from: -1, to: 4 },
    y: { name: 'events', unit: '', scale: 'log' },
    series: [
      {
        label: 'first seen behind so many modules',
        draw: 'points',
        look: 4,
        points: points(depth),
      },
      ...(bound === null ? [] : [limit]),
    ],
  };
}
