/**
 * The process that `bench/screens.ts` measures: a session and its server, as of `spillway serve`. It is paused after each block of
 * spills, says what the block took, and goes on when it is told to.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { referenceFor } from '../dist/run/live/references.js';
import { LiveSession } from '../dist/run/live/session.js';
import type { Speed } from '../dist/run/live/shape.js';
import { startServer } from '../dist/show/server/index.js';
import { cpuSeconds } from './calibrator.js';

/** What it is told with its start. */
export interface Serving {
  readonly speed: Speed;
  /** Spills of a block, and blocks. */
  readonly block: number;
  readonly blocks: number;
}

/** Of a block: CPU time of all threads, s, and electrons on target; CPU time of one message, s. */
export interface Block {
  readonly cpu: number;
  readonly electrons: number;
  readonly message: number;
  readonly isLast: boolean;
}

/** What it says: its address at first, then each block. */
export type Said = { readonly url: string } | Block;

const CARD = 'run3-2018';
const { speed, block, blocks } = JSON.parse(process.argv[2]) as Serving;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-bench-'));
const say = (said: Said) => process.send?.(said);

let electrons = 0;
/** Whether the block ends with what is under way. */
let isEnding = false;
const source = new LiveSession({
  ...{ card: CARD, set: [], spills: 4 * block * blocks, workers: os.availableParallelism() },
  ...{ directory: path.join(folder, 'session'), speed, reference: referenceFor(CARD, undefined) },
  ...{ mode: 'every', fidelity: 'energy', evaluation: 'all', nature: 'nominal', raw: 'drop' },
  ...{ truth: false, storePrimitives: 'kept', now: Date.now, figures: () => [] },
  report: (progress) => {
    if (progress.phase !== 'spill') return;
    electrons += progress.electrons;
    if (isEnding || progress.spill < end) return;
    isEnding = true;
    source.ask('pause');
  },
});
const server = await startServer({
  ...{ source, host: '127.0.0.1', port: 0, names: [], token: null, log: () => {} },
});

let from = 0;
/** The spill with which the block ends; more may be under way then, which belong to it. */
let end = 0;
let asked = 0;
process.on('disconnect', () => process.exit());
process.on('message', () => {
  [from, electrons, isEnding] = [cpuSeconds(), 0, false];
  const { control, totals } = source.live();
  end = totals.spills + block;
  asked++;
  source.ask(control.state === 'paused' ? 'resume' : 'start');
});
// Behind what makes the change: the spill that ends with it is reported, too.
source.follow(() => {
  if (isEnding) setImmediate(settle);
});
function settle(): void {
  if (!isEnding) return;
  if (source.live().control.state !== 'paused') return;
  const isLast = asked === blocks;
  isEnding = false;
  const cpu = cpuSeconds() - from;
  const before = cpuSeconds();
  JSON.stringify(source.live());
  say({ cpu, electrons, message: cpuSeconds() - before, isLast });
  if (isLast) void close();
}

async function close(): Promise<void> {
  await source.close('done');
  await server.close();
  fs.rmSync(folder, { recursive: true });
  process.disconnect();
}
say({ url: server.url });
