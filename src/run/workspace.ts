/**
 * Limits and tests of a workspace file in pyhf's JSON.
 */
import * as fs from 'node:fs';
import {
  DEFAULT_TOYS,
  METHODS,
  type MethodName,
  workspaceDiscovery,
  type WorkspaceDiscovery,
  workspaceLimit,
  type WorkspaceLimit,
  type WorkspaceOptions,
  workspaceTest,
  type WorkspaceTest,
} from '../analyse/limits/index.js';
import { UsageError } from '../core/errors.js';
import { toysOf } from './toys.js';
import type { Computing } from './computing.js';

export { DEFAULT_TOYS };
export type { MethodName, WorkspaceDiscovery, WorkspaceLimit, WorkspaceTest };

/** Without who draws the toys. */
export type Asked = Omit<WorkspaceOptions, 'toySource'>;

export const METHOD_NAMES = Object.keys(METHODS) as MethodName[];

/** @throws UsageError with every problem found, each with the file and its path in the JSON */
export function limitOfWorkspace(
  file: string,
  options: Asked & { readonly cl: number },
  computing: Computing,
): Promise<WorkspaceLimit> {
  const toySource = toysOf(computing);
  return within(file, (json) => workspaceLimit(json, { ...options, toySource }));
}

/** @throws UsageError with every problem found, each with the file and its path in the JSON */
export function testOfWorkspace(
  file: string,
  options: Asked & { readonly testMu: number },
  computing: Computing,
): Promise<WorkspaceTest> {
  const toySource = toysOf(computing);
  return within(file, (json) => workspaceTest(json, { ...options, toySource }));
}

/** @throws UsageError with every problem found, each with the file and its path in the JSON */
export function discoveryOfWorkspace(
  file: string,
  options: Asked,
  computing: Computing,
): Promise<WorkspaceDiscovery> {
  const toySource = toysOf(computing);
  return within(file, (json) => workspaceDiscovery(json, { ...options, toySource }));
}

async function within<T>(file: string, answer: (json: unknown) => Promise<T>): Promise<T> {
  let json: unknown;
  try {
    json = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    const next = error instanceof Error ? error.message : String(error);
    throw new UsageError({ where: file, expected: 'a workspace in JSON', next });
  }
  try {
    return await answer(json);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(error.problems.map((problem) => ({ where: file, ...problem })));
  }
}
