/**
 * Makes config/references: the counts of forty spills of each shipped card of a run, whose spectra `spillway serve` shows as references. To be
 * made again when physics moves them on purpose.
 *
 *   npm run build && node --import tsx scripts/screen-references.ts
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { shippedReference } from '../src/run/live/references.js';

const CARDS = ['run1-2016', 'run2-2017', 'run3-2018'];
const SPILLS = 40;
const cli = path.join(import.meta.dirname, '../dist/show/cli/main.js');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-references-'));

try {
  for (const card of CARDS) {
    const out = path.join(folder, card);
    const how = ['--seed', 'reference', '--mode', 'candidates', '--raw', 'drop', '--out', out];
    const args = [cli, 'run', card, '--spills', `${SPILLS}`, ...how];
    const { status } = spawnSync(process.execPath, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) throw new Error(`${card}: exit code ${status}`);
    fs.copyFileSync(path.join(out, 'counts.pb'), shippedReference(card));
  }
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
