import type { Problem } from '../../../core/errors.js';
import type { ConstraintKind } from './constraints.js';
import type { Modifier, ModifierType, ParameterConfig, Workspace } from './schema.js';

/** What goes by one name: one parameter, or one per bin. */
export interface ParameterSet {
  readonly name: string;
  readonly family: Family;
  readonly size: number;
  readonly inits: readonly number[];
  readonly bounds: readonly (readonly [number, number])[];
  readonly fixed: readonly boolean[];
  /** Null: it is free. `scale`: sigma of a normal, tau of a Poisson constraint. */
  readonly constraint: {
    readonly kind: ConstraintKind;
    readonly auxiliary: readonly number[];
    readonly scale: readonly number[];
  } | null;
}

/** Types of modifiers that may share a name share a family. */
type Family = 'normfactor' | 'alpha' | 'lumi' | 'shapefactor' | 'shapesys' | 'staterror';

const FAMILY: Readonly<Record<ModifierType, Family>> = {
  normfactor: 'normfactor',
  normsys: 'alpha',
  histosys: 'alpha',
  lumi: 'lumi',
  shapefactor: 'shapefactor',
  shapesys: 'shapesys',
  staterror: 'staterror',
};

/** A modifier where it stands. */
interface Use {
  readonly modifier: Modifier;
  /** In the JSON. */
  readonly path: string;
  readonly channel: string;
  readonly nominal: readonly number[];
}

/** What a family gives its parameters, unless the measurement says otherwise. */
type Default = Omit<ParameterSet, 'name' | 'family' | 'size'>;

/** Of each family: one sibling that makes the parameters of all uses of a name. */
const DEFAULTS: Readonly<Record<Family, (uses: readonly Use[]) => Default>> = {
  normfactor: () => ({ inits: [1], bounds: [[0, 10]], fixed: [false], constraint: null }),

  alpha: () => ({
    inits: [0],
    bounds: [[-5, 5]],
    fixed: [false],
    constraint: { kind: 'normal', auxiliary: [0], scale: [1] },
  }),

  // None of it has a default: `missingOf` asks for all.
  lumi: () => ({
    inits: [],
    bounds: [],
    fixed: [false],
    constraint: { kind: 'normal', auxiliary: [], scale: [] },
  }),

  shapefactor: ([{ nominal }]) => ({
    ...perBin(nominal, 0),
    fixed: nominal.map(() => false),
    constraint: null,
  }),

  /** tau_b = (nominal_b/sigma_b)^2; a bin without one of them is fixed, tau = 1. */
  shapesys([{ nominal, modifier }]) {
    const sigma = (modifier as Extract<Modifier, { type: 'shapesys' }>).data;
    const tau = nominal.map((n, b) =>
      n > 0 && sigma[b] > 0 ? (n / sigma[b]) * (n / sigma[b]) : 0,
    );
    const scale = tau.map((t) => t || 1);
    return {
      ...perBin(nominal, LEAST),
      fixed: tau.map((t) => t === 0),
      constraint: { kind: 'poisson', auxiliary: scale, scale },
    };
  },

  /**
   * delta_b = sqrt(sum sigma_sb^2)/sum nominal_sb over the samples that carry it; a bin without one of
   * them is fixed, delta = 1.
   */
  staterror(uses) {
    const { nominal } = uses[0];
    const delta = nominal.map((_, b) => {
      let sum = 0;
      let squares = 0;
      for (const use of uses) {
        const sigma = (use.modifier as Extract<Modifier, { type: 'staterror' }>).data[b];
        sum += use.nominal[b];
        squares += sigma * sigma;
      }
      return sum > 0 ? Math.sqrt(squares) / sum : 0;
    });
    return {
      ...perBin(nominal, LEAST),
      fixed: delta.map((d) => d === 0),
      constraint: {
        kind: 'normal',
        auxiliary: nominal.map(() => 1),
        scale: delta.map((d) => d || 1),
      },
    };
  },
};

/** Lower bound of a constrained factor of a bin. */
const LEAST = 1e-10;

function perBin(nominal: readonly number[], least: number): Pick<Default, 'inits' | 'bounds'> {
  return { inits: nominal.map(() => 1), bounds: nominal.map(() => [least, 10] as const) };
}

/**
 * All parameters of a workspace, in the order in which their names first appear; problems are added to
 * `problems`, and the sets are then incomplete.
 *
 * @param measurement index
 */
export function parametersOf(
  { channels, measurements }: Workspace,
  measurement: number,
  problems: Problem[],
): Map<string, ParameterSet> {
  const uses = new Map<string, Use[]>();
  channels.forEach(({ name: channel, samples }, c) => {
    samples.forEach(({ data: nominal, modifiers }, s) => {
      modifiers.forEach((modifier, m) => {
        const path = `channels.${c}.samples.${s}.modifiers.${m}`;
        const others = uses.get(modifier.name) ?? [];
        uses.set(modifier.name, [...others, { modifier, path, channel, nominal }]);
      });
    });
  });
  for (const list of uses.values()) problems.push(...clashes(list));
  if (problems.length > 0) return new Map();

  const configs = new Map<string, { config: ParameterConfig; path: string }>();
  measurements[measurement].config.parameters.forEach((config, i) => {
    const path = `measurements.${measurement}.config.parameters.${i}`;
    if (configs.has(config.name)) {
      problems.push({ what: `${path}.name`, got: `"${config.name}" twice`, expected: 'it once' });
    }
    if (!uses.has(config.name)) {
      problems.push({
        what: `${path}.name`,
        got: `"${config.name}"`,
        expected: 'the name of a modifier',
      });
    }
    configs.set(config.name, { config, path });
  });

  const sets = new Map<string, ParameterSet>();
  for (const [name, list] of uses) {
    const family = FAMILY[list[0].modifier.type];
    const size = sizeOf(family, list[0]);
    const given = DEFAULTS[family](list);
    const own = configs.get(name);
    const set = { name, family, size, ...given };
    if (own === undefined) {
      if (family === 'lumi') {
        problems.push({
          what: `measurements.${measurement}.config.parameters`,
          fault: 'nothing about "lumi"',
          expected: `its ${LUMI_NEEDS.join(', ')}: there is no default`,
        });
      }
      sets.set(name, set);
    } else sets.set(name, configured(set, own.config, own.path, problems));
  }
  return sets;
}

const LUMI_NEEDS = ['auxdata', 'sigmas', 'inits', 'bounds'] as const;

function sizeOf(family: Family, { nominal }: Use): number {
  return family === 'normfactor' || family === 'alpha' || family === 'lumi' ? 1 : nominal.length;
}

/** Uses of one name that do not fit together. */
function clashes(uses: readonly Use[]): Problem[] {
  const [first] = uses;
  const problems: Problem[] = [];
  const family = FAMILY[first.modifier.type];
  for (const [i, { modifier, path, channel, nominal }] of uses.entries()) {
    const { type, name } = modifier;
    const what = `${path}.name`;
    const bins =
      modifier.type === 'histosys'
        ? [modifier.data.hi_data, modifier.data.lo_data]
        : Array.isArray(modifier.data)
          ? [modifier.data]
          : [];
    for (const list of bins) {
      if (list.length === nominal.length) continue;
      const expected = `${nominal.length}, one per bin of its sample`;
      problems.push({ what: `${path}.data`, got: `${list.length} numbers`, expected });
    }
    const sample = path.slice(0, path.indexOf('.modifiers'));
    const before = uses.slice(0, i);
    if (before.some((u) => u.modifier.type === type && u.path.startsWith(`${sample}.modifiers`))) {
      problems.push({ what, got: `${type} "${name}" twice`, expected: 'it once in a sample' });
    } else if (FAMILY[type] !== family) {
      const expected = `another name than that of ${first.path}, a ${first.modifier.type}`;
      problems.push({ what, got: `${type} "${name}"`, expected });
    } else if (family === 'shapesys' && i > 0) {
      const expected = `a name of its own: ${first.path} has it, and a shapesys belongs to one sample`;
      problems.push({ what, got: `"${name}"`, expected });
    } else if (family === 'staterror' && channel !== first.channel) {
      const expected = `a name of its own: ${first.path} has it, and a staterror belongs to one channel`;
      problems.push({ what, got: `"${name}"`, expected });
    } else if (family === 'shapefactor' && nominal.length !== first.nominal.length) {
      const expected = `${first.nominal.length} bins as at ${first.path}, with which it shares its name`;
      problems.push({ what, got: `${nominal.length} bins`, expected });
    }
  }
  return problems;
}

/** What the measurement says in the place of the defaults. */
function configured(
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
