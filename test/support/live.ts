/** Sessions and replays for tests: as `spillway serve` makes them, of spills that are quickly made, in this thread. */
import { inlineExecutor } from '../../src/run/executor/inline.js';
import { LiveReplay, type ReplayOptions } from '../../src/run/live/replay.js';
import { LiveSession, type SessionOptions } from '../../src/run/live/session.js';
import type { Live } from '../../src/run/live/shape.js';
import type { LiveSource } from '../../src/run/live/source.js';

/** The rate of a spill of 1e7 electrons, for a hundredth of its time. */
export const SHORT = ['beam.intensity=100000', 'beam.spill=48 ms'];

/** What was made, and is not closed for sure: a test that fails leaves threads. */
const made: LiveSource[] = [];
function own<S extends LiveSource>(source: S): S {
  made.push(source);
  return source;
}

/** After the tests of a file. */
export async function closeAll(): Promise<void> {
  for (const source of made) await source.close('the test is over');
}

export const liveSession = (directory: string, more: Partial<SessionOptions> = {}): LiveSession =>
  own(
    new LiveSession({
      ...{ card: 'run3-2018', set: SHORT, seed: 'live', spills: 3, workers: 1, directory },
      ...{ speed: 'max', reference: null, now: Date.now, figures: () => [], report: () => {} },
      ...{ mode: 'every', fidelity: 'energy', evaluation: 'all', nature: 'nominal', raw: 'keep' },
      ...{ truth: false, storePrimitives: 'kept', executor: inlineExecutor },
      ...more,
    }),
  );

export const liveReplay = (directory: string, more: Partial<ReplayOptions> = {}): LiveReplay =>
  own(
    new LiveReplay({
      ...{
        directory,
        workers: 1,
        speed: 'max',
        reference: null,
        now: Date.now,
        executor: inlineExecutor,
      },
      ...more,
    }),
  );

/** Resolves when there is to see what is asked for, at once where it is. @throws Error when it does not come */
export function until(
  source: LiveSource,
  what: (live: Live) => boolean,
  seconds = 20,
): Promise<Live> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const live = source.live();
      if (!what(live)) return;
      end();
      clearTimeout(timer);
      resolve(live);
    };
    const end = source.follow(look);
    const timer = setTimeout(() => {
      end();
      const { control, run, totals } = source.live();
      const seen = `run ${run.number}, ${totals.spills} spills, ${control.words}`;
      reject(new Error(`waited ${seconds} s for ${what}: ${seen}`));
    }, seconds * 1000);
    look();
  });
}

/** Whether nothing is under way any more. */
export const isOver = ({ control, totals }: Live): boolean =>
  control.possible.includes('start') && totals.spills > 0;

/** Starts it, and waits until it is over. */
export function ended(source: LiveSource): Promise<Live> {
  source.ask('start');
  return until(source, isOver);
}
