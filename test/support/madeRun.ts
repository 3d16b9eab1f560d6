/** Short runs for tests, made in this thread. */
import { loadCard } from '../../src/run/cards.js';
import { RunControl } from '../../src/run/control/index.js';
import { inlineExecutor } from '../../src/run/executor/inline.js';
import { type OpenRun, openRun } from '../../src/run/replay.js';
import { runCard, type RunOptions } from '../../src/run/run.js';

/** A run of card `run3-2018` with some of its values set. */
export async function madeRun(
  directory: string,
  settings: readonly string[],
  more: Partial<RunOptions> = {},
): Promise<OpenRun> {
  const resolved = loadCard('run3-2018', settings, 'demo');
  if (resolved.kind !== 'card') throw new Error('run3-2018 is a card');
  await runCard({
    ...{ resolved, directory, spills: 1, workers: 1 },
    ...{ mode: 'every', fidelity: 'energy', evaluation: 'all', nature: 'nominal' },
    ...{ raw: 'keep', truth: false, storePrimitives: 'kept', resume: false, force: false },
    ...{ control: new RunControl(), now: Date.now, report: () => {}, figures: () => [] },
    ...{ executor: inlineExecutor },
    ...more,
  });
  return openRun(directory);
}
