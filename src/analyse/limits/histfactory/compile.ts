import { type Problem, UsageError } from '../../../core/errors.js';
import { nearest } from '../../../core/nearest.js';
import { layout } from './layout.js';
import type { ParameterSet } from './family.js';
import { parametersOf } from './parameters.js';
import { DEFAULT_SETTINGS, type Settings, type Workspace } from './schema.js';
import type { Tables } from './tables.js';

/**
 * Checks what the schema cannot say, and lays a workspace out.
 *
 * @param measurement its name; the first one unless given
 * @throws UsageError with every problem found, each at its path in the JSON
 */
export function compile(
  workspace: Workspace,
  settings: Settings = DEFAULT_SETTINGS,
  measurement?: string,
): Tables {
  const problems: Problem[] = [];
  const chosen = measurementOf(workspace, measurement);
  const observed = observationsOf(workspace, problems);
  const sets = parametersOf(workspace, chosen, problems);
  if (problems.length > 0) throw new UsageError(problems);

  const offsets = new Map<string, number>();
  const names: string[] = [];
  for (const set of sets.values()) {
    offsets.set(set.name, names.length);
    const vector = set.size > 1 || !['normfactor', 'alpha', 'lumi'].includes(set.family);
    for (let i = 0; i < set.size; i++) names.push(vector ? `${set.name}[${i}]` : set.name);
  }
  const poi = poiOf(workspace, chosen, sets, offsets);

  const list = [...sets.values()];
  const inits = Float64Array.from(list.flatMap((set) => set.inits));
  const fixed = list.flatMap((set) => set.fixed);
  const bounds = list.flatMap((set) => set.bounds);
  const bound = (side: 0 | 1) =>
    Float64Array.from(bounds, (pair, i) => (fixed[i] ? inits[i] : pair[side]));
  return {
    measurement: chosen,
    names,
    poi,
    inits,
    lower: bound(0),
    upper: bound(1),
    sets: list,
    counts: Float64Array.from(observed.flat()),
    settings,
    ...layout(workspace, settings, offsets),
  };
}

function measurementOf({ measurements }: Workspace, name: string | undefined): number {
  if (name === undefined) return 0;
  const found = measurements.findIndex((m) => m.name === name);
  if (found >= 0) return found;
  const names = measurements.map((m) => m.name);
  const close = nearest(name, names);
  throw new UsageError({
    what: 'measurements',
    got: `"${name}"`,
    expected: `one of ${names.join(', ')}`,
    ...(close === undefined ? {} : { next: `did you mean "${close}"?` }),
  });
}

/** Observed counts in the order of the channels. */
function observationsOf(
  { channels, observations }: Workspace,
  problems: Problem[],
): (readonly number[])[] {
  const twice = <T extends { name: string }>(list: readonly T[], path: string) => {
    list.forEach(({ name }, i) => {
      if (list.findIndex((other) => other.name === name) === i) return;
      problems.push({ what: `${path}.${i}.name`, got: `"${name}" twice`, expected: 'it once' });
    });
  };
  twice(channels, 'channels');
  twice(observations, 'observations');
  observations.forEach(({ name }, i) => {
    if (channels.some((channel) => channel.name === name)) return;
    const expected = `one of ${channels.map((c) => c.name).join(', ')}`;
    problems.push({ what: `observations.${i}.name`, got: `"${name}"`, expected });
  });
  return channels.map(({ name, samples }, c) => {
    twice(samples, `channels.${c}.samples`);
    const bins = samples[0].data.length;
    samples.forEach(({ data }, s) => {
      if (data.length === bins) return;
      const what = `channels.${c}.samples.${s}.data`;
      problems.push({ what, got: `${data.length} bins`, expected: `${bins} as samples.0 has` });
    });
    const i = observations.findIndex((o) => o.name === name);
    if (i < 0) {
      problems.push({ what: 'observations', fault: `nothing of channel "${name}"` });
      return [];
    }
    const { data } = observations[i];
    if (data.length !== bins) {
      const what = `observations.${i}.data`;
      problems.push({ what, got: `${data.length} bins`, expected: `${bins} as channels.${c} has` });
    }
    data.forEach((n, b) => {
      if (n === 0 || samples.some((sample) => isExpected(sample, b))) return;
      const expected = `0: no sample of channels.${c} expects anything in this bin`;
      problems.push({ what: `observations.${i}.data.${b}`, got: `${n}`, expected });
    });
    return data;
  });
}

function isExpected(
  { data, modifiers }: Workspace['channels'][number]['samples'][number],
  b: number,
): boolean {
  const shifted = modifiers.some(
    (m) => m.type === 'histosys' && (m.data.hi_data[b] > 0 || m.data.lo_data[b] > 0),
  );
  return data[b] > 0 || shifted;
}

/** Index of the parameter of interest. */
function poiOf(
  { measurements }: Workspace,
  measurement: number,
  sets: ReadonlyMap<string, ParameterSet>,
  offsets: ReadonlyMap<string, number>,
): number {
  const { poi } = measurements[measurement].config;
  const what = `measurements.${measurement}.config.poi`;
  const set = sets.get(poi);
  if (set === undefined) {
    const close = nearest(poi, sets.keys());
    throw new UsageError({
      what,
      got: `"${poi}"`,
      expected: 'the name of a modifier',
      ...(close === undefined ? {} : { next: `did you mean "${close}"?` }),
    });
  }
  if (set.size !== 1) {
    throw new UsageError({ what, got: `"${poi}", one per bin`, expected: 'a single parameter' });
  }
  const [low, high] = set.bounds[0];
  if (set.fixed[0] || !(low <= 0 && high > 0)) {
    const got = set.fixed[0]
      ? `"${poi}", which is fixed`
      : `"${poi}" with bounds ${low} to ${high}`;
    throw new UsageError({ what, got, expected: 'a free parameter that may be 0 and more' });
  }
  return offsets.get(poi) as number;
}
