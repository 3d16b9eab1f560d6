import type { Command } from 'commander';
import { openRun, replayRun, sameAsRecorded } from '../../../run/replay.js';
import { resultsOf, runCounts } from '../../../run/summary.js';
import { counted } from '../../plural.js';
import { exitWith, json, progress, result } from '../io.js';
import { wholeNumber } from '../options.js';
import { digits } from '../../digits.js';
import { table } from '../table.js';

interface Options {
  spill?: number;
  again?: boolean;
  json?: boolean;
}

const spillsText = (done: number, of: number) =>
  `${done === of ? '' : `${done} of `}${counted(of, 'spill')}`;

export function replayCommand(program: Command): void {
  program
    .command('replay')
    .description('analyse the recorded raw data of a run again')
    .argument('<RUN>', 'run directory; needs run.json, card.yaml, spills.jsonl and raw/')
    .option('--spill <S>', 'only this spill, from 1', wholeNumber(1))
    .option('--again', 'emulate raw data again that were not kept, instead of leaving them out')
    .option('--json', 'print the results as one JSON document')
    .addHelpText(
      'after',
      '\nExamples:\n  spillway replay my-run --json\n  spillway replay my-run --spill 2 --again',
    )
    .action(
      exitWith((directory: string, { json: asJson, ...options }: Options) => {
        const run = openRun(directory);
        const each = (spill: number) => progress(`replay: spill ${spill} of ${run.journal.length}`);
        const counts = replayRun(run, { ...options, each });
        const results = resultsOf(runCounts(run.record, run.card, counts), false);
        const same = sameAsRecorded(run, counts);
        const document = {
          schema: 'spillway.replay/1',
          spills: counts.spills,
          sameAsRecorded: same,
          ...results,
        };
        result(
          asJson
            ? json(document)
            : [
                `${spillsText(counts.spills, run.journal.length)}, ${counted(results.recorded, 'event')}, ${results.recordedPhysics.sealed} sealed` +
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
