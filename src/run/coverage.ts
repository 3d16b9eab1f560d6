/**
 * Coverage of one count with a known background: the probability of the counts whose limit holds s, by summing over all
 * counts.
 */
import { isAccepted, type MethodName, workspaceLimit } from '../analyse/limits/index.js';
import { exp } from '../core/math.js';

/** What coverage is measured with. */
export const CL = 0.9;

/** Of the count, events. */
export const BACKGROUND = 0.53;

const mu = { name: 'mu', type: 'normfactor', data: null };

export interface ChannelSpec {
  readonly signal: number;
  readonly background: number;
  readonly observed: number;
  readonly onSignal?: readonly object[];
  readonly onBackground?: readonly object[];
}

/** A workspace whose mu is in units of its signal. */
export const workspaceOf = (
  channels: readonly ChannelSpec[],
  bounds: readonly [number, number],
) => ({
  channels: channels.map(({ signal, background, onSignal = [], onBackground = [] }, i) => ({
    name: `run ${i + 1}`,
    samples: [
      { name: 'signal', data: [signal], modifiers: [mu, ...onSignal] },
      { name: 'background', data: [background], modifiers: [...onBackground] },
    ],
  })),
  observations: channels.map(({ observed }, i) => ({ name: `run ${i + 1}`, data: [observed] })),
  measurements: [
    { name: 'limit', config: { poi: 'mu', parameters: [{ name: 'mu', bounds: [bounds] }] } },
  ],
  version: '1.0.0',
});

/** One count; mu in events. */
const boxOf = (background: number, observed: number) =>
  workspaceOf([{ signal: 1, background, observed }], [0, 1000]);

/** P(N > 60) at s + b = 10.53 is below 1e-24. */
const COUNTS = Array.from({ length: 61 }, (_, n) => n);

/** Coverage of an interval as a function of s, and where it may be least: just above each limit. */
export interface Coverage {
  at(s: number): number;
  readonly edges: readonly number[];
}

/** Of 0, 1, ..., 60 events. */
export function probabilities(mean: number): number[] {
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
