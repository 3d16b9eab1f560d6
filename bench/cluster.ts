/**
 * `npm run bench:cluster [-- SPILLS [ROUNDS]]`: CPU time of runs on a cluster of this machine over that of the same runs in worker threads,
 * and how many spills come with how many workers. Each round makes a run in threads, two on a cluster, and one in threads again; a run
 * on a cluster counts coordinator, server, and a worker from when it is ready. The raw data of a spill, where they are kept, go over
 * the server or through a shared directory. CPU time does not depend on what else runs, but for a few per cent.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { once } from 'node:events';
import { startServer } from '../dist/run/validate/cluster/server.js';
import { type Started, startSpillway } from '../dist/run/validate/kills/child.js';
import { describeMachine, machine } from './measure.js';
import { markdown, rounded } from './report.js';

const [spills = 8, rounds = 3] = process.argv.slice(2).map(Number);
const WORKERS = [1, 2, 4];

interface Case {
  readonly name: string;
  readonly args: readonly string[];
  /** Large results through a directory. */
  readonly share: boolean;
}

const EVERY = ['--mode', 'every'];
const STAGED = ['--mode', 'candidates', '--evaluate', 'staged', '--raw', 'drop'];
const CASES: readonly Case[] = [
  { name: 'every, raw data over the server', args: EVERY, share: false },
  { name: 'every, raw data through a directory', args: EVERY, share: true },
  { name: 'candidates, staged, raw data dropped', args: STAGED, share: false },
];

interface Cost {
  /** s. */
  readonly cpu: number;
  readonly wall: number;
  readonly server: number;
  readonly coordinator: number;
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-bench-'));
const share = path.join(folder, 'share');
const server = await startServer(folder);
let runs = 0;

async function run(args: readonly string[]): Promise<{ cpu: number; wall: number }> {
  const out = `run-${++runs}`;
  const all = ['run', 'run3-2018', '--spills', `${spills}`, '--out', out, '--json', ...args];
  const { exit, stdout, stderr } = await startSpillway(all, folder).ended;
  if (exit !== 0) throw new Error(`bench: ${all.join(' ')}: ${exit}\n${stderr}`);
  fs.rmSync(path.join(folder, out), { recursive: true });
  const { timing } = JSON.parse(stdout);
  return { cpu: timing.cpuSeconds, wall: timing.wallSeconds };
}

const inThreads = ({ args }: Case) => run([...args, '--workers', '1']);

async function onCluster({ args, share: isShared }: Case, workers: number): Promise<Cost> {
  const shared = isShared ? ['--share', share] : [];
  const all = Array.from({ length: workers }, () =>
    startSpillway(['work', '--nats', server.url, '--workers', '1', ...shared], folder),
  );
  await Promise.all(all.map(ready));
  // As what a run counts, from behind the start of its process; that of threads is in both.
  const began = all.reduce((sum, { child }) => sum + cpuOf(child.pid), 0);
  const before = cpuOf(server.pid());
  const coordinator = await run([...args, ...shared, '--cluster', server.url]);
  const own = cpuOf(server.pid()) - before;
  const computed = all.reduce((sum, { child }) => sum + cpuOf(child.pid), -began);
  for (const { child } of all) child.kill('SIGTERM');
  await Promise.all(all.map(({ ended }) => ended));
  const { cpu, wall } = coordinator;
  return { cpu: cpu + own + computed, wall, server: own, coordinator: cpu };
}

async function ready({ child }: Started): Promise<void> {
  if (child.stderr) await once(child.stderr, 'data');
}

/** User and system, s. */
function cpuOf(pid: number | undefined): number {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Behind the name, which may hold anything; ticks of 10 ms.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

const overheads: string[][] = [];
for (const one of CASES) {
  const threads: number[] = [];
  const clusters: Cost[] = [];
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const a = await inThreads(one);
    const b = [await onCluster(one, 1), await onCluster(one, 1)];
    const c = await inThreads(one);
    threads.push(a.cpu, c.cpu);
    clusters.push(...b);
    ratios.push((b[0].cpu + b[1].cpu) / (a.cpu + c.cpu));
    process.stderr.write(`${one.name}, round ${round + 1}: ${rounded(ratios[round], 4)}\n`);
  }
  const ratio = mean(ratios);
  const scatter = Math.sqrt(mean(ratios.map((r) => (r - ratio) ** 2)) / Math.max(1, rounds - 1));
  const perSpill = (of: (cost: Cost) => number) => rounded(mean(clusters.map(of)) / spills);
  overheads.push([
    ...[one.name, rounded(mean(threads) / spills), perSpill(({ cpu }) => cpu)],
    ...[perSpill((c) => c.server), perSpill((c) => c.coordinator)],
    ...[rounded(ratio, 4), rounded(scatter, 2)],
  ]);
}
const throughput: string[][] = [];
for (const workers of WORKERS) {
  const { cpu, wall } = await onCluster(CASES[2], workers);
  throughput.push([`${workers}`, rounded(spills / wall), rounded(cpu / spills)]);
}
await server.kill();
fs.rmSync(folder, { recursive: true });
const head = ['s CPU per spill', 'threads', 'cluster', 'of it server', 'coordinator'];
process.stdout.write(`${markdown([...head, 'ratio', 'error'], overheads)}\n\n`);
process.stdout.write(`${markdown(['workers', 'spills/s', 's CPU per spill'], throughput)}\n\n`);
process.stdout.write(
  `Runs of ${spills} spills, one thread; ${rounds} rounds; ${describeMachine(machine())}.\n`,
);
