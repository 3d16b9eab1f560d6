/** Workers as processes that are killed while they compute. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stream } from '../../../core/random/index.js';
import { type Started, startSpillway } from '../kills/child.js';

/** Work goes to another worker after so long without a word, s: soon, since workers die all the time here. */
const DEADLINE_S = 2;
/** Chance kills the same range often. */
const ATTEMPTS = 1000;

interface Own extends Started {
  /** Of its metrics, once it has said where they are. */
  url: string | null;
}

/** So many workers of one thread each, each replaced when it is killed. */
export class Workers {
  private own: Own[] = [];

  constructor(
    private readonly url: string,
    private readonly folder: string,
    count: number,
  ) {
    for (let i = 0; i < count; i++) this.add();
  }

  private add(): void {
    const args = [
      ...['work', '--nats', this.url, '--workers', '1', '--metrics', '0'],
      ...['--deadline', `${DEADLINE_S}`, '--attempts', `${ATTEMPTS}`],
    ];
    const worker: Own = { ...startSpillway(args, this.folder), url: null };
    worker.child.stderr?.on('data', (text: string) => {
      worker.url ??= /metrics at (\S+)/.exec(text)?.[1] ?? null;
    });
    this.own.push(worker);
  }

  /** Kills one that computes, and begins another. @returns whether there was one */
  async kill(stream: Stream): Promise<boolean> {
    const order = this.own.toSorted(() => stream.uniform() - 0.5);
    for (const worker of order) {
      if (!(await computes(worker))) continue;
      worker.child.kill('SIGKILL');
      await worker.ended;
      this.own = this.own.filter((one) => one !== worker);
      this.add();
      return true;
    }
    return false;
  }

  /** Of an experiment that has failed. */
  abandon(): void {
    for (const { child } of this.own.splice(0)) child.kill('SIGKILL');
  }

  /** @throws Error where one does not drain with exit code 0 */
  async end(): Promise<void> {
    const all = this.own.splice(0);
    for (const { child } of all) child.kill('SIGTERM');
    const late = sleep(60_000, null, { ref: false });
    for (const { child, ended } of all) {
      const end = await Promise.race([ended, late]);
      if (end === null) child.kill('SIGKILL');
      // One that has not come as far as to listen to signals ends by them.
      if (end?.exit === 0 || end?.exit === 'SIGTERM') continue;
      throw new Error(`a worker does not drain: ${end ? `exit ${end.exit}\n${end.stderr}` : ''}`);
    }
  }
}

async function computes({ url }: Own): Promise<boolean> {
  if (url === null) return false;
  try {
    const text = await (await fetch(url)).text();
    return /^spillway_work_in_hand [1-9]/m.test(text);
  } catch {
    return false;
  }
}
