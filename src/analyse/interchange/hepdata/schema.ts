/**
 * The format of submissions to HEPData (version 1.1.1 of its schemas), as documented at
 * https://hepdata-submission.readthedocs.io (pages "submission.yaml" and "Data Files"): a file submission.yaml of several
 * YAML documents, one of them optional and about the whole, the others about a table each, and one data file per table.
 */
import * as v from 'valibot';
import type { Problem } from '../../../core/errors.js';

const words = () => v.pipe(v.string(), v.nonEmpty('a text that is not empty'));
const text = (most: number) =>
  v.pipe(v.string(), v.minLength(1, 'a text'), v.maxLength(most, `at most ${most} characters`));
const finite = () => v.pipe(v.number(), v.finite('a finite number'));
/** A number, or words such as "-" where there is none. */
const value = () =>
  v.pipe(
    v.union([v.number(), v.string()]),
    v.check(
      (cell) => typeof cell === 'string' || Number.isFinite(cell),
      'a finite number or words',
    ),
  );

/** A number, "" for none, or a share of the value such as "5%". */
const ERROR = /^(?:|[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?\s*%?)$/;
const error = () =>
  v.pipe(
    v.union([v.number(), v.string()]),
    v.check(
      (size) => (typeof size === 'string' ? ERROR.test(size) : Number.isFinite(size)),
      'a finite number, a percentage such as "5%", or ""',
    ),
  );

const Header = v.strictObject({ name: words(), units: v.optional(words()) });

const Independent = v.strictObject({
  header: Header,
  values: v.array(
    v.pipe(
      v.strictObject({
        value: v.optional(value()),
        low: v.optional(finite()),
        high: v.optional(finite()),
      }),
      v.check(
        ({ value: central, low, high }) =>
          low === undefined && high === undefined
            ? central !== undefined
            : low !== undefined && high !== undefined && typeof central !== 'string',
        'a value, or low and high with or without a number between',
      ),
    ),
  ),
});

const DataError = v.pipe(
  v.strictObject({
    symerror: v.optional(error()),
    asymerror: v.optional(v.strictObject({ minus: error(), plus: error() })),
    label: v.optional(words()),
  }),
  v.check(
    ({ symerror, asymerror }) => (symerror === undefined) !== (asymerror === undefined),
    'either symerror or asymerror',
  ),
);

const Dependent = v.strictObject({
  header: Header,
  qualifiers: v.optional(
    v.array(v.strictObject({ name: words(), value: value(), units: v.optional(words()) })),
  ),
  values: v.array(
    v.pipe(
      v.strictObject({ value: value(), errors: v.optional(v.array(DataError)) }),
      v.check(
        ({ value: central, errors = [] }) => typeof central === 'number' || errors.length === 0,
        'no errors where the value is no number',
      ),
      // The validator of HEPData refuses such values since its version 0.2.0.
      v.check(
        ({ errors = [] }) => errors.length === 0 || !errors.every(isZero),
        'an error that is not zero',
      ),
    ),
  ),
});

/** A data file. */
export const DataTable = v.pipe(
  v.strictObject({
    independent_variables: v.array(Independent),
    dependent_variables: v.pipe(v.array(Dependent), v.minLength(1, 'at least one variable')),
  }),
  v.check(
    ({ independent_variables: x, dependent_variables: y }) =>
      new Set([...x, ...y].map(({ values }) => values.length)).size === 1,
    'as many values in each variable',
  ),
);

const Licence = v.strictObject({
  name: text(256),
  url: text(256),
  description: v.optional(words()),
});

const Resources = v.array(
  v.strictObject({
    location: text(256),
    description: words(),
    type: v.optional(text(64)),
    license: v.optional(Licence),
  }),
);

/** What submission.yaml says of a table. */
export const TableEntry = v.strictObject({
  name: text(64),
  location: v.optional(text(256)),
  description: words(),
  keywords: v.array(
    v.strictObject({
      name: v.picklist(['cmenergies', 'observables', 'reactions', 'phrases']),
      values: v.array(value()),
    }),
  ),
  data_file: words(),
  data_license: v.optional(Licence),
  additional_resources: v.optional(Resources),
});

/** What submission.yaml says of the whole. */
export const Information = v.strictObject({
  comment: v.optional(words()),
  additional_resources: v.optional(Resources),
});

export type DataTable = v.InferInput<typeof DataTable>;
export type DataError = v.InferInput<typeof DataError>;
export type TableEntry = v.InferInput<typeof TableEntry>;
export type Information = v.InferInput<typeof Information>;

function isZero({ symerror, asymerror }: DataError): boolean {
  const sides = asymerror === undefined ? [symerror] : [asymerror.minus, asymerror.plus];
  return sides.every((side) => side === '' || Number.parseFloat(`${side}`) === 0);
}

/** Every problem of a document, each at its path within `where`. */
export function problemsIn(schema: v.GenericSchema, document: unknown, where: string): Problem[] {
  const result = v.safeParse(schema, document);
  return result.success ? [] : result.issues.map((issue) => problemOf(issue, where));
}

function problemOf(issue: v.BaseIssue<unknown>, where: string): Problem {
  const what = v.getDotPath(issue);
  const subject = what === null ? { where } : { where, what };
  if (issue.expected === 'never') return { ...subject, fault: 'unknown key' };
  const key = issue.type === 'strict_object' && issue.path !== undefined;
  if (key && issue.received === 'undefined') return { ...subject, fault: 'missing key' };
  const validation = issue.kind === 'validation';
  const whole = validation && typeof issue.input === 'object';
  const got = validation ? shown(issue.input) : issue.received;
  const expected = validation ? issue.message : issue.expected;
  return { ...subject, ...(whole ? {} : { got }), ...(expected === null ? {} : { expected }) };
}

const shown = (input: unknown) =>
  typeof input === 'number' ? String(input) : JSON.stringify(input);
