/**
 * One spill with ghosts of several masses: where they are lost, and what its raw data say of the same
 * efficiencies. Integer tallies, so that spills add up in any order.
 */
import { MEASUREMENTS, measureSpill, type Trials } from '../../analyse/measured/index.js';
import { isBad } from '../../analyse/monitors/index.js';
import { analyseSpill } from '../../analyse/spill.js';
import { namedFaults } from '../../core/card/faults.js';
import { beliefOf } from '../../core/card/index.js';
import { InternalError } from '../../core/errors.js';
import { seedKey } from '../../core/random/index.js';
import { meanIntensity, profileOf } from '../../emulate/beam/profile.js';
import { type EmulatedSpill, spillKey } from '../../emulate/spill.js';
import { ALL_COUNTERS } from '../../emulate/target/fate.js';
import { FACTORS, flowOf, type GhostAnswer, processGhosts } from '../ghosts.js';
import { crc32 } from '../hash.js';
import { rawSpill, type SpillJob } from '../spill.js';
import { emptyScalers, type Scalers } from '../../core/wire/ledger.js';
import { jointCounts } from './joint.js';

export interface EfficiencyJob {
  readonly job: SpillJob;
  /** GeV. */
  readonly masses: readonly number[];
  /** Ghosts of each mass in a spill of the mean intensity; others have more or fewer, as electrons. */
  readonly number: number;
  /** Whether the raw data of the spill are looked at, too. */
  readonly measured: boolean;
  /** Also ghosts of spills that count for nothing. */
  readonly withBad?: boolean;
}

/** So far below the yield ghosts begin, which the resolution may put into the box: GeV. */
export const EDGE = 5;

/** Of one mass. */
export interface Flow {
  /** Ghosts that came, and that passed each of `FACTORS`. */
  readonly passed: number[];
  /** In the box after all cuts, counted directly; with a neighbour's help. */
  readonly accepted: number;
  readonly rescued: number;
}

export interface EfficiencyCounts {
  readonly flows: Flow[];
  /** Ghosts of one index by what holds of them, mass after mass: in the yield, accepted. How often any two do. */
  readonly joint: number[][];
  /** Of the first mass: S and V, and the sums, given what the data-driven estimates ask for. */
  readonly counters: Trials;
  readonly terms: Trials;
  /** In the order of `MEASUREMENTS`; nothing where the data were not looked at. */
  readonly trials: Trials[];
  /** Physics triggers presented and accepted, by the scalers. */
  readonly presented: number;
  readonly live: number;
  readonly electrons: number;
  readonly scalers: Scalers;
}

/** @throws InternalError when the losses and the ghosts in the box do not add up */
export function efficiencyOf(task: EfficiencyJob, spill: number): EfficiencyCounts {
  const { job, masses } = task;
  const { card } = job;
  const profile = profileOf(card, spillKey(card, seedKey(job.seed), spill));
  const expected = profile.electrons.reduce((a, b) => a + b, 0);
  const number = Math.round((task.number * expected) / meanIntensity(card.beam.intensity));
  const above = job.card.analysis.beamEnergy - job.card.analysis.box.ecal - EDGE;
  const { answers, emulated } = processGhosts(job, spill, { masses, number, above });
  if (!task.withBad && isLeftOut(job, spill, emulated)) return noneOf(masses);
  const { ledger } = emulated;
  const { presented, accepted } = ledger.scalers;
  const byMass = masses.map((mass) => answers.filter(({ event }) => event.ghost.mass === mass));
  const [first] = byMass;
  return {
    flows: byMass.map(flow),
    joint: joint(byMass),
    ...trueTrials(first, card.analysis.cuts.shape.preshower),
    trials: task.measured
      ? [
          ...measureSpill(beliefOf(card), rawSpill(job, spill, emulated), crc32, job.calibration)
            .trials,
        ]
      : MEASUREMENTS.map(() => ({ passed: 0, of: 0 })),
    presented: presented[0],
    live: accepted[0],
    electrons: ledger.electronsOnTarget,
    scalers: ledger.scalers,
  };
}

/** Whether monitors leave the spill out; without faults nothing is but by a false alarm, which costs no efficiency. */
function isLeftOut(job: SpillJob, spill: number, emulated: EmulatedSpill): boolean {
  const { card, calibration = null } = job;
  if (namedFaults(card.faults).length === 0) return false;
  const raw = rawSpill(job, spill, emulated);
  return isBad(analyseSpill(beliefOf(card), raw, crc32, 'closed', calibration).alarms);
}

/** Of a spill that counts for nothing. */
const noneOf = (masses: readonly number[]): EfficiencyCounts => ({
  flows: masses.map(() => flow([])),
  joint: joint(masses.map(() => [])),
  ...trueTrials([], 0),
  trials: MEASUREMENTS.map(() => ({ passed: 0, of: 0 })),
  ...{ presented: 0, live: 0, electrons: 0, scalers: emptyScalers() },
});

function flow(answers: readonly GhostAnswer[]): Flow {
  const passed = flowOf(answers);
  const accepted = answers.filter((a) => a.accepted).length;
  if (passed[FACTORS.length] !== accepted) {
    throw new InternalError(
      `efficiency: ${passed[FACTORS.length]} ghosts pass all factors, ${accepted} are in the box`,
    );
  }
  return { passed, accepted, rescued: answers.filter((a) => a.rescued).length };
}

/** Ghosts of each mass come in the order of their index, as many of each. */
const joint = (byMass: readonly (readonly GhostAnswer[])[]): number[][] =>
  jointCounts(
    byMass.flatMap((answers) => [answers.map((a) => a.inYield), answers.map((a) => a.accepted)]),
  );

function trueTrials(
  answers: readonly GhostAnswer[],
  preshower: number,
): Pick<EfficiencyCounts, 'counters' | 'terms'> {
  const through = answers.filter(({ event }) => event.geometry);
  const fired = through.filter(({ event }) => event.ghost.fate.fired === ALL_COUNTERS);
  const showered = fired.filter(({ event }) => event.ghost.fate.preshower > preshower);
  return {
    counters: { passed: fired.length, of: through.length },
    terms: { passed: showered.filter(({ event }) => event.alone).length, of: showered.length },
  };
}
