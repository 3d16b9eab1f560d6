/** What `spillway limit --workspace` asks for and says. */
import { UsageError } from '../../../core/errors.js';
import {
  type Asked,
  DEFAULT_TOYS,
  discoveryOfWorkspace,
  limitOfWorkspace,
  type MethodName,
  testOfWorkspace,
  type WorkspaceDiscovery,
  type WorkspaceLimit,
  type WorkspaceTest,
} from '../../../run/workspace.js';
import { discoveryTables } from '../discovery.js';
import { digits } from '../../digits.js';
import { table } from '../table.js';
import { BANDS } from './bands.js';
import { type Where, withComputing } from '../computing.js';

export interface WorkspaceAsked extends Where {
  readonly cl?: number;
  readonly method?: MethodName;
  readonly testMu?: number;
  readonly discovery?: boolean;
  readonly measurement?: string;
  readonly modifierSettings?: unknown;
  readonly seed?: string;
  readonly toys?: number;
}

export type WorkspaceAnswer = WorkspaceLimit | WorkspaceTest | WorkspaceDiscovery;

/** @throws UsageError for run directories besides, and for options that do not go together */
export async function answerOfWorkspace(
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
  }: WorkspaceAsked,
): Promise<WorkspaceAnswer> {
  if (directories.length > 0) {
    throw new UsageError({
      what: '--workspace',
      got: 'run directories besides',
      expected: 'either of them',
    });
  }
  const { seed = DEFAULT_TOYS.seed, toys = DEFAULT_TOYS.toys } = options;
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
  return withComputing<WorkspaceAnswer>(options, (computing) => {
    if (discovery) return discoveryOfWorkspace(workspace, how, computing);
    return testMu === undefined
      ? limitOfWorkspace(workspace, { ...how, cl: cl ?? 0.95 }, computing)
      : testOfWorkspace(workspace, { ...how, testMu }, computing);
  });
}

export function textOfWorkspace(answer: WorkspaceAnswer): string {
  switch (answer.schema) {
    case 'spillway.workspace-limit/1':
      return described(answer, `CL ${answer.cl}`, [
        [`upper limit on ${answer.poi}`, answer.method],
        ...BANDS.map((name, i) => [
          name,
          withError(answer.expected[i], answer.toys?.expectedErrors?.[i]),
        ]),
        ['observed', withError(answer.observed, answer.toys?.limitError)],
      ]);
    case 'spillway.workspace-test/1':
      return described(answer, `${answer.poi} = ${answer.testMu}`, [
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
      return described(answer, `${answer.poi} = 0`, ...discoveryTables(answer));
  }
}

/** With the statistical error of toys, where there is one. */
const withError = (value: number | null, error: number | null | undefined): string =>
  typeof error === 'number' ? `${digits(value, 6)} +- ${digits(error, 2)}` : digits(value, 6);

function described(
  { measurement, fit, fits, toys, converged, failures }: WorkspaceAnswer,
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
