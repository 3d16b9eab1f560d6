/** The command line: all commands, and what becomes of their errors. */
import { Command, CommanderError } from 'commander';
import { VERSION } from '../../run/version.js';
import { cardCommand } from './commands/card.js';
import { controlCommand } from './commands/control.js';
import { diffCommand } from './commands/diff.js';
import { efficiencyCommand } from './commands/efficiency.js';
import { eventCommand } from './commands/event.js';
import { infoCommand } from './commands/info.js';
import { limitCommand } from './commands/limit.js';
import { exportCommand } from './commands/export.js';
import { paperCommand } from './commands/paper.js';
import { replayCommand } from './commands/replay.js';
import { retriggerCommand } from './commands/retrigger.js';
import { runCommand } from './commands/run.js';
import { scanCommand } from './commands/scan.js';
import { serveCommand } from './commands/serve.js';
import { signalCommand } from './commands/signal.js';
import { unblindCommand } from './commands/unblind.js';
import { validateCommand } from './commands/validate.js';
import { verifyCommand } from './commands/verify.js';
import { watchCommand } from './commands/watch.js';
import { workCommand } from './commands/work.js';
import { complain, endQuietlyOnClosedPipe } from './io.js';

const COMMANDS = [
  runCommand,
  serveCommand,
  controlCommand,
  watchCommand,
  replayCommand,
  retriggerCommand,
  eventCommand,
  scanCommand,
  workCommand,
  efficiencyCommand,
  limitCommand,
  paperCommand,
  exportCommand,
  signalCommand,
  verifyCommand,
  infoCommand,
  diffCommand,
  cardCommand,
  unblindCommand,
  validateCommand,
];

const USAGE = 2;

/** The program, anew: a command line is parsed once. */
export function spillway(): Command {
  const program = new Command('spillway')
    .description(
      'Emulates the data taking of NA64 at the CERN SPS, from the proton spill to the exclusion limit.',
    )
    .version(VERSION)
    .showHelpAfterError('(spillway COMMAND --help tells more)')
    .exitOverride()
    .addHelpText(
      'after',
      `
Examples:
  spillway run run3-2018            eight spills of 2018, from beam to limit
  spillway serve                    the same live, in a browser
  spillway card run3-2018           every value of its card, with its source
  spillway event DIR --spill 1 --event 17

Exit codes: 0 done, 1 run or check failed or runs differ, 2 usage or configuration, 70 defect, 130 and 143 stopped.`,
    );
  for (const add of COMMANDS) add(program);
  return program;
}

/** Does what `process.argv` asks for, and leaves the exit code in `process.exitCode`. */
export async function main(): Promise<void> {
  endQuietlyOnClosedPipe();
  try {
    await spillway().parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : USAGE;
    else process.exitCode = complain(error);
  }
}
