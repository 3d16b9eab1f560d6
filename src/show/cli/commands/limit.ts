import { type Command, InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../../../core/errors.js';
import { commandLine } from '../../../run/command.js';
import { threadExecutor } from '../../../run/executor/threads.js';
import { type Limit, limitOf } from '../../../run/limit.js';
import {
  type Asked,
  DEFAULT_TOYS,
  discoveryOfWorkspace,
  limitOfWorkspace,
  METHOD_NAMES,
  type MethodName,
  testOfWorkspace,
  type WorkspaceDiscovery,
  type WorkspaceLimit,
  type WorkspaceTest,
} from '../../../run/workspace.js';
import { exitWith, json, note, progress, result } from '../io.js';
import { confidence, seed, wholeNumber, workersOption } from '../options.js';
import { counted } from '../../plural.js';
import { discoveryTables } from '../discovery.js';
import { digits, table } from '../table.js';

interface Options {
  cl?: number;
  json?: boolean;
  workspace?: string;
  method?: MethodName;
  testMu?: number;
  discovery?: boolean;
  measurement?: string;
  modifierSettings?: unknown;
  seed?: string;
  toys?: number;
  workers: number;
}

/** Options that say something of a workspace alone. */
const OF_WORKSPACE = {
  method: '--method',
  testMu: '--test-mu',
  discovery: '--discovery',
  measurement: '--measurement',
  modifierSettings: '--modifier-settings',
  seed: '--seed',
  toys: '--toys',
  workers: '--workers',
} as const;

export function limitCommand(program: Command): void {
  program
    .command('limit')
    .description('limit of one or several runs together, or of a workspace in the JSON of pyhf')
    .argument('[RUN...]', 'run directories; expected limits only while they are blinded')
    .option('--workspace <FILE>', 'instead: a HistFactory workspace')
    .option(
      '--cl <LEVEL>',
      "confidence level (default: the card's; of a workspace 0.95)",
      confidence,
    )
    .addOption(
      new Option('--method <NAME>', 'of a workspace: asymptotic unless given').choices(
        METHOD_NAMES,
      ),
    )
    .option('--test-mu <MU>', 'of a workspace: test this signal strength instead', strength)
    .option('--discovery', 'of a workspace: test background alone, pulls and impacts instead')
    .option('--measurement <NAME>', 'of a workspace: its first one unless given')
    .option('--modifier-settings <JSON>', 'of a workspace: codes of interpolation', settings)
    .option('--seed <TEXT>', 'of the toys: "limit" unless given', seed)
    .option('--toys <N>', 'toys of each hypothesis: 1000 unless given', wholeNumber(100))
    .addOption(workersOption())
    .option('--json', 'print the limit as one JSON document')
    .addHelpText(
      'after',
      `
Examples:
  spillway limit my-run
  spillway limit run1 run2 run3 --cl 0.95
  spillway limit --workspace workspace.json
  spillway limit --workspace workspace.json --test-mu 1
  spillway limit --workspace workspace.json --method toys --toys 10000 --seed demo
  spillway limit --workspace workspace.json --discovery --method exact
  spillway limit --workspace workspace.json --modifier-settings \\
    '{"normsys":{"interpcode":"code1"},"histosys":{"interpcode":"code0"}}'`,
    )
    .action(
      exitWith(async (directories: string[], options: Options, command: Command) => {
        const answer =
          options.workspace === undefined
            ? answerOfRuns(directories, options, command)
            : await answerOfWorkspace(options.workspace, directories, options);
        result(options.json ? json(answer) : textOf(answer));
        return answer.converged ? 0 : 1;
      }),
    );
}

/** Background below which the asymptotic expected limit in events is more than a tenth off the exact one. */
const FEW_EVENTS = 5;

type Answer = Limit | WorkspaceLimit | WorkspaceTest | WorkspaceDiscovery;

/** @throws UsageError for an option of a workspace */
function answerOfRuns(directories: readonly string[], { cl }: Options, command: Command): Limit {
  for (const [key, what] of Object.entries(OF_WORKSPACE)) {
    if (command.getOptionValueSource(key) !== 'cli') continue;
    throw new UsageError({ what, fault: 'belongs to --workspace FILE' });
  }
  if (directories.length === 0) {
    throw new UsageError({
      what: 'limit',
      fault: "missing required argument 'RUN'",
      next: 'or a workspace, --workspace FILE',
    });
  }
  return limitOf(directories, cl);
}

async function answerOfWorkspace(
  workspace: string,
  directories: readonly string[],
  {
    cl,
    testMu,
    discovery,
    method = 'asymptotic',
    measurement,
    modifierSettings,
    ...options
  }: Options,
): Promise<Answer> {
  if (directories.length > 0) {
    throw new UsageError({
      what: '--workspace',
      got: 'run directories besides',
      expected: 'either of them',
    });
  }
  const { seed = DEFAULT_TOYS.seed, toys = DEFAULT_TOYS.toys, workers } = options;
  const how: Asked = {
    method,
    drawn: { seed, toys },
    ...(measurement === undefined ? {} : { measurement }),
    ...(modifierSettings === undefined ? {} : { modifierSettings }),
  };
  const instead = testMu !== undefined ? '--test-mu' : discovery ? '--discovery' : null;
  if (instead !== null && cl !== undefined) {
    throw new UsageError({ what: '--cl', fault: `is of a limit, and ${instead} asks for none` });
  }
  if (discovery && testMu !== undefined) {
    throw new UsageError({
      what: '--discovery',
      got: '--test-mu besides',
      expected: 'either of them',
    });
  }
  const executor = threadExecutor(workers, { warn: note });
  const computing = { executor, repeat: commandLine(...process.argv.slice(2)), report: progress };
  try {
    if (discovery) return await discoveryOfWorkspace(workspace, how, computing);
    return testMu === undefined
      ? await limitOfWorkspace(workspace, { ...how, cl: cl ?? 0.95 }, computing)
      : await testOfWorkspace(workspace, { ...how, testMu }, computing);
  } finally {
    await executor.close();
  }
}

function strength(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value < Infinity)) {
    throw new InvalidArgumentError(`got "${text}", expected a number of 0 or more.`);
  }
  return value;
}

function settings(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidArgumentError(
      `got "${text}", expected JSON such as {"normsys":{"interpcode":"code1"}}.`,
    );
  }
}

function textOf(answer: Answer): string {
  switch (answer.schema) {
    case 'spillway.limit/1':
      return textOfRuns(answer);
    case 'spillway.workspace-limit/1':
      return textOfWorkspace(answer, `CL ${answer.cl}`, [
        [`upper limit on ${answer.poi}`, answer.method],
        ...BANDS.map((name, i) => [
          name,
          withError(answer.expected[i], answer.toys?.expectedErrors?.[i]),
        ]),
        ['observed', withError(answer.observed, answer.toys?.limitError)],
      ]);
    case 'spillway.workspace-test/1':
      return textOfWorkspace(answer, `${answer.poi} = ${answer.testMu}`, [
        ['test', answer.method],
        ...BANDS.map((name, i) => [
          `CLs, ${name}`,
          withError(answer.clsExpected[i], answer.toys?.expectedErrors?.[i]),
        ]),
        ['CLs, observed', withError(answer.cls, answer.toys?.error)],
        ['CLs+b', digits(answer.clsb, 6)],
        ['CLb', digits(answer.clb, 6)],
        ['q~', digits(answer.qMuTilde, 6)],
      ]);
    case 'spillway.discovery/1':
      return textOfWorkspace(answer, `${answer.poi} = 0`, ...discoveryTables(answer));
  }
}

/** With the statistical error of toys, where there is one. */
const withError = (value: number | null, error: number | null | undefined): string =>
  typeof error === 'number' ? `${digits(value, 6)} +- ${digits(error, 2)}` : digits(value, 6);

const BANDS = ['-2 sigma', '-1 sigma', 'expected (median)', '+1 sigma', '+2 sigma'];

function textOfWorkspace(
  { measurement, fit, fits, toys, converged, failures }: Exclude<Answer, Limit>,
  asked: string,
  ...tables: readonly (readonly (readonly string[])[])[]
): string {
  return [
    `measurement ${measurement}, ${asked}`,
    '',
    ...tables.flatMap(([head, ...rows]) => [table(head, rows), '']),
    table(
      ['best fit', 'value', 'error'],
      fit.parameters.map((name, i) => [name, digits(fit.values[i], 6), digits(fit.errors[i])]),
    ),
    `-2 ln L = ${digits(fit.twiceNll, 10)}${fit.converged ? '' : ', not converged'}`,
    `${fits.made} fits, ${fits.failed} did not converge`,
    ...(toys === undefined
      ? []
      : [
          `${toys.number} toys of seed "${toys.seed}": ${toys.failed} of ${toys.made} fits of them did not converge`,
          `p-value +- ${digits(toys.error)}`,
        ]),
    ...failures.map((failure) => `${converged ? 'NO ANSWER' : 'NOT CONVERGED'}: ${failure}`),
  ].join('\n');
}

function textOfRuns(limit: Limit): string {
  const { expected, observed } = limit;
  const row = (name: string, asymptotic: number, exact: number) => [
    name,
    digits(asymptotic, 4),
    digits(exact, 4),
  ];
  return [
    `${counted(limit.spills, 'spill')}, ${digits(limit.electronsOnTarget, 4)} electrons on target from scalers, ` +
      `background ${digits(limit.background)}, CL ${limit.cl}`,
    '',
    table(
      ['upper limit in events', 'asymptotic', 'exact'],
      [
        ...BANDS.map((name, i) => row(name, expected.asymptotic[i], expected.exact[i])),
        ['expected (mean)', '', digits(expected.exactMean, 4)],
        observed
          ? row('observed', observed.asymptotic, observed.exact)
          : ['observed', 'sealed', 'sealed'],
      ],
    ),
    ...(limit.background < FEW_EVENTS
      ? [
          'With so few background events the asymptotic formulae do not hold: take the exact limits.',
        ]
      : []),
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
  ].join('\n');
}
