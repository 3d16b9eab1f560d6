/**
 * The directory of a results page.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { UsageError } from '../../core/errors.js';
import { cannotBeWritten } from '../store/fault.js';
import { type Holds, isOurs } from '../store/ours.js';
import { writeWhole } from '../store/write.js';

/** What a directory of ours has. */
export const RESULTS_FILE = 'paper.json';
export const RESULTS_SCHEMA = 'spillway.paper/1';
const RESULTS: Holds = { name: 'results page', file: RESULTS_FILE, schema: /spillway\.paper\/1/ };

/**
 * @param force whether one of ours may be deleted
 * @throws UsageError when there is something else, or one of ours and no `force`
 */
export function requireFree(directory: string, force: boolean, holds: Holds = RESULTS): void {
  if (!fs.existsSync(directory)) return;
  const isDirectory = fs.statSync(directory).isDirectory();
  if (isDirectory && fs.readdirSync(directory).length === 0) return;
  const ours = isOurs(directory, holds);
  if (ours && force) return;
  throw new UsageError({
    where: directory,
    fault: ours ? `holds a ${holds.name} already` : 'exists already',
    next: ours ? 'give another --out, or --force to delete it' : 'give another --out',
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
