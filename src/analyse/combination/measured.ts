/**
 * Efficiencies of A' that were sent through the chain of the data, as they stand in a file: of each run and mass, factor
 * by factor. Live fraction and prescale are not taken from it: the scalers of a run tell its own.
 */
import * as v from 'valibot';
import { type Problem, UsageError } from '../../core/errors.js';
import { inLogMass } from '../log-mass.js';
import type { EfficiencyValue } from './input.js';

export const EFFICIENCY_SCHEMA = 'spillway.efficiency/1';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const bound = v.nullable(v.pipe(v.number(), v.minValue(0)));

/** Those that passed of those that were left; interval of Clopper and Pearson, one sigma. Null: of none. */
const Share = v.strictObject({
  passed: count,
  of: count,
  value: bound,
  low: bound,
  high: bound,
});

const MassEfficiency = v.strictObject({
  massGeV: v.pipe(v.number(), v.minValue(0.001), v.maxValue(1)),
  factors: v.pipe(v.array(v.strictObject({ name: v.string(), ...Share.entries })), v.minLength(1)),
  total: Share,
});

const RunEfficiency = v.strictObject({
  name: v.string(),
  cardHash: v.string(),
  spills: count,
  electrons: count,
  masses: v.pipe(v.array(MassEfficiency), v.minLength(1)),
});

const Document = v.strictObject({
  schema: v.literal(EFFICIENCY_SCHEMA),
  version: v.string(),
  seed: v.string(),
  fidelity: v.picklist(['energy', 'waveform']),
  runs: v.pipe(v.array(RunEfficiency), v.minLength(1)),
});

export type MeasuredShare = v.InferOutput<typeof Share>;
export type MassEfficiency = v.InferOutput<typeof MassEfficiency>;
export type RunEfficiency = v.InferOutput<typeof RunEfficiency>;
export type EfficiencyDocument = v.InferOutput<typeof Document>;

/** The factor that scalers measure better. */
export const LIVE = 'live';

/** @throws UsageError with every problem found, each with its path in the JSON */
export function parseEfficiency(json: unknown): EfficiencyDocument {
  const parsed = v.safeParse(Document, json);
  if (!parsed.success) {
    throw new UsageError(
      parsed.issues.map((issue): Problem => {
        const what = v.getDotPath(issue);
        const { received: got, expected, message } = issue;
        const found = expected === null ? { fault: message } : { got, expected };
        return { ...(what === null ? {} : { what }), ...found };
      }),
    );
  }
  const none = parsed.output.runs.flatMap((run) =>
    run.masses
      .filter(({ total }) => total.passed === 0)
      .map(({ massGeV }) => ({
        what: `${run.name}, ${massGeV} GeV`,
        got: "no A' in the box",
        expected: 'at least one',
        next: 'measure with more --ghosts',
      })),
  );
  if (none.length > 0) throw new UsageError(none);
  return parsed.output;
}

/**
 * All factors but the live fraction, and their statistical error: conditional on each other, so that the relative
 * variances (1 - p)/(p n) add.
 */
export function withoutLive({ factors }: MassEfficiency): EfficiencyValue {
  let value = 1;
  let variance = 0;
  for (const { name, passed, of } of factors) {
    if (name === LIVE) continue;
    value *= passed / of;
    // What was gained is a Poisson number, and not a share.
    variance += passed <= of ? (of - passed) / (passed * of) : (passed - of) / (passed * passed);
  }
  return { value, error: value * Math.sqrt(variance) };
}

/** Between the masses linear in ln m, as the paper's is shown; constant beyond them. */
export function efficiencyAt(masses: readonly MassEfficiency[], massGeV: number): EfficiencyValue {
  const sorted = [...masses].sort((a, b) => a.massGeV - b.massGeV);
  const above = sorted.findIndex((m) => m.massGeV >= massGeV);
  if (above <= 0) return withoutLive(sorted[above === 0 ? 0 : sorted.length - 1]);
  const [low, high] = [sorted[above - 1], sorted[above]];
  const t = inLogMass(massGeV, low.massGeV, high.massGeV);
  const [a, b] = [withoutLive(low), withoutLive(high)];
  const between = (x: number, y: number) => x + t * (y - x);
  return { value: between(a.value, b.value), error: between(a.error, b.error) };
}
