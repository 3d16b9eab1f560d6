/** Spectra that are expected: of a run, or as shipped for the card. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { PACKAGE } from '../package.js';
import { decodeCheckpoint, readCheckpoint } from '../store/checkpoint.js';
import { type References, referencesOf } from './view.js';

/** Counts of forty spills of the card of that name; scripts/screen-references.ts makes them. */
export const shippedReference = (card: string): string =>
  path.join(PACKAGE, 'config/references', `${card}.pb`);

/**
 * @param card its name
 * @param run directory that takes its place
 * @throws RunError when that has no counts
 */
export function referenceFor(card: string, run: string | undefined): References | null {
  if (run !== undefined) return referencesOf(path.basename(path.resolve(run)), readCheckpoint(run));
  const file = shippedReference(card);
  if (!fs.existsSync(file)) return null;
  return referencesOf(`${card}, as shipped`, decodeCheckpoint(fs.readFileSync(file)));
}
