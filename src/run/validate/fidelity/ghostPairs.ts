/** One spill with the very same ghosts in both fidelities. */
import { InternalError } from '../../../core/errors.js';
import { FACTORS, type GhostAnswer, isLeft, processGhosts } from '../../ghosts.js';
import type { SpillJob } from '../../spill.js';
import { EDGE } from '../../efficiency/job.js';
import { jointCounts } from '../../efficiency/joint.js';

/** Light, GeV. */
const MASS = 0.001;

export interface GhostPairsJob {
  /** In fidelity `waveform`, with its constants. */
  readonly job: SpillJob;
  /** Ghosts in the spill. */
  readonly number: number;
}

/** Of each factor, then of all of them: came and passed with energies, came and passed with samples, in joint counts. */
export interface GhostPairs {
  readonly joint: number[][][];
}

const ALL = FACTORS.length;

/** One spill. @throws InternalError when the ghosts are not the same */
export function ghostPairsOf({ job, number }: GhostPairsJob, spill: number): GhostPairs {
  const { beamEnergy, box } = job.card.analysis;
  const request = { masses: [MASS], number, above: beamEnergy - box.ecal - EDGE };
  const bare: SpillJob = { ...job, fidelity: 'energy', calibration: null };
  const [energy, waveform] = [bare, job].map((of) => processGhosts(of, spill, request).answers);
  energy.forEach(({ event: { ghost } }, i) => {
    const other = waveform[i]?.event.ghost;
    if (other?.index === ghost.index && other.slice === ghost.slice && other.tick === ghost.tick)
      return;
    throw new InternalError(
      `spill ${spill}, ghost ${ghost.index}: not the same in both fidelities`,
    );
  });
  const left = (of: readonly GhostAnswer[], factors: number) => of.map((a) => isLeft(a, factors));
  const pairsOf = (from: number, to: number) =>
    jointCounts([energy, waveform].flatMap((of) => [left(of, from), left(of, to)]));
  return { joint: [...FACTORS.map((_, i) => pairsOf(i, i + 1)), pairsOf(0, ALL)] };
}
