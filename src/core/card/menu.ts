/**
 * What must hold in the section `trigger`: names that exist, conditions that can be met and have a
 * time, thresholds that fit their counters.
 */
import { nearest } from '../nearest.js';
import { formatQuantity } from '../units.js';
import { MAX_TRIGGERS } from '../wire/ledger.js';
import {
  type Condition,
  COUNTERS,
  isTrue,
  MAX_COUNTS,
  MAX_TERMS,
  mentions,
  SUMS,
  type Sum,
  type Term,
  termsOf,
  type TriggerSection,
} from './trigger.js';
import { type Check, ordered, type Sides } from './violation.js';
import { SLICE_NS } from '../ticks.js';

const path = 'trigger';
/** The slice of an id has 16 bits. */
const LAST_SLICE = 65535;

export const menuChecks: readonly Check[] = [
  /** The ECAL's term fires below, the preshower's above: looser is up for the one, down for the other. */
  function* keepIsLooser({ trigger }) {
    for (const [where, of, side, threshold] of thresholds(trigger)) {
      const keep = [`${path}.${of}.keep`, trigger[of].keep] as const;
      if (of === 'ecal' && side === 'below') yield* ordered([where, threshold], keep, 'energy');
      if (of === 'preshower' && side === 'above')
        yield* ordered(keep, [where, threshold], 'energy');
    }
  },

  function* sumsFitTheirCounters({ trigger }) {
    for (const of of SUMS) {
      const { keep, count } = trigger[of];
      const values: [string, number][] = [[`${path}.${of}.keep`, keep]];
      for (const [where, sum, , value] of thresholds(trigger)) {
        if (sum === of) values.push([where, value]);
      }
      const [where, largest] = values.reduce((a, b) => (b[1] > a[1] ? b : a));
      if (largest / count <= MAX_COUNTS) continue;
      const limit = `${MAX_COUNTS} counts of ${formatQuantity(count, 'energy')}`;
      const shown = formatQuantity(largest, 'energy');
      yield [
        {
          what: `${path}.${of}.count`,
          got: formatQuantity(count, 'energy'),
          expected: `more, so that ${shown} (${where}) is at most ${MAX_COUNTS} counts`,
        },
        { what: where, got: shown, expected: `at most ${limit}` },
      ];
    }
  },

  function* overlap({ trigger }) {
    const { full, zero } = trigger.overlap;
    yield* ordered([`${path}.overlap.full`, full], [`${path}.overlap.zero`, zero], 'time');
  },

  function* numbers({ trigger }) {
    const terms = Object.keys(trigger.terms).length;
    const most = MAX_TERMS - 3;
    if (terms > most) yield fault(`${path}.terms`, `${terms} terms`, `at most ${most}`);
    const triggers = Object.keys(trigger.menu).length;
    if (triggers > MAX_TRIGGERS) {
      yield fault(`${path}.menu`, `${triggers} triggers`, `at most ${MAX_TRIGGERS}`);
    }
  },

  function* terms({ trigger }) {
    for (const [name, term] of Object.entries(trigger.terms)) {
      const what = `${path}.terms.${name}`;
      if (['coincidence', 'ecal', 'preshower'].includes(name)) {
        yield fault(what, `a term ${name}`, 'another name: every menu has this term already');
      }
      if (term.kind === 'coincidence') {
        const all = [...term.require, ...term.veto];
        const twice = all.find((counter, i) => all.indexOf(counter) < i);
        if (twice) yield fault(what, `${twice} twice`, 'each counter once, required or vetoed');
      }
      if (term.kind === 'sum' && (term.below === undefined) === (term.above === undefined)) {
        yield fault(what, term.below === undefined ? 'neither' : 'both', 'either below or above');
      }
    }
  },

  function* conditions(card) {
    yield* malformed(card.trigger);
  },

  function* prescales({ trigger }) {
    for (const [name, line] of Object.entries(trigger.menu)) {
      if (!('prescale' in line) || typeof line.prescale === 'number') continue;
      const { keep, of, phase } = line.prescale;
      const what = `${path}.menu.${name}.prescale`;
      yield* ordered([`${what}.keep`, keep], [`${what}.of`, of]);
      if (phase >= of) yield fault(`${what}.phase`, `${phase}`, `less than ${of} (${what}.of)`);
    }
  },

  function* clockSources({ trigger, beam }) {
    const seen = new Map<string, string>();
    for (const [name, line] of Object.entries(trigger.menu)) {
      if ('when' in line) continue;
      const source = line.type === 'calibration' ? line.source : line.type;
      const other = seen.get(source);
      const what = `${path}.menu.${name}`;
      if (other) yield fault(what, `a second source "${source}"`, `one: ${other} has it`);
      seen.set(source, name);
      if (line.type !== 'calibration') continue;
      const end = beam.spill + line.start + line.number * line.period;
      if (end > LAST_SLICE * SLICE_NS) {
        const limit = formatQuantity(LAST_SLICE * SLICE_NS, 'time');
        yield fault(
          `${what}.period`,
          `triggers up to ${formatQuantity(end, 'time')} after the start of the spill`,
          `at most ${limit}`,
        );
      }
    }
  },

  /** Of each condition over all counters and all sums that the thresholds tell apart. */
  function* conditionsCanBeMet({ trigger }) {
    if (!malformed(trigger).next().done) return;
    const terms = termsOf(trigger);
    for (const [name, line] of Object.entries(trigger.menu)) {
      if (!('when' in line)) continue;
      const what = `${path}.menu.${name}.when`;
      let met = false;
      let untimed = false;
      for (const world of worlds(trigger)) {
        const holds = (term: string): boolean => holdsIn(world, terms[term], trigger, holds);
        if (!isTrue(line.when, holds)) continue;
        met = true;
        untimed ||= !Object.entries(terms).some(
          ([term, { kind }]) => kind === 'coincidence' && holds(term),
        );
      }
      if (!met) {
        yield fault(what, 'a condition that is never met', 'one that some event can meet');
      } else if (untimed) {
        yield fault(
          what,
          'a condition that can be met without any coincidence',
          'one that needs a coincidence, which gives the trigger its time',
        );
      }
    }
  },
];

const fault = (what: string, got: string, expected: string, next?: string): Sides => [
  { what, got, expected, ...(next === undefined ? {} : { next }) },
];

type Threshold = readonly [where: string, of: Sum, side: 'below' | 'above', value: number];

function* thresholds(trigger: TriggerSection): Generator<Threshold> {
  yield [`${path}.ecal.threshold`, 'ecal', 'below', trigger.ecal.threshold];
  yield [`${path}.preshower.threshold`, 'preshower', 'above', trigger.preshower.threshold];
  for (const [name, term] of Object.entries(trigger.terms)) {
    if (term.kind !== 'sum') continue;
    for (const side of ['below', 'above'] as const) {
      const value = term[side];
      if (value !== undefined) yield [`${path}.terms.${name}.${side}`, term.of, side, value];
    }
  }
}

/** Conditions of the menu and of logic terms that cannot be read. */
function* malformed(trigger: TriggerSection): Generator<Sides> {
  const terms = termsOf(trigger);
  const names = Object.keys(terms);
  for (const [where, condition] of triggerConditions(trigger)) {
    yield* shape(condition, where);
    for (const [what, term] of mentions(condition, where)) {
      if (names.includes(term)) continue;
      const close = nearest(term, names);
      const next = close === undefined ? undefined : `did you mean "${close}"?`;
      yield fault(what, `the term "${term}"`, `one of ${names.join(', ')}`, next);
    }
  }
  for (const [name, term] of Object.entries(trigger.terms)) {
    if (term.kind === 'logic' && reaches(terms, name, name, new Set())) {
      yield fault(`${path}.terms.${name}.when`, 'a term that needs itself', 'other terms');
    }
  }
}

function* triggerConditions(trigger: TriggerSection): Generator<[string, Condition]> {
  for (const [name, term] of Object.entries(trigger.terms)) {
    if (term.kind === 'logic') yield [`${path}.terms.${name}.when`, term.when];
  }
  for (const [name, line] of Object.entries(trigger.menu)) {
    if ('when' in line) yield [`${path}.menu.${name}.when`, line.when];
  }
}

function* shape(condition: Condition, where: string): Generator<Sides> {
  if (typeof condition === 'string') return;
  const { all, any, not } = condition;
  const keys = Object.entries({ all, any, not }).filter(([, part]) => part !== undefined);
  if (keys.length !== 1) {
    const got = keys.map(([key]) => key).join(' and ') || 'an empty condition';
    yield fault(where, got, 'a term or one of all, any, not');
  }
  for (const [i, part] of (all ?? []).entries()) yield* shape(part, `${where}.all.${i}`);
  for (const [i, part] of (any ?? []).entries()) yield* shape(part, `${where}.any.${i}`);
  if (not !== undefined) yield* shape(not, `${where}.not`);
}

function reaches(
  terms: Readonly<Record<string, Term>>,
  from: string,
  to: string,
  seen: Set<string>,
): boolean {
  const term = terms[from];
  if (term?.kind !== 'logic' || seen.has(from)) return false;
  seen.add(from);
  return [...mentions(term.when, '')].some(([, t]) => t === to || reaches(terms, t, to, seen));
}

interface World {
  /** Counters that fired, by bit. */
  readonly counters: number;
  readonly ecal: number;
  readonly preshower: number;
}

/** A sum at and beside each threshold. */
function* worlds(trigger: TriggerSection): Generator<World> {
  const values: Record<Sum, Set<number>> = { ecal: new Set(), preshower: new Set() };
  for (const of of SUMS) for (const edge of [0, MAX_COUNTS]) values[of].add(edge);
  for (const [, of, , energy] of thresholds(trigger)) {
    const at = Math.round(energy / trigger[of].count);
    for (const n of [at - 1, at, at + 1]) {
      if (n >= 0 && n <= MAX_COUNTS) values[of].add(n);
    }
  }
  for (const ecal of values.ecal) {
    for (const preshower of values.preshower) {
      for (let counters = 0; counters < 64; counters++) yield { counters, ecal, preshower };
    }
  }
}

function holdsIn(
  world: World,
  term: Term | undefined,
  trigger: TriggerSection,
  holds: (term: string) => boolean,
): boolean {
  if (term === undefined) return false;
  if (term.kind === 'logic') return isTrue(term.when, holds);
  if (term.kind === 'coincidence') {
    const fired = (counter: (typeof COUNTERS)[number]) =>
      (world.counters & (1 << COUNTERS.indexOf(counter))) !== 0;
    return term.require.every(fired) && !term.veto.some(fired);
  }
  const at = Math.round((term.below ?? term.above ?? 0) / trigger[term.of].count);
  return term.below === undefined ? world[term.of] > at : world[term.of] < at;
}
