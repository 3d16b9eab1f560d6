/** This program as a child process that may be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import * as path from 'node:path';
import { PACKAGE } from '../../package.js';

const MAIN = path.join(PACKAGE, 'dist/show/cli/main.js');

export interface Ended {
  /** Exit code, or the name of the signal that ended it. */
  readonly exit: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Begins `spillway ARGS...` in a folder; it does not outlive this process. */
export function startSpillway(args: readonly string[], cwd: string): Started {
  const started = performance.now();
  const env = { ...process.env, NO_COLOR: '1' };
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const orphan = () => child.kill('SIGKILL');
  process.once('exit', orphan);
  return { child, ended: ended(child, started).finally(() => process.off('exit', orphan)) };
}

/** Runs it. @param killAfter ms until SIGKILL; null: to its end */
export function spillway(
  args: readonly string[],
  cwd: string,
  killAfter: number | null = null,
): Promise<Ended> {
  const { child, ended } = startSpillway(args, cwd);
  const timer = killAfter === null ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter);
  return ended.finally(() => clearTimeout(timer));
}

function ended(child: ChildProcess, started: number): Promise<Ended> {
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
      said[name] += chunk;
    });
  }
  return new Promise((done, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      done({ exit: signal ?? code, ...said, ms: performance.now() - started }),
    );
  });
}
