import type { Problem } from '../../../core/errors.js';
import type { ParameterSet } from './family.js';
import type { ParameterConfig } from './schema.js';

/** What a measurement has to say of lumi, which has no defaults. */
export const LUMI_NEEDS = ['auxdata', 'sigmas', 'inits', 'bounds'] as const;

/** What the measurement says in the place of the defaults. */
export function configured(
  set: ParameterSet,
  config: ParameterConfig,
  path: string,
  problems: Problem[],
): ParameterSet {
  const { family, size, constraint } = set;
  const list = <T>(
    key: 'inits' | 'bounds' | 'auxdata' | 'sigmas' | 'factors',
    own?: readonly T[],
  ) => {
    if (own === undefined || own.length === size) return own;
    const expected = `${size}, one per ${size > 1 ? 'bin' : 'parameter'}`;
    problems.push({ what: `${path}.${key}`, got: `a list of ${own.length}`, expected });
    return undefined;
  };
  for (const key of LUMI_NEEDS) {
    if (family === 'lumi' && config[key] === undefined) {
      problems.push({
        what: `${path}.${key}`,
        fault: 'missing key',
        expected: 'it: lumi has no default',
      });
    }
  }
  const takes = { normal: 'sigmas', poisson: 'factors' } as const;
  const scale = constraint === null ? undefined : takes[constraint.kind];
  for (const key of ['auxdata', 'sigmas', 'factors'] as const) {
    if (config[key] === undefined || key === scale || (key === 'auxdata' && constraint)) continue;
    const kind = constraint === null ? 'has no constraint' : `has a ${constraint.kind} one`;
    problems.push({
      what: `${path}.${key}`,
      fault: `"${set.name}" (${family}) ${kind}`,
      expected: 'no such key',
    });
  }
  const inits = list('inits', config.inits) ?? set.inits;
  const bounds = list('bounds', config.bounds) ?? set.bounds;
  bounds.forEach(([low, high], i) => {
    if (low <= high) return;
    const what = `${path}.bounds.${i}`;
    problems.push({ what, got: `${low} to ${high}`, expected: 'the lower bound first' });
  });
  if (constraint?.kind === 'poisson') {
    for (const [i, a] of (config.auxdata ?? []).entries()) {
      if (a < 0)
        problems.push({
          what: `${path}.auxdata.${i}`,
          got: `${a}`,
          expected: 'a count, 0 or more',
        });
    }
  }
  inits.forEach((value, i) => {
    const [low, high] = bounds[i] ?? [-Infinity, Infinity];
    if (value >= low && value <= high) return;
    const what = config.inits ? `${path}.inits.${i}` : `${path}.bounds.${i}`;
    const got = `the initial value ${value} with bounds ${low} to ${high}`;
    problems.push({ what, got, expected: 'it within the bounds' });
  });
  return {
    ...set,
    inits,
    bounds,
    fixed: config.fixed === undefined ? set.fixed : set.fixed.map(() => config.fixed as boolean),
    constraint: constraint && {
      ...constraint,
      auxiliary: list('auxdata', config.auxdata) ?? constraint.auxiliary,
      scale:
        (constraint.kind === 'normal'
          ? list('sigmas', config.sigmas)
          : list('factors', config.factors)) ?? constraint.scale,
    },
  };
}
