/**
 * Two evaluators of the trigger on the same vectors, decision by decision.
 */
import { Stream, seedKey } from '../../../core/random/index.js';
import { mergeTally } from '../../../core/wire/tally.js';
import { analogue } from '../../../emulate/trigger/counts.js';
import { Trigger } from '../../../emulate/trigger/index.js';
import { TableTrigger, type Verdict } from './evaluator.js';
import {
  FOCI,
  type Focus,
  randomSection,
  randomSegment,
  type Section,
  type Segment,
} from './vectors.js';

/** What is compared: the trigger of the chain and the table-driven one, or mutants of them. */
export interface Evaluators {
  readonly Trigger: typeof Trigger;
  readonly TableTrigger: typeof TableTrigger;
}

export interface Agreement {
  vectors: number;
  strobes: number;
  fired: number;
  disagreements: number;
}

export interface Comparison {
  readonly byFocus: Readonly<Record<Focus, Agreement>>;
  menus: number;
  /** Sums that reached the largest count; records whose ordinal wrapped. */
  saturated: number;
  wrapped: number;
  /** The first disagreement, to repeat it. */
  first: string | null;
}

/** How many segments each menu decides on, and how many particles each has. */
export interface Shape {
  readonly segments: number;
  readonly length: number;
}
const LONG: Shape = { segments: 14, length: 3000 };
/** More menus in a small sample. */
export const SHORT: Shape = { segments: 7, length: 1000 };

const LARGEST = 65534;

export interface CompareOptions {
  readonly evaluators?: Evaluators;
  readonly shape?: Shape;
  /** At the first disagreement. */
  readonly stop?: boolean;
}

/** Menus that it takes to compare on at least `vectors` particles, numbered from 0. */
export const menusFor = (vectors: number, { segments, length }: Shape = LONG): number =>
  Math.ceil(vectors / (segments * length));

/** Compares on at least `vectors` particles. */
export function compareTriggers(
  vectors: number,
  seed: string,
  options: CompareOptions = {},
): Comparison {
  let result = compareMenu(0, vectors, seed, options);
  for (let menu = 1; menu < menusFor(vectors, options.shape); menu++) {
    if (options.stop && result.first !== null) break;
    result = mergeComparisons(result, compareMenu(menu, vectors, seed, options));
  }
  return result;
}

export function mergeComparisons(a: Comparison, b: Comparison): Comparison {
  const { first, ...tally } = a;
  const { first: other, ...more } = b;
  return { ...mergeTally(tally, more), first: first ?? other };
}

/** What one menu contributes to `vectors` particles: the last one the rest. */
export function compareMenu(
  menu: number,
  vectors: number,
  seed: string,
  { evaluators = { Trigger, TableTrigger }, shape = LONG, stop = false }: CompareOptions = {},
): Comparison {
  const stream = new Stream().seek(seedKey(seed), menu, 0, 0, 0);
  const section = randomSection(stream);
  const table = new evaluators.TableTrigger(section);
  const none = (): Agreement => ({ vectors: 0, strobes: 0, fired: 0, disagreements: 0 });
  const byFocus = Object.fromEntries(FOCI.map((focus) => [focus, none()])) as Record<
    Focus,
    Agreement
  >;
  const result: Comparison = { byFocus, menus: 1, saturated: 0, wrapped: 0, first: null };
  const rest = Math.ceil(vectors / shape.length) - menu * shape.segments;
  for (let k = 0; k < Math.min(shape.segments, rest); k++) {
    const segment = randomSegment(stream, section, FOCI[k % FOCI.length], shape.length);
    const agreement = byFocus[segment.focus];
    const second = table.decide(segment, segment.before);
    firstVerdicts(evaluators.Trigger, section, segment, (i, verdict) => {
      const other = second[i];
      agreement.vectors++;
      if (verdict.strobe) agreement.strobes++;
      if (verdict.fired) agreement.fired++;
      if (verdict.ecal === LARGEST) result.saturated++;
      if (verdict.ordinal < segment.before.ordinal) result.wrapped++;
      if (equal(verdict, other)) return;
      agreement.disagreements++;
      result.first ??= JSON.stringify({ menu, segment: k, i, verdict, other });
    });
    if (stop && result.first !== null) break;
  }
  return result;
}

const equal = (a: Verdict, b: Verdict): boolean =>
  a.strobe === b.strobe &&
  a.ordinal === b.ordinal &&
  a.high === b.high &&
  a.pulses === b.pulses &&
  a.ecal === b.ecal &&
  a.preshower === b.preshower &&
  a.met === b.met &&
  a.fired === b.fired;

/** The trigger of the chain on a segment, which it takes for a slice and its surroundings. */
function firstVerdicts(
  Evaluator: typeof Trigger,
  section: Section,
  segment: Segment,
  each: (i: number, verdict: Verdict) => void,
): void {
  const trigger = new Evaluator(section, segment.before);
  const { tick, fired, energy, mark, preshowerEnergies, preshowerMark } = segment;
  const { ecal, preshower } = section;
  const slice = {
    tick,
    ecal: (i: number) => analogue(energy[i], mark[i], ecal.smear),
    preshower: (i: number) => analogue(preshowerEnergies[i], preshowerMark[i], preshower.smear),
  };
  let low = 0;
  const surroundings = {
    visit(
      at: number,
      from: number,
      to: number,
      visit: (s: typeof slice, index: number, dt: number) => void,
    ) {
      while (low > 0 && tick[low - 1] - at >= from) low--;
      while (tick[low] - at < from) low++;
      for (let j = low; j < tick.length && tick[j] - at < to; j++) visit(slice, j, tick[j] - at);
    },
  };
  for (let i = 0; i < tick.length; i++) {
    const strobe = trigger.opens(tick[i] + segment.start, fired[i]);
    const { high, pulses } = trigger;
    if (!strobe) {
      const ordinal = trigger.ordinal >>> 0;
      each(i, { strobe, ordinal, high, pulses, ecal: 0, preshower: 0, met: 0, fired: 0 });
      continue;
    }
    const decision = trigger.decide(surroundings, slice, i);
    each(i, {
      ...{ strobe, ordinal: trigger.ordinal >>> 0, high, pulses },
      ...{ ecal: trigger.ecalCounts, preshower: trigger.preshowerCounts },
      ...{ met: decision.met, fired: decision.fired },
    });
  }
}
