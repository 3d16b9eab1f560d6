/**
 * What many spills cost: CPU time, and memory after a forced collection, in the course of a run.
 *
 *   npm run build && node --import tsx bench/endurance.ts [--spills N] [--intensity N]
 *     [--raw keep|drop] [--threads N] [--sink MS]
 *
 * Every spill goes through the chain, in threads of their own, unless `--threads 0` (the default) makes each a
 * copy of the first: then it is the cost of the thread that journals, stores and sums up. With `--sink` that
 * thread does nothing for so long after each spill, while the others go on.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { cardHash } from '../dist/core/card/index.js';
import { loadCard } from '../dist/run/cards.js';
import { RunControl } from '../dist/run/control/index.js';
import type { Executor } from '../dist/run/executor/executor.js';
import type { StoredSpill } from '../dist/run/executor/kinds/spill.js';
import { sha256 } from '../dist/run/hash.js';
import { memoryMeter } from '../dist/run/memory.js';
import { runCard } from '../dist/run/run.js';
import { processSpill, type SpillJob } from '../dist/run/spill.js';

const { values } = parseArgs({
  options: {
    spills: { type: 'string', default: '10000' },
    intensity: { type: 'string', default: '1' },
    raw: { type: 'string', default: 'drop' },
    threads: { type: 'string', default: '0' },
    sink: { type: 'string', default: '0' },
  },
});
const spills = Number(values.spills);
const raw = values.raw === 'keep' ? 'keep' : 'drop';
const threads = Number(values.threads);
const sink = Number(values.sink);
const MARKS = [0.1, 0.2, 0.4, 0.6, 0.8, 1].map((share) => Math.round(share * spills));

const resolved = loadCard('run3-2018', [`beam.intensity=${values.intensity}`]);
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

const memory = memoryMeter();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-bench-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
const idle = new Int32Array(new SharedArrayBuffer(4));
let before = process.cpuUsage();
let last = 0;
await runCard({
  ...{ resolved, spills, workers: Math.max(1, threads), mode: 'every', fidelity: 'energy' },
  ...{ evaluation: 'all', nature: 'nominal', raw, truth: false, storePrimitives: 'accepted' },
  ...{ directory: path.join(folder, 'run'), resume: false, force: false },
  ...{ control: new RunControl(), now: Date.now, figures: () => [] },
  ...(threads > 0 ? {} : { executor: () => copies }),
  report: (p) => {
    if (p.phase !== 'spill') return;
    if (sink > 0) Atomics.wait(idle, 0, 0, sink);
    if (!MARKS.includes(p.spill)) return;
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
