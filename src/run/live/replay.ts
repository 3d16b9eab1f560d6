/** The recorded raw data of a run through the analysis again, under run control and at a pace. */
import * as path from 'node:path';
import { addCounts, type Counts, emptyCounts } from '../../analyse/counts.js';
import { RunError, UsageError } from '../../core/errors.js';
import { RunControl } from '../control/index.js';
import { goThrough } from '../control/through.js';
import type { Executor } from '../executor/executor.js';
import { replayed } from '../executor/kinds/replayed.js';
import { threadExecutor } from '../executor/threads.js';
import { drain, results } from '../pipeline.js';
import { openRun, type OpenRun } from '../replay.js';
import { hasRaw, type JournalLine } from '../store/layout.js';
import { VERSION } from '../version.js';
import { paceOf } from './pace.js';
import { type ControlShown, type Live, LIVE_SCHEMA, type Speed } from './shape.js';
import { type Asked, controlShown, Followers, type LiveSource, requirePossible } from './source.js';
import { LiveTally } from './tally.js';
import { type References, runShown, totalsOf } from './view.js';

export interface ReplayOptions {
  readonly directory: string;
  readonly workers: number;
  readonly speed: Speed;
  readonly reference: References | null;
  readonly now: () => number;
  /** Where spills are read; worker threads unless given. */
  readonly executor?: () => Executor;
}

export class LiveReplay implements LiveSource {
  private readonly run: OpenRun;
  private readonly lines: readonly JournalLine[];
  private readonly executor: Executor;
  private readonly followers = new Followers();
  private control = new RunControl();
  private tally: LiveTally;
  private going: Promise<void> | null = null;
  private isClosing = false;

  /** @throws UsageError, RunError as `openRun`; RunError where no raw data were kept */
  constructor(private readonly options: ReplayOptions) {
    this.run = openRun(options.directory);
    this.lines = this.run.journal.filter(hasRaw);
    if (this.lines.length === 0) {
      throw new RunError({
        where: options.directory,
        what: 'raw data',
        fault: `were not kept (--raw ${this.run.record.raw})`,
        next: 'a run with --raw keep keeps them',
      });
    }
    this.executor = options.executor?.() ?? threadExecutor(options.workers, { warn: () => {} });
    this.tally = this.newTally();
  }

  live(): Live {
    const { record, card, directory } = this.run;
    return {
      schema: LIVE_SCHEMA,
      version: VERSION,
      source: 'replay',
      speed: this.options.speed,
      run: { ...runShown(record, card, 1, path.basename(directory)), sealed: true },
      runs: [],
      control: this.shown(),
      knobs: [],
      spill: this.tally.spill,
      history: this.tally.history,
      alarms: this.tally.alarmed,
      totals: totalsOf(this.tally, this.options.reference),
    };
  }

  ask(command: Asked): void {
    requirePossible(this.shown(), command);
    if (command === 'start') this.start();
    else this.control.command(command, 'from the screen');
  }

  change(): void {
    throw new UsageError({
      what: 'a change',
      fault: 'cannot be made of a replay: its spills were recorded',
      next: 'spillway retrigger asks what another menu would have recorded',
    });
  }

  directoryOf(run: number): string {
    if (run === 1) return this.options.directory;
    throw new UsageError({ what: 'run', got: `${run}`, expected: '1, the one that is replayed' });
  }

  follow(changed: () => void): () => void {
    return this.followers.add(changed);
  }

  async close(reason: string): Promise<void> {
    this.isClosing = true;
    this.control.stop(reason);
    await this.going;
    await this.executor.close();
  }

  private shown(): ControlShown {
    return controlShown(this.control, { active: this.going !== null, isClosing: this.isClosing });
  }

  private start(): void {
    this.control = new RunControl();
    this.control.transitions$.subscribe(() => this.followers.tell());
    this.tally = this.newTally();
    this.going = this.goThrough(this.control, this.tally).finally(() => {
      this.going = null;
      this.followers.tell();
    });
  }

  private async goThrough(control: RunControl, tally: LiveTally): Promise<void> {
    const { now, speed, directory } = this.options;
    const counts: Counts = emptyCounts();
    const task = { kind: replayed, job: { directory }, repeat: `spillway replay ${directory}` };
    let done = 0;
    try {
      await goThrough(control, {
        of: this.lines.length,
        done: () => done,
        paused: () => {},
        pace: paceOf(speed, control, now) ?? undefined,
        some: (begun) =>
          drain(results(this.executor, task, this.spillsOf(begun)), ({ result }) => {
            done++;
            addCounts(counts, result.counts);
            const { ledger } = this.run.journal[result.spill - 1];
            tally.add({ ...result, ledger }, counts, now());
            control.tell('spill ended');
          }),
      });
    } catch (error) {
      control.fail((error as Error).message);
    }
  }

  private *spillsOf(begun: Iterable<number>): Generator<number> {
    for (const n of begun) yield this.lines[n - 1].spill;
  }

  /** Blind, whether or not the box of the run was opened. */
  private newTally(): LiveTally {
    return new LiveTally({ ...this.run.record, unblinded: false }, this.run.card);
  }
}
