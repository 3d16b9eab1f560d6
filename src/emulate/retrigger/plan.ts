/**
 * Whether the trigger of a spill can be replayed with another menu and readout from what is on record of it. Nothing is
 * replayed that would differ from the spill emulated with them: what cannot be known is refused, each with its reason.
 */
import { canonicalJson } from '../../core/card/hash.js';
import type { Card } from '../../core/card/schema.js';
import { MAX_COUNTS, type Sum, SUMS, type TriggerSection } from '../../core/card/trigger.js';
import type { Problem } from '../../core/errors.js';
import type { Mode } from '../../core/mode.js';
import { formatQuantity } from '../../core/units.js';
import type { Primitives } from '../../core/wire/primitives.js';
import { refusal } from '../candidates/refusal.js';
import { thresholdCounts } from '../trigger/counts.js';
import { type Code, codeOf, highOf, pulsesOf } from '../trigger/discriminators.js';
import { isWithin, keepOf } from '../trigger/keep.js';
import { Menu } from '../trigger/menu.js';
import type { Sight } from '../trigger/terms/term.js';

export interface ReplayPlan {
  /**
   * By bit of the new menu: the bit of the old trigger whose recorded decisions are taken over; null: its condition is
   * met within the keep values alone, and decided on anew.
   */
  readonly taken: readonly (number | null)[];
  /** Coincidences beyond the keep values end as they did, or, where no trigger is left that they could meet, in `noTerm`. */
  readonly beyond: 'stay' | 'noTerm';
}

/** @returns the plan, or everything that stands against it */
export function planReplay(
  old: Card,
  card: Card,
  mode: Mode,
): { readonly plan: ReplayPlan } | { readonly problems: readonly Problem[] } {
  const before = [...integersDiffer(old, card), ...bodiesDiffer(old, card)];
  if (before.length > 0) return { problems: before };
  const menus = { old: new Menu(old.trigger), new: new Menu(card.trigger) };
  const { all, beyond } = worldsOf(old, card, menus.old);
  const opens = strobesDiffer(menus);
  if (opens) return { problems: [opens] };
  const problems: Problem[] = [];
  const taken = menus.new.entries.map(({ when }, bit) => {
    const isBeyond = beyond.some((world) => metIn(menus.new, world) & (1 << bit));
    if (when === null || !isBeyond) return null;
    const from = takenFrom(menus, bit, all);
    if (typeof from === 'number') return from;
    problems.push(from);
    return null;
  });
  if (problems.length > 0) return { problems };
  const split = beyondOf(menus, taken, beyond);
  if (split === null) return { problems: [splitUnknown(menus, taken, beyond)] };
  const ways = mode === 'candidates' ? [...candidatesDiffer(old, card)] : [];
  return ways.length > 0 ? { problems: ways } : { plan: { taken, beyond: split } };
}

const MADE_WITH = 'with which the integers on record were made';
const ANEW = 'emulate a run with it: spillway run';

function* integersDiffer({ trigger: old }: Card, { trigger }: Card): Generator<Problem> {
  const rows: [string, number, number, 'time' | 'energy'][] = [
    ['coincidence.gate', trigger.coincidence.gate, old.coincidence.gate, 'time'],
    ['overlap.full', trigger.overlap.full, old.overlap.full, 'time'],
    ['overlap.zero', trigger.overlap.zero, old.overlap.zero, 'time'],
    ...SUMS.flatMap((of): [string, number, number, 'energy'][] => [
      [`${of}.smear`, trigger[of].smear, old[of].smear, 'energy'],
      [`${of}.count`, trigger[of].count, old[of].count, 'energy'],
    ]),
  ];
  for (const [key, got, was, dimension] of rows) {
    if (got === was) continue;
    yield {
      what: `trigger.${key}`,
      got: formatQuantity(got, dimension),
      expected: `${formatQuantity(was, dimension)}, ${MADE_WITH}`,
      next: ANEW,
    };
  }
  const bounds: [Sum, boolean, string][] = [
    ['ecal', trigger.ecal.keep > old.ecal.keep, 'at most'],
    ['preshower', trigger.preshower.keep < old.preshower.keep, 'at least'],
  ];
  for (const [of, isLooser, bound] of bounds) {
    if (!isLooser) continue;
    yield {
      what: `trigger.${of}.keep`,
      got: formatQuantity(trigger[of].keep, 'energy'),
      expected: `${bound} ${formatQuantity(old[of].keep, 'energy')}, up to which coincidences are on record`,
      next: ANEW,
    };
  }
}

/** What an event holds. */
const HELD = ['before', 'after', 'twoPulse', 'residualGain', 'zeroSuppression'] as const;

function* bodiesDiffer({ readout: old }: Card, { readout }: Card): Generator<Problem> {
  for (const key of HELD) {
    const [got, was] = [readout[key], old[key]].map(canonicalJson);
    if (got === was) continue;
    const what = `readout.${key}`;
    yield { what, got, expected: `${was}, as the events on record have it`, next: ANEW };
  }
}

/** The discriminators and both sums, at and beside all that conditions tell apart. */
interface World {
  readonly code: Code;
  readonly ecal: number;
  readonly preshower: number;
}

/** What the discriminators can say: what has just risen is high. */
const CODES: readonly Code[] = Array.from({ length: 1 << 12 }, (_, code) => code).filter(
  (code) => (pulsesOf(code) & ~highOf(code)) === 0,
);

/** At all strobes, and those of them beyond the keep values. */
function worldsOf(old: Card, card: Card, menu: Menu) {
  const keep = keepOf(old.trigger);
  const strobes = CODES.filter((code) => menu.strobe[code] !== 0);
  const values = (of: Sum) => edgesOf(of, [old.trigger, card.trigger]);
  const all: World[] = strobes.flatMap((code) =>
    values('ecal').flatMap((ecal) =>
      values('preshower').map((preshower) => ({ code, ecal, preshower })),
    ),
  );
  const beyond = all.filter(({ ecal, preshower }) => !isWithin(keep, ecal, preshower));
  return { all, beyond };
}

function edgesOf(of: Sum, sections: readonly TriggerSection[]): number[] {
  const at = new Set([0, MAX_COUNTS]);
  for (const section of sections) {
    const { threshold, keep, count } = section[of];
    const sums = Object.values(section.terms).flatMap((term) =>
      term.kind === 'sum' && term.of === of ? [term.below ?? term.above ?? 0] : [],
    );
    for (const energy of [threshold, keep, ...sums]) {
      const n = thresholdCounts(energy, count);
      for (const value of [n - 1, n, n + 1]) if (value >= 0 && value <= MAX_COUNTS) at.add(value);
    }
  }
  return [...at];
}

/** What is seen of a coincidence whose sums are known: alone it has no more than with its neighbours. */
export const sightOf = ({ code, ecal, preshower }: World): Sight => {
  const of = (sum: Sum) => (sum === 'ecal' ? ecal : preshower);
  return { code, own: of, total: of };
};

const metIn = (menu: Menu, world: World): number => {
  const sight = sightOf(world);
  return menu.met(sight, menu.ecal(sight));
};

/** Triggers of a menu whose conditions are met by a coincidence on record, as bits. */
export const metAt = (menu: Menu, p: Primitives): number =>
  metIn(menu, {
    code: codeOf(p.risen, p.counters),
    ecal: p.ecalCounts,
    preshower: p.preshowerCounts,
  });

interface Menus {
  readonly old: Menu;
  readonly new: Menu;
}

function strobesDiffer(menus: Menus): Problem | null {
  const opens = (menu: Menu, code: Code) => menu.strobe[code] !== 0;
  const differs = CODES.some((code) => opens(menus.old, code) !== opens(menus.new, code));
  if (!differs) return null;
  return {
    what: 'trigger.terms',
    got: 'terms of the kind coincidence that become true at other moments than those of the run',
    expected: 'the same moments: only there are the integers on record',
    next: ANEW,
  };
}

/** The bit of the old trigger that is this one, decision by decision; or why there is none. */
function takenFrom(menus: Menus, bit: number, worlds: readonly World[]): number | Problem {
  const { name, ratio } = menus.new.entries[bit];
  const what = `trigger.menu.${name}`;
  const from = menus.old.entries.findIndex((entry) => entry.name === name && entry.when !== null);
  const expected = 'conditions within the keep values, or the trigger as the run has it';
  const next = ANEW;
  if (from < 0) {
    const got = 'a condition that is met beyond trigger.ecal.keep and trigger.preshower.keep';
    return { what, got, expected, next };
  }
  const isMet = (menu: Menu, world: World, at: number) => (metIn(menu, world) >> at) & 1;
  const isSame = worlds.every(
    (world) => isMet(menus.new, world, bit) === isMet(menus.old, world, from),
  );
  if (!isSame) {
    const got = 'another condition, met beyond trigger.ecal.keep and trigger.preshower.keep';
    return { what: `${what}.when`, got, expected, next };
  }
  const was = menus.old.entries[from].ratio;
  if (canonicalJson(was) === canonicalJson(ratio)) return from;
  return {
    what: `${what}.prescale`,
    got: formatRatio(ratio),
    expected: `${formatRatio(was)}: of the coincidences beyond the keep values that it looks at only those are on record that it kept`,
    next,
  };
}

const formatRatio = ({ keep, of, phase }: { keep: number; of: number; phase: number }) =>
  `${keep} of ${of}${phase === 0 ? '' : `, phase ${phase}`}`;

/** Null: of the coincidences beyond the keep values it is not known how many still meet a condition. */
function beyondOf(
  menus: Menus,
  taken: ReplayPlan['taken'],
  beyond: readonly World[],
): ReplayPlan['beyond'] | null {
  if (taken.every((from) => from === null)) return 'noTerm';
  const same = beyond.every(
    (world) => (metIn(menus.new, world) === 0) === (metIn(menus.old, world) === 0),
  );
  return same ? 'stay' : null;
}

function splitUnknown(menus: Menus, taken: ReplayPlan['taken'], beyond: readonly World[]): Problem {
  const gone = menus.old.entries.filter(
    (_, bit) => !taken.includes(bit) && beyond.some((w) => metIn(menus.old, w) & (1 << bit)),
  );
  const names = gone.map(({ name }) => name).join(', ');
  return {
    what: 'trigger.menu',
    got: `a menu without ${names}`,
    expected:
      'all triggers that are met beyond the keep values, or none of them: of what met only some of them it is not known how much there was',
    next: ANEW,
  };
}

/** By candidates only particles near those that trigger are drawn. */
function* candidatesDiffer(old: Card, card: Card): Generator<Problem> {
  const refused = refusal(card);
  if (refused !== null)
    yield { what: 'trigger', fault: refused, next: 'take a run of --mode every' };
  const inSpill = Object.values(old.trigger.menu).map(canonicalJson);
  for (const [name, line] of Object.entries(card.trigger.menu)) {
    if (line.type !== 'random' && line.type !== 'pulser') continue;
    if (inSpill.includes(canonicalJson(line))) continue;
    yield {
      what: `trigger.menu.${name}`,
      got: 'a trigger at other times of the spill',
      expected: 'the times of the run: by candidates nobody else was drawn there',
      next: 'take a run of --mode every',
    };
  }
}
