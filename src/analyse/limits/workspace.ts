/**
 * Limits and tests of a workspace in pyhf's JSON.
 */
import { UsageError } from '../../core/errors.js';
import { type Answer, open, orNull, type WorkspaceOptions } from './answer.js';
import { type Method, METHODS } from './methods/index.js';

export interface WorkspaceLimit extends Answer {
  readonly schema: 'spillway.workspace-limit/1';
  readonly cl: number;
  /** Upper limits on the parameter of interest. */
  readonly observed: number | null;
  /** At -2, -1, 0, 1, 2 sigma of background alone, ascending. */
  readonly expected: readonly (number | null)[];
}

export interface WorkspaceTest extends Answer {
  readonly schema: 'spillway.workspace-test/1';
  readonly testMu: number;
  readonly qMuTilde: number | null;
  readonly cls: number | null;
  readonly clsb: number | null;
  readonly clb: number | null;
  /** At -2, -1, 0, 1, 2 sigma of background alone, ascending. */
  readonly clsExpected: readonly (number | null)[];
}

/**
 * Upper limits on the parameter of interest.
 *
 * @param json the workspace, parsed
 * @throws UsageError with every problem found, each at its path in the JSON
 */
export async function workspaceLimit(
  json: unknown,
  { cl, ...options }: WorkspaceOptions & { readonly cl: number },
): Promise<WorkspaceLimit> {
  if (!(cl > 0.5 && cl < 0.999)) {
    throw new UsageError({ what: 'cl', got: `${cl}`, expected: 'above 0.5 and below 0.999' });
  }
  const { own, task, answer } = open(json, options);
  const method: Method = METHODS[options.method];
  const { observed, expected, ...more } = await method.limit(cl, task);
  const found = [observed, ...expected].filter(Number.isFinite).length;
  const asked = 6 - (more.without?.numbers ?? 0);
  const { model } = own;
  const high = model.bounds.upper[model.poi];
  const missing = `${asked - found} of ${asked} limits not found up to ${high}, the bound of ${model.names[model.poi]}`;
  return {
    schema: 'spillway.workspace-limit/1',
    cl,
    observed: orNull(observed),
    expected: expected.map(orNull),
    ...answer(found === asked, missing, more),
  };
}

/**
 * The test of one signal strength against background alone.
 *
 * @param json the workspace, parsed
 * @throws UsageError with every problem found, each at its path in the JSON
 */
export async function workspaceTest(
  json: unknown,
  { testMu, ...options }: WorkspaceOptions & { readonly testMu: number },
): Promise<WorkspaceTest> {
  const { own, task, answer } = open(json, options);
  const { model } = own;
  const high = model.bounds.upper[model.poi];
  if (!(testMu >= 0 && testMu <= high)) {
    throw new UsageError({
      what: 'test mu',
      got: `${testMu}`,
      expected: `0 to ${high}, the bound of ${model.names[model.poi]}`,
    });
  }
  const method: Method = METHODS[options.method];
  if (method.test === undefined) {
    const names = Object.entries(METHODS).filter(([, other]) => 'test' in other);
    throw new UsageError({
      what: 'test mu',
      got: `the method ${options.method}, which has no CLs`,
      expected: `one of ${names.map(([name]) => name).join(', ')}`,
    });
  }
  const { qMuTilde, cls, clsb, clb, clsExpected, ...more } = await method.test(testMu, task);
  const found = [qMuTilde, cls, clsb, clb, ...clsExpected].filter(Number.isFinite).length;
  return {
    schema: 'spillway.workspace-test/1',
    testMu,
    qMuTilde: orNull(qMuTilde),
    cls: orNull(cls),
    clsb: orNull(clsb),
    clb: orNull(clb),
    clsExpected: clsExpected.map(orNull),
    ...answer(found + (more.without?.numbers ?? 0) === 9, 'the test has no answer', more),
  };
}
