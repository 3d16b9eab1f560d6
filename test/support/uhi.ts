/**
 * Histograms in the JSON of UHI, schema 1, as its documentation describes them (https://uhi.readthedocs.io, page "Serialization"):
 * what may stand in a regular axis and an integer storage, and how values are nested.
 */
import * as v from 'valibot';

/** Flat. */
const Metadata = v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]));

const RegularAxis = v.strictObject({
  type: v.literal('regular'),
  lower: v.number(),
  upper: v.number(),
  bins: v.pipe(v.number(), v.integer(), v.minValue(0)),
  underflow: v.boolean(),
  overflow: v.boolean(),
  circular: v.boolean(),
  metadata: v.optional(Metadata),
  writer_info: v.optional(v.record(v.string(), Metadata)),
});

const integers = v.array(v.pipe(v.number(), v.integer()));

const UhiHistogram = v.pipe(
  v.strictObject({
    uhi_schema: v.literal(1),
    writer_info: v.optional(v.record(v.string(), Metadata)),
    metadata: v.optional(Metadata),
    axes: v.array(RegularAxis),
    storage: v.strictObject({
      type: v.literal('int'),
      values: v.union([integers, v.array(integers)]),
    }),
  }),
  v.check(({ axes, storage }) => {
    const sizes = axes.map(
      ({ bins, underflow, overflow }) => bins + Number(underflow) + Number(overflow),
    );
    const rows: unknown = storage.values;
    const fits = (values: unknown, [first, ...rest]: readonly number[]): boolean =>
      first === undefined
        ? typeof values === 'number'
        : Array.isArray(values) &&
          values.length === first &&
          values.every((inner) => fits(inner, rest));
    return fits(rows, sizes);
  }, 'values nested as the axes say, margins included'),
);

/** A file of histograms by name. */
export const UhiFile = v.record(v.string(), UhiHistogram);
