/**
 * Keys of a run on a terminal: p or space pauses and resumes, q stops. Where there is no terminal to read from, or the
 * shell has it while the run is in the background, there are none.
 */
import { execFileSync, type StdioOptions } from 'node:child_process';
import * as fs from 'node:fs';
import type { RunControl } from '../../run/control/index.js';
import { isRefusal, step } from '../../run/control/table.js';

/** What is needed of stdin. */
export type Terminal = Pick<
  NodeJS.ReadStream,
  'isTTY' | 'setRawMode' | 'on' | 'off' | 'resume' | 'pause'
>;

/** What keys do besides: the terminal does so itself until its keys are read one by one. */
export interface Signals {
  /** Sends this process a signal. */
  readonly raise: (signal: NodeJS.Signals) => void;
  /** Whether the shell has given the terminal to this process, which shows its progress there. */
  readonly isInForeground: () => boolean;
}

const SIGNAL_OF: Readonly<Record<string, NodeJS.Signals>> = {
  '\u0003': 'SIGINT',
  '\u001c': 'SIGQUIT',
};
const SUSPEND = '\u001a';

/**
 * Listens to the keys of a terminal.
 * @returns what ends it, and whether there are keys now
 */
export function listenToKeys(
  terminal: Terminal,
  control: RunControl,
  signals: Signals = PROCESS,
): { readonly end: () => void; readonly isListening: () => boolean } {
  let listening = false;
  const toggle = () => {
    const command = isRefusal(step(control.situation, 'pause')) ? 'resume' : 'pause';
    if (!isRefusal(step(control.situation, command))) control.command(command, 'key p');
  };
  const onKeys = (keys: Buffer | string) => {
    for (const key of keys.toString()) {
      if (key === 'p' || key === ' ') toggle();
      else if (key === 'q') control.stop('key q');
      else if (key === SUSPEND) suspend();
      else if (SIGNAL_OF[key] !== undefined) signals.raise(SIGNAL_OF[key]);
    }
  };
  const begin = () => {
    if (listening || !terminal.isTTY || !signals.isInForeground()) return;
    listening = true;
    terminal.setRawMode(true);
    terminal.on('data', onKeys);
    terminal.resume();
  };
  const end = () => {
    if (!listening) return;
    listening = false;
    terminal.off('data', onKeys);
    terminal.pause();
    terminal.setRawMode(false);
  };
  const suspend = () => {
    end();
    signals.raise('SIGTSTP');
  };
  process.on('SIGCONT', begin);
  begin();
  return {
    end: () => {
      process.off('SIGCONT', begin);
      end();
    },
    isListening: () => listening,
  };
}

const PROCESS: Signals = {
  raise: (signal) => process.kill(process.pid, signal),
  /** A process in the background that touches the terminal is stopped by it. */
  isInForeground: () => {
    if (!process.stderr.isTTY) return false;
    try {
      const [group, foreground] = processGroups();
      return group !== undefined && group === foreground;
    } catch {
      return false;
    }
  },
};

/** The group of this process, and the one that has the terminal. */
function processGroups(): string[] {
  const stat = '/proc/self/stat';
  if (fs.existsSync(stat)) {
    // Behind the name, which is in brackets: state, parent, group, session, terminal, group that has it.
    const fields = fs
      .readFileSync(stat, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return [fields[2], fields[5]];
  }
  const stdio: StdioOptions = ['ignore', 'pipe', 'ignore'];
  const args = ['-o', 'pgid=,tpgid=', '-p', `${process.pid}`];
  return execFileSync('ps', args, { encoding: 'utf8', stdio }).trim().split(/\s+/);
}
