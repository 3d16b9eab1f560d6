/**
 * `spillway diff`: two runs, or two campaigns run by run. Reads what the directories hold in the open.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { UsageError } from '../../core/errors.js';
import { readCampaign } from '../campaign.js';
import { compareRuns, type RunDiff, spillDiffers } from './compare.js';
import { readRun } from './read.js';
import { inspectSpill } from './spill.js';

export type { Interval } from '../../analyse/comparison.js';
export type { Difference, RunDiff, RunSide } from './compare.js';
export type { HistogramRow } from './histograms.js';
export type { CountRow, Section, TextRow, ValueRow } from './rows.js';
export type { SpillDiff } from './spill.js';

export interface CampaignDiff {
  readonly schema: 'spillway.diffs/1';
  readonly identical: boolean;
  readonly runs: readonly { readonly name: string; readonly diff: RunDiff }[];
  /** Runs that only one of the campaigns has. */
  readonly onlyInA: readonly string[];
  readonly onlyInB: readonly string[];
}

/**
 * @param all with the rows that do not differ
 * @throws UsageError when one of them is no run or campaign, or both are the same or of different kinds
 */
export function diff(a: string, b: string, all = false): RunDiff | CampaignDiff {
  const [inA, inB] = [readCampaign(a)?.runs, readCampaign(b)?.runs];
  if (inA && inB) {
    refuseSame(a, b);
    return diffCampaigns([a, inA], [b, inB], all);
  }
  if (inA || inB) {
    throw new UsageError({
      what: 'RUN',
      got: `the campaign ${inA ? a : b} and the run ${inA ? b : a}`,
      expected: 'two runs or two campaigns',
      next: `the runs of a campaign are the directories in it: ${(inA ?? inB)?.join(', ')}`,
    });
  }
  return diffRuns(a, b, all);
}

function diffRuns(directoryA: string, directoryB: string, all: boolean): RunDiff {
  const [a, b] = [readRun(directoryA), readRun(directoryB)];
  refuseSame(directoryA, directoryB);
  const i = a.journal.findIndex((_, spill) => spillDiffers(a, b, spill));
  return compareRuns(a, b, i < 0 ? null : inspectSpill(a, b, i + 1), all);
}

/** A campaign that was stopped lacks the runs after that. */
function diffCampaigns(
  [a, namesA]: readonly [string, readonly string[]],
  [b, namesB]: readonly [string, readonly string[]],
  all: boolean,
): CampaignDiff {
  const begun = (campaign: string, names: readonly string[]) =>
    names.filter((name) => fs.existsSync(path.join(campaign, name)));
  const [inA, inB] = [begun(a, namesA), begun(b, namesB)];
  const runs = inA
    .filter((name) => inB.includes(name))
    .map((name) => ({ name, diff: diffRuns(path.join(a, name), path.join(b, name), all) }));
  const onlyInA = inA.filter((name) => !inB.includes(name));
  const onlyInB = inB.filter((name) => !inA.includes(name));
  const identical =
    onlyInA.length + onlyInB.length === 0 && runs.every(({ diff }) => diff.identical);
  return { schema: 'spillway.diffs/1', identical, runs, onlyInA, onlyInB };
}

function refuseSame(a: string, b: string): void {
  if (fs.realpathSync(a) !== fs.realpathSync(b)) return;
  throw new UsageError({ what: 'RUN', got: `${a} twice`, expected: 'two directories' });
}
