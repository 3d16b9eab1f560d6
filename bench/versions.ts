/**
 * `npm run bench:versions -- OLD NEW [energy|waveform]`: whether a change makes the spills of a campaign faster and leaves
 * them as they are. OLD and NEW are folders with a `dist` each, of two versions, which make each spill in turn in one
 * process: so they share what else runs on the machine. Exit code 1 where a hash differs.
 */
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Kind from '../dist/run/executor/kinds/spill.js';
import type { StoredSpill } from '../dist/run/executor/kinds/spill.js';
import { cpuSeconds } from './calibrator.js';
import { jobOf } from './job.js';
import { calibrationFile, median } from './measure.js';
import { markdown, rounded } from './report.js';

/** Until the engine has compiled what it will; those that count. */
const WARM_UP = 10;
const SPILLS = 20;

type Make = (spill: number) => StoredSpill;

async function versionIn(root: string, calibration: string | undefined): Promise<Make> {
  const file = path.resolve(root, 'dist/run/executor/kinds/spill.js');
  const { spill } = (await import(pathToFileURL(file).href)) as typeof Kind;
  const spec = { overrides: [], mode: 'candidates', evaluation: 'staged' } as const;
  return spill.prepare(
    jobOf(
      calibration
        ? { ...spec, fidelity: 'waveform', calibration }
        : { ...spec, fidelity: 'energy' },
    ),
  );
}

/** CPU time, ns per beam electron. */
function timed(make: Make, spill: number): { cpu: number; hash: string } {
  const before = cpuSeconds();
  const { ledger, spillHash, rawHash } = make(spill);
  const cpu = (1e9 * (cpuSeconds() - before)) / ledger.electronsOnTarget;
  return { cpu, hash: spillHash + rawHash };
}

async function compare(roots: readonly [string, string], fidelity: string): Promise<void> {
  const taken = fidelity === 'waveform' ? await calibrationFile() : null;
  const versions = await Promise.all(roots.map((root) => versionIn(root, taken?.file)));
  taken?.remove();
  const counted: [number, number][] = [];
  // The first of a run is made in full.
  for (let spill = 2; spill < 2 + WARM_UP + SPILLS; spill++) {
    const order = spill % 2 === 0 ? [0, 1] : [1, 0];
    const done = order.map((i) => timed(versions[i], spill));
    const [before, after] = order[0] === 0 ? done : done.reverse();
    if (before.hash !== after.hash) {
      process.stdout.write(`spill ${spill} is another one\n`);
      process.exitCode = 1;
    }
    if (spill >= 2 + WARM_UP) counted.push([before.cpu, after.cpu]);
  }
  const column = (i: 0 | 1) => rounded(median(counted.map((pair) => pair[i])));
  const ratio = rounded(median(counted.map(([before, after]) => after / before)));
  process.stdout.write(
    `${markdown([...roots, 'ratio'], [[column(0), column(1), ratio]])}\n\nCPU ns per electron, medians of ${SPILLS} spills.\n`,
  );
}

const [before, after, fidelity = 'energy'] = process.argv.slice(2);
if (before && after) await compare([before, after], fidelity);
else {
  process.stderr.write('npm run bench:versions -- OLD NEW [energy|waveform]\n');
  process.exitCode = 2;
}
