import { Argument, type Command } from 'commander';
import {
  controlStatus,
  type ControlStatus,
  requestControl,
  settled,
} from '../../../run/control/ask.js';
import { type ControlState, REQUESTS, type Request } from '../../../run/control/serve.js';
import { counted } from '../../plural.js';
import { exitWith, json, result } from '../io.js';

interface Options {
  wait?: boolean;
  json?: boolean;
}

export function controlCommand(program: Command): void {
  program
    .command('control')
    .description('pause, resume or stop a run or a campaign that another process writes')
    .argument('<RUN>', 'directory of the run or the campaign')
    .addArgument(
      new Argument('<COMMAND>', 'what it is to do; status asks only').choices([
        ...REQUESTS,
        'status',
      ]),
    )
    .option('--wait', 'until the spills under way are done; of stop: until its process has let go')
    .option('--json', 'print the status as one JSON document')
    .addHelpText(
      'after',
      `
pause   begins no more spills; those under way are finished and journalled
resume  goes on
stop    the same as pause, and then ends the run as Ctrl-C does: --resume of run goes on with it

Examples:
  spillway control my-run pause --wait
  spillway control my-run status --json`,
    )
    .action(
      exitWith(async (directory: string, command: Request | 'status', options: Options) => {
        const answer = command === 'status' ? null : await requestControl(directory, command);
        if (command !== 'status' && options.wait) await settled(directory, command);
        const status = controlStatus(directory);
        // What was answered, where the process is gone by now.
        const control = status.control ?? (options.wait ? null : answer);
        const now = { ...status, control };
        result(options.json ? json(now) : statusText(now));
        return 0;
      }),
    );
}

function statusText({ process, control, record, unit, finished, of }: ControlStatus): string {
  const done = `${finished} of ${counted(of, unit)} in the journal`;
  if (control) return `${stateText(control, unit)}; ${done}${by(process)}`;
  if (process !== null) return `begins or ends; ${done}${by(process)}`;
  const open = record === 'running' || record === 'paused';
  const how = record === null ? '' : open ? 'cut off' : record;
  return `no process writes it${how && `: ${how}`}; ${done}`;
}

const by = (process: number | null) => (process === null ? '' : `, written by process ${process}`);

function stateText({ state, asked, reason, underWay }: ControlState, unit: string): string {
  const what = asked === null ? state : `${state}, to ${asked}`;
  const why = reason === null ? '' : ` (${reason})`;
  return what + why + (underWay > 0 ? `, ${counted(underWay, unit)} under way` : '');
}
