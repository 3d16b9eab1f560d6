import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Command } from 'commander';
import { formatQuantity } from '../../../core/units.js';
import type { Ledger } from '../../../core/wire/ledger.js';
import { total } from '../../../core/wire/tally.js';
import { readCampaign } from '../../../run/campaign.js';
import { openRun } from '../../../run/replay.js';
import { readPoints, readScan, type ScanRecord, SCANS } from '../../../run/scan/directory.js';
import type { Point } from '../../../run/scan/point.js';
import { isOurs } from '../../../run/store/ours.js';
import {
  alarmsOf,
  badSpillsOf,
  keptRaw,
  ledgerOf,
  sumLedgers,
  unwatchedIn,
} from '../../../run/summary.js';
import { counted } from '../../plural.js';
import { HIDDEN } from '../hidden.js';
import { exitWith, json, result } from '../io.js';
import { table } from '../table.js';

export function infoCommand(program: Command): void {
  program
    .command('info')
    .description(
      'what a directory holds: record and ledger of a run, or of each run of a campaign; record and finished points of a scan',
    )
    .argument('<DIR>', 'directory of a run, a campaign or a scan')
    .option('--json', 'print it as one JSON document')
    .addHelpText(
      'after',
      `
It reads what is on the disk, also while the directory is written. Whether a process writes it, and what it is
doing: spillway control DIR status. What came of the points of a scan: its scan.csv.

Examples:
  spillway info my-run
  spillway info thresholds --json`,
    )
    .action(
      exitWith((directory: string, options: { json?: boolean }) => {
        if (isOurs(directory, SCANS)) {
          const scan = [readScan(directory), readPoints(directory)] as const;
          result(options.json ? json(scanDocument(...scan)) : scanText(...scan));
          return 0;
        }
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
    unwatched: unwatchedIn(journal),
    ...{ rawSpills: keptRaw(journal).length, ledger: ledgerOf(record, sumLedgers(journal)).ledger },
  };
}

/** Finished points as they can be made again: what came of them stands in the result of the scan. */
const scanDocument = (record: ScanRecord, points: readonly Point[]) => ({
  ...{ ...record, schema: 'spillway.scan-info/1', finished: points.length },
  ...{ of: record.cardHashes.length, badSpills: badSpillsIn(points) },
  points: points.map(({ point, values, set, runHash, badSpills }) => ({
    ...{ point, values, set, runHash, badSpills },
  })),
});

const badSpillsIn = (points: readonly Point[]) => points.reduce((n, p) => n + p.badSpills, 0);

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
  for (const [monitor, spills] of Object.entries(unwatchedIn(journal))) {
    rows.push([`spills not, or not all, watched by ${monitor}`, String(spills)]);
  }
  const head = table(['run', ''], rows);
  return ledger ? `${head}\n\n${ledgerText(ledger)}` : `${head}\n\n${HIDDEN}`;
}

function scanText(record: ScanRecord, points: readonly Point[]): string {
  const { schema, version, name, card, seed, axes, set, raised } = record;
  const { spills, ghosts, masses, mode, fidelity, cardHashes, state, reason } = record;
  const head = table(
    ['scan', ''],
    [
      ...Object.entries({ schema, version, name, card, seed }),
      ...axes.map(({ asked, values }) => ['vary', `${asked} (${counted(values.length, 'value')})`]),
      ...[...set, ...raised].map((setting) => ['set', setting]),
      ['spills of each point', `${spills}`],
      ["A' of each mass", `${ghosts}`],
      ['masses', masses.map((mass) => formatQuantity(mass, 'energy')).join(', ')],
      ...Object.entries({ mode, fidelity, state, reason: `${reason}` }),
      ['points finished', `${points.length} of ${cardHashes.length}`],
      ['bad spills', `${badSpillsIn(points)}`],
    ],
  );
  if (points.length === 0) return head;
  const finished = table(
    ['point', ...axes.map(({ path: key }) => key), 'spills', 'bad', 'run'],
    points.map(({ point, values, spills, badSpills, runHash }) => [
      ...[`${point}`, ...values.map((value, a) => `${value} ${axes[a].unit}`.trimEnd())],
      ...[`${spills}`, `${badSpills}`, runHash.slice(0, 16)],
    ]),
  );
  return `${head}\n\n${finished}`;
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
