/**
 * Coverage of one count with a known background: the probability of the counts whose limit holds s, by summing over all
 * counts.
 */
import { exp } from '../../../core/math.js';
import { isAccepted, type MethodName, workspaceLimit } from '../../../analyse/limits/index.js';
import { row, type ValidationRow } from '../row.js';
import { boxOf, CL } from './models.js';

export const BACKGROUND = 0.53;
const MOST_SIGNAL = 10;
const STEP = 0.01;
/** P(N > 60) at s + b = 10.53 is below 1e-24. */
const COUNTS = Array.from({ length: 61 }, (_, n) => n);

/** Coverage of an interval as a function of s, and where it may be least: just above each limit. */
export interface Coverage {
  at(s: number): number;
  readonly edges: readonly number[];
}

function probabilities(mean: number): number[] {
  let term = exp(-mean);
  return COUNTS.map((n) => {
    if (n > 0) term *= mean / n;
    return term;
  });
}

const sumOf = (s: number, holds: (n: number) => boolean): number =>
  probabilities(s + BACKGROUND).reduce((sum, p, n) => (holds(n) ? sum + p : sum), 0);

/** Of upper limits. */
export async function coverageOf(method: MethodName): Promise<Coverage> {
  const limits: number[] = [];
  for (const n of COUNTS) {
    const { observed } = await workspaceLimit(boxOf(BACKGROUND, n), { method, cl: CL });
    if (observed === null) throw new Error(`coverage: no limit by ${method} of ${n} events`);
    limits.push(observed);
  }
  return { at: (s) => sumOf(s, (n) => s <= limits[n]), edges: limits };
}

/** Of the intervals of Feldman and Cousins, both ends. */
export const intervals: Coverage = {
  at: (s) => sumOf(s, (n) => isAccepted(CL, n, s, BACKGROUND)),
  edges: [],
};

/** 0.01, 0.02, ..., 10, and just above what may be edges. */
export function signals({ edges }: Pick<Coverage, 'edges'>): number[] {
  const grid = Array.from({ length: MOST_SIGNAL / STEP }, (_, i) => (i + 1) * STEP);
  const above = edges.map((limit) => limit * (1 + 1e-9)).filter((s) => s <= MOST_SIGNAL);
  return [...grid, ...above].sort((a, b) => a - b);
}

/** Limits at n = 0, 1, 2: roots of the formulae of asymptotic CLs, found by another program. */
const ASYMPTOTIC = [1.646, 2.812, 4.078];

/** All but the counts below `from`. */
const without = (from: number, mean: number) =>
  1 - probabilities(mean).reduce((sum, p, n) => (n < from ? sum + p : sum), 0);

export async function singleRows(): Promise<ValidationRow[]> {
  const exact = await coverageOf('exact');
  const asymptotic = await coverageOf('asymptotic');
  const bayes = await coverageOf('bayes');
  const least = (coverage: Coverage) => Math.min(...signals(coverage).map(coverage.at));
  const most = (coverage: Coverage) => Math.max(...signals(coverage).map(coverage.at));
  const range = (
    name: string,
    emulated: number,
    expected: number,
    allowed: readonly [number, number],
    source: string,
  ) => row({ name, role: 'out', expected, allowed, emulated: [emulated, 0], source });
  const dip = (s: number, from: number) =>
    row({
      name: `asymptotic, s = ${s}`,
      role: 'out',
      expected: without(from, s + BACKGROUND),
      allowed: 1e-9,
      emulated: [asymptotic.at(s), 0],
      source: `P(N >= ${from}) in closed form`,
    });
  return [
    range('exact CLs, least', least(exact), CL, [CL, 1], 'by construction'),
    dip(1.66, 1),
    dip(3, 2),
    ...ASYMPTOTIC.map((limit, n) =>
      row({
        name: `asymptotic, just above the limit of n = ${n}`,
        role: 'out',
        expected: without(n + 1, limit + BACKGROUND),
        allowed: 1e-3,
        emulated: [asymptotic.at(asymptotic.edges[n] * (1 + 1e-9)), 0],
        source: `P(N >= ${n + 1}) in closed form`,
      }),
    ),
    range('asymptotic, least', least(asymptotic), CL, [0.8, CL], 'too strong for few events'),
    range('Feldman and Cousins, least', least(intervals), CL, [CL, 1], 'by construction'),
    range('Feldman and Cousins, most', most(intervals), 0.99, [CL, 0.99], 'steps of the counts'),
    range('Bayesian, least', least(bayes), CL, [CL, 1], 'that of CLs for a known background'),
  ];
}
