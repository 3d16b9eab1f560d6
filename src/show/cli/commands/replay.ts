import type { Command } from 'commander';
import { openRun, replayRun, sameAsRecorded } from '../../../run/replay.js';
import { resultsOf, runCounts } from '../../../run/summary.js';
import { exitWith, json, progress, result } from '../io.js';
import { digits, table } from '../table.js';

export function replayCommand(program: Command): void {
  program
    .command('replay')
    .description('analyse the recorded raw data of a run again')
    .argument('<RUN>', 'run directory; needs run.json, card.yaml, spills.jsonl and raw/')
    .option('--json', 'print the results as one JSON document')
    .addHelpText('after', '\nExample:\n  spillway replay my-run --json')
    .action(
      exitWith((directory: string, options: { json?: boolean }) => {
        const run = openRun(directory);
        const counts = replayRun(run, 'closed', (spill) =>
          progress(`replay: spill ${spill} of ${run.journal.length}`),
        );
        const results = resultsOf(runCounts(run.record, run.card, counts), false);
        const same = sameAsRecorded(run, counts);
        const document = {
          schema: 'spillway.replay/1',
          spills: counts.spills,
          sameAsRecorded: same,
          ...results,
        };
        result(
          options.json
            ? json(document)
            : [
                `${counts.spills} spills, ${results.recorded} events, ${results.recordedPhysics.sealed} sealed` +
                  (same === null ? '' : same ? '; as recorded' : '; NOT as recorded'),
                '',
                table(
                  ['cut', 'open events'],
                  results.cutflow.map((row) => [row.name, String(row.events)]),
                ),
                '',
                `limit in events, expected (median): ${digits(results.limit.expected.asymptotic[2])} asymptotic, ` +
                  `${digits(results.limit.expected.exact[2])} exact`,
              ].join('\n'),
        );
        return same === false ? 1 : 0;
      }),
    );
}
