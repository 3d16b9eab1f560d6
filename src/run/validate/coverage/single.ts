/** Coverage of one count with a known background, where it is least and where it jumps. */
import {
  BACKGROUND,
  CL,
  type Coverage,
  coverageOf,
  intervals,
  probabilities,
} from '../../coverage.js';
import { row, type ValidationRow } from '../row.js';

const MOST_SIGNAL = 10;
const STEP = 0.01;

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
