import { availableParallelism } from 'node:os';
import { Argument, type Command, InvalidArgumentError } from 'commander';
import { VALIDATIONS, validate, type ValidationRow } from '../../../run/validate/index.js';
import { exitWith, json, progress, result } from '../io.js';
import { wholeNumber } from '../options.js';
import { digits, table } from '../table.js';

interface Options {
  electrons: number;
  events: number;
  seed: string;
  workers: number;
  json?: boolean;
}

export function validateCommand(program: Command): void {
  program
    .command('validate')
    .description('compare the emulation with the paper and with independent calculations')
    .addArgument(
      new Argument('[NAME...]', 'what to validate; all when none is named').choices(
        VALIDATIONS.map(({ name }) => name),
      ),
    )
    .option('--electrons <N>', 'electrons on target behind the rates', electrons, 1e9)
    .option('--events <N>', 'triggers behind each number of the readout', wholeNumber(1000), 1e6)
    .option('--seed <TEXT>', 'seed of all random numbers', 'validate')
    .option('--workers <N>', 'worker threads', wholeNumber(1), availableParallelism())
    .option('--json', 'print the rows as one JSON document')
    .addHelpText(
      'after',
      `\nNames:\n${VALIDATIONS.map(({ name, title }) => `  ${name.padEnd(10)}${title}`).join('\n')}` +
        '\n\nExamples:\n  spillway validate chain --electrons 1e8\n  spillway validate readout',
    )
    .action(
      exitWith(async (names: string[], options: Options) => {
        const rows = await validate(names, { ...options, report: progress });
        result(options.json ? json({ schema: 'spillway.validate/1', rows }) : rowsTable(rows));
        return rows.every((r) => r.agrees) ? 0 : 1;
      }),
    );
}

function electrons(text: string): number {
  const value = Number(text);
  if (!(value >= 1 && value <= 1e13)) {
    throw new InvalidArgumentError(`got "${text}", expected a number of electrons such as 1e9.`);
  }
  return value;
}

function rowsTable(rows: readonly ValidationRow[]): string {
  return table(
    ['quantity', 'role', 'expected', 'emulated', 'error', 'pull', 'agrees', 'source'],
    rows.map((r) => [
      r.name,
      r.role,
      typeof r.allowed === 'number'
        ? `${digits(r.expected, 4)} +- ${digits(100 * r.allowed)} %`
        : `${digits(r.allowed[0])} to ${digits(r.allowed[1])}`,
      digits(r.emulated, 4),
      digits(r.error, 2),
      digits(r.pull, 2),
      r.agrees ? 'yes' : 'NO',
      r.source,
    ]),
  );
}
