/**
 * What a spill costs beside its emulation and analysis: CPU time and memory of the thread that journals, stores
 * and sums up.
 *
 *   npm run build && node --expose-gc --import tsx bench/bookkeeping.ts [spills] [keep|drop] [intensity]
 *
 * One spill, of a few electrons unless told otherwise, is computed once; every spill of the run is a copy of it.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { cardHash } from '../dist/core/card/index.js';
import { loadCard } from '../dist/run/cards.js';
import { RunControl } from '../dist/run/control.js';
import type { Executor } from '../dist/run/executor/executor.js';
import type { StoredSpill } from '../dist/run/executor/kinds/spill.js';
import { sha256 } from '../dist/run/hash.js';
import { runCard } from '../dist/run/run.js';
import { processSpill, type SpillJob } from '../dist/run/spill.js';

const spills = Number(process.argv[2] ?? 10_000);
const raw = process.argv[3] === 'keep' ? 'keep' : 'drop';
const MARKS = [0.1, 0.2, 0.4, 0.6, 0.8, 1].map((share) => Math.round(share * spills));

const intensity = process.argv[4] ?? '1';

const resolved = loadCard('run3-2018', [`beam.intensity=${intensity}`]);
if (resolved.kind !== 'card') throw new Error('run3-2018 is a card');
const { card } = resolved;
const job: SpillJob = {
  ...{ card, cardHash: cardHash(card, sha256), seed: card.run.seed },
  ...{ mode: 'every', fidelity: 'energy', truth: false },
};
const one = processSpill(job, 1);

/** Raw data are only read. */
const copied = (spill: number): StoredSpill => ({
  ...structuredClone({ ...one, raw: null }),
  raw: raw === 'keep' ? one.raw : null,
  spill,
  spillHash: sha256(`spill ${spill}`),
  rawHash: sha256(`raw ${spill}`),
});

const copies: Executor = {
  workers: 1,
  run: async (_, { first, last }) => {
    await new Promise((go) => setImmediate(go));
    return Array.from({ length: last - first + 1 }, (_, i) => ({
      index: first + i,
      result: copied(first + i) as never,
      worker: 0,
    }));
  },
  close: async () => {},
};

function memory(): { rss: number; heap: number } {
  (globalThis as { gc?: () => void }).gc?.();
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  return { rss: rss / 1e6, heap: (heapUsed + arrayBuffers) / 1e6 };
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-bench-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
let before = process.cpuUsage();
let last = 0;
await runCard({
  ...{ resolved, spills, workers: 1, mode: 'every', fidelity: 'energy' },
  ...{ evaluation: 'all', raw, truth: false },
  ...{ directory: path.join(folder, 'run'), resume: false, force: false },
  ...{ control: new RunControl(), now: Date.now, figures: () => [], executor: () => copies },
  report: (p) => {
    if (p.phase !== 'spill' || !MARKS.includes(p.spill)) return;
    const { user, system } = process.cpuUsage(before);
    const each = (user + system) / 1000 / (p.spill - last);
    const { rss, heap } = memory();
    console.log(
      `spills ${last + 1} to ${p.spill}: ${each.toFixed(3)} ms of CPU each; ` +
        `then RSS ${rss.toFixed(1)} MB, heap and buffers ${heap.toFixed(1)} MB`,
    );
    last = p.spill;
    before = process.cpuUsage();
  },
});
const { user, system } = process.cpuUsage(before);
console.log(`end of run: ${((user + system) / 1e6).toFixed(2)} s of CPU`);
const files = fs.readdirSync(path.join(folder, 'run'), { recursive: true }).length;
console.log(`${files} files and folders in the run directory`);
