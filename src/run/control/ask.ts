/**
 * Run control from another process through the directory: the side of who asks (`spillway control`).
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RunError, UsageError } from '../../core/errors.js';
import { readCampaign } from '../campaign.js';
import { BY } from './serve.js';
import { type ControlState, parseAnswer, parseState, type Request } from './text.js';
import { readPoints, readScan, SCANS } from '../scan/directory.js';
import { journalledSpills, readRunRecord } from '../store/directory.js';
import { FILES, type RunRecord } from '../store/layout.js';
import { isOurs } from '../store/ours.js';
import { writerOf } from '../store/lock.js';
import { asked } from './folder.js';

/** How often an answer is looked for, ms. */
const ASK_MS = 25;
/** A run that does not answer so long does not listen, ms. */
const PATIENCE_MS = 30_000;

const CONTROL_SCHEMA = 'spillway.control/1';

/** What `spillway control DIR status` says. */
export interface ControlStatus {
  readonly schema: typeof CONTROL_SCHEMA;
  /** The process that writes it; null where none does. */
  readonly process: number | null;
  /** Null where no process writes it. */
  readonly control: ControlState | null;
  /** Of the record: `running` where it is under way or was cut off. Of a campaign null. */
  readonly record: RunRecord['state'] | null;
  /** What is done one after the other: spills of a run or a campaign, points of a scan. */
  readonly unit: 'spill' | 'point';
  /** In the journal, of all runs of a campaign together; and how many were asked for. */
  readonly finished: number;
  readonly of: number;
}

/** @throws UsageError when it is the directory of neither run nor campaign nor scan */
export function controlStatus(directory: string): ControlStatus {
  const process = writerOf(directory);
  const control = process === null ? null : asked.state(directory, parseState);
  return { schema: CONTROL_SCHEMA, process, control, ...journalled(directory) };
}

function journalled(directory: string): Pick<ControlStatus, 'record' | 'unit' | 'finished' | 'of'> {
  if (isOurs(directory, SCANS)) {
    const { state, cardHashes } = readScan(directory);
    const finished = readPoints(directory).length;
    return { record: state, unit: 'point', finished, of: cardHashes.length };
  }
  const campaign = readCampaign(directory);
  if (campaign) {
    const finished = campaign.runs
      .map((name) => journalledSpills(path.join(directory, name)))
      .reduce((a, b) => a + b, 0);
    const of = campaign.spills.reduce((a, b) => a + b, 0);
    return { record: null, unit: 'spill', finished, of };
  }
  const { state, spills } = readRunRecord(directory);
  return { record: state, unit: 'spill', finished: journalledSpills(directory), of: spills };
}

/** Who asks has a name of its own, and one more for each request. */
let requests = 0;

/**
 * Asks the process that writes a directory for something, and waits for its answer.
 * @throws UsageError when no process writes it, or when it refuses; RunError when it does not answer
 */
export async function requestControl(directory: string, command: Request): Promise<ControlState> {
  const { process: writer } = controlStatus(directory);
  if (writer === null) throw notUnderWay(directory, command);
  const name = `${process.pid}-${++requests}`;
  try {
    asked.post(directory, name, { command });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw notUnderWay(directory, command);
    throw error;
  }
  for (let waited = 0; waited < PATIENCE_MS; waited += ASK_MS) {
    const answer = asked.collect(directory, name, parseAnswer);
    if (answer?.problem) throw new UsageError({ where: directory, ...answer.problem });
    if (answer) return answer.state;
    if (!asked.isServed(directory)) return ended(directory, command);
    if (writerOf(directory) === null) throw notUnderWay(directory, command);
    await sleep(ASK_MS);
  }
  asked.withdraw(directory, name);
  throw new RunError({
    where: directory,
    what: `process ${writer}`,
    fault: `did not answer within ${PATIENCE_MS / 1000} s`,
    next: 'it is blocked, or not the one that wrote the run: SIGTERM stops it after what is under way',
  });
}

/** It took the request along into its end, or ended before it was read. */
function ended(directory: string, command: Request): ControlState {
  const stopped = recordOf(directory)?.reason === BY;
  if (command !== 'stop' || !stopped) throw notUnderWay(directory, command);
  return { state: 'stopped', asked: null, reason: BY, underWay: 0 };
}

function recordOf(directory: string): Pick<RunRecord, 'reason'> | undefined {
  if (isOurs(directory, SCANS)) return readScan(directory);
  const campaign = readCampaign(directory);
  if (campaign === null) return readRunRecord(directory);
  const begun = campaign.runs.filter((name) =>
    fs.existsSync(path.join(directory, name, FILES.run)),
  );
  return begun.length > 0
    ? readRunRecord(path.join(directory, begun[begun.length - 1]))
    : undefined;
}

const notUnderWay = (directory: string, command: Request) =>
  new UsageError({
    where: directory,
    what: command,
    fault: 'no process writes it',
    next: `see spillway control ${directory} status`,
  });

/**
 * Waits until what was asked for is so: nothing is under way any more, or, of a stop, the process has let go.
 * @returns the last state
 */
export async function settled(directory: string, command: Request): Promise<ControlState | null> {
  for (;;) {
    const { process: writer, control } = controlStatus(directory);
    if (writer === null) return control;
    if (command !== 'stop' && control?.asked !== command) return control;
    await sleep(ASK_MS);
  }
}
