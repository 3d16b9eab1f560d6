/**
 * For tests of non-interference: commands in this process, with reconstructed values that can be exchanged at the root
 * (`hooks.js`). Import it after the hooks are registered, as everything of src/.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as assert from 'uvu/assert';
import type { ReconstructedEvent } from '../../../src/analyse/reconstruction/event.js';
import { inBox } from '../../../src/analyse/selection/regions.js';
import { select } from '../../../src/analyse/selection/index.js';
import type { Belief } from '../../../src/core/card/index.js';
import { main } from '../../../src/show/cli/program.js';
import { invented } from '../sealed.js';
import { keyOf, state } from './state.js';

/** What says how long something took stands still, every line of progress is written, and files go into a folder of their own. */
export function standStill(): void {
  process.cpuUsage = () => ({ user: 0, system: 0 });
  const { resourceUsage } = process;
  process.resourceUsage = () => ({ ...resourceUsage.call(process), maxRSS: 0 });
  Date.now = () => 1_700_000_000_000;
  delete process.env.CI;
  process.stderr.isTTY = true;
  process.stderr.columns = 1000;
  process.stdout.setMaxListeners(0);
  process.stderr.setMaxListeners(0);
  process.env.SPILLWAY_DEBUG = '1';
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-blinding-'));
  process.chdir(scratch);
  process.on('exit', () => fs.rmSync(scratch, { recursive: true, force: true }));
}

/**
 * Exchanges the values of sealed events, given by the true ones; the first `passing` of the others would pass every cut.
 * @param passing null: none is exchanged
 */
export function exchange(
  sealed: readonly ReconstructedEvent[],
  belief: Belief,
  passing: number | null,
): void {
  state.others.clear();
  state.exchanged = 0;
  if (passing === null) return;
  sealed.forEach((own, k) => {
    const other = invented(k, k < passing);
    assert.is(inBox(other, select(other, belief), belief), k < passing);
    state.others.set(keyOf(own), other);
  });
}

export interface Said {
  readonly exit: number | string;
  readonly text: string;
}

/** A command in this process: exit code, stdout and stderr. */
export async function command(args: readonly string[]): Promise<Said> {
  const said: string[] = [];
  const { stdout, stderr, argv } = process;
  const writes = [stdout.write, stderr.write] as const;
  const take = (name: string) => (text: string | Uint8Array) => {
    said.push(`${name}: ${text}`);
    return true;
  };
  process.argv = [argv[0], 'spillway', ...args];
  stdout.write = take('out') as typeof stdout.write;
  stderr.write = take('err') as typeof stderr.write;
  try {
    await main();
  } finally {
    [stdout.write, stderr.write] = writes;
    process.argv = argv;
  }
  const exit = process.exitCode ?? 0;
  process.exitCode = 0;
  return { exit, text: said.join('') };
}

/** What stays in the clear, and what is behind the events. */
export const isRaw = (file: string) => /(^|\/)(raw|primitives|truth)\//.test(file);
