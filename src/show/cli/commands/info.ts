import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Command } from 'commander';
import type { Ledger } from '../../../core/wire/ledger.js';
import { total } from '../../../core/wire/tally.js';
import { readCampaign } from '../../../run/campaign.js';
import { openRun } from '../../../run/replay.js';
import { alarmsOf, badSpillsOf, keptRaw, ledgerOf, sumLedgers } from '../../../run/summary.js';
import { HIDDEN } from '../hidden.js';
import { exitWith, json, result } from '../io.js';
import { table } from '../table.js';

export function infoCommand(program: Command): void {
  program
    .command('info')
    .description('what a run holds, or each run of a campaign: its record and its ledger')
    .argument('<RUN>', 'directory of a run or a campaign')
    .option('--json', 'print it as one JSON document')
    .addHelpText('after', '\nExample:\n  spillway info my-run')
    .action(
      exitWith((directory: string, options: { json?: boolean }) => {
        const campaign = readCampaign(directory);
        const runs = (campaign?.runs ?? ['.'])
          .map((name) => path.join(directory, name))
          .filter((run) => campaign === null || fs.existsSync(run));
        if (options.json) {
          const documents = runs.map(document);
          result(json(campaign ? { ...campaign, runs: documents } : documents[0]));
        } else result(runs.map(text).join('\n\n'));
        return 0;
      }),
    );
}

function document(directory: string) {
  const { record, journal } = openRun(directory);
  return {
    ...{ ...record, schema: 'spillway.info/1', finished: journal.length },
    ...{ alarms: alarmsOf(journal), badSpills: badSpillsOf(journal) },
    ...{ rawSpills: keptRaw(journal).length, ledger: ledgerOf(record, sumLedgers(journal)).ledger },
  };
}

function text(directory: string): string {
  const { record, journal } = openRun(directory);
  const { ledger } = ledgerOf(record, sumLedgers(journal));
  const rows = Object.entries(record).map(([key, value]) => [key, String(value)]);
  rows.push(['spills finished', String(journal.length)]);
  rows.push(['with raw data', String(keptRaw(journal).length)]);
  rows.push(['bad spills', String(badSpillsOf(journal))]);
  for (const [monitor, spills] of Object.entries(alarmsOf(journal))) {
    rows.push([`spills with alarms of ${monitor}`, String(spills)]);
  }
  const head = table(['run', ''], rows);
  return ledger ? `${head}\n\n${ledgerText(ledger)}` : `${head}\n\n${HIDDEN}`;
}

const ledgerText = ({ particles, outcomes, clockTriggers }: Ledger): string =>
  [
    table(
      ['particles', String(total({ ...particles }))],
      Object.entries(particles).map(([k, n]) => [k, String(n)]),
    ),
    '',
    table(
      ['outcome', 'particles', 'clock triggers'],
      Object.entries(outcomes).map(([k, n]) => [
        k,
        String(n),
        String(clockTriggers[k as keyof typeof clockTriggers]),
      ]),
    ),
  ].join('\n');
