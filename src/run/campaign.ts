/**
 * A campaign: several runs, one complete run directory each, and their limit together.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { estimateLimit, type Limit } from '../analyse/limit.js';
import type { ResolvedCampaign, ResolvedCard } from '../core/card/index.js';
import type { RunOutcome } from './run.js';
import { writeWhole } from './store/write.js';
import { deleteRun } from './store/directory.js';
import { FILES } from './store/layout.js';
import { runCounts, type Summary } from './summary.js';
import { VERSION } from './version.js';

const CAMPAIGN_SCHEMA = 'spillway.campaign/1';

export interface CampaignSummary {
  readonly schema: typeof CAMPAIGN_SCHEMA;
  readonly version: string;
  readonly name: string;
  readonly seed: string;
  readonly spills: number;
  readonly electronsOnTarget: number;
  readonly limit: Limit;
  /** Summaries of the runs, in order. */
  readonly runs: readonly Summary[];
}

/** Names of the runs that stand below the directory of a campaign; null for any other directory. */
export function campaignRuns(directory: string): readonly string[] | null {
  const file = path.join(directory, FILES.run);
  try {
    const record = JSON.parse(fs.readFileSync(file, 'utf8'));
    return record.schema === CAMPAIGN_SCHEMA ? record.runs : null;
  } catch {
    return null; // whoever reads it as a run says what is wrong
  }
}

/**
 * Runs all cards of a campaign one after the other, below `directory`.
 * @param force delete a campaign that is there already
 * @param runOne runs a card into a directory
 */
export async function runCampaign(
  campaign: ResolvedCampaign,
  directory: string,
  force: boolean,
  runOne: (run: ResolvedCard, directory: string) => Promise<RunOutcome>,
): Promise<CampaignSummary> {
  if (force) deleteRun(directory);
  fs.mkdirSync(directory, { recursive: true });
  const { name } = campaign;
  const record = { schema: CAMPAIGN_SCHEMA, version: VERSION, name } as const;
  const cards = campaign.runs.map((r) => r.name);
  writeWhole(
    path.join(directory, FILES.run),
    `${JSON.stringify({ ...record, runs: cards }, null, 2)}\n`,
  );
  const outcomes: RunOutcome[] = [];
  for (const run of campaign.runs) {
    const outcome = await runOne(run, path.join(directory, run.name));
    outcomes.push(outcome);
    if (outcome.record.state === 'interrupted') break;
  }
  const runs = outcomes.map((o, i) => runCounts(o.record, campaign.runs[i].card, o.counts));
  const summaries = outcomes.map((o) => o.summary);
  const summary: CampaignSummary = {
    ...record,
    seed: campaign.runs[0].card.run.seed,
    spills: summaries.reduce((n, s) => n + s.spills, 0),
    electronsOnTarget: summaries.reduce((n, s) => n + s.electronsOnTarget, 0),
    limit: estimateLimit(runs).limit,
    runs: summaries,
  };
  writeWhole(path.join(directory, FILES.summary), `${JSON.stringify(summary, null, 2)}\n`);
  return summary;
}
