import { Argument, type Command } from 'commander';
import {
  controlStatus,
  type ControlStatus,
  requestControl,
  settled,
} from '../../../run/control/ask.js';
import { type ControlState, REQUESTS, type Request } from '../../../run/control/text.js';
import { counted } from '../../plural.js';
import { exitWith, json, result } from '../io.js';

interface Options {
  wait?: boolean;
  json?: boolean;
}

export function controlCommand(program: Command): void {
  program
    .command('control')
    .description(
      'pause, resume or stop a run, a campaign or a scan that another process computes, or ask how far it is',
    )
    .argument('<DIR>', 'its directory, the --out of spillway run or spillway scan')
    .addArgument(
      new Argument('<COMMAND>', 'what it is to do; status changes nothing').choices([
        ...REQUESTS,
        'status',
      ]),
    )
    .option(
      '--wait',
      'return when the spills or points under way are done; of stop: when its process has let go of the directory',
    )
    .option('--json', 'print the status as one JSON document')
    .addHelpText(
      'after',
      `
pause   begins no more spills; those under way are finished and stand in the journal
resume  goes on, or takes back a pause that still waits for spills under way
stop    as pause, and then ends as with Ctrl-C; run or scan with --resume goes on
status  state, what is under way, and how many of all are in the journal

What is a spill of a run is a point of a scan, with all of its spills: a pause waits for the whole point.
States: configured, armed, in spill (at least one is under way), between spills, paused, stopped, error.
Exit codes: 0 done, 1 no answer within 30 s, 2 refused, or no process is there to be asked (status says so with 0).

Examples:
  spillway control my-run pause --wait
  spillway control my-run status --json
  spillway control thresholds stop`,
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

export function statusText({
  process,
  control,
  record,
  unit,
  finished,
  of,
}: ControlStatus): string {
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
