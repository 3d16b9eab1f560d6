import type { Command } from 'commander';
import { unblindRun } from '../../../run/unblind.js';
import { runFigures } from '../../figures/run.js';
import { plural } from '../../plural.js';
import { exitWith, json, progress, result } from '../io.js';
import { natureTable } from '../nature.js';
import { digits } from '../../digits.js';

export function unblindCommand(program: Command): void {
  program
    .command('unblind')
    .description(
      'open the signal box of a finished run, and its nature if that was drawn; reason and time are written down for good',
    )
    .argument('<RUN>', 'run directory')
    .requiredOption('--reason <TEXT>', 'why the box is opened')
    .option('--json', 'print the new summary as one JSON document')
    .addHelpText(
      'after',
      '\nExample:\n  spillway unblind my-run --reason "cuts and background frozen"',
    )
    .action(
      exitWith((directory: string, options: { reason: string; json?: boolean }) => {
        const { summary, nature } = unblindRun(
          directory,
          options.reason,
          Date.now,
          runFigures,
          (spill) => progress(`unblind: spill ${spill}`),
        );
        const { observed } = summary.limit;
        result(
          options.json
            ? json({ ...summary, ...(nature && { trueParameters: nature.values }) })
            : `${summary.box} ${plural(summary.box ?? 0, 'event')} in the signal box, ${digits(summary.background.events)} expected; ` +
                `limit in events, observed: ${digits(observed?.asymptotic)} asymptotic, ${digits(observed?.exact)} exact` +
                (nature ? `\n\n${natureTable(nature)}` : ''),
        );
        return 0;
      }),
    );
}
