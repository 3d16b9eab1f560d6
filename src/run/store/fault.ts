/** What the file system refuses, in words. */
import * as path from 'node:path';
import { getSystemErrorMap } from 'node:util';
import { UsageError } from '../../core/errors.js';

/**
 * What went wrong, without the code and the path that Node puts about it.
 *
 * @example faultOf(error) // "no such file or directory", of "ENOENT: no such file or directory, open 'x'"
 */
export function faultOf(error: unknown): string {
  const { errno, message } = error as NodeJS.ErrnoException;
  return getSystemErrorMap().get(errno ?? 0)?.[1] ?? message;
}

/**
 * Of a directory that could not be made or written to; names what is in its way.
 * @param option the one that gives another directory
 */
export function cannotBeWritten(directory: string, option: string, error: unknown): UsageError {
  const at = (error as NodeJS.ErrnoException).path;
  const isElsewhere = at !== undefined && path.resolve(at) !== path.resolve(directory);
  const fault = `cannot be written: ${isElsewhere ? `${at}: ` : ''}${faultOf(error)}`;
  return new UsageError(
    { where: directory, fault, next: `give another ${option}` },
    { cause: error },
  );
}
