/** One process at a time writes a run directory: a file with its number says so. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { UsageError } from '../../core/errors.js';
import { FILES } from './layout.js';

/** @throws UsageError when another living process has it */
export function lock(directory: string): void {
  const file = path.join(directory, FILES.lock);
  try {
    fs.writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
    return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const holder = Number(fs.readFileSync(file, 'utf8'));
  if (holder !== process.pid && isAlive(holder)) {
    throw new UsageError({
      where: directory,
      fault: `is being written by process ${holder}`,
      next: 'wait for it, or stop it',
    });
  }
  fs.writeFileSync(file, `${process.pid}\n`);
}

export function unlock(directory: string): void {
  fs.rmSync(path.join(directory, FILES.lock), { force: true });
}

/** The living process that writes a directory, or null. */
export function writerOf(directory: string): number | null {
  try {
    const holder = Number(fs.readFileSync(path.join(directory, FILES.lock), 'utf8'));
    return isAlive(holder) ? holder : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
