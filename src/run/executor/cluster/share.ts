/** The directory that workers and coordinators share. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { UsageError } from '../../../core/errors.js';

/** @throws UsageError when nothing can be written there */
export function requireShare(share: string): void {
  const probe = path.join(share, `.spillway-${process.pid}`);
  try {
    fs.mkdirSync(share, { recursive: true });
    fs.writeFileSync(probe, '');
    fs.rmSync(probe);
  } catch (error) {
    const fault = `cannot be written: ${(error as Error).message}`;
    throw new UsageError({ where: '--share', what: share, fault, next: 'give another directory' });
  }
}
