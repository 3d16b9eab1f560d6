/**
 * The section `trigger` of a card: the sums, the discriminators, and the menu over named terms. What
 * it means, to the last count, stands in docs/trigger.md.
 */
import * as v from 'valibot';
import { choice, count, energy, frequency, text, time } from './quantity.js';

/** The counters in front of the trigger, in the order of their bits. */
export const COUNTERS = ['S1', 'S2', 'S3', 'S4', 'V1', 'V2'] as const;
export type Counter = (typeof COUNTERS)[number];

/** The analogue sums. */
export const SUMS = ['ecal', 'preshower'] as const;
export type Sum = (typeof SUMS)[number];

/** Largest value of a sum, in counts; the one above stands for "not evaluated". */
export const MAX_COUNTS = 65534;
/** Every set of terms has a place in a table. */
export const MAX_TERMS = 12;

/** A term by its name, or all, any or none of further conditions. */
export type Condition =
  | string
  | {
      all?: Condition[] | undefined;
      any?: Condition[] | undefined;
      not?: Condition | undefined;
    };

const Condition: v.GenericSchema<unknown, Condition> = v.union([
  text(),
  v.strictObject({
    all: v.optional(v.pipe(v.array(v.lazy(() => Condition)), v.minLength(1))),
    any: v.optional(v.pipe(v.array(v.lazy(() => Condition)), v.minLength(1))),
    not: v.optional(v.lazy(() => Condition)),
  }),
]);

const counters = v.array(choice(COUNTERS) as v.GenericSchema<unknown, Counter>);

/** One entry for each kind in `src/emulate/trigger/terms/`. */
const Term = v.variant('kind', [
  v.strictObject({
    kind: v.literal('coincidence'),
    require: v.pipe(counters, v.minLength(1)),
    veto: counters,
  }),
  v.strictObject({
    kind: v.literal('sum'),
    of: choice(SUMS) as v.GenericSchema<unknown, Sum>,
    /** One of the two. */
    below: v.optional(energy({ min: 0, max: 1000 })),
    above: v.optional(energy({ min: 0, max: 1000 })),
  }),
  v.strictObject({ kind: v.literal('logic'), when: Condition }),
]);
export type Term = v.InferOutput<typeof Term>;

/** Keeps `keep` of every `of`; a number N is 1 of N. At the start of the burst the phase is `phase`. */
const Prescale = v.union([
  count({ min: 1, max: 1e9 }),
  v.strictObject({
    keep: count({ min: 1, max: 65535 }),
    of: count({ min: 1, max: 1e9 }),
    phase: count({ min: 0, max: 1e9 }),
  }),
]);

/** One entry for each trigger type. */
const MenuTrigger = v.variant('type', [
  v.strictObject({ type: v.literal('physics'), when: Condition, prescale: Prescale }),
  v.strictObject({ type: v.literal('beam'), when: Condition, prescale: Prescale }),
  v.strictObject({ type: v.literal('random'), rate: frequency({ min: 0, max: 1e5 }) }),
  v.strictObject({
    type: v.literal('pulser'),
    period: time({ min: 1000, max: 1e11 }),
    /** Of the first pulse, after the start of the spill. */
    phase: time({ min: 0, max: 1e11 }),
  }),
  v.strictObject({
    type: v.literal('calibration'),
    source: choice(['led', 'pedestal']) as v.GenericSchema<unknown, 'led' | 'pedestal'>,
    /** Per spill, the first `start` after its end and then every `period`. */
    number: count({ min: 0, max: 10000 }),
    start: time({ min: 0, max: 6e10 }),
    period: time({ min: 1000, max: 1e10 }),
  }),
]);
export type MenuTrigger = v.InferOutput<typeof MenuTrigger>;

/** A sum over channels compared with a threshold, in counts of the trigger's ADC. */
const sum = v.strictObject({
  threshold: energy({ min: 0, max: 1000 }),
  /** The looser value up to which a particle counts as a candidate; bounds the threshold. */
  keep: energy({ min: 0, max: 1000 }),
  /** Spread of the analogue sum, on each particle's share of it. */
  smear: energy({ min: 0, max: 50 }),
  /** Energy of one count. */
  count: energy({ min: 1e-6, max: 10 }),
});

export const Trigger = v.strictObject({
  /** Length of every discriminator's pulse, in which it takes no other: S1..S4 within this time. */
  coincidence: v.strictObject({ gate: time({ min: 1, max: 1000 }) }),
  ecal: sum,
  preshower: sum,
  /** Weight of a neighbour in the sums: 1 up to `full`, falling linearly to 0 at `zero`. */
  overlap: v.strictObject({ full: time({ min: 0, max: 400 }), zero: time({ min: 0, max: 400 }) }),
  /** By name, beside `coincidence`, `ecal` and `preshower`. */
  terms: v.record(v.string(), Term),
  /** By name. */
  menu: v.record(v.string(), MenuTrigger),
});
export type TriggerSection = v.InferOutput<typeof Trigger>;

/** The terms that every menu has: S1 S2 S3 S4 !V1 !V2, and the two sums at their thresholds. */
export function termsOf(section: TriggerSection): Record<string, Term> {
  const { ecal, preshower } = section;
  return {
    coincidence: { kind: 'coincidence', require: ['S1', 'S2', 'S3', 'S4'], veto: ['V1', 'V2'] },
    ecal: { kind: 'sum', of: 'ecal', below: ecal.threshold },
    preshower: { kind: 'sum', of: 'preshower', above: preshower.threshold },
    ...section.terms,
  };
}

/** The names of the menu in the order of their bits: by code unit, however they were written. */
export const triggerNames = (section: TriggerSection): string[] =>
  Object.keys(section.menu).sort((a, b) => (a < b ? -1 : 1));

/** Every mention of a term in a condition, with its path below that of the condition. */
export function* mentions(condition: Condition, path: string): Generator<[string, string]> {
  if (typeof condition === 'string') {
    yield [path, condition];
    return;
  }
  for (const key of ['all', 'any'] as const) {
    for (const [i, part] of (condition[key] ?? []).entries()) {
      yield* mentions(part, `${path}.${key}.${i}`);
    }
  }
  if (condition.not !== undefined) yield* mentions(condition.not, `${path}.not`);
}

/** What a condition says where `holds` tells of each term whether it is true. */
export function isTrue(condition: Condition, holds: (term: string) => boolean): boolean {
  if (typeof condition === 'string') return holds(condition);
  if (condition.all) return condition.all.every((part) => isTrue(part, holds));
  if (condition.any) return condition.any.some((part) => isTrue(part, holds));
  return condition.not !== undefined && !isTrue(condition.not, holds);
}
