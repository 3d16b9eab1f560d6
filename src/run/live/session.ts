/**
 * A session: runs of one card, one after the other, each in a directory of its own. What is changed from the screen ends the run
 * behind the spill that is under way and begins the next: each has one card, one hash, and can be verified, replayed and
 * re-triggered. See docs/decisions/0015-changes-begin-runs.md.
 */
import * as path from 'node:path';
import type { ResolvedCard } from '../../core/card/index.js';
import { UsageError } from '../../core/errors.js';
import { resolveSingleCard } from '../cards.js';
import { RunControl } from '../control/index.js';
import type { Executor } from '../executor/executor.js';
import { threadExecutor } from '../executor/threads.js';
import { beginRecord, type Choices, type Progress, runCard, type RunOptions } from '../run.js';
import type { RunRecord } from '../store/layout.js';
import { VERSION } from '../version.js';
import { KNOB, knobsShown, requireWithin } from './knobs.js';
import { paceOf } from './pace.js';
import {
  type ControlShown,
  KNOBS,
  type Live,
  LIVE_SCHEMA,
  type RunBefore,
  type Speed,
} from './shape.js';
import {
  type Asked,
  type Change,
  controlShown,
  Followers,
  type LiveSource,
  requireOpen,
  requirePossible,
} from './source.js';
import { LiveTally } from './tally.js';
import { type References, runShown, totalsOf } from './view.js';

export interface SessionOptions extends Choices, Pick<RunOptions, 'now' | 'figures' | 'executor'> {
  /** Path or name, and what is set of it. */
  readonly card: string;
  readonly set: readonly string[];
  readonly seed?: string | undefined;
  /** Of each run. */
  readonly spills: number;
  readonly workers: number;
  /** Holds the directories of the runs: 001, 002, ... */
  readonly directory: string;
  readonly speed: Speed;
  readonly reference: References | null;
  readonly report: (progress: Progress) => void;
}

/** The run that is going on, or was the last. */
interface Current {
  readonly number: number;
  readonly directory: string;
  readonly resolved: ResolvedCard;
  readonly record: RunRecord;
  readonly control: RunControl;
  readonly tally: LiveTally;
}

const FROM = 'from the screen';

export class LiveSession implements LiveSource {
  private readonly executor: Executor;
  private readonly followers = new Followers();
  private readonly before: RunBefore[] = [];
  /** In the order in which they were made. */
  private changes: readonly Change[] = [];
  /** To be taken at the next spill. */
  private next: Change = {};
  /** Whether the run ends for what was changed, and another follows. */
  private isTaking = false;
  private isClosing = false;
  private current: Current;
  private going: Promise<void> | null = null;

  /** @throws UsageError, CardError where the card cannot be run */
  constructor(private readonly options: SessionOptions) {
    const warn = (message: string) => options.report({ phase: 'worker', message });
    this.executor = options.executor?.(warn) ?? threadExecutor(options.workers, { warn });
    this.current = this.prepare(1, this.changes);
  }

  live(): Live {
    const { number, directory, resolved, record, control, tally } = this.current;
    return {
      schema: LIVE_SCHEMA,
      version: VERSION,
      source: 'emulation',
      speed: this.options.speed,
      run: runShown(record, resolved.card, number, path.basename(directory)),
      runs: this.before,
      control: this.shown(control),
      knobs: knobsShown(resolved.card, this.next),
      spill: tally.spill,
      history: tally.history,
      alarms: tally.alarmed,
      totals: totalsOf(tally, this.options.reference),
    };
  }

  ask(command: Asked): void {
    const { control } = this.current;
    requirePossible(this.shown(control), command);
    if (command === 'start') this.start();
    else if (command === 'resume' && this.isChanging) this.takeChange();
    else control.command(command, FROM);
  }

  change(change: Change): void {
    const { resolved, control, number } = this.current;
    requireOpen(this.isClosing);
    requireWithin(resolved.card, change);
    const next = { ...this.next, ...change };
    // The values that are there already are no change, unless the run ends for another one.
    for (const name of KNOBS) {
      if (!this.isTaking && next[name] === KNOB[name].of(resolved.card)) delete next[name];
    }
    this.load([...this.changes, next], number);
    this.next = next;
    const { phase } = control.situation;
    const waits = phase === 'paused' || phase === 'pausing';
    if (this.going !== null && this.isChanging && !waits) this.takeChange();
    this.followers.tell();
  }

  directoryOf(run: number): string {
    const found = [...this.before, this.current].find(({ number }) => number === run);
    if (found) return path.join(this.options.directory, path.basename(found.directory));
    throw new UsageError({
      what: 'run',
      got: `${run}`,
      expected: `1 to ${this.current.number}, the runs of this session`,
    });
  }

  follow(changed: () => void): () => void {
    return this.followers.add(changed);
  }

  async close(reason: string): Promise<void> {
    this.isClosing = true;
    this.isTaking = false;
    this.current.control.stop(reason);
    await this.going;
    await this.executor.close();
  }

  private shown(control: RunControl): ControlShown {
    return controlShown(control, { active: this.going !== null, isClosing: this.isClosing });
  }

  private get isChanging(): boolean {
    return Object.keys(this.next).length > 0;
  }

  /** The card of a run of this session. @throws UsageError, CardError where it is wrong */
  private load(changes: readonly Change[], number: number): ResolvedCard {
    const { card, set, seed } = this.options;
    const overrides = [...set, ...changes.flatMap(settings)];
    const resolved = resolveSingleCard(card, overrides, seed);
    if (number === 1) return resolved;
    // Every run has random numbers of its own, as at the experiment: by its number.
    const own = resolved.card.run.number + number - 1;
    return resolveSingleCard(card, [...overrides, `run.number=${own}`], seed);
  }

  private prepare(number: number, changes: readonly Change[]): Current {
    const resolved = this.load(changes, number);
    const { directory: session, spills } = this.options;
    const directory = path.join(session, `${number}`.padStart(3, '0'));
    const record = beginRecord({ ...this.options, resolved, directory, spills, resume: false });
    const control = new RunControl();
    control.transitions$.subscribe(() => this.followers.tell());
    const tally = new LiveTally(record, resolved.card);
    return { number, directory, resolved, record, control, tally };
  }

  /** Ends the run behind what is under way; the next one begins with what was changed. One that ends anyway does not go on. */
  private takeChange(): void {
    const { control } = this.current;
    const before = control.situation;
    control.stop(`${settings(this.next).join(', ')}, ${FROM}`);
    this.isTaking ||= control.situation !== before;
  }

  /**
   * Begins a run, with what was changed, where the last one has ended; else the one that is prepared.
   * @throws UsageError, CardError where the card cannot be read any more: then nothing has changed
   */
  private start(): void {
    const { number, control } = this.current;
    const isFirst = control.state === 'configured';
    const changed = settings(this.next).join(', ');
    const changes = this.isChanging ? [...this.changes, this.next] : this.changes;
    if (!isFirst || this.isChanging) {
      const prepared = this.prepare(isFirst ? number : number + 1, changes);
      const follows = isFirst ? null : { run: this.endedRun(), changed };
      [this.changes, this.next, this.current] = [changes, {}, prepared];
      this.go(follows);
    } else this.go(null);
  }

  private go(follows: RunOptions['follows'] | null): void {
    this.going = this.goThrough(follows).finally(() => {
      this.going = null;
      const goesOn = this.isTaking && this.current.control.state === 'stopped';
      this.isTaking = false;
      if (goesOn) this.goOn();
      this.followers.tell();
    });
    this.followers.tell();
  }

  private goOn(): void {
    try {
      this.start();
    } catch (error) {
      this.current.control.fail((error as Error).message);
    }
  }

  /** Into the list of those before. @returns the name of its directory */
  private endedRun(): string {
    const { number, directory, control, tally } = this.current;
    const name = path.basename(directory);
    const { reason } = control.situation;
    this.before.push({ number, directory: name, spills: tally.spills, reason });
    return name;
  }

  private async goThrough(follows: RunOptions['follows'] | null): Promise<void> {
    const { resolved, directory, control, tally } = this.current;
    const { speed, now, report } = this.options;
    const pace = paceOf(speed, control, now);
    try {
      await runCard({
        ...{ ...this.options, resolved, directory, control },
        ...(pace && { pace }),
        ...(follows && { follows }),
        ...{ resume: false, force: false },
        // Of all runs of the session: it ends with that.
        executor: () => ({ ...this.executor, close: async () => {} }),
        report: (progress) => {
          if (progress.phase === 'spill') {
            tally.add(progress.done, progress.counts, now());
            this.followers.tell();
          }
          report(progress);
        },
      });
    } catch (error) {
      control.fail((error as Error).message);
    }
  }
}

const settings = (change: Change): string[] =>
  KNOBS.flatMap((name) => {
    const value = change[name];
    return value === undefined ? [] : [KNOB[name].set(value)];
  });
