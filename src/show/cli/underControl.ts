/**
 * A command under run control: Ctrl-C and SIGTERM stop it, keys pause, resume and stop it, and the time in which it is
 * paused is none that it takes.
 */
import { described, RunControl } from '../../run/control/index.js';
import { note } from './io.js';
import { listenToKeys } from './keys.js';

/** What the progress line begins with on a terminal. */
const KEYS = '[p pause, q stop] ';

type Signal = 'SIGINT' | 'SIGTERM';

export interface UnderControl {
  readonly control: RunControl;
  /** Since it was begun, without its pauses. */
  readonly seconds: () => number;
  /** What may be pressed, in words, for a line of progress. */
  readonly keys: () => string;
  /** Of the command: 0 unless it was stopped. What is stopped in another way than by SIGTERM ends as with Ctrl-C. */
  readonly exitCode: () => number;
  /** Listens no more. */
  readonly end: () => void;
}

/** @param units what is finished when it is stopped, as `spills` */
export function underControl(units: string): UnderControl {
  const control = new RunControl();
  const signals = stopOnSignal(control, units);
  const keys = listenToKeys(process.stdin, control);
  const clock = clockOf(control);
  return {
    control,
    seconds: clock.seconds,
    keys: () => (keys.isListening() ? KEYS : ''),
    exitCode: () => exitCodeOf(signals.first() ?? (control.stopped === null ? null : 'SIGINT')),
    end: () => {
      signals.release();
      keys.end();
      clock.end();
    },
  };
}

const exitCodeOf = (signal: Signal | null): number =>
  signal === null ? 0 : signal === 'SIGINT' ? 130 : 143;

/**
 * First signal: finish what is under way. Second: stop at once.
 * @returns the first one so far, and what ends listening
 */
function stopOnSignal(control: RunControl, units: string) {
  let first: Signal | null = null;
  const handlers = (['SIGINT', 'SIGTERM'] as const).map((signal) => {
    const handler = () => {
      if (first !== null) process.exit(exitCodeOf(signal));
      first = signal;
      control.stop(signal);
      note(`${signal}: finishing the ${units} under way; once more stops at once`);
    };
    process.on(signal, handler);
    return () => process.off(signal, handler);
  });
  return {
    first: () => first,
    release: () => {
      for (const off of handlers) off();
    },
  };
}

/** Seconds in which it was not paused; says of each pause when it begins and ends. */
function clockOf(control: RunControl) {
  const started = Date.now();
  let pausedMs = 0;
  let since: number | null = null;
  const changes = control.transitions$.subscribe(({ from, to }) => {
    if (to.phase === from.phase) return;
    if (to.phase === 'pausing' || (to.phase === 'stopping' && !isSignal(to.reason))) {
      note(`${described(to)}`);
    }
    if (to.phase === 'paused') {
      since = Date.now();
      note(`${described(to)}; p, or spillway control DIR resume, goes on`);
    }
    if (from.phase === 'paused') {
      pausedMs += Date.now() - (since as number);
      since = null;
      if (to.phase === 'between spills') note('resumed');
    }
  });
  return {
    seconds: () => (Date.now() - started - pausedMs) / 1000,
    end: () => changes.unsubscribe(),
  };
}

const isSignal = (reason: string | null) => reason?.startsWith('SIG') ?? false;
