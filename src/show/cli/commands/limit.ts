import { type Command, InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../../../core/errors.js';
import { METHOD_NAMES } from '../../../run/workspace.js';
import { clusterOption, outstandingOption, shareOption } from '../computing.js';
import { exitWith, json, result } from '../io.js';
import { answerOfDiscovery, type DiscoveryAsked, textOfDiscovery } from '../limit/discovery.js';
import { answerOfRuns, textOfRuns } from '../limit/runs.js';
import { answerOfWorkspace, textOfWorkspace, type WorkspaceAsked } from '../limit/workspace.js';
import { confidence, massList, seed, wholeNumber, workersOption } from '../options.js';

interface Options extends DiscoveryAsked, WorkspaceAsked {
  readonly json?: boolean;
  readonly workspace?: string;
}

/** Options that say something of a workspace alone. */
const OF_WORKSPACE = {
  testMu: '--test-mu',
  measurement: '--measurement',
  modifierSettings: '--modifier-settings',
} as const;

/** And of a test of runs. */
const OF_TESTS = {
  method: '--method',
  seed: '--seed',
  toys: '--toys',
  workers: '--workers',
  cluster: '--cluster',
  outstanding: '--outstanding',
  share: '--share',
} as const;

/** Options that say something of runs, or of the paper's inputs. */
const OF_RUNS = {
  inputs: '--inputs',
  efficiency: '--efficiency',
  masses: '--masses',
  bins: '--bins',
  publishedEfficiency: '--published-efficiency',
  boxEdge: '--box-edge',
} as const;

export function limitCommand(program: Command): void {
  program
    .command('limit')
    .description('limit of one or several runs together, or of a workspace in the JSON of pyhf')
    .argument('[RUN...]', 'run directories; expected limits only while they are blinded')
    .option('--workspace <FILE>', 'instead: a HistFactory workspace')
    .addOption(
      new Option(
        '--inputs <NAME>',
        'instead: exposure, efficiencies and background of the paper',
      ).choices(['paper']),
    )
    .option('--efficiency <FILE>', "efficiencies of spillway efficiency, in place of the cards'")
    .option('--masses <LIST>', "of the A', as 1MeV,10MeV (default: the card's)", massList)
    .option('--bins <N>', 'of missing energy in each run: 1 unless given', wholeNumber(1, 50))
    .option('--published-efficiency', 'use the error of the efficiency as published, too')
    .option('--box-edge', 'the edge of the box that is best for the mean expected limit')
    .option(
      '--cl <LEVEL>',
      "confidence level (default: the card's; of a workspace 0.95)",
      confidence,
    )
    .addOption(
      new Option('--method <NAME>', 'of a workspace or test: asymptotic unless given').choices(
        METHOD_NAMES,
      ),
    )
    .option('--test-mu <MU>', 'of a workspace: test this signal strength instead', strength)
    .option('--discovery', 'test background alone, pulls, impacts and goodness of fit instead')
    .option('--measurement <NAME>', 'of a workspace: its first one unless given')
    .option('--modifier-settings <JSON>', 'of a workspace: codes of interpolation', settings)
    .option('--seed <TEXT>', 'of the toys: "limit" unless given', seed)
    .option('--toys <N>', 'toys of each hypothesis: 1000 unless given', wholeNumber(100))
    .addOption(workersOption())
    .addOption(clusterOption())
    .addOption(outstandingOption())
    .addOption(shareOption())
    .option('--json', 'print the limit as one JSON document')
    .addHelpText(
      'after',
      `
Examples:
  spillway limit my-run
  spillway limit run1 run2 run3 --cl 0.95
  spillway limit run1 run2 run3 --efficiency efficiency.json --bins 5
  spillway limit run1 run2 run3 --discovery --method exact
  spillway limit --inputs paper
  spillway limit --inputs paper --box-edge
  spillway limit --workspace workspace.json
  spillway limit --workspace workspace.json --test-mu 1
  spillway limit --workspace workspace.json --method toys --toys 10000 --seed demo
  spillway limit --workspace workspace.json --discovery --method exact
  spillway limit --workspace workspace.json --modifier-settings \\
    '{"normsys":{"interpcode":"code1"},"histosys":{"interpcode":"code0"}}'`,
    )
    .action(
      exitWith(async (directories: string[], options: Options, command: Command) => {
        const refuse = (of: Readonly<Record<string, string>>, fault: string) => {
          for (const [key, what] of Object.entries(of)) {
            if (command.getOptionValueSource(key) === 'cli') throw new UsageError({ what, fault });
          }
        };
        const say = (answer: object, text: string) => result(options.json ? json(answer) : text);
        if (options.workspace === undefined) {
          refuse(OF_WORKSPACE, 'belongs to --workspace FILE');
          if (options.discovery) {
            const answer = await answerOfDiscovery(directories, options);
            say(answer, textOfDiscovery(answer));
            return answer.converged ? 0 : 1;
          }
          refuse(OF_TESTS, 'belongs to --workspace FILE or --discovery');
          const answer = answerOfRuns(directories, options);
          say(answer, textOfRuns(answer));
          return 'converged' in answer && !answer.converged ? 1 : 0;
        }
        refuse(OF_RUNS, 'belongs to RUN, and a workspace has its own');
        const answer = await answerOfWorkspace(options.workspace, directories, options);
        say(answer, textOfWorkspace(answer));
        return answer.converged ? 0 : 1;
      }),
    );
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
