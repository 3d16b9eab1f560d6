import type { Problem } from '../../../core/errors.js';
import { FAMILY } from './family.js';
import type { Modifier, Workspace } from './schema.js';

/** A modifier where it stands. */
export interface Use {
  readonly modifier: Modifier;
  /** In the JSON. */
  readonly path: string;
  readonly channel: string;
  readonly nominal: readonly number[];
}

/** All modifiers by name, in the order in which the names first appear; `problems` gets what does not fit together. */
export function usesOf({ channels }: Workspace, problems: Problem[]): Map<string, Use[]> {
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
  return uses;
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
