/**
 * Background expected in the signal box, source by source as Table I of the paper, from the counts of open events;
 * where these do not suffice, or bound nothing because nothing was seen, the card's rate per electron on target, named so. A new source is one file of the shape `Source` and one line here.
 */
import type { Belief } from '../../core/card/schema.js';
import { inQuadrature } from '../../core/in-quadrature.js';
import { log } from '../../core/math.js';
import type { Counts } from '../counts.js';
import { openShare } from '../efficiency.js';
import { type Origin, originOf } from '../origin.js';
import { beamLine } from './beamLine.js';
import { CARD_RATE, typedIn } from './card.js';
import { dimuons } from './dimuons.js';
import { dump } from './dump.js';
import { decaysOfBeam } from './decaysOfBeam.js';
import { holes } from './holes.js';
import { type Seen, seenOf, sumSeen } from './seen.js';
import { alike, type Sample, shareOf, sharesOf, unequal } from './sharing.js';
import type { Estimate, Source } from './source.js';
import { turnOnOf } from './turnOn.js';

export { CARD_RATE, type Estimate, type Seen };

export const SOURCES: readonly Source[] = [dimuons, decaysOfBeam, beamLine, dump, holes];

const sourceOf = (name: string) => SOURCES.find((source) => source.name === name);

/** Of ln(events), one sigma: log-normal, kappa = exp(sigma). All are common to the runs that an estimate is shared among. */
export interface LogErrors {
  /** Of the counts: it falls with the exposure. */
  readonly counts: number;
  /** Systematic, of estimates from counts. */
  readonly systematic: number;
  /** What is typed in, and limits. */
  readonly inputs: number;
}

/** Where errors of ln(events) come from; those of the counts are measured. */
export type Origins = Readonly<Record<Exclude<keyof LogErrors, 'counts'>, Origin>>;

export interface Background {
  /** Whether any source was estimated from the counts. */
  readonly method: string;
  /** Limits are counted as what they allow, as the paper does: conservative. */
  readonly events: number;
  readonly error: number;
  readonly logErrors: LogErrors;
  readonly origins: Origins;
  readonly sources: readonly Estimate[];
}

/** What the counts of an exposure hold for the estimates. */
export interface Exposed {
  readonly belief: Belief;
  readonly counts: Counts;
  /** The experimenter's electrons on target. */
  readonly electrons: number;
}

/** Background in the box for the exposure of the counts. */
export const estimateBackground = (run: Exposed): Background => estimateBackgrounds([run])[0];

/**
 * Of each of several runs. What all of them have seen is summed and the estimate made once, and then shared among them
 * (sharing.ts). Where their cards do not count the same things, each kind of card makes its own.
 */
export function estimateBackgrounds(runs: readonly Exposed[]): Background[] {
  const samples = runs.map(sampleOf);
  const found = new Map<Sample, Background>();
  for (const group of alike(samples)) {
    for (const [i, background] of together(group).entries()) found.set(group[i], background);
  }
  return samples.flatMap((sample) => found.get(sample) ?? []);
}

const sampleOf = ({ belief, counts, electrons }: Exposed): Sample => ({
  belief,
  seen: seenOf(counts, electrons, belief.analysis.regionI.module),
  open: electrons * openShare(belief, counts),
});

function together(runs: readonly Sample[]): Background[] {
  const all = sumSeen(runs.map(({ seen }) => seen));
  // What they believe otherwise is that of the largest, whatever the order.
  const { belief } = runs.reduce((a, b) => (b.seen.electrons > a.seen.electrons ? b : a));
  const open = runs.reduce((sum, run) => sum + run.open, 0);
  const whole = backgroundOf(all, belief, open);
  const shared = whole.sources.map((estimate) => {
    const source = sourceOf(estimate.name);
    const shares = sharesOf(estimate, source, runs, all);
    const more = estimate.method === CARD_RATE ? [] : unequal(source, runs, shares);
    const warned = { ...estimate, warnings: [...estimate.warnings, ...more] };
    return shares.map((share) => shareOf(warned, share));
  });
  const counted = whole.method !== CARD_RATE && runs.length > 1;
  const method = counted ? `${whole.method}, ${runs.length} runs together` : whole.method;
  return runs.map((_, i) => ({ method, ...totalOf(shared.map((shares) => shares[i])) }));
}

/** Sources and their sum, as they are shown. */
export interface BackgroundTable extends Pick<Background, 'method' | 'events' | 'error'> {
  readonly sources: readonly Pick<
    Estimate,
    'name' | 'kind' | 'events' | 'error' | 'method' | 'warnings'
  >[];
}

/**
 * Of several runs together, source by source: shares of one estimate become whole again. Errors of a source are common to all runs, so they
 * add up; what is a limit in one of the runs is one.
 */
export function tableOf(runs: readonly Background[]): BackgroundTable {
  const all = runs.flatMap(({ sources }) => sources);
  const sources = distinct(all.map(({ name }) => name)).map((name) => {
    const parts = all.filter((s) => s.name === name);
    return {
      ...({
        name,
        kind: parts.some(({ kind }) => kind === 'limit') ? 'limit' : 'estimate',
      } as const),
      events: sum(parts.map(({ events }) => events)),
      error: sum(parts.map(({ error }) => error)),
      method: distinct(parts.map(({ method }) => method)).join('; '),
      warnings: distinct(parts.flatMap(({ warnings }) => warnings)),
    };
  });
  return {
    method: distinct(runs.map(({ method }) => method)).join('; '),
    events: sum(sources.map(({ events }) => events)),
    error: inQuadrature(...sources.map(({ error }) => error)),
    sources,
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

const distinct = (words: readonly string[]) => [...new Set(words)];

/** An error of ln(events) of a factor of ten: beyond it the counts do not tell how many events there are. */
const VAGUE = log(10);

/**
 * The same from what is seen of one exposure.
 * @param open electrons on target that came while trigger and readout were open
 */
export function backgroundOf(seen: Seen, belief: Belief, open = seen.electrons): Background {
  const turnOn = turnOnOf(seen, belief);
  const sources = belief.analysis.background.sources.map((row): Estimate => {
    const found = sourceOf(row.name)?.estimate({ seen, belief, turnOn, open });
    const typed = typedIn(row, belief, seen.electrons);
    if (!found) return typed;
    const { empty = false, slope = null, ...estimate } = found;
    const { events, error, used, warnings } = estimate;
    const inPlace = (why: string) => ({ ...typed, used, warnings: [why, ...warnings] });
    if (empty && events > typed.events) {
      return inPlace(
        `nothing was seen: the counts bound it to ${events.toPrecision(2)}, less tightly`,
      );
    }
    if (!(error <= VAGUE * events)) {
      return inPlace('the counts do not tell it to a factor of ten');
    }
    return { name: row.name, slope, ...estimate };
  });
  const typed = sources.filter(({ method }) => method === CARD_RATE).length;
  return {
    method:
      typed === sources.length
        ? CARD_RATE
        : typed === 0
          ? 'from the counts'
          : `from the counts, ${typed} of ${sources.length} by ${CARD_RATE}`,
    ...totalOf(sources),
  };
}

/** The card's rates for an exposure. */
export const cardRates = (belief: Belief, electrons: number): Background => ({
  method: CARD_RATE,
  ...totalOf(belief.analysis.background.sources.map((row) => typedIn(row, belief, electrons))),
});

/** A sum of log-normals is taken as one; a source moves its logarithm by its share in the events. */
function totalOf(sources: readonly Estimate[]): Omit<Background, 'method'> {
  const events = sum(sources.map((s) => s.events));
  const together = (errorOf: (s: Estimate) => number) => inQuadrature(...sources.map(errorOf));
  const relative = (error: number) => (events > 0 ? error / events : 0);
  const inputs = together((s) => (s.statistical === null ? s.error : 0));
  return {
    events,
    error: together((s) => s.error),
    logErrors: {
      counts: relative(together((s) => s.statistical ?? 0)),
      systematic: relative(together((s) => s.systematic ?? 0)),
      // Published as events +- error: one sigma up is a factor 1 + error/events.
      inputs: log(1 + relative(inputs)),
    },
    origins: originsOf(sources),
    sources,
  };
}

function originsOf(sources: readonly Estimate[]): Origins {
  const of = (part: (s: Estimate) => boolean, isCard: (s: Estimate) => boolean) =>
    originOf(sources.filter(part).map((s) => (isCard(s) ? 'card' : 'measured')));
  return {
    systematic: of(
      ({ systematic }) => systematic !== null && systematic > 0,
      ({ name }) => sourceOf(name)?.systematicFrom === 'card',
    ),
    // An upper limit is one from counts.
    inputs: of(
      ({ statistical }) => statistical === null,
      ({ method }) => method === CARD_RATE,
    ),
  };
}
