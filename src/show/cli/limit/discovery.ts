/** What `spillway limit RUN... --discovery` asks for and says. */
import { UsageError } from '../../../core/errors.js';
import { discoveryOf, type RunsDiscovery } from '../../../run/limit.js';
import { DEFAULT_TOYS, type MethodName } from '../../../run/workspace.js';
import { counted } from '../../plural.js';
import { digits } from '../../digits.js';
import { table } from '../table.js';
import { type Where, withComputing } from '../computing.js';
import { type RunsAsked, requireRuns } from './runs.js';
import { textOfWorkspace } from './workspace.js';

export interface DiscoveryAsked extends RunsAsked, Where {
  readonly method?: MethodName;
  readonly seed?: string;
  readonly toys?: number;
}

/** @throws UsageError where there is no open box, and for options that do not go together */
export async function answerOfDiscovery(
  directories: readonly string[],
  { method = 'asymptotic', ...options }: DiscoveryAsked,
): Promise<RunsDiscovery> {
  const refuse = (key: keyof RunsAsked, what: string, fault: string) => {
    if (key in options) throw new UsageError({ what, fault });
  };
  refuse('cl', '--cl', 'is of a limit, and --discovery asks for none');
  refuse('boxEdge', '--box-edge', 'is of expected limits, and --discovery asks for none');
  refuse('inputs', '--inputs', 'has no open box, and --discovery asks for one');
  requireRuns(directories);
  const { seed = DEFAULT_TOYS.seed, toys = DEFAULT_TOYS.toys } = options;
  const how = { method, drawn: { seed, toys } };
  return withComputing(options, (computing) => discoveryOf(directories, options, how, computing));
}

export function textOfDiscovery(answer: RunsDiscovery): string {
  const { masses, observed, background } = answer;
  const methods = Object.keys(masses[0].significance) as MethodName[];
  const box = observed.reduce((sum, n) => sum + n, 0);
  return [
    `${counted(answer.spills, 'spill')}, ${digits(answer.electronsOnTarget, 4)} electrons on target from scalers, ` +
      `background ${digits(background)}, ${counted(box, 'event')} in the box`,
    '',
    table(
      [
        'mass',
        'signal events, best fit',
        'eps',
        'q0',
        ...methods.flatMap((name) => [`local p-value, ${name}`, 'Z']),
      ],
      masses.map(({ massGeV, events, eps, q0, significance }) => [
        `${digits(massGeV * 1000)} MeV`,
        digits(events, 4),
        digits(eps),
        digits(q0, 4),
        ...methods.flatMap((name) => [
          digits(significance[name]?.pValue, 4),
          digits(significance[name]?.z, 4),
        ]),
      ]),
    ),
    '',
    `At ${digits(masses[0].massGeV * 1000)} MeV:`,
    textOfWorkspace(masses[0]),
  ].join('\n');
}
