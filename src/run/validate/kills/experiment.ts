/** One run that is killed at random moments, gone on with, and compared with its like that was left alone. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { oneOf, seedKey, Stream } from '../../../core/random/index.js';
import type { Verification } from '../../verify.js';
import { FILES } from '../../store/layout.js';
import { filesBelow } from '../../store/manifest.js';
import { ASIDE } from '../../store/write.js';
import { type Ended, spillway } from './child.js';
import type { KilledRun } from './runs.js';

/** What a run has come to where nothing disturbed it. */
export interface Reference {
  readonly directory: string;
  readonly ms: number;
}

/** Where a kill has found a run. */
export const PHASES = [
  'before its directory stood',
  'with an empty journal',
  'with spills in the journal',
  'when all spills were there',
  'after its end',
] as const;
export type Phase = (typeof PHASES)[number];

export interface Experiment {
  readonly kills: readonly Phase[];
  /** Of these, while a run was gone on with. */
  readonly resumed: number;
}

/** A run is killed again with this chance when it is gone on with, and so often at most. */
const AGAIN = 0.4;
const MOST = 4;

/** Those of no two runs alike: times, and who asks for what took how long. */
const OWN = new Set<string>([FILES.summary, FILES.log, FILES.manifest]);

/** @throws Error in words when something is not as it should be */
export async function experiment(
  { args }: KilledRun,
  { directory, ms: life }: Reference,
  folder: string,
  seed: string,
  number: number,
): Promise<Experiment> {
  const stream = new Stream().seek(seedKey(`${seed}: kills`), number, 0, 0, 0);
  const out = `killed-${number}`;
  const own = path.join(folder, out);
  const begin = ['run', ...args, '--seed', seed, '--out', out];
  const kills: Phase[] = [];
  let resumed = 0;
  for (;;) {
    const there = fs.existsSync(own);
    const goOn = there ? [...begin, '--resume'] : begin;
    const wanted = kills.length === 0 || (kills.length < MOST && stream.uniform() < AGAIN);
    // The whole life of the process, its start and its end among it.
    const at = wanted ? life * stream.uniform() : null;
    const { exit, stderr } = await spillway(goOn, folder, at);
    if (at === null) {
      if (exit !== 0) throw new Error(`${goOn.join(' ')}: exit ${exit}\n${stderr}`);
      break;
    }
    if (exit !== 'SIGKILL' && exit !== 0) {
      throw new Error(`${goOn.join(' ')}: exit ${exit}\n${stderr}`);
    }
    if (there && exit === 'SIGKILL') resumed++;
    kills.push(await foundAt(own, folder, exit, stream));
  }
  await compare(own, directory, folder);
  fs.rmSync(own, { recursive: true });
  for (const name of fs.readdirSync(folder)) {
    if (name.startsWith(`${out}.`) && name.endsWith(ASIDE)) {
      fs.rmSync(path.join(folder, name), { recursive: true });
    }
  }
  return { kills, resumed };
}

/** Where it was, by what commands say of what is left. @throws Error when one cannot tell */
async function foundAt(
  own: string,
  folder: string,
  exit: Ended['exit'],
  stream: Stream,
): Promise<Phase> {
  if (!fs.existsSync(own)) return PHASES[0];
  // Those who read it for something say in words what they miss.
  const reader = oneOf(['info', 'limit'], stream);
  const read = await spillway([reader, own], folder);
  if (![0, 1, 2].includes(Number(read.exit))) {
    throw new Error(`${reader}: exit ${read.exit}\n${read.stderr}`);
  }
  const { ok, problems } = await verified(own, folder);
  const unfinished = ({ where = '', fault = '' }: (typeof problems)[number]) =>
    (where.endsWith(FILES.manifest) || where === FILES.summary) &&
    /is missing: the (run|campaign) is/.test(fault);
  const damage = problems.filter((problem) => !unfinished(problem));
  if (damage.length > 0) throw new Error(`verify: ${JSON.stringify(damage)}`);
  if (exit === 0) {
    if (!ok) throw new Error('verify: a run that has ended is not whole');
    return PHASES[4];
  }
  const journals = filesBelow(own).filter((file) => path.basename(file) === FILES.journal);
  const lines = journals.reduce(
    (n, file) => n + fs.readFileSync(path.join(own, file), 'utf8').split('\n').length - 1,
    0,
  );
  if (lines === 0) return PHASES[1];
  return lines < asked(own, journals) ? PHASES[2] : PHASES[3];
}

/** Spills that were asked for, of all runs. */
function asked(own: string, journals: readonly string[]): number {
  const record = JSON.parse(fs.readFileSync(path.join(own, FILES.run), 'utf8'));
  const { spills } = record as { spills: number | number[] };
  if (typeof spills === 'number') return spills;
  return journals.length === 0 ? 0 : spills.reduce((a, b) => a + b, 0);
}

async function verified(own: string, folder: string): Promise<Verification> {
  const { exit, stdout, stderr } = await spillway(['verify', own, '--json'], folder);
  if (exit === 0 || exit === 1) {
    try {
      return JSON.parse(stdout) as Verification;
    } catch {
      // Said in words: it could not be read.
    }
  }
  throw new Error(`verify: exit ${exit}\n${stderr}`);
}

/** The same files, byte for byte, and the same hashes. @throws Error naming what differs */
export async function compare(own: string, reference: string, folder: string): Promise<void> {
  const { ok, problems, unknown } = await verified(own, folder);
  if (!ok || unknown.length > 0) {
    throw new Error(`verify: ${JSON.stringify(problems)}, strangers: ${unknown.join(', ')}`);
  }
  const names = filesBelow(own);
  const expected = filesBelow(reference);
  if (names.join() !== expected.join()) {
    const missing = expected.filter((name) => !names.includes(name));
    const more = names.filter((name) => !expected.includes(name));
    throw new Error(`missing: ${missing.join(', ')}; more: ${more.join(', ')}`);
  }
  for (const name of names) {
    const [a, b] = [own, reference].map((of) => fs.readFileSync(path.join(of, name)));
    if (path.basename(name) === FILES.summary) {
      const [one, other] = [a, b].map((bytes) => hashesOf(bytes.toString()));
      if (one !== other) throw new Error(`${name}: ${one}, expected ${other}`);
    }
    if (!OWN.has(path.basename(name)) && !a.equals(b)) throw new Error(`${name} differs`);
  }
}

/** A summary without what no two runs have in common. */
function hashesOf(text: string): string {
  return JSON.stringify(JSON.parse(text), (key, value) =>
    key === 'timing' || key === 'electronsPerSecond' ? undefined : value,
  );
}
