/**
 * A histogram as the JSON that ROOT's TBufferJSON writes of a TH1D or a TH2D (TH1 version 8, TAxis version 10), which
 * TBufferJSON::FromJSON and JSROOT read. What ROOT would sum up while it fills is taken from bin centres, as its GetStats does where
 * nothing was summed.
 */
import { type Axis, type Histogram, middleOf } from '../../core/histogram.js';
import { labelled } from './uhi.js';

/** An object of ROOT: its class, and its members by name. */
export interface RootObject {
  readonly _typename: string;
  readonly [member: string]: unknown;
}

/** kMustCleanup, kIsOnHeap and kNotDeleted: what an object in a list has. */
const BITS = 0x8 | 0x1000000 | 0x2000000;
/** Where nobody has set a limit. */
const UNSET = -1111;

const named = (name: string, title: string) => ({
  fUniqueID: 0,
  fBits: BITS,
  fName: name,
  fTitle: title,
});
const lines = { fLineColor: 602, fLineStyle: 1, fLineWidth: 1 };
const fills = { fFillColor: 0, fFillStyle: 1001 };
const markers = { fMarkerColor: 1, fMarkerStyle: 1, fMarkerSize: 1 };

const NO_AXIS: Axis = { name: '', unit: '', bins: 1, low: 0, high: 1 };

/** Counts, with their margins: cell i + (bins + 2) j as in ROOT. */
export function rootHistogram(histogram: Histogram): RootObject {
  const { name, title, counts, total } = histogram;
  const [x, y] = histogram.axes;
  const z = { fZaxis: rootAxis('zaxis', NO_AXIS) };
  return {
    _typename: y ? 'TH2D' : 'TH1D',
    ...named(name, title),
    ...{ ...lines, ...fills, ...markers },
    fNcells: counts.length,
    ...{ fXaxis: rootAxis('xaxis', x), fYaxis: rootAxis('yaxis', y ?? NO_AXIS), ...z },
    ...{ fBarOffset: 0, fBarWidth: 1000, fEntries: total, ...momentsOf(histogram) },
    ...{ fMaximum: UNSET, fMinimum: UNSET, fNormFactor: 0, fContour: [], fSumw2: [], fOption: '' },
    fFunctions: { _typename: 'TList', name: 'TList', arr: [], opt: [] },
    ...{ fBufferSize: 0, fBuffer: [], fBinStatErrOpt: 0, fStatOverflows: 2 },
    ...(y && { fScalefactor: 1 }),
    fArray: [...counts],
  };
}

const rootAxis = (which: string, { name, unit, bins, low, high }: Axis): RootObject => ({
  _typename: 'TAxis',
  ...named(which, labelled(name, unit)),
  ...{ fNdivisions: 510, fAxisColor: 1, fLabelColor: 1, fLabelFont: 42, fLabelOffset: 0.005 },
  ...{ fLabelSize: 0.035, fTickLength: 0.03, fTitleOffset: 1, fTitleSize: 0.035 },
  ...{ fTitleColor: 1, fTitleFont: 42, fNbins: bins, fXmin: low, fXmax: high, fXbins: [] },
  ...{ fFirst: 0, fLast: 0, fBits2: 0, fTimeDisplay: false, fTimeFormat: '' },
  ...{ fLabels: null, fModLabs: null },
});

/** Sums over the bins within the axes. */
function momentsOf(histogram: Histogram) {
  const [x, y] = histogram.axes;
  let [w, wx, wx2, wy, wy2, wxy] = [0, 0, 0, 0, 0, 0];
  for (let j = y ? 1 : 0; j <= (y?.bins ?? 0); j++) {
    const v = y ? middleOf(y, j) : 0;
    for (let i = 1; i <= x.bins; i++) {
      const n = histogram.count(i, j);
      const u = middleOf(x, i);
      w += n;
      wx += n * u;
      wx2 += n * u * u;
      wy += n * v;
      wy2 += n * v * v;
      wxy += n * u * v;
    }
  }
  const first = { fTsumw: w, fTsumw2: w, fTsumwx: wx, fTsumwx2: wx2 };
  return y ? { ...first, fTsumwy: wy, fTsumwy2: wy2, fTsumwxy: wxy } : first;
}
