/**
 * Run control: everything that begins, pauses, stops or ends a run, a campaign as a whole or a scan goes through here. What
 * is a spill of a run is a point of a scan.
 */
import { filter, firstValueFrom, Subject } from 'rxjs';
import { InternalError, UsageError } from '../../core/errors.js';
import {
  BEGIN,
  type Command,
  COMMANDS,
  type Input,
  isRefusal,
  type Phase,
  type Situation,
  type State,
  stateOf,
  step,
} from './table.js';

/** A change that was made. */
export interface Transition {
  readonly from: Situation;
  readonly input: Input;
  readonly to: Situation;
}

/** What the run tells of itself. */
type Told = 'spill begun' | 'spill ended' | 'all done';

export class RunControl {
  private now: Situation = BEGIN;
  private readonly made = new Subject<Transition>();
  /** Every change, as it is made; refused inputs are none. */
  readonly transitions$ = this.made.asObservable();

  get situation(): Situation {
    return this.now;
  }

  get state(): State {
    return stateOf(this.now.phase);
  }

  /** Why the run is to end before its last spill, or has; null where it is not, or has failed. */
  get stopped(): string | null {
    const { phase, reason } = this.now;
    return phase === 'stopping' || phase === 'stopped' ? reason : null;
  }

  /** Whether no spill is begun any more, while some are under way. */
  get isHolding(): boolean {
    return this.now.phase === 'pausing' || this.now.phase === 'stopping';
  }

  /**
   * @param reason of a pause or a stop, for the record
   * @throws UsageError where the state does not allow it; then nothing changes
   */
  command(command: Command, reason: string = command): void {
    this.apply(command, reason, (problem) => new UsageError(problem));
  }

  /** Arms and starts, unless told to stop before. */
  begin(): void {
    if (this.stopped !== null) return;
    this.command('arm');
    this.command('start');
  }

  /** Asks the run to finish what it has begun; nothing where that is asked already, or there is none. */
  stop(reason: string): void {
    if (!isRefusal(step(this.now, 'stop'))) this.command('stop', reason);
  }

  /** @throws InternalError where it cannot happen */
  tell(event: Told): void {
    this.apply(event, null, (problem) => new InternalError(problem));
  }

  /** The run cannot go on; what is under way is lost. */
  fail(reason: string): void {
    if (this.now.phase !== 'error') {
      this.apply('failure', reason, (problem) => new InternalError(problem));
    }
  }

  /** Begins spills as they are asked for, until told otherwise. */
  *spills(first: number, last: number): Generator<number> {
    const goesOn = () => this.now.phase === 'between spills' || this.now.phase === 'in spill';
    for (let spill = first; spill <= last && goesOn(); spill++) {
      this.tell('spill begun');
      yield spill;
    }
  }

  /** Resolves when it is not paused, or not any more. */
  async unpaused(): Promise<void> {
    if (this.now.phase !== 'paused') return;
    await firstValueFrom(this.transitions$.pipe(filter(({ to }) => to.phase !== 'paused')));
  }

  private apply(
    input: Exclude<Input, 'last spill ended'>,
    reason: string | null,
    refuse: (problem: ConstructorParameters<typeof UsageError>[0]) => Error,
  ): void {
    const from = this.now;
    const to = step(from, input, reason);
    if (isRefusal(to)) {
      throw refuse({
        what: `run control, ${input}`,
        got: described(from),
        expected: to.expected.map(inWords).join(' or '),
        next: nextOf(from, input),
      });
    }
    this.now = to;
    this.made.next({ from, input, to });
  }
}

const inWords = (phase: Phase): string =>
  phase === 'pausing'
    ? 'in spill to be paused'
    : phase === 'stopping'
      ? 'in spill to be stopped'
      : phase;

/** A situation in words, with what was asked for and why. */
export const described = ({ phase, reason, underWay }: Situation): string =>
  inWords(phase) +
  (underWay > 0 ? `, ${underWay} under way` : '') +
  (reason === null ? '' : `: ${reason}`);

function nextOf({ phase }: Situation, input: Input): string {
  if (phase === 'stopped' || phase === 'error') return 'it is over: go on with --resume';
  const possible = COMMANDS.filter((command) => !isRefusal(step({ ...BEGIN, phase }, command)));
  return input === 'stop' && phase === 'stopping'
    ? 'it ends with what is under way'
    : `possible now: ${possible.join(', ') || 'nothing, it ends with what is under way'}`;
}
