import type { Command } from 'commander';
import { describeProblem } from '../../../core/errors.js';
import { verifyRun } from '../../../run/verify.js';
import { exitWith, json, note, result } from '../io.js';

export function verifyCommand(program: Command): void {
  program
    .command('verify')
    .description('check every byte of a run directory; names file and record of any damage')
    .argument('<RUN>', 'run directory')
    .option('--json', 'print the verdict as one JSON document')
    .addHelpText('after', '\nExample:\n  spillway verify my-run')
    .action(
      exitWith((directory: string, options: { json?: boolean }) => {
        const verdict = verifyRun(directory);
        for (const file of verdict.unknown) note(`${file}: not in the manifest`);
        if (options.json) result(json(verdict));
        else if (verdict.ok) {
          result(
            `${directory}: ${verdict.files} files, ${verdict.records} records intact, run ${verdict.runHash}`,
          );
        } else for (const problem of verdict.problems) result(describeProblem(problem));
        return verdict.ok ? 0 : 1;
      }),
    );
}
