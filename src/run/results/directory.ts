/**
 * The directory of a results page.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { UsageError } from '../../core/errors.js';
import { cannotBeWritten } from '../store/fault.js';
import { writeWhole } from '../store/write.js';

/** What a directory of ours has. */
export const RESULTS_FILE = 'paper.json';
export const RESULTS_SCHEMA = 'spillway.paper/1';

/**
 * @param force whether a results page of ours may be deleted
 * @throws UsageError when there is something else, or a page and no `force`
 */
export function requireFree(directory: string, force: boolean): void {
  if (!fs.existsSync(directory)) return;
  const isDirectory = fs.statSync(directory).isDirectory();
  if (isDirectory && fs.readdirSync(directory).length === 0) return;
  const file = path.join(directory, RESULTS_FILE);
  const isOurs = fs.existsSync(file) && fs.readFileSync(file, 'utf8').includes(RESULTS_SCHEMA);
  if (isOurs && force) return;
  throw new UsageError({
    where: directory,
    fault: isOurs ? 'holds a results page already' : 'exists already',
    next: isOurs ? 'give another --out, or --force to delete it' : 'give another --out',
  });
}

/**
 * Writes the files of a page, the one that makes the directory ours first.
 * @throws UsageError when the directory cannot be written
 */
export function writeResults(
  directory: string,
  files: readonly (readonly [file: string, content: string | Uint8Array])[],
  force: boolean,
): void {
  requireFree(directory, force);
  try {
    fs.rmSync(directory, { recursive: true, force: true });
    for (const [file, content] of files) writeWhole(path.join(directory, file), content);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw cannotBeWritten(directory, '--out', error);
  }
}
