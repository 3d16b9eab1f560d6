/**
 * Limits of finished runs together, from their checkpoints of counts, and of the paper's inputs; the edge of the box that
 * would be best for them.
 */
import * as fs from 'node:fs';
import { type BoxEdge, optimiseBoxEdge } from '../analyse/combination/box-edge.js';
import {
  type EfficiencyDocument,
  parseEfficiency,
  type RunEfficiency,
} from '../analyse/combination/measured.js';
import {
  PAPER_MASSES,
  paperInputs,
  type PaperLimit,
  paperLimit,
} from '../analyse/combination/paper.js';
import { discoveryOfRuns, type RunsDiscovery } from '../analyse/discovery.js';
import {
  estimateLimit,
  fullExposure,
  type Limit,
  type LimitOptions,
  type RunCounts,
  runInputs,
} from '../analyse/limit.js';
import type { WorkspaceOptions } from '../analyse/limits/index.js';
import { beliefOf } from '../core/card/index.js';
import { UsageError } from '../core/errors.js';
import { loadCard } from './cards.js';
import { openCounts, openRun, type OpenRun } from './replay.js';
import { readCheckpoint } from './store/checkpoint.js';
import { runCounts } from './summary.js';
import { toysOf } from './toys.js';
import type { Computing } from './computing.js';

export type { BoxEdge, Limit, PaperLimit, RunsDiscovery };

/** What the command line may ask for; null where it did not. */
export interface Asked
  extends Pick<LimitOptions, 'cl' | 'masses' | 'bins' | 'publishedEfficiency'> {
  /** A file of measured efficiencies, in place of the cards'. */
  readonly efficiency?: string;
}

/** @throws UsageError as `openRuns` */
export function limitOf(directories: readonly string[], asked: Asked = {}): Limit {
  const { efficiency, ...options } = asked;
  const { runs, unblinded } = openRuns(directories, efficiency);
  return estimateLimit(runs, { ...options, unblinded }).limit;
}

/** Of runs with an open box. @throws UsageError as `openRuns`, and while they are blinded */
export function discoveryOf(
  directories: readonly string[],
  { efficiency, ...options }: Omit<Asked, 'cl'>,
  how: Pick<WorkspaceOptions, 'method' | 'drawn'>,
  computing: Computing,
): Promise<RunsDiscovery> {
  const { runs, unblinded } = openRuns(directories, efficiency);
  if (!unblinded) {
    throw new UsageError({
      what: '--discovery',
      got: 'blinded runs',
      expected: 'open boxes',
      next: 'spillway unblind RUN --reason TEXT',
    });
  }
  return discoveryOfRuns(runs, options, { ...how, toySource: toysOf(computing) });
}

/** For the full exposure, shared among the runs as their cards say. @throws UsageError as `openRuns` */
export function boxEdgeOf(directories: readonly string[], asked: Asked = {}): BoxEdge {
  const { runs } = openRuns(directories, asked.efficiency);
  const { analysis } = runs[0].belief;
  const { cl = analysis.cl, masses = analysis.masses } = asked;
  return optimiseBoxEdge(fullExposure(runs, runInputs(runs)), { cl, masses });
}

/** The campaign whose cards have the uncertainties that the paper's inputs are taken with. */
const CAMPAIGN = 'na64-2016-2018';
const PAPER_CL = 0.9;

const paperRuns = () => {
  const campaign = loadCard(CAMPAIGN);
  const runs = campaign.kind === 'campaign' ? campaign.runs : [];
  return paperInputs(runs.map(({ card }) => beliefOf(card)));
};

export const limitOfPaper = ({
  cl = PAPER_CL,
  masses = PAPER_MASSES,
  ...asked
}: Asked): PaperLimit => paperLimit(paperRuns(), { cl, masses, ...asked });

export const boxEdgeOfPaper = ({ cl = PAPER_CL, masses = PAPER_MASSES }: Asked): BoxEdge =>
  optimiseBoxEdge(paperRuns(), { cl, masses });

export interface RunsOpened {
  /** In the order of the directories. */
  readonly opened: readonly OpenRun[];
  readonly runs: readonly RunCounts[];
  readonly unblinded: boolean;
}

/**
 * @param efficiency a file of measured ones
 * @throws UsageError when runs are blinded in part, one is given twice, or the efficiencies are of other cards
 */
export function openRuns(
  directories: readonly string[],
  efficiency: string | undefined,
): RunsOpened {
  const opened = directories.map(openRun);
  const unblinded = opened.every((r) => r.record.unblinded);
  if (!unblinded && opened.some((r) => r.record.unblinded)) {
    throw new UsageError({
      what: 'limit',
      got: 'blinded and unblinded runs together',
      expected: 'all of them blinded or all unblinded',
    });
  }
  // Every random number is a function of run number and seed: whatever else differs, these are the
  // same spills.
  const keys = opened.map((r) => `${r.record.run} ${r.record.seed}`);
  const twice = keys.findIndex((key, i) => keys.indexOf(key) !== i);
  if (twice >= 0) {
    throw new UsageError({
      where: directories[twice],
      fault: 'has the run number and seed of a run given before: the same electrons twice',
    });
  }
  const measured = efficiency === undefined ? null : readEfficiency(efficiency);
  const runs = opened.map((run, i): RunCounts => {
    const sealed = readCheckpoint(directories[i], run.journal.length);
    const own = unblinded
      ? runCounts(run.record, run.card, openCounts(run), sealed)
      : runCounts(run.record, run.card, sealed);
    return measured ? { ...own, efficiency: measuredOf(measured, run, efficiency ?? '') } : own;
  });
  return { opened, runs, unblinded };
}

/** @throws UsageError when the file cannot be read, or is none of efficiencies */
export function readEfficiency(file: string): EfficiencyDocument {
  let json: unknown;
  try {
    json = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    const next = error instanceof Error ? error.message : String(error);
    throw new UsageError({ where: file, expected: 'efficiencies in JSON', next });
  }
  try {
    return parseEfficiency(json);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(error.problems.map((problem) => ({ where: file, ...problem })));
  }
}

/** Those of the very card of the run. */
function measuredOf(measured: EfficiencyDocument, run: OpenRun, file: string): RunEfficiency {
  const { cardHash, name } = run.record;
  const found = measured.runs.find((r) => r.cardHash === cardHash);
  if (found) return found;
  throw new UsageError({
    where: file,
    what: 'cardHash',
    got: measured.runs.map((r) => `${r.cardHash.slice(0, 8)} (${r.name})`).join(', '),
    expected: `${cardHash.slice(0, 8)}, that of ${run.directory} (${name})`,
    next: `measure it with spillway efficiency ${run.directory}/card.yaml --out FILE`,
  });
}
