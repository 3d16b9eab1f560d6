import type { Command } from 'commander';
import { describeProblem } from '../../../core/errors.js';
import { verifyDirectory } from '../../../run/verify.js';
import { counted } from '../../plural.js';
import { exitWith, json, note, result } from '../io.js';

export function verifyCommand(program: Command): void {
  program
    .command('verify')
    .description(
      'check every byte of a run, a campaign or a scan; names file and record of any damage',
    )
    .argument('<DIR>', 'directory of a run, a campaign or a scan')
    .option('--json', 'print the verdict as one JSON document')
    .addHelpText('after', '\nExample:\n  spillway verify my-run')
    .action(
      exitWith((directory: string, options: { json?: boolean }) => {
        const verdict = verifyDirectory(directory);
        for (const file of verdict.unknown) note(`${file}: not in the manifest`);
        if (options.json) result(json(verdict));
        else if (verdict.ok) {
          const { files, records, campaignHash, runHash } = verdict;
          const run = runHash === null ? 'a scan' : `run ${runHash}`;
          const which = campaignHash === null ? run : `campaign ${campaignHash}`;
          result(
            `${directory}: ${counted(files, 'file')}, ${counted(records, 'record')} intact, ${which}`,
          );
        } else for (const problem of verdict.problems) result(describeProblem(problem));
        return verdict.ok ? 0 : 1;
      }),
    );
}
