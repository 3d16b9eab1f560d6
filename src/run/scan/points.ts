/**
 * The points of a scan before anything is computed: each with its card, resolved and checked.
 */
import { cardHash, type Card, type ResolvedCard } from '../../core/card/index.js';
import { CardError, type Problem, UsageError } from '../../core/errors.js';
import type { Mode } from '../../core/mode.js';
import { readQuantity } from '../../core/units.js';
import { resolveSingleCard } from '../cards.js';
import { sha256 } from '../hash.js';
import { requireMode } from '../run.js';
import { type Axis, type AxisValue, gridOf } from './grid.js';

/** What all points of a scan have in common. */
export interface Asked {
  /** Path or name of a card. */
  readonly card: string;
  readonly axes: readonly Axis[];
  /** `dotted.path=value`, for every point. */
  readonly set: readonly string[];
  /** The card's unless given. */
  readonly seed?: string;
  readonly mode: Mode;
}

export interface PlannedPoint {
  /** From 1, in the order of the grid. */
  readonly point: number;
  readonly values: readonly AxisValue[];
  /** All that its command line sets: `--set` of each is the run. */
  readonly set: readonly string[];
  readonly resolved: ResolvedCard;
  readonly cardHash: string;
}

export interface PlannedScan {
  readonly points: readonly PlannedPoint[];
  /** What every point sets beyond what was asked for. */
  readonly raised: readonly string[];
}

/**
 * Thresholds that the card holds to what is kept: the ECAL fires below its own, the preshower above, and a looser one than
 * `keep` is refused.
 */
const LOOSER = [
  { sum: 'ecal', isLooser: (threshold: number, keep: number) => threshold > keep },
  { sum: 'preshower', isLooser: (threshold: number, keep: number) => threshold < keep },
] as const;

/**
 * Resolves and checks the card of every point.
 * @throws UsageError that names the first point that is wrong
 */
export function planScan({ card, axes, set, seed, mode }: Asked): PlannedScan {
  const grid = gridOf(axes);
  // What is wrong without any setting is no point's.
  resolveSingleCard(card, [], seed);
  const raised = raisedKeep(axes, set, () => resolveSingleCard(card, set, seed).card);
  const points = grid.map((values, i): PlannedPoint => {
    const own = values.map(({ text }, a) => `${axes[a].path}=${text}`);
    const settings = [...set, ...raised, ...own];
    return naming(`point ${i + 1} of ${grid.length} (${own.join(', ')})`, () => {
      const resolved = resolveSingleCard(card, settings, seed);
      requireMode(resolved.card, mode);
      const hash = cardHash(resolved.card, sha256);
      return { point: i + 1, values, set: settings, resolved, cardHash: hash };
    });
  });
  refuseSame(points, axes);
  return { points, raised };
}

/** Where a varied threshold goes beyond what is kept, that is kept at all points; what somebody sets or varies stands. */
function raisedKeep(axes: readonly Axis[], set: readonly string[], base: () => Card): string[] {
  return LOOSER.flatMap(({ sum, isLooser }) => {
    const keep = `trigger.${sum}.keep`;
    const axis = axes.find(({ path }) => path === `trigger.${sum}.threshold`);
    const isSet = [...set, ...axes.map(({ path }) => `${path}=`)].some(
      (setting) => setting.split('=')[0].trim() === keep,
    );
    if (!axis || isSet) return [];
    const loosest = axis.values.reduce((a, b) => (isLooser(b.number, a.number) ? b : a));
    // In GeV, whatever its unit: as the card reads it. What it refuses is refused at its point.
    const threshold = energyOf(loosest.text);
    const kept = base().trigger[sum].keep;
    return threshold !== null && isLooser(threshold, kept) ? [`${keep}=${loosest.text}`] : [];
  });
}

function energyOf(text: string): number | null {
  const reading = readQuantity(text, 'energy');
  return reading.ok ? reading.value : null;
}

/** @throws UsageError where two points are one run: what is varied is no part of what a run is */
function refuseSame(points: readonly PlannedPoint[], axes: readonly Axis[]): void {
  const seen = new Map<string, number>();
  for (const { point, cardHash: hash } of points) {
    const other = seen.get(hash);
    seen.set(hash, point);
    if (other === undefined) continue;
    throw new UsageError({
      what: '--vary',
      got: `the same run at points ${other} and ${point}`,
      expected: `another card at each: neither seed nor spills, ${axes.map(({ path }) => path).join(', ')}`,
    });
  }
}

/** What goes wrong in `doing` is wrong with the point. */
function naming<T>(where: string, doing: () => T): T {
  try {
    return doing();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const problems = error.problems.map(
      (problem): Problem => ({
        ...problem,
        where: [where, ...(problem.where === undefined ? [] : [problem.where])].join(': '),
      }),
    );
    throw error instanceof CardError ? new CardError(problems) : new UsageError(problems);
  }
}
