import type { Problem } from '../../../core/errors.js';
import { configured, LUMI_NEEDS } from './configuration.js';
import { FAMILY, type Family, type ParameterSet } from './family.js';
import type { Modifier, ParameterConfig, Workspace } from './schema.js';
import { type Use, usesOf } from './uses.js';

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

  // None of it has a default: the measurement is asked for all.
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
  workspace: Workspace,
  measurement: number,
  problems: Problem[],
): Map<string, ParameterSet> {
  const uses = usesOf(workspace, problems);
  if (problems.length > 0) return new Map();

  const configs = new Map<string, { config: ParameterConfig; path: string }>();
  workspace.measurements[measurement].config.parameters.forEach((config, i) => {
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

function sizeOf(family: Family, { nominal }: Use): number {
  return family === 'normfactor' || family === 'alpha' || family === 'lumi' ? 1 : nominal.length;
}
