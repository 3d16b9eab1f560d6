/**
 * The edges of the command line: results to stdout, everything else to stderr.
 */
import pc from 'picocolors';
import { DEFECT, exitCodeOf, SpillwayError } from '../../core/errors.js';

/** One document or text to stdout. */
export function result(text: string): void {
  endProgress();
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

export const json = (value: unknown): string => JSON.stringify(value, null, 2);

/** A note or a step to stderr. */
export function note(text: string): void {
  endProgress();
  process.stderr.write(`${text}\n`);
}

/** Where progress does not overwrite itself there is a line of it so often, ms. */
const LINE_MS = 10_000;

/** On a terminal: whether its line is open. */
let open = false;
/** Elsewhere: what was not said yet, and when something was. */
let unsaid: string | null = null;
let said = Number.NEGATIVE_INFINITY;

/** Progress: overwrites itself on a terminal; elsewhere plain lines, the first, the last and some of those between. */
export function progress(text: string): void {
  if (process.stderr.isTTY && !process.env.CI) {
    const width = Math.max(20, (process.stderr.columns || 80) - 1);
    process.stderr.write(`\r\x1b[2K${text.slice(0, width)}`);
    open = true;
  } else if (Date.now() - said >= LINE_MS) {
    process.stderr.write(`${text}\n`);
    unsaid = null;
    said = Date.now();
  } else unsaid = text;
}

/** Before anything else is said: the last that was to be said of it. */
function endProgress(): void {
  if (open) process.stderr.write('\n');
  if (unsaid !== null) process.stderr.write(`${unsaid}\n`);
  open = false;
  unsaid = null;
  said = Number.NEGATIVE_INFINITY;
}

/** On a terminal, or where FORCE_COLOR asks for them; NO_COLOR wins. */
const coloursFor = (stream: NodeJS.WriteStream) =>
  pc.createColors(
    pc.isColorSupported && (stream.isTTY === true || Boolean(process.env.FORCE_COLOR)),
  );
const colours = coloursFor(process.stderr);
/** For stdout. */
export const resultColours = coloursFor(process.stdout);

/** Says what went wrong and gives the exit code; a stack only for defects or with --debug. */
export function complain(error: unknown): number {
  endProgress();
  const code = exitCodeOf(error);
  const known = error instanceof SpillwayError && code !== DEFECT;
  for (const line of (known ? error.message : describe(error)).split('\n')) {
    process.stderr.write(`${colours.red('error')} ${line}\n`);
  }
  if (!known) {
    process.stderr.write('This is a defect of spillway: please report it with the command line.\n');
  }
  if (!known || process.env.SPILLWAY_DEBUG) {
    for (let e = error; e instanceof Error; e = e.cause) process.stderr.write(`${e.stack}\n`);
  }
  return code;
}

const describe = (error: unknown) => (error instanceof Error ? error.message : String(error));

/**
 * A reader of results that goes away (`| head`) ends the program quietly; without a reader of progress
 * a run goes on.
 */
export function endQuietlyOnClosedPipe(): void {
  const onClosed = (stream: NodeJS.WriteStream, then: () => void) =>
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      then();
    });
  onClosed(process.stdout, () => process.exit(0));
  onClosed(process.stderr, () => {});
}

/** A command's action: what it returns is the exit code. */
export const exitWith =
  <A extends unknown[]>(action: (...args: A) => number | Promise<number>) =>
  async (...args: A): Promise<void> => {
    process.exitCode = await action(...args);
  };
