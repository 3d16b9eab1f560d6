/**
 * What the end-to-end tests share: the command line as its users get it (dist/), run in a fresh
 * temporary directory that is gone when the test ends.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import seedrandom from 'seedrandom';
import * as assert from 'uvu/assert';
import { resolve, type ResolvedCard } from '../../dist/core/card/index.js';
import { RunControl } from '../../dist/run/control/index.js';
import type { RunOptions } from '../../dist/run/run.js';
import type { RunRecord } from '../../dist/run/store/layout.js';
import type { Summary } from '../../dist/run/summary.js';
import type { Verification } from '../../dist/run/verify.js';

export const ROOT = path.resolve(import.meta.dirname, '../..');
export const MAIN = path.join(ROOT, 'dist/show/cli/main.js');

const undoing: (() => void)[] = [];
process.on('exit', () => {
  for (const undo of undoing.reverse()) undo();
});

/** Done when the test ends, the last first. */
export const atExit = (undo: () => void) => undoing.push(undo);

/** A new, empty directory. */
export function fresh(): string {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-test-'));
  atExit(() => fs.rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** The environment without what a terminal, CI or npm adds to it. */
export function plainEnv(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    if (/^(CI|NO_COLOR|FORCE_COLOR|SPILLWAY_DEBUG)$|^npm_/.test(name)) delete env[name];
  }
  return { ...env, ...extra };
}

export interface Where {
  readonly cwd: string;
  readonly env?: Record<string, string>;
  /** The Node that runs it; this one unless given. */
  readonly node?: string;
}

export interface Ended {
  /** Exit code, or the name of the signal that ended it. */
  readonly exit: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `spillway ARGS...` to its end. */
export function spillway(args: readonly string[], { cwd, env, node }: Where): Ended {
  const { status, signal, stdout, stderr } = spawnSync(node ?? process.execPath, [MAIN, ...args], {
    cwd,
    env: plainEnv(env),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { exit: signal ?? status, stdout, stderr };
}

/** The same; it must end with this exit code. */
export const expectExit = (exit: number, args: readonly string[], where: Where): Ended =>
  ended(exit, args, spillway(args, where));

function ended(exit: number, args: readonly string[], as: Ended): Ended {
  if (as.exit === exit) return as;
  const said = `stdout:\n${as.stdout}\nstderr:\n${as.stderr}`;
  throw new Error(`spillway ${args.join(' ')}: exit ${as.exit}, expected ${exit}\n${said}`);
}

/** The one JSON document that a command with --json prints. */
export function expectJson<T>(args: readonly string[], where: Where, exit = 0): T {
  return JSON.parse(expectExit(exit, [...args, '--json'], where).stdout) as T;
}

/**
 * The same program in this process: it saves the start of Node. The working directory is this
 * process's.
 */
export async function spillwayHere(args: readonly string[]): Promise<Ended> {
  const { argv, exitCode } = process;
  const streams = { stdout: process.stdout, stderr: process.stderr };
  const said = { stdout: '', stderr: '' };
  const before = { stdout: process.stdout.write, stderr: process.stderr.write };
  const listening = new Map(Object.values(streams).map((s) => [s, s.listeners('error')]));
  process.argv = [process.execPath, MAIN, ...args];
  process.exitCode = undefined;
  for (const name of ['stdout', 'stderr'] as const) {
    streams[name].write = (chunk: string | Uint8Array) => {
      said[name] += chunk;
      return true;
    };
  }
  try {
    const { main } = await import('../../dist/show/cli/program.js');
    await main();
    return { exit: Number(process.exitCode ?? 0), ...said };
  } finally {
    for (const name of ['stdout', 'stderr'] as const) streams[name].write = before[name];
    for (const [stream, listeners] of listening) {
      for (const added of stream.listeners('error').filter((l) => !listeners.includes(l))) {
        stream.off('error', added as () => void);
      }
    }
    process.argv = argv;
    process.exitCode = exitCode;
  }
}

export const exitHere = async (exit: number, args: readonly string[]): Promise<Ended> =>
  ended(exit, args, await spillwayHere(args));

export const jsonHere = async <T>(args: readonly string[]): Promise<T> =>
  JSON.parse((await exitHere(0, [...args, '--json'])).stdout) as T;

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when stderr matches, with the match; rejects when the program ends before. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
}

/** Starts `spillway ARGS...`. */
export function start(args: readonly string[], { cwd, env, node }: Where): Started {
  const child = spawn(node ?? process.execPath, [MAIN, ...args], { cwd, env: plainEnv(env) });
  atExit(() => child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  const waiting = new Set<() => void>();
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
    for (const check of waiting) check();
  });
  const ended = new Promise<Ended>((done, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => done({ exit: signal ?? code, stdout, stderr }));
  });
  const said = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((done, reject) => {
      const check = () => {
        const found = pattern.exec(stderr);
        if (!found) return;
        waiting.delete(check);
        done(found);
      };
      waiting.add(check);
      check();
      ended.then(({ exit }) =>
        reject(new Error(`ended with ${exit}, ${pattern} unsaid:\n${stderr}`)),
      );
    });
  return { child, ended, said };
}

/** Every file below a directory with its bytes, by path. */
export function filesOf(directory: string): Map<string, Buffer> {
  const names = fs
    .readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => fs.statSync(path.join(directory, name)).isFile())
    .sort();
  return new Map(names.map((name) => [name, fs.readFileSync(path.join(directory, name))]));
}

/** A copy of a run directory, or of some files and folders of it, beside it. */
export function copyOf(directory: string, only?: readonly string[]): string {
  const copy = fs.mkdtempSync(`${directory}-copy-`);
  for (const name of only ?? fs.readdirSync(directory)) {
    fs.cpSync(path.join(directory, name), path.join(copy, name), { recursive: true });
  }
  return copy;
}

export const readJson = <T>(...parts: string[]): T =>
  JSON.parse(fs.readFileSync(path.join(...parts), 'utf8')) as T;

export const summaryOf = (directory: string) => readJson<Summary>(directory, 'summary.json');

/** A summary without what no two runs have in common. */
export function deterministic(summary: Summary): object {
  const { timing: _, electronsPerSecond: __, ...rest } = summary;
  return rest;
}

export const recordOf = (directory: string) => readJson<RunRecord>(directory, 'run.json');

/** `out` is a finished run that holds what `other` holds, byte for byte but for times. */
export async function expectSameRun(out: string, other: string): Promise<void> {
  assert.is((await jsonHere<Verification>(['verify', out])).ok, true);
  assert.is(recordOf(out).state, 'done');
  assert.equal(deterministic(summaryOf(out)), deterministic(summaryOf(other)));
  const files = filesOf(out);
  for (const [name, bytes] of filesOf(other)) {
    if (/^(summary\.json|log\.ndjson|manifest\.json)$/.test(name)) continue;
    assert.ok(files.get(name)?.equals(bytes), `${out}: ${name} differs`);
    files.delete(name);
  }
  assert.equal([...files.keys()].sort(), ['log.ndjson', 'manifest.json', 'summary.json']);
}

/** Uniform numbers in [0, 1). The seed is printed; SPILLWAY_TEST_SEED gives it back. */
export function printedRandom(): () => number {
  const seed = process.env.SPILLWAY_TEST_SEED ?? randomBytes(4).toString('hex');
  process.stdout.write(`SPILLWAY_TEST_SEED=${seed} repeats the random choices of this file\n`);
  return seedrandom(seed);
}

/** A shipped card, resolved as the command line does it. */
export function shippedCard(
  name: string,
  seed: string,
  overrides: readonly string[],
): ResolvedCard {
  const read = (file: string) => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined);
  const card = resolve(path.join(ROOT, 'config', `${name}.yaml`), { read, seed, overrides });
  if (card.kind !== 'card') throw new Error(`${name} is a campaign`);
  return card;
}

/** Options of runCard, quiet and without figures. */
export function runOptions(
  resolved: ResolvedCard,
  directory: string,
  more: Partial<RunOptions> = {},
): RunOptions {
  return {
    resolved,
    directory,
    spills: 1,
    workers: 1,
    evaluation: 'all',
    storePrimitives: 'kept',
    nature: 'nominal',
    raw: 'keep',
    mode: 'every',
    fidelity: 'energy',
    truth: false,
    resume: false,
    force: false,
    control: new RunControl(),
    now: Date.now,
    report: () => {},
    figures: () => [],
    ...more,
  };
}
