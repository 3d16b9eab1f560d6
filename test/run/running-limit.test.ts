/** The live limit of a run that is written, against the batch limit of what stands in the directory of a run as long. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { RunControl } from '../../src/run/control/index.js';
import { inlineExecutor } from '../../src/run/executor/inline.js';
import { type Limit, limitOf } from '../../src/run/limit.js';
import { runCard } from '../../src/run/run.js';
import { resolved } from '../support/card.js';

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-running-'));
test.after(() => fs.rmSync(directory, { recursive: true }));

const card = resolved([
  'beam.intensity=20000',
  'beam.spill=50 ms',
  'nature.admixture.pion=0.02',
  'run.seed=running',
]);

/** @returns the live limits of a run of some spills, and its directory */
async function run(spills: number): Promise<{ live: Limit[]; directory: string }> {
  const own = path.join(directory, `${spills}`);
  const live: Limit[] = [];
  await runCard({
    ...{ resolved: card, spills, workers: 1, directory: own },
    ...{
      mode: 'every',
      fidelity: 'energy',
      evaluation: 'all',
      nature: 'nominal',
      storePrimitives: 'kept',
    },
    ...{ raw: 'drop', truth: false },
    ...{ resume: false, force: false, control: new RunControl(), now: () => 0, figures: () => [] },
    executor: () => inlineExecutor(),
    report: (progress) => {
      if (progress.phase === 'limit') live.push(progress.limit);
    },
  });
  return { live, directory: own };
}

test('a live limit that rests on n spills is, to the bit, the batch limit of a run of n spills', async () => {
  const runs = [await run(1), await run(2), await run(3)];
  const batch = runs.map((r) => JSON.stringify(limitOf([r.directory])));
  assert.is(new Set(batch).size, 3);
  let compared = 0;
  runs.forEach(({ live }, i) => {
    // The clock decides which are shown, the last always is.
    assert.is(live[live.length - 1].spills, i + 1);
    for (const limit of live) {
      assert.is(JSON.stringify(limit), batch[limit.spills - 1]);
      compared++;
    }
  });
  assert.ok(compared >= 3);
});

test.run();
