/** What a screen looks at: a session of runs that are emulated, or a replay. One file of this shape each. */
import { UsageError } from '../../core/errors.js';
import { described, type RunControl } from '../control/index.js';
import { COMMANDS, isRefusal, step } from '../control/table.js';
import type { ControlShown, KnobName, Live } from './shape.js';

/** What may be asked for from a screen. */
export const ASKED = ['start', 'pause', 'resume', 'stop'] as const;
export type Asked = (typeof ASKED)[number];

export type Change = { readonly [Name in KnobName]?: number };

export interface LiveSource {
  /** What there is to see now. */
  live(): Live;
  /** @throws UsageError where it cannot be done now, in words */
  ask(command: Asked): void;
  /** To be taken at the next spill. @throws UsageError where it cannot be done, in words */
  change(change: Change): void;
  /** Where the run of a number is. @throws UsageError where there is none */
  directoryOf(run: number): string;
  /** Calls whenever there is something else to see. @returns what ends it */
  follow(changed: () => void): () => void;
  /** Ends what is under way; resolves when everything is written. */
  close(reason: string): Promise<void>;
}

/** What changes of a source are told to. */
export class Followers {
  private readonly all = new Set<() => void>();

  add(changed: () => void): () => void {
    this.all.add(changed);
    return () => this.all.delete(changed);
  }

  tell(): void {
    for (const changed of this.all) changed();
  }
}

/**
 * @param active whether a run is going on under this control
 * @param isClosing whether the source ends with it
 */
export function controlShown(
  control: RunControl,
  { active, isClosing }: { readonly active: boolean; readonly isClosing: boolean },
): ControlShown {
  const { state, situation } = control;
  const allowed = COMMANDS.filter((command) => !isRefusal(step(situation, command)));
  const ofRun = ASKED.filter((command) => command !== 'start' && allowed.includes(command));
  const possible = isClosing ? [] : active ? ofRun : (['start'] as const);
  return { state, words: described(situation), possible };
}

/** @throws UsageError where the source ends */
export function requireOpen(isClosing: boolean): void {
  if (!isClosing) return;
  const fault = 'cannot be made any more: the server ends';
  throw new UsageError({ what: 'a change', fault, next: 'begin another: spillway serve' });
}

/** @throws UsageError where a command is none of those that are possible */
export function requirePossible({ state, possible }: ControlShown, asked: Asked): void {
  if ((possible as readonly string[]).includes(asked)) return;
  throw new UsageError({
    what: asked,
    got: state,
    fault: 'cannot be done now',
    next: `possible now: ${possible.join(', ') || 'nothing, it ends with what is under way'}`,
  });
}
