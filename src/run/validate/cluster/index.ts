/**
 * Clusters: runs on workers of a real NATS server end with the bytes of a run that one process has made alone, for any number of
 * workers, and while workers, the coordinator, the server and one of three servers are killed.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RunError, UsageError } from '../../../core/errors.js';
import { seedKey, Stream } from '../../../core/random/index.js';
import { spillway, startSpillway } from '../kills/child.js';
import { compare } from '../kills/experiment.js';
import { row } from '../row.js';
import { validation } from '../validation.js';
import { hasNatsServer, NATS_SERVER, type NatsServer, startServer, startThree } from './server.js';
import { Workers } from './workers.js';

/** Workers killed in mid-range. */
const KILLS = 20;
/** Spills of each run, each of some tenths of a second. */
const SPILLS = 24;
const CARD = ['run3-2018', '--set', 'beam.intensity=1e6', '--spills', `${SPILLS}`];
/** Between two looks whether something is to be killed, ms, at most. */
const PAUSE_MS = 1200;

interface Ground {
  readonly folder: string;
  readonly reference: string;
  readonly seed: string;
  readonly stream: Stream;
  readonly report: (what: string) => void;
}

/** What was tried, and what is wrong, in words; null: nothing. */
interface Tried {
  readonly name: string;
  readonly runs: number;
  readonly faults: readonly string[];
  readonly source: string;
}

export const cluster = validation({
  name: 'cluster',
  describes:
    'runs on a NATS server whose workers, coordinator, server or one of three servers are killed: the bytes of one process',
  options: ['experiments', 'seed'],
  usual: { experiments: KILLS },
  check() {
    if (hasNatsServer()) return;
    throw new UsageError({
      ...{ where: 'validate cluster', fault: `${NATS_SERVER} is not installed` },
      next: 'install it (of Debian: apt install nats-server), or name the validations that are wanted',
    });
  },
  async run({ experiments, seed, report }) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-cluster-'));
    const reference = path.join(folder, 'reference');
    const stream = new Stream().seek(seedKey(`${seed}: cluster`), 0, 0, 0, 0);
    const ground: Ground = { folder, reference, seed, stream, report };
    try {
      report('cluster: the run of one process');
      const { exit, stderr } = await spillway([...begin(seed), '--out', reference], folder);
      if (exit !== 0) throw new RunError({ where: 'validate cluster', fault: stderr });
      const tried = [
        await ofNumbers(ground),
        await ofWorkers(ground, experiments ?? KILLS),
        await ofCoordinator(ground),
        await ofServer(ground),
        await ofNodes(ground),
      ];
      const failures = tried.flatMap(({ name, faults }) =>
        faults.map((fault) => `${name}: ${fault}`),
      );
      return {
        rows: tried.map(({ name, runs, faults, source }) =>
          row({
            ...{ name: `${name}: runs not the same`, role: 'out', expected: 0, allowed: [0, 0] },
            emulated: [faults.length, 0],
            source: `${runs} ${runs === 1 ? 'run' : 'runs'} of ${SPILLS} spills, ${source}`,
          }),
        ),
        ...(failures.length > 0 && { document: { failures } }),
      };
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  },
});

const begin = (seed: string) => ['run', ...CARD, '--seed', seed];

async function ofNumbers(ground: Ground): Promise<Tried> {
  const counts = [1, 2, 4];
  const faults: string[] = [];
  for (const count of counts) {
    ground.report(`cluster: ${count} workers`);
    const server = await startServer(ground.folder);
    faults.push(...(await underWorkers(ground, [server], count, async () => {})).faults);
    await server.kill();
  }
  return {
    name: 'workers',
    runs: counts.length,
    faults,
    source: `of ${counts.join(', ')} workers`,
  };
}

async function ofWorkers(ground: Ground, kills: number): Promise<Tried> {
  const server = await startServer(ground.folder);
  const faults: string[] = [];
  let killed = 0;
  let runs = 0;
  while (killed < kills && faults.length === 0) {
    runs++;
    const one = await underWorkers(ground, [server], 3, async (workers, going) => {
      while (going() && killed < kills) {
        await sleep(PAUSE_MS * ground.stream.uniform());
        if (going() && (await workers.kill(ground.stream))) killed++;
        ground.report(`cluster: ${killed} of ${kills} workers killed`);
      }
    });
    faults.push(...one.faults);
  }
  await server.kill();
  const source = `three workers, ${killed} killed in mid-range`;
  return { name: 'workers killed', runs, faults, source };
}

async function ofCoordinator(ground: Ground): Promise<Tried> {
  ground.report('cluster: coordinators killed');
  const server = await startServer(ground.folder);
  const workers = new Workers(server.url, ground.folder, 2);
  const { out, args } = runOn(ground, [server]);
  const faults: string[] = [];
  let kills = 0;
  try {
    for (;;) {
      const goOn = fs.existsSync(out) ? [...args, '--resume'] : args;
      const { child, ended } = startSpillway(goOn, ground.folder);
      if (kills < 4) {
        // When it has stored some more of its spills.
        const before = journalled(out);
        while (child.exitCode === null && journalled(out) < before + 2) await sleep(50);
        await sleep(PAUSE_MS * ground.stream.uniform());
        child.kill('SIGKILL');
      }
      const { exit, stderr } = await ended;
      if (exit === 'SIGKILL') kills++;
      else {
        if (exit !== 0) faults.push(stderr);
        break;
      }
    }
    faults.push(...(await differences(ground, out)));
    await workers.end();
  } catch (error) {
    faults.push((error as Error).message);
  } finally {
    workers.abandon();
    await server.kill();
  }
  const source = `two workers, the coordinator killed and gone on with ${kills} times`;
  return { name: 'coordinator killed', runs: 1, faults, source };
}

async function ofServer(ground: Ground): Promise<Tried> {
  ground.report('cluster: the server killed');
  const server = await startServer(ground.folder);
  let kills = 0;
  const one = await underWorkers(ground, [server], 2, async (_workers, going, out) => {
    for (let stored = 2; kills < 3; stored += 5) {
      while (going() && journalled(out) < stored) await sleep(50);
      if (!going()) return;
      await server.kill();
      kills++;
      await sleep(PAUSE_MS * ground.stream.uniform());
      await server.start();
    }
  });
  await server.kill();
  const source = `two workers, the server killed ${kills} times and started with its store`;
  return { name: 'server killed', runs: 1, faults: one.faults, source };
}

async function ofNodes(ground: Ground): Promise<Tried> {
  ground.report('cluster: one of three servers lost');
  const servers = await startThree(ground.folder);
  let lost = 0;
  // They choose a leader first.
  await sleep(5000);
  const one = await underWorkers(ground, servers, 2, async (_workers, going, out) => {
    while (going() && journalled(out) < 4) await sleep(50);
    if (!going()) return;
    await servers[0].kill();
    lost++;
  });
  for (const server of servers) await server.kill();
  const source = `two workers, three servers of which ${lost} is lost for good in mid-run`;
  return { name: 'one of three servers lost', runs: 1, faults: one.faults, source };
}

/** A run with so many workers, and what is done meanwhile; the servers of an only run are ended by who began them. */
async function underWorkers(
  ground: Ground,
  servers: readonly NatsServer[],
  count: number,
  meanwhile: (workers: Workers, going: () => boolean, out: string) => Promise<void>,
): Promise<{ readonly faults: readonly string[] }> {
  const { out, args } = runOn(ground, servers);
  const workers = new Workers(urlOf(servers), ground.folder, count);
  const { child, ended } = startSpillway(args, ground.folder);
  const going = () => child.exitCode === null && child.signalCode === null;
  try {
    const [{ exit, stderr }] = await Promise.all([ended, meanwhile(workers, going, out)]);
    const faults = exit === 0 ? await differences(ground, out) : [`exit ${exit}\n${stderr}`];
    await workers.end();
    return { faults };
  } catch (error) {
    return { faults: [(error as Error).message] };
  } finally {
    child.kill('SIGKILL');
    workers.abandon();
  }
}

let runs = 0;

function runOn({ folder, seed }: Ground, servers: readonly NatsServer[]) {
  const out = path.join(folder, `run-${++runs}`);
  return { out, args: [...begin(seed), '--out', out, '--cluster', urlOf(servers)] };
}

const urlOf = (servers: readonly NatsServer[]) => servers.map(({ url }) => url).join(',');

async function differences({ reference, folder }: Ground, out: string): Promise<string[]> {
  try {
    await compare(out, reference, folder);
    fs.rmSync(out, { recursive: true });
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

/** Spills whose lines are in the journal. */
function journalled(out: string): number {
  const file = path.join(out, 'spills.jsonl');
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').length - 1 : 0;
}
