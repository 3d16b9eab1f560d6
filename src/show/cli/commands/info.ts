import type { Command } from 'commander';
import { total } from '../../../core/wire/tally.js';
import { openRun } from '../../../run/replay.js';
import { keptRaw, sumLedgers } from '../../../run/summary.js';
import { exitWith, json, result } from '../io.js';
import { table } from '../table.js';

export function infoCommand(program: Command): void {
  program
    .command('info')
    .description('what a run directory holds: its record and its ledger')
    .argument('<RUN>', 'run directory')
    .option('--json', 'print it as one JSON document')
    .addHelpText('after', '\nExample:\n  spillway info my-run')
    .action(
      exitWith((directory: string, options: { json?: boolean }) => {
        const { record, journal } = openRun(directory);
        const ledger = sumLedgers(journal);
        if (options.json) {
          result(
            json({
              ...{ ...record, schema: 'spillway.info/1', finished: journal.length },
              ...{ rawSpills: keptRaw(journal).length, ledger },
            }),
          );
          return 0;
        }
        const rows = Object.entries(record).map(([key, value]) => [key, String(value)]);
        const { particles, outcomes, clockTriggers } = ledger;
        result(
          [
            table(
              ['run', ''],
              [
                ...rows,
                ['spills finished', String(journal.length)],
                ['with raw data', String(keptRaw(journal).length)],
              ],
            ),
            '',
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
          ].join('\n'),
        );
        return 0;
      }),
    );
}
