/**
 * Ghosts through the very chain of the data: the wire, event building, calibration, reconstruction,
 * selection; and at which factor of the efficiency each is lost.
 */
import { buildSpill } from '../analyse/building/index.js';
import type { ReconstructedEvent } from '../analyse/reconstruction/index.js';
import { CUTS, select } from '../analyse/selection/index.js';
import { inBox } from '../analyse/selection/regions.js';
import type { Conditions } from '../analyse/calibration/conditions.js';
import { reconstructPayload, spillConditions } from '../analyse/spill.js';
import { type Belief, beliefOf } from '../core/card/index.js';
import { InternalError } from '../core/errors.js';
import { seedKey } from '../core/random/index.js';
import {
  emulateGhosts,
  type GhostEvent,
  type GhostRequest,
  type GhostSpill,
} from '../emulate/ghost/index.js';
import { emptyScalers } from '../core/wire/ledger.js';
import { crc32 } from './hash.js';
import { trueCard } from './nature.js';
import { rawSegment, rawSpill, type SpillJob } from './spill.js';

/** The factors of the efficiency, each conditional on those before it; docs/efficiencies.md. */
export const FACTORS = [
  'geometry',
  'trigger',
  'live',
  'pile-up in the trigger gate',
  'track',
  'SRD',
  'shape',
  'box edge',
  'gained at the edge',
  'VETO',
  'HCAL',
  'HCAL0',
  'pile-up offline',
] as const;
export type Factor = (typeof FACTORS)[number];

/** To which factor each cut belongs. */
const OF_CUT: { readonly [cut: string]: Factor | undefined } = {
  'one track': 'track',
  '(i) track': 'track',
  '(iv) straws': 'track',
  '(ii) SRD': 'SRD',
  'beam cell': 'shape',
  '(iii) shower shape': 'shape',
  'E_ECAL loose': 'box edge',
  '(iv) VETO': 'VETO',
  '(iv) HCAL0': 'HCAL0',
};

/** @throws InternalError for a cut that nobody has given a factor */
export function factorOf(cut: string): Factor {
  const factor = OF_CUT[cut];
  if (factor) return factor;
  throw new InternalError(`the cut "${cut}" belongs to no factor of the efficiency`);
}

export interface GhostAnswer {
  readonly event: GhostEvent;
  /** The A' has the energy that counts for the yield: what is missing is in the box but for the resolution. */
  readonly inYield: boolean;
  /** In the signal box after all cuts. */
  readonly accepted: boolean;
  /** The factor at which it is lost; null when it is accepted. */
  readonly lostAt: Factor | null;
  /** It is accepted though some factor alone would have lost it: a neighbour helped. */
  readonly rescued: boolean;
  /** Null where it was not recorded. */
  readonly reconstructed: ReconstructedEvent | null;
}

export interface AnalysedGhosts extends GhostSpill {
  readonly answers: readonly GhostAnswer[];
}

/** Emulates a spill with ghosts and analyses them. */
export function processGhosts(
  job: SpillJob,
  spill: number,
  request: Omit<GhostRequest, 'without' | 'fidelity'>,
): AnalysedGhosts {
  const belief = beliefOf(job.card);
  const { window } = belief.analysis.cuts.ecal;
  const seen = emulateGhosts(trueCard(job), seedKey(job.seed), spill, {
    ...request,
    fidelity: job.fidelity,
    without: window,
  });
  const conditions = ghostConditions(job, spill, seen, belief);
  const reconstructed = throughChain(job, spill, seen.ghosts, belief, conditions);
  const answers = seen.ghosts.map((event) =>
    answerOf(event, reconstructed.get(event), belief, conditions),
  );
  return { ...seen, answers };
}

/** Ghosts are read with what the data of their spill show; null in fidelity `energy`. */
function ghostConditions(
  { calibration, ...job }: SpillJob,
  spill: number,
  { emulated }: GhostSpill,
  belief: Belief,
): Conditions | null {
  if (!calibration) return null;
  const raw = rawSpill(job, spill, emulated);
  const { events } = buildSpill(raw, crc32, belief.readout.building);
  return spillConditions(belief, calibration, events);
}

/** Recorded ghosts as the events of a spill of their own, in order of time. */
function throughChain(
  job: SpillJob,
  spill: number,
  ghosts: readonly GhostEvent[],
  belief: Belief,
  conditions: Conditions | null,
): Map<GhostEvent, ReconstructedEvent> {
  const recorded = ghosts
    .flatMap((ghost) => (ghost.event ? [{ ghost, event: ghost.event }] : []))
    .sort((a, b) => a.event.tick - b.event.tick);
  const run = job.card.run.number;
  const events = recorded.map(({ event: { tick, type, triggers, bodies } }, i) => {
    const header = { run, spill, event: i + 1, type, tick, presented: i + 1, triggers };
    return { header, bodies };
  });
  const raw = rawSegment(job, spill, events, { scalers: emptyScalers() });
  const built = buildSpill(raw, crc32, belief.readout.building);
  const answers = new Map<GhostEvent, ReconstructedEvent>();
  for (const { header, bodies } of built.events) {
    const number = header.event ?? 0;
    const { ghost, event } = recorded[number - 1];
    answers.set(ghost, reconstructPayload(belief, bodies, conditions, event.tick));
  }
  return answers;
}

function answerOf(
  event: GhostEvent,
  reconstructed: ReconstructedEvent | undefined,
  belief: Belief,
  conditions: Conditions | null,
): GhostAnswer {
  const { ghost, geometry, alone, readout, triggered, event: recorded } = event;
  const { box, beamEnergy } = belief.analysis;
  const inYield = ghost.share > 1 - box.ecal / beamEnergy;
  const passes: Record<Factor, boolean> = {
    geometry,
    trigger: alone,
    live: readout === 'recorded',
    'pile-up in the trigger gate': triggered,
    track: false,
    SRD: false,
    shape: false,
    'box edge': false,
    'gained at the edge': true,
    VETO: false,
    HCAL: false,
    HCAL0: false,
    'pile-up offline': false,
  };
  if (!recorded || !reconstructed) {
    return { event, inYield, accepted: false, ...lossOf(passes, false), reconstructed: null };
  }
  const { bodies, undisturbed } = recorded;
  const quiet =
    undisturbed === bodies
      ? reconstructed
      : reconstructPayload(belief, undisturbed, conditions, recorded.tick);
  const own = (factor: Factor, e: ReconstructedEvent) =>
    CUTS.every((cut) => factorOf(cut.name) !== factor || cut.passes(e, belief));
  const accepted = inBox(reconstructed, select(reconstructed, belief), belief);
  passes.track = own('track', quiet);
  passes.SRD = own('SRD', quiet);
  passes.shape = own('shape', quiet);
  passes['box edge'] = own('box edge', quiet) && quiet.ecal < box.ecal;
  passes.VETO = own('VETO', reconstructed);
  passes.HCAL = own('HCAL', reconstructed) && reconstructed.hcalTotal < box.hcal;
  passes.HCAL0 = own('HCAL0', reconstructed);
  passes['pile-up offline'] = accepted;
  return { event, inYield, accepted, ...lossOf(passes, accepted), reconstructed };
}

function lossOf(
  passes: Readonly<Record<Factor, boolean>>,
  accepted: boolean,
): Pick<GhostAnswer, 'lostAt' | 'rescued'> {
  const failed = FACTORS.find((factor) => !passes[factor]) ?? null;
  return accepted ? { lostAt: null, rescued: failed !== null } : { lostAt: failed, rescued: false };
}

const EDGE = FACTORS.indexOf('gained at the edge');

/**
 * Whether a ghost is among those left after `factors` of them: those in the yield from the start, those below it from
 * behind the box edge on, where the resolution has put them into the box.
 */
export const isLeft = ({ inYield, lostAt }: GhostAnswer, factors: number): boolean =>
  (inYield || factors > EDGE) && (lostAt === null || FACTORS.indexOf(lostAt) >= factors);

/** Ghosts in the yield, and how many are left after each factor: `counts[i + 1]` of `counts[i]` pass factor i. */
export const flowOf = (answers: readonly GhostAnswer[]): number[] =>
  Array.from(
    { length: FACTORS.length + 1 },
    (_, factors) => answers.filter((a) => isLeft(a, factors)).length,
  );
