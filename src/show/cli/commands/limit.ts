import type { Command } from 'commander';
import { limitOf } from '../../../run/limit.js';
import { exitWith, json, result } from '../io.js';
import { confidence } from '../options.js';
import { digits, table } from '../table.js';

export function limitCommand(program: Command): void {
  program
    .command('limit')
    .description('limit of one or several runs together; expected only while they are blinded')
    .argument('<RUN...>', 'run directories')
    .option('--cl <LEVEL>', "confidence level (default: the card's)", confidence)
    .option('--json', 'print the limit as one JSON document')
    .addHelpText(
      'after',
      '\nExamples:\n  spillway limit my-run\n  spillway limit run1 run2 run3 --cl 0.95',
    )
    .action(
      exitWith((directories: string[], options: { cl?: number; json?: boolean }) => {
        const limit = limitOf(directories, options.cl);
        if (options.json) {
          result(json(limit));
          return limit.converged ? 0 : 1;
        }
        const { expected, observed } = limit;
        const row = (name: string, asymptotic: number, exact: number) => [
          name,
          digits(asymptotic, 4),
          digits(exact, 4),
        ];
        result(
          [
            `${limit.spills} spills, ${digits(limit.electronsOnTarget, 4)} electrons on target from scalers, ` +
              `background ${digits(limit.background)}, CL ${limit.cl}`,
            '',
            table(
              ['upper limit in events', 'asymptotic', 'exact'],
              [
                ...['-2 sigma', '-1 sigma', 'expected (median)', '+1 sigma', '+2 sigma'].map(
                  (name, i) => row(name, expected.asymptotic[i], expected.exact[i]),
                ),
                ['expected (mean)', '', digits(expected.exactMean, 4)],
                observed
                  ? row('observed', observed.asymptotic, observed.exact)
                  : ['observed', 'sealed', 'sealed'],
              ],
            ),
            '',
            table(
              [
                'eps, expected (median)',
                'emulated',
                'exact',
                `scaled to ${digits(limit.fullElectrons)} EOT`,
                'exact',
              ],
              limit.eps.map((e) => [
                `${digits(e.massGeV * 1000)} MeV`,
                digits(e.emulated),
                digits(e.emulatedExact),
                digits(e.scaled),
                digits(e.scaledExact),
              ]),
            ),
          ].join('\n'),
        );
        return limit.converged ? 0 : 1;
      }),
    );
}
