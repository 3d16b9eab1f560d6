import * as v from 'valibot';
import { number } from '../../../core/card/quantity.js';
import { type Problem, UsageError } from '../../../core/errors.js';
import { ADDITIVE, MULTIPLICATIVE } from './interpolation.js';

/*
 * A workspace in pyhf's JSON (schema 1.0.0 of pyhf; HistFactory, CERN-OPEN-2012-016).
 */

const name = () => v.pipe(v.string(), v.nonEmpty('a name that is not empty'));
const numbers = () => v.pipe(v.array(number()), v.minLength(1, 'a list of at least one number'));
const events = () =>
  v.pipe(v.array(number({ min: 0 })), v.minLength(1, 'a list of at least one bin'));
const positive = () => number({ min: Number.MIN_VALUE });

const Modifier = v.variant('type', [
  /** A free factor. */
  v.strictObject({ type: v.literal('normfactor'), name: name(), data: v.null() }),
  /** A factor with what it is at alpha = +-1. */
  v.strictObject({
    type: v.literal('normsys'),
    name: name(),
    data: v.strictObject({ hi: positive(), lo: positive() }),
  }),
  /** Another shape at alpha = +-1. */
  v.strictObject({
    type: v.literal('histosys'),
    name: name(),
    data: v.strictObject({ hi_data: events(), lo_data: events() }),
  }),
  /** A factor per bin with a Poisson constraint, from absolute uncertainties. */
  v.strictObject({ type: v.literal('shapesys'), name: name(), data: events() }),
  /** A factor per bin, shared by samples, with a normal constraint, from absolute uncertainties. */
  v.strictObject({ type: v.literal('staterror'), name: name(), data: events() }),
  /** A free factor per bin. */
  v.strictObject({ type: v.literal('shapefactor'), name: name(), data: v.null() }),
  /** The luminosity, constrained as the measurement says. */
  v.strictObject({ type: v.literal('lumi'), name: v.literal('lumi'), data: v.null() }),
]);

const Sample = v.strictObject({ name: name(), data: events(), modifiers: v.array(Modifier) });

const Channel = v.strictObject({
  name: name(),
  samples: v.pipe(v.array(Sample), v.minLength(1, 'at least one sample')),
});

const Parameter = v.strictObject({
  name: name(),
  inits: v.optional(numbers()),
  bounds: v.optional(
    v.pipe(
      v.array(v.strictTuple([number(), number()])),
      v.minLength(1, 'at least one pair of bounds'),
    ),
  ),
  auxdata: v.optional(numbers()),
  sigmas: v.optional(v.array(positive())),
  factors: v.optional(v.array(positive())),
  fixed: v.optional(v.boolean()),
});

const Measurement = v.strictObject({
  name: name(),
  config: v.strictObject({ poi: name(), parameters: v.array(Parameter) }),
});

const WorkspaceSchema = v.strictObject({
  channels: v.pipe(v.array(Channel), v.minLength(1, 'at least one channel')),
  observations: v.array(v.strictObject({ name: name(), data: events() })),
  measurements: v.pipe(v.array(Measurement), v.minLength(1, 'at least one measurement')),
  version: v.literal('1.0.0'),
});

export type Workspace = v.InferOutput<typeof WorkspaceSchema>;
export type Modifier = v.InferOutput<typeof Modifier>;
export type ModifierType = Modifier['type'];
export type ParameterConfig = v.InferOutput<typeof Parameter>;

const codeOf = <T extends Record<string, unknown>>(table: T) =>
  v.strictObject({ interpcode: v.picklist(Object.keys(table) as (keyof T & string)[]) });

const SettingsSchema = v.strictObject({
  normsys: v.optional(codeOf(MULTIPLICATIVE)),
  histosys: v.optional(codeOf(ADDITIVE)),
});

/** Interpolation codes. */
export interface Settings {
  readonly normsys: { readonly interpcode: keyof typeof MULTIPLICATIVE };
  readonly histosys: { readonly interpcode: keyof typeof ADDITIVE };
}

export const DEFAULT_SETTINGS: Settings = {
  normsys: { interpcode: 'code4' },
  histosys: { interpcode: 'code4p' },
};

/** @throws UsageError with every problem found, each at its path in the JSON */
export function parseWorkspace(json: unknown): Workspace {
  return parsed(WorkspaceSchema, json, 'workspace');
}

/**
 * Settings as pyhf has them: whoever gives some replaces all, and what is missing then is code1 or code0.
 *
 * @example parseSettings({ normsys: { interpcode: 'code4' } }).histosys.interpcode // 'code0'
 */
export function parseSettings(json: unknown): Settings {
  const { normsys, histosys } = parsed(SettingsSchema, json, 'modifier settings');
  return {
    normsys: normsys ?? { interpcode: 'code1' },
    histosys: histosys ?? { interpcode: 'code0' },
  };
}

function parsed<T extends v.GenericSchema>(schema: T, json: unknown, whole: string) {
  const result = v.safeParse(schema, json);
  if (result.success) return result.output;
  throw new UsageError(result.issues.map((issue) => problemOf(issue, whole)));
}

function problemOf(issue: v.BaseIssue<unknown>, whole: string): Problem {
  const what = v.getDotPath(issue) ?? whole;
  if (issue.expected === 'never') return { what, fault: 'unknown key' };
  const key = issue.type === 'strict_object' && issue.path !== undefined;
  if (key && issue.received === 'undefined') return { what, fault: 'missing key' };
  const expected = issue.kind === 'validation' ? issue.message : issue.expected;
  const got = issue.kind === 'validation' ? JSON.stringify(issue.input) : issue.received;
  return { what, got, ...(expected === null ? {} : { expected }) };
}
