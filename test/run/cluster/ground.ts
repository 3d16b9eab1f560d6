/** What the tests of clusters stand on: a real nats-server, in a folder that goes with the test. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { type ChildProcess, spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Cluster, connectCluster } from '../../../dist/run/executor/cluster/connect.js';
import type { WorkOptions } from '../../../dist/run/executor/cluster/worker.js';
import type { TaskKind } from '../../../dist/run/executor/task.js';
import { hasNatsServer } from '../../../dist/run/validate/cluster/server.js';

export interface MarkedJob {
  readonly size: number;
  readonly ms: number;
  readonly fault: { readonly at: number; readonly how: string } | null;
}

export const SCRIPT = path.resolve(import.meta.dirname, '../../support/cluster-kind.js');

export const { marked, workOptions } = (await import(String(pathToFileURL(SCRIPT)))) as {
  marked: TaskKind<MarkedJob, Uint8Array>;
  workOptions: Omit<WorkOptions, 'code'>;
};

export const isThere = hasNatsServer();

/** A test that needs a server; without one it is left out, loudly, and fails where CI is set. */
export function clusterTest(name: string, run: () => Promise<void>): void {
  if (isThere) test(name, run);
}

test('nats-server is there', () => {
  if (isThere) return;
  process.stdout.write('LEFT OUT: nats-server is not installed, clusters are not tested\n');
  assert.not.ok(process.env.CI, 'CI needs nats-server');
});

export function fresh(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-cluster-test-'));
  process.once('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const CODE = { id: 'c0de', version: '0.1.0', node: '20' };
export const OTHER = { id: '01d', version: '0.0.9', node: '20' };

/** Connects, and collects what is noted. */
export async function connected(
  url: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly cluster: Cluster; readonly notes: string[] }> {
  const notes: string[] = [];
  const note = (message: string) => notes.push(message);
  return { cluster: await connectCluster({ url, env, note, name: 'test' }), notes };
}

export interface WorkerProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly exit: number | string | null; readonly stdout: string }>;
}

/** A worker of `marked` as a process, once it works. */
export async function workerProcess(
  url: string,
  { deadlineMs = 1000, threads = 1 } = {},
): Promise<WorkerProcess> {
  const args = [SCRIPT, url, `${deadlineMs}`, `${threads}`, JSON.stringify(CODE)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const orphan = () => child.kill('SIGKILL');
  process.once('exit', orphan);
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  const ended = new Promise<Awaited<WorkerProcess['ended']>>((resolve) =>
    child.once('close', (code, signal) => {
      process.off('exit', orphan);
      resolve({ exit: signal ?? code, stdout });
    }),
  );
  await new Promise<void>((resolve, reject) => {
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('ready\n')) resolve();
    });
    void ended.then(({ exit }) => reject(new Error(`a worker ended with ${exit}: ${said}`)));
  });
  return { child, ended };
}

/** Asks until it is so. @throws Error after half a minute */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const late = performance.now() + 30_000;
  while (!(await isSo())) {
    if (performance.now() > late) throw new Error(`never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
