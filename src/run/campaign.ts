/**
 * A campaign: several runs, one complete run directory each, and their limit together.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { estimateLimit, type Limit } from '../analyse/limit.js';
import type { ResolvedCampaign, ResolvedCard } from '../core/card/index.js';
import { UsageError } from '../core/errors.js';
import { campaignHash } from './digest.js';
import { serveRequests } from './control/serve.js';
import { lessRoom, type Plan, planRun, requireRoom } from './plan.js';
import type { Choices, RunOptions, RunOutcome } from './run.js';
import { BEFORE, journalledSpills } from './store/directory.js';
import { CHOICES, FILES } from './store/layout.js';
import { lock, unlock } from './store/lock.js';
import { createWhole, deleteOurs, requireSame } from './store/ours.js';
import { campaignFault } from './store/shape.js';
import { writeJson } from './store/write.js';
import { runCounts, type Summary } from './summary.js';
import { VERSION } from './version.js';

const CAMPAIGN_SCHEMA = 'spillway.campaign/1';

/** run.json of a campaign: what goes on when it was interrupted, its runs begun or not. */
export interface CampaignRecord extends Choices {
  readonly schema: typeof CAMPAIGN_SCHEMA;
  readonly version: string;
  readonly name: string;
  /** Names of the runs, in order, and the spills asked for of each. */
  readonly runs: readonly string[];
  readonly spills: readonly number[];
}

export interface CampaignSummary extends Choices {
  readonly schema: typeof CAMPAIGN_SCHEMA;
  readonly version: string;
  readonly name: string;
  readonly seed: string;
  /** Of the runHashes, in order. */
  readonly campaignHash: string;
  readonly spills: number;
  readonly interrupted: boolean;
  /** Null while a drawn nature is hidden in one of them. */
  readonly electronsOnTarget: number | null;
  readonly limit: Limit;
  /** Summaries of the runs, in order. */
  readonly runs: readonly Summary[];
}

/** The record of a campaign; null for any other directory. */
export function readCampaign(directory: string): CampaignRecord | null {
  const file = path.join(directory, FILES.run);
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    return null; // whoever reads it as a run says what is wrong
  }
  return parseCampaign(file, text);
}

/** run.json of a campaign; null for any other. @throws UsageError when it is one, and damaged */
export function parseCampaign(where: string, text: string): CampaignRecord | null {
  let record: CampaignRecord | null;
  try {
    record = JSON.parse(text) as CampaignRecord | null;
  } catch {
    return null;
  }
  if (record?.schema !== CAMPAIGN_SCHEMA) return null;
  const fault = campaignFault(record);
  if (fault === null) return { ...BEFORE, ...record };
  throw new UsageError({ where, fault, next: 'begin it again with another --out' });
}

export interface CampaignOptions
  extends Choices,
    Pick<RunOptions, 'workers' | 'resume' | 'force' | 'report' | 'control'> {
  readonly campaign: ResolvedCampaign;
  /** Of each run. */
  readonly spills: readonly number[];
  readonly directory: string;
  /** Runs a card into a directory, anew or going on with what is there, as a part of all under `control`. */
  readonly runOne: (
    card: ResolvedCard,
    spills: number,
    directory: string,
    resume: boolean,
  ) => Promise<RunOutcome>;
}

/**
 * Runs all cards of a campaign one after the other, below `directory`.
 * @throws UsageError before anything is written; what a run throws
 */
export async function runCampaign(options: CampaignOptions): Promise<CampaignSummary> {
  const { campaign, directory, spills, resume, control } = options;
  const { mode, fidelity, evaluation, nature, raw, truth, storePrimitives } = options;
  const choices = { mode, fidelity, evaluation, nature, raw, truth, storePrimitives };
  const { name } = campaign;
  const schema = CAMPAIGN_SCHEMA;
  const names = campaign.runs.map((run) => run.name);
  const record: CampaignRecord = {
    ...{ schema, version: VERSION, name, runs: names, spills },
    ...choices,
  };
  if (resume) requireSameCampaign(directory, record);
  plan(options);
  if (options.force && !resume) deleteOurs(directory);
  const summaryFile = path.join(directory, FILES.summary);
  if (resume) {
    lock(directory);
    writeJson(path.join(directory, FILES.run), record);
    // That of an interruption says nothing of what comes now.
    fs.rmSync(summaryFile, { force: true });
  } else {
    createWhole(directory, (aside) => writeJson(path.join(aside, FILES.run), record));
  }
  const endService = serveRequests(directory, control);
  try {
    const summary = summariseCampaign(options, record, await runAll(options));
    writeJson(summaryFile, summary);
    return summary;
  } catch (error) {
    control.fail((error as Error).message);
    throw error;
  } finally {
    endService();
    unlock(directory);
  }
}

/** Those that were begun, in order: all of them unless told to stop. */
async function runAll(options: CampaignOptions): Promise<RunOutcome[]> {
  const { campaign, directory, spills, resume, control, runOne } = options;
  const outcomes: RunOutcome[] = [];
  control.begin();
  for (const [i, run] of campaign.runs.entries()) {
    const own = path.join(directory, run.name);
    // An interrupted campaign may not have begun all of its runs.
    const outcome = await runOne(run, spills[i], own, resume && fs.existsSync(own));
    outcomes.push(outcome);
    // Paused or stopped between two runs it does not begin the next.
    while (control.state === 'paused') await control.unpaused();
    if (outcome.record.state === 'interrupted' || control.stopped !== null) return outcomes;
  }
  control.tell('all done');
  return outcomes;
}

function summariseCampaign(
  { campaign }: CampaignOptions,
  {
    schema,
    version,
    name,
    mode,
    fidelity,
    evaluation,
    nature,
    raw,
    truth,
    storePrimitives,
  }: CampaignRecord,
  outcomes: readonly RunOutcome[],
): CampaignSummary {
  const runs = outcomes.map((o, i) => runCounts(o.record, campaign.runs[i].card, o.counts));
  const summaries = outcomes.map((o) => o.summary);
  return {
    ...{ schema, version, name },
    seed: campaign.runs[0].card.run.seed,
    ...{ mode, fidelity, evaluation, nature, raw, truth, storePrimitives },
    campaignHash: campaignHash(summaries.map((s) => s.runHash)),
    spills: summaries.reduce((n, s) => n + s.spills, 0),
    interrupted: summaries.length < campaign.runs.length || summaries.some((s) => s.interrupted),
    electronsOnTarget: summaries.reduce<number | null>(
      (n, s) => (n === null || s.electronsOnTarget === null ? null : n + s.electronsOnTarget),
      0,
    ),
    limit: estimateLimit(runs).limit,
    runs: summaries,
  };
}

/** @throws UsageError when the directory holds something else, or a campaign that was begun otherwise */
function requireSameCampaign(directory: string, record: CampaignRecord): void {
  const old = readCampaign(directory);
  const named = ({ name, runs }: CampaignRecord) => `${name} (${runs.join(', ')})`;
  if (!old || named(old) !== named(record)) {
    throw new UsageError({
      where: directory,
      what: 'campaign',
      got: old ? named(old) : 'another directory',
      expected: named(record),
      next: 'give the directory of this campaign, or another --out',
    });
  }
  requireSame(directory, old, record, CHOICES);
}

/** Says what all runs together will need. @throws UsageError when there is no room for it */
function plan(options: CampaignOptions): void {
  const { campaign, spills, directory, resume, report } = options;
  const planned = campaign.runs.map(({ card, name }, i) => {
    const there = resume ? journalledSpills(path.join(directory, name)) : 0;
    const left = Math.max(0, spills[i] - there);
    return { ...options, card, spills: left };
  });
  const plans: readonly Plan[] = planned.map(planRun);
  report({ phase: 'campaign', plans, less: lessRoom(planned), directory });
  requireRoom(directory, planned);
}
