/** Both fidelities on one spill: the same triggers, and sums, cuts and fitted parameters that agree. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { threadExecutor } from '../../../dist/run/executor/threads.js';
import { fidelity } from '../../../dist/run/validate/fidelity/index.js';
import { Fit } from '../../../src/run/validate/fidelity/fit.js';
import { PileUpComparison } from '../../../src/run/validate/fidelity/pileup.js';
import { SumComparison } from '../../../src/run/validate/fidelity/sums.js';
import { beliefWith, cardOf } from '../../support/card.js';
import { assertNear, validateOptions } from '../../support/validate.js';

test('channel sums, cut flow and fitted parameters agree', async () => {
  const executor = threadExecutor(2, { warn: (message) => assert.unreachable(message) });
  const { rows, document } = await fidelity.run(validateOptions({ events: 1000, executor }));
  await executor.close();
  assert.ok((document as { events: number }).events >= 1000);
  assert.is(new Set(rows.map((r) => r.name)).size, rows.length, 'names are unique');
  const agreeing = (part: RegExp) => {
    const of = rows.filter(({ name }) => part.test(name));
    for (const r of of) assertNear(r);
    return of.length;
  };
  assert.is(agreeing(/^E_.*: (mean|width), GeV$/), 16);
  assert.ok(agreeing(/^cut flow: /) >= 8);
  assert.ok(agreeing(/^(detector|readout)\./) >= 7);
});

test('where nothing was found every row is there and none agrees', () => {
  const belief = beliefWith();
  const { pulseTime } = cardOf().nature.electronics;
  const parts = [
    new SumComparison(belief),
    new PileUpComparison(belief.analysis.cuts.ecal.loose),
    new Fit(belief, pulseTime),
  ];
  const rows = parts.flatMap((part) => part.rows());
  assert.is(rows.length, 8 * 5 + 9 + 7);
  assert.equal(
    rows.filter((r) => r.agrees).map((r) => r.name),
    [],
  );
});

test.run();
