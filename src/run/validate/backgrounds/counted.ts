/** Count-level experiments: what each estimate says of counts that are drawn about a known truth. */
import { backgroundOf, type Estimate } from '../../../analyse/background/index.js';
import { within } from '../../../analyse/background/seen.js';
import { exactLimit, ratesOf, totalPrior } from '../../../analyse/limits/index.js';
import type { Belief } from '../../../core/card/schema.js';
import { inQuadrature } from '../../../core/in-quadrature.js';
import { exp, log } from '../../../core/math.js';
import { type Key, Stream } from '../../../core/random/index.js';
import { drawSeen, meanSeen, type Truth } from './truth.js';

export interface Tally {
  readonly experiments: number;
  /** Of (iii): how often its sideband had enough events; of those, the sums of what follows. */
  fitted: number;
  /** ln(estimate / truth), over its statistical error: sum, and sum of squares. */
  pulls: number;
  squares: number;
  /** How often the truth lies within the statistical, the whole error. */
  statistical: number;
  whole: number;
  /** Sums of the relative errors and of the events in sideband C. */
  errors: { statistical: number; systematic: number };
  sideband: number;
  /** How often an interval of 68 % of (i), limits of (iv) and (v) hold the truth, and which of these were made. */
  dimuons: { covered: number; of: number };
  dump: { covered: number; of: number };
  holes: { covered: number; of: number };
  /** How often the limit on a signal, with the estimated background, holds a signal of so many events. */
  combined: { covered: number; of: number };
}

/** Events of the signal that the limit has to hold: more than the limit of nothing seen, which holds any smaller one always. */
export const SIGNAL = 5;
/** Of so many experiments one is taken as far as a limit. */
const LIMITS = 10;

const SEED_MODULE = 3;

const sourceOf = (sources: readonly Estimate[], name: string): Estimate => {
  const found = sources.find((s) => s.name === name);
  if (!found) throw new Error(`backgrounds: no source ${name}`);
  return found;
};

/** @param at tells the random numbers of one truth from those of another */
export function countedExperiments(
  truth: Truth,
  belief: Belief,
  key: Key,
  at: number,
  experiments: number,
): Tally {
  const none = () => ({ covered: 0, of: 0 });
  const tally: Tally = {
    ...{ experiments, fitted: 0, pulls: 0, squares: 0, statistical: 0, whole: 0, sideband: 0 },
    errors: { statistical: 0, systematic: 0 },
    ...{ dimuons: none(), dump: none(), holes: none(), combined: none() },
  };
  // (ii) alone has no truth of its own: its inputs are taken as true, the hadrons are drawn.
  const known =
    Object.values(truth.box).reduce((a, b) => a + b, 0) +
    sourceOf(backgroundOf(meanSeen(truth), belief).sources, 'decays in flight').events;
  const stream = new Stream();
  const { seal } = belief.analysis;
  const { threshold } = belief.trigger.ecal;
  for (let i = 0; i < experiments; i++) {
    const seen = drawSeen(truth, stream.seek(key, at, i, 0, SEED_MODULE));
    const background = backgroundOf(seen, belief);
    const of = (name: string) => sourceOf(background.sources, name);
    tally.sideband += within(seen.sidebandC, seal.ecal, threshold);
    countFit(tally, of('hadrons made in the beam line'), truth.box.beamLine);
    const pairs = of('dimuons');
    if (pairs.interval && pairs.statistical !== null) {
      count(
        tally.dimuons,
        pairs.interval[0] < truth.box.dimuons && truth.box.dimuons < pairs.interval[1],
      );
    }
    for (const [name, source] of [
      ['dump', 'hadrons made in the dump'],
      ['holes', 'punch-through, cracks and holes'],
    ] as const) {
      const { kind, events } = of(source);
      if (kind === 'limit') count(tally[name], events > truth.box[name]);
    }
    if (i % LIMITS === 0) {
      const { events, logErrors } = background;
      const sigma = inQuadrature(...Object.values(logErrors));
      const prior = totalPrior(
        ratesOf({
          channels: [{ name: 'box', signal: 1, background: events }],
          nuisances: [{ name: 'background', signal: [0], background: [sigma] }],
        }),
      );
      count(
        tally.combined,
        exactLimit(belief.analysis.cl, stream.poisson(SIGNAL + known), prior) >= SIGNAL,
      );
    }
  }
  return tally;
}

function countFit(tally: Tally, found: Estimate, truth: number): void {
  if (found.statistical === null || found.systematic === null) return;
  const statistical = found.statistical / found.events;
  const systematic = found.systematic / found.events;
  const off = log(found.events / truth);
  tally.fitted++;
  tally.pulls += off / statistical;
  tally.squares += (off / statistical) * (off / statistical);
  tally.errors.statistical += statistical;
  tally.errors.systematic += systematic;
  if (Math.abs(off) < statistical) tally.statistical++;
  if (Math.abs(off) < inQuadrature(statistical, systematic)) tally.whole++;
}

function count(of: { covered: number; of: number }, holds: boolean): void {
  of.of++;
  if (holds) of.covered++;
}

/** Neutrals that no module of so many interaction lengths stops. */
export const past = (lengths: number) => exp(-lengths);
