/** The process of one measurement: gets a `Spec` as its argument, prints the `Measurement`. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { buildSpill } from '../dist/analyse/building/index.js';
import { analyseSpill } from '../dist/analyse/spill.js';
import { beliefOf } from '../dist/core/card/index.js';
import { seedKey } from '../dist/core/random/index.js';
import { spillProfile } from '../dist/emulate/beam/profile.js';
import { Timeline } from '../dist/emulate/beam/timeline.js';
import { emulateSpill, spillKey } from '../dist/emulate/spill.js';
import { CLASSES } from '../dist/emulate/target/index.js';
import type { Executor } from '../dist/run/executor/executor.js';
import { spill as spillKind } from '../dist/run/executor/kinds/spill.js';
import { threadExecutor } from '../dist/run/executor/threads.js';
import { crc32 } from '../dist/run/hash.js';
import type { StoredJob, StoredSpill } from '../dist/run/executor/kinds/spill.js';
import { processSpill, rawSpill } from '../dist/run/spill.js';
import { calibratorStep, cpuSeconds } from './calibrator.js';
import { jobOf } from './job.js';
import { triggerSpill } from './kernel.js';
import { type Measurement, median, type Spec } from './measure.js';

/** What one round found; CPU and wall time in s. */
interface Round {
  readonly electrons: number;
  readonly cpu: number;
  readonly wall: number;
  readonly triggers?: number;
  readonly events?: number;
  readonly bytes?: number;
  readonly stages?: Readonly<Record<string, number>>;
}

type Rounds = (job: StoredJob, spec: Spec) => Promise<Round[]>;

const seconds = () => Number(process.hrtime.bigint()) / 1e9;

async function timed<T>(work: () => T | Promise<T>) {
  const before = { cpu: cpuSeconds(), wall: seconds() };
  const result = await work();
  return { result, cpu: cpuSeconds() - before.cpu, wall: seconds() - before.wall };
}

/** Spills 2, 3, ...; spill 1 has warmed up. */
const spills = ({ rounds }: Spec) => Array.from({ length: rounds }, (_, i) => i + 2);

async function eachSpill(spec: Spec, round: (spill: number) => Promise<Round>): Promise<Round[]> {
  await round(1);
  const all: Round[] = [];
  for (const spill of spills(spec)) all.push(await round(spill));
  return all;
}

/** Every slice of a spill. */
function* slicesOf({ card, seed }: StoredJob, spill: number) {
  const at = spillKey(card, seedKey(seed), spill);
  const profile = spillProfile(card.beam, at);
  const timeline = new Timeline(card, at, profile);
  for (let s = 0; s < profile.electrons.length; s++) yield timeline.moveTo(s);
}

function drawAll(job: StoredJob, spill: number): void {
  for (const _ of slicesOf(job, spill));
}

function electronsOf(job: StoredJob, spill: number): number {
  let electrons = 0;
  for (const { kind, size } of slicesOf(job, spill)) {
    for (let i = 0; i < size; i++) if (CLASSES[kind[i]].species === 'electron') electrons++;
  }
  return electrons;
}

const lengthOf = ({ raw, primitives }: StoredSpill) => (raw?.length ?? 0) + primitives.length;

function write(folder: string, { spill, raw, primitives }: StoredSpill): void {
  fs.writeFileSync(path.join(folder, `${spill % 16}.raw`), raw ?? '');
  fs.writeFileSync(path.join(folder, `${spill % 16}.primitives`), primitives);
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-bench-'));
  try {
    return await work(folder);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function found(results: readonly StoredSpill[]) {
  const sum = (of: (result: StoredSpill) => number) => results.reduce((n, r) => n + of(r), 0);
  const mean = (of: (result: StoredSpill) => number) => sum(of) / results.length;
  return {
    electrons: sum(({ ledger }) => ledger.electronsOnTarget),
    triggers: mean(({ ledger }) => ledger.triggers),
    events: mean(({ ledger }) => ledger.outcomes.recorded + ledger.clockTriggers.recorded),
    bytes: mean(lengthOf),
  };
}

/** The whole chain into files, in this thread or in so many others. */
const chain: Rounds = (job, spec) =>
  inFolder(async (folder) => {
    if (spec.threads === 1) {
      return eachSpill(spec, async (spill) => {
        const { result, cpu, wall } = await timed(() => {
          const done = processSpill(job, spill);
          write(folder, done);
          return done;
        });
        return { cpu, wall, ...found([result]) };
      });
    }
    const { threads } = spec;
    const executor = threadExecutor(threads, { warn: (text) => process.stderr.write(`${text}\n`) });
    const task = { kind: spillKind, job, repeat: 'npm run bench' };
    const round = (first: number) => together(executor, task, first, folder);
    await round(1);
    const rounds: Round[] = [];
    for (let r = 1; r <= spec.rounds; r++) rounds.push(await round(1 + r * threads));
    await executor.close();
    return rounds;
  });

/** As many spills as there are threads, a spill each. */
async function together(
  executor: Executor,
  task: { kind: typeof spillKind; job: StoredJob; repeat: string },
  first: number,
  folder: string,
): Promise<Round> {
  const { result, cpu, wall } = await timed(() =>
    Promise.all(
      Array.from({ length: executor.workers }, async (_, i) => {
        const [done] = await executor.run(task, { first: first + i, last: first + i });
        write(folder, done.result);
        return done.result;
      }),
    ),
  );
  return { cpu, wall, ...found(result) };
}

/** One after the other, each from what the one before left; `analysis` holds `building`, `whole` all of them. */
const stages: Rounds = (job, spec) =>
  inFolder((folder) =>
    eachSpill(spec, async (spill) => {
      const whole = await timed(() => {
        const done = processSpill(job, spill);
        write(folder, done);
        return done;
      });
      const { raw } = whole.result;
      const { card, calibration } = job;
      const belief = beliefOf(card);
      const emulation = await timed(() => emulateSpill(card, seedKey(job.seed), spill, job));
      const encoding = await timed(() => {
        const encoded = rawSpill(job, spill, emulation.result);
        fs.writeFileSync(path.join(folder, 'raw'), encoded);
      });
      const building = await timed(() => buildSpill(raw, crc32, belief.readout.building));
      const analysis = await timed(() =>
        analyseSpill(belief, raw, crc32, 'closed', calibration ?? null),
      );
      return {
        ...{ cpu: whole.cpu, wall: whole.wall, ...found([whole.result]) },
        stages: {
          whole: whole.cpu,
          emulation: emulation.cpu,
          encoding: encoding.cpu,
          building: building.cpu,
          analysis: analysis.cpu,
        },
      };
    }),
  );

const WHAT: { readonly [What in Spec['what']]: Rounds } = {
  nothing: async () => [],
  slices: (job, spec) =>
    eachSpill(spec, async (spill) => {
      const { cpu, wall } = await timed(() => drawAll(job, spill));
      return { cpu, wall, electrons: electronsOf(job, spill) };
    }),
  trigger: (job, spec) =>
    eachSpill(spec, async (spill) => {
      const { result, cpu, wall } = await timed(() =>
        triggerSpill(job.card, seedKey(job.seed), spill),
      );
      return { cpu, wall, electrons: electronsOf(job, spill), triggers: result.fired.length };
    }),
  chain,
  stages,
};

/** Bytes. What `resourceUsage` says may be the peak of the process that started this one (Linux, before exec). */
function peakRss(): number {
  const status = '/proc/self/status';
  const own = fs.existsSync(status) && /^VmHWM:\s+(\d+) kB$/m.exec(fs.readFileSync(status, 'utf8'));
  return 1024 * (own ? Number(own[1]) : process.resourceUsage().maxRSS);
}

const spec = JSON.parse(process.argv[2]) as Spec;
const before = spec.what === 'nothing' ? 0 : calibratorStep();
const rounds = await WHAT[spec.what](jobOf(spec), spec);
const peakRssMb = peakRss() / 1e6;
const after = spec.what === 'nothing' ? 0 : calibratorStep();
const perElectron = (of: (round: Round) => number) =>
  median(rounds.map((round) => (1e9 * of(round)) / round.electrons));
const mean = (of: (round: Round) => number) =>
  rounds.length > 0 ? rounds.reduce((sum, round) => sum + of(round), 0) / rounds.length : 0;
const measurement: Measurement = {
  electrons: rounds.reduce((sum, { electrons }) => sum + electrons, 0),
  cpu: perElectron(({ cpu }) => cpu),
  wall: perElectron(({ wall }) => wall),
  step: (before + after) / 2,
  peakRssMb,
  triggers: mean((round) => round.triggers ?? 0),
  events: mean((round) => round.events ?? 0),
  bytes: mean((round) => round.bytes ?? 0),
  stages: Object.fromEntries(
    Object.keys(rounds[0]?.stages ?? {}).map((name) => [
      name,
      perElectron(({ stages: own }) => own?.[name] ?? 0),
    ]),
  ),
};
process.stdout.write(JSON.stringify(measurement));
