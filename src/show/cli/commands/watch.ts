import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { LiveDirectory } from '../../../run/live/directory.js';
import type { Live } from '../../../run/live/shape.js';
import { exitWith, note } from '../io.js';
import { liveStream } from '../liveStream.js';
import { redrawing } from '../redraw.js';
import { statusText } from './control.js';
import { screenText, spillText, type Watching } from '../watching.js';

/** How often a directory is looked at, ms. */
const PERIOD_MS = 1000;

interface Options {
  quiet?: boolean;
  verbose?: boolean;
}

export function watchCommand(program: Command): void {
  program
    .command('watch')
    .description('watch a run that another process takes, in the terminal')
    .argument('<RUN|URL>', 'directory of the run, or the address that spillway serve prints')
    .addOption(new Option('--quiet', 'alarms and the end alone').conflicts('verbose'))
    .option('-v, --verbose', 'also cut flow, regions and limit, when spills have come')
    .addHelpText(
      'after',
      `
On a terminal the view is drawn in place; elsewhere there is a line for each spill. Ctrl-C ends watching, not the run.
Exit codes: 0 the run has ended, 1 it has failed or was cut off, 2 there is none, 130 Ctrl-C.

Examples:
  spillway watch my-run
  spillway watch my-run --quiet > alarms.txt
  spillway watch http://127.0.0.1:4864 -v`,
    )
    .action(exitWith(watchAction));
}

async function watchAction(what: string, options: Options): Promise<number> {
  const show = shower(options);
  const looks = /^https?:\/\//.test(what) ? served(what) : directory(what);
  let last: Watching | null = null;
  for await (const look of looks) {
    last = look;
    show(look);
    if (look.isOver) break;
  }
  show(null);
  if (last) process.stdout.write(`${last.words}\n`);
  return last?.isFailed ? 1 : 0;
}

async function* directory(path: string): AsyncGenerator<Watching> {
  const live = new LiveDirectory(path);
  for (;;) {
    const { status, ...look } = live.look(Date.now());
    const isOpen = status.record === 'running' || status.record === 'paused';
    const isFailed = look.isOver && isOpen;
    yield { ...look, words: statusText(status), isFailed };
    await sleep(PERIOD_MS);
  }
}

async function* served(url: string): AsyncGenerator<Watching> {
  for await (const live of liveStream(url, note)) yield { ...live, ...endOf(live) };
}

const endOf = ({ control: { state, words }, knobs }: Live) => ({
  words,
  // One that waits for a change to be taken goes on with another run.
  isOver: state === 'error' || (state === 'stopped' && knobs.every(({ next }) => next === null)),
  isFailed: state === 'error',
});

/** What is done with each look; null at the end. */
function shower({ quiet = false, verbose = false }: Options): (look: Watching | null) => void {
  if (process.stdout.isTTY && !process.env.CI && !quiet) {
    const { draw, end } = redrawing(process.stdout);
    return (look) => (look ? draw(screenText(look, verbose, process.stdout.columns)) : end());
  }
  let said = 0;
  let run = 0;
  return (look) => {
    if (look === null) return;
    if (look.run.number !== run) [run, said] = [look.run.number, 0];
    const before = said;
    for (const line of look.history) {
      if (line.spill <= said) continue;
      said = line.spill;
      if (!quiet || line.alarms > 0) process.stdout.write(`${spillText(line)}\n`);
    }
    if (verbose && said > before) process.stdout.write(`${screenText(look, true, 100)}\n`);
  };
}
