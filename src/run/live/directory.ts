/** What a run directory shows while another process writes it: its journal, its checkpoint, its run control. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { ofFrontEnds } from '../../core/channels.js';
import { RunError } from '../../core/errors.js';
import { loadRunCard } from '../cards.js';
import { controlStatus, type ControlStatus } from '../control/ask.js';
import { readCheckpoint } from '../store/checkpoint.js';
import { parseJournal, readRunRecord } from '../store/directory.js';
import { FILES } from '../store/layout.js';
import type { Live } from './shape.js';
import { LiveTally } from './tally.js';
import { runShown, totalsOf } from './view.js';

/** As `Live`, as far as the directory tells. */
export interface Watched extends Pick<Live, 'run' | 'history' | 'totals'> {
  readonly status: ControlStatus;
  /** Whether no more comes. */
  readonly isOver: boolean;
}

export class LiveDirectory {
  private readonly tally: LiveTally;
  /** Of the journal: bytes that were read. */
  private read = 0;

  /** @throws UsageError when it is no run, CardError when its card is damaged */
  constructor(private readonly directory: string) {
    this.tally = new LiveTally(
      { ...readRunRecord(directory), unblinded: false },
      loadRunCard(directory).card,
    );
  }

  /** @throws RunError when journal or checkpoint are damaged */
  look(now: number): Watched {
    const status = controlStatus(this.directory);
    const record = readRunRecord(this.directory);
    for (const line of this.newLines()) {
      const { spill, ledger, alarms = [], unwatched = [] } = line;
      const unknown = {
        occupancy: ofFrontEnds(() => []),
        profile: { coincidences: [], busy: [] },
      };
      this.tally.add({ spill, ledger, alarms, unwatched, ...unknown }, this.tally.counts, now);
    }
    if (fs.existsSync(path.join(this.directory, FILES.counts))) {
      this.tally.counts = readCheckpoint(this.directory);
    }
    const { card, history } = this.tally;
    return {
      run: runShown(record, card, 1, path.basename(path.resolve(this.directory))),
      ...{ history, totals: totalsOf(this.tally, null), status },
      // Of one look: a record that is read later may tell of an end of which the status does not yet.
      isOver: status.process === null,
    };
  }

  /** Whole lines behind those that were read. */
  private newLines() {
    const file = path.join(this.directory, FILES.journal);
    const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (size <= this.read) return [];
    const bytes = Buffer.alloc(size - this.read);
    const fd = fs.openSync(file, 'r');
    try {
      fs.readSync(fd, bytes, 0, bytes.length, this.read);
    } finally {
      fs.closeSync(fd);
    }
    const whole = bytes.subarray(0, bytes.lastIndexOf('\n') + 1);
    const { journal, damage } = parseJournal(file, whole.toString('utf8'), this.tally.spills + 1);
    if (damage) throw new RunError(damage);
    this.read += whole.length;
    return journal;
  }
}
