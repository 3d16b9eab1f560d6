/** Kills of real runs, as the command makes them: a few, of a seed that is printed. */
import { randomBytes } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { UsageError } from '../../../src/core/errors.js';
import { kills } from '../../../src/run/validate/kills/index.js';
import { validateOptions } from '../../support/validate.js';

const EXPERIMENTS = 2;

const seed = process.env.SPILLWAY_TEST_SEED ?? randomBytes(4).toString('hex');
process.stdout.write(`SPILLWAY_TEST_SEED=${seed} repeats the moments of this file\n`);

test(`${EXPERIMENTS} runs that are killed end as those left alone`, async () => {
  const { rows, document } = await kills.run(validateOptions({ seed, experiments: EXPERIMENTS }));
  assert.is(rows.length, EXPERIMENTS + 1);
  for (const r of rows) assert.ok(r.agrees, `${r.name}: ${JSON.stringify(document)}`);
  const [, runs, killed, after] =
    /^(\d+) runs, (\d+) kills, .* (\d+) after its end$/.exec(rows.at(-1)?.source ?? '') ?? [];
  process.stdout.write(`${rows.at(-1)?.source}\n`);
  assert.is(Number(runs), EXPERIMENTS);
  assert.ok(Number(killed) + Number(after) >= EXPERIMENTS);
});

test('a case is the number of an experiment', () => {
  for (const wrong of ['', 'x', '-1', '1.5']) {
    assert.throws(
      () => kills.check?.(validateOptions({ case: wrong })),
      (error: unknown) => error instanceof UsageError,
    );
  }
});

test.run();
