/**
 * `node --import tsx scripts/golden-format.ts`: makes the golden run directories of this version in
 * test/golden/format/VERSION, one of each fidelity, their files packed one by one, and the numbers that are read from
 * them. To be run when the format of a version that is not released has changed, and for each new version; what is there of
 * released versions is never made again. Needs `npm run build`, and half a minute for the calibration.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { gzipSync } from 'node:zlib';
import { FIDELITIES } from '../src/core/fidelity.js';
import { loadCard } from '../src/run/cards.js';
import { RunControl } from '../src/run/control/index.js';
import { runCard } from '../src/run/run.js';
import { VERSION } from '../src/run/version.js';
import { readingOf } from '../test/support/reading.js';

/** A dozen events in each spill, of every type of trigger. */
const OVERRIDES = [
  'beam.intensity=2e4',
  'trigger.menu.random.rate=1 Hz',
  'trigger.menu.pulser.period=1500 ms',
  'trigger.menu.led.number=1',
  'trigger.menu.pedestal.number=1',
];
const SPILLS = { energy: 2, waveform: 1 };

const golden = path.join(path.dirname(import.meta.dirname), 'test/golden/format', VERSION);
fs.rmSync(golden, { recursive: true, force: true });
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-golden-'));
const resolved = loadCard('run3-2018', OVERRIDES, 'golden');
if (resolved.kind !== 'card') throw new Error('run3-2018 is a campaign');

for (const fidelity of FIDELITIES) {
  const directory = path.join(temporary, fidelity);
  await runCard({
    ...{ resolved, fidelity, directory, spills: SPILLS[fidelity], workers: 1 },
    ...{
      mode: 'every',
      evaluation: 'all',
      nature: 'nominal',
      raw: 'keep',
      truth: true,
      storePrimitives: 'kept',
    },
    ...{ resume: false, force: false, control: new RunControl(), now: Date.now },
    ...{ report: () => {}, figures: () => [] },
  });
  pack(directory, path.join(golden, fidelity));
  const numbers = `${JSON.stringify(readingOf(directory), null, 1)}\n`;
  fs.writeFileSync(path.join(golden, `${fidelity}.json`), numbers);
}
fs.rmSync(temporary, { recursive: true });

function pack(directory: string, into: string): void {
  for (const name of fs.readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(directory, name);
    if (!fs.statSync(file).isFile()) continue;
    fs.mkdirSync(path.dirname(path.join(into, name)), { recursive: true });
    fs.writeFileSync(path.join(into, `${name}.gz`), gzipSync(fs.readFileSync(file), { level: 9 }));
  }
}
