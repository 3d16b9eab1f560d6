/** Events that screens ask for: made beside the main thread, which has the run to control and the screens to tell. */
import * as path from 'node:path';
import type { Executor } from '../../run/executor/executor.js';
import {
  type Displayed,
  displayed,
  type DisplayedJob,
  indexOf,
} from '../../run/executor/kinds/displayed.js';
import type { Task } from '../../run/executor/task.js';
import type { Display, Kind, Place } from '../../run/display/index.js';

/** That are made, or wait to be. */
const AT_ONCE = 8;

/** Why there is none, in words that name the run, not where its directory stands. */
export class NoDisplay extends Error {
  constructor(
    readonly status: 400 | 500 | 503,
    message: string,
    /** The same as it is written down. */
    readonly inFull = message,
  ) {
    super(message);
  }
}

export class Displays {
  /** An executor knows a task by its object. */
  private readonly tasks = new Map<string, Task<DisplayedJob, Displayed>>();
  private underWay = 0;

  constructor(private readonly executor: Executor) {}

  /** @throws NoDisplay where there is no such event, or too many are asked for */
  async event(directory: string, place: Place): Promise<Display> {
    const made = await this.made({ directory, asked: 'event' }, place);
    return (made as { event: Display }).event;
  }

  /** Null where there is none up to the end of the run. @throws NoDisplay as `event`, or where the search ends before the run */
  async next(directory: string, kind: Kind, after: Place): Promise<Place | null> {
    const made = await this.made({ directory, asked: kind }, after);
    return (made as { next: Place | null }).next;
  }

  private async made(job: DisplayedJob, place: Place): Promise<Displayed> {
    const index = indexOf(place);
    if (index === null) throw new NoDisplay(400, `event: got ${place.event}, which no spill has`);
    if (this.underWay >= AT_ONCE) {
      throw new NoDisplay(503, `${AT_ONCE} events are being made already; ask again`);
    }
    this.underWay++;
    try {
      const range = { first: index, last: index };
      const [{ result }] = await this.executor.run(this.taskOf(job), range);
      if (!('refused' in result)) return result;
      throw refusedOf(result, job.directory);
    } finally {
      this.underWay--;
    }
  }

  private taskOf(job: DisplayedJob): Task<DisplayedJob, Displayed> {
    const key = `${job.asked} ${job.directory}`;
    const task = this.tasks.get(key) ?? {
      ...{ kind: displayed, job, repeat: `spillway event ${job.directory}` },
    };
    this.tasks.set(key, task);
    return task;
  }
}

function refusedOf({ refused, words }: Extract<Displayed, { refused: unknown }>, of: string) {
  const told = words.replaceAll(of, path.basename(path.resolve(of)));
  return new NoDisplay(refused === 'usage' ? 400 : 500, told, words);
}
