/**
 * Histograms in the JSON of the Unified Histogram Interface, schema 1 (Scikit-HEP's `uhi`, its serialization page and
 * histogram.schema.json), which boost-histogram, hist and uhi.io read: one object of histograms by name. Values stand with their
 * margins, the first axis outermost.
 */
import type { Axis, Histogram } from '../../core/histogram.js';

type Plain = string | number | boolean;

export interface UhiAxis {
  readonly type: 'regular';
  readonly lower: number;
  readonly upper: number;
  readonly bins: number;
  readonly underflow: true;
  readonly overflow: true;
  readonly circular: false;
  readonly metadata: { readonly name: string; readonly label: string; readonly unit: string };
}

export interface UhiHistogram {
  readonly uhi_schema: 1;
  readonly writer_info: Readonly<Record<string, Readonly<Record<string, Plain>>>>;
  readonly metadata: Readonly<Record<string, Plain>>;
  readonly axes: readonly UhiAxis[];
  readonly storage: {
    readonly type: 'int';
    readonly values: readonly number[] | readonly (readonly number[])[];
  };
}

/** @param version of the program @param metadata of all of them: where they come from */
export const uhiOf = (
  histograms: readonly Histogram[],
  version: string,
  metadata: UhiHistogram['metadata'],
): Record<string, UhiHistogram> =>
  Object.fromEntries(
    histograms.map((histogram) => [
      histogram.name,
      {
        uhi_schema: 1,
        writer_info: { Spillway: { version } },
        metadata: { name: histogram.name, title: histogram.title, ...metadata },
        axes: histogram.axes.map(axisOf),
        storage: { type: 'int', values: valuesOf(histogram) },
      },
    ]),
  );

const axisOf = ({ name, unit, bins, low, high }: Axis): UhiAxis => ({
  ...{ type: 'regular', lower: low, upper: high, bins },
  ...{ underflow: true, overflow: true, circular: false },
  metadata: { name, label: labelled(name, unit), unit },
});

/** @example labelled('E_ECAL', 'GeV') = 'E_ECAL [GeV]' */
export const labelled = (name: string, unit: string): string =>
  unit === '' ? name : `${name} [${unit}]`;

function valuesOf(histogram: Histogram): UhiHistogram['storage']['values'] {
  const [x, y] = histogram.axes;
  const column = (i: number) =>
    Array.from({ length: (y?.bins ?? 0) + 2 }, (_, j) => histogram.count(i, j));
  const index = Array.from({ length: x.bins + 2 }, (_, i) => i);
  return y ? index.map(column) : index.map((i) => histogram.count(i));
}
