/** Both fidelities on one spill: the same triggers, and sums, cuts and fitted parameters that agree. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { threadExecutor } from '../../../dist/run/executor/threads.js';
import { validateFidelity } from '../../../dist/run/validate/fidelity/index.js';
import { FACTORS } from '../../../src/run/ghosts.js';
import { jointCounts } from '../../../src/run/efficiency/joint.js';
import { Fit } from '../../../src/run/validate/fidelity/fit.js';
import { ghostRows } from '../../../src/run/validate/fidelity/ghosts.js';
import { PileUpComparison } from '../../../src/run/validate/fidelity/pileup.js';
import { SumComparison } from '../../../src/run/validate/fidelity/sums.js';
import { beliefWith, cardOf } from '../../support/card.js';
import { assertNear, validateOptions } from '../../support/validate.js';

/** Half a spill of the mean rate, and half of the calibration run: at least as many events as are asked for. */
const HALF = {
  overrides: ['beam.spill=2.4s', 'beam.startSpike.probability=0', 'beam.intensity=3.5e6'],
  part: { part: 0, of: 2 },
};

test('channel sums, cut flow and fitted parameters agree', async () => {
  const executor = threadExecutor(1, { warn: (message) => assert.unreachable(message) });
  const options = validateOptions({ events: 1000, executor });
  const { rows, document } = await validateFidelity(options, HALF);
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
  assert.is(agreeing(/^A' of 1 MeV passes /), FACTORS.length + 1);
  // What comes before the front ends is the same, ghost by ghost.
  for (const factor of FACTORS.slice(0, FACTORS.indexOf('track'))) {
    const same = rows.find(({ name }) => name === `A' of 1 MeV passes ${factor}`);
    assert.ok(same && same.expected > 0.8 && same.emulated === same.expected, factor);
  }
});

test('the efficiencies of the same ghosts differ by the discordant ones, and have their error', () => {
  // Of 1000 that came in both, 900 pass in both, 20 with energies alone, 10 with samples alone.
  const holds = [
    (_: number) => true,
    (i: number) => i < 920,
    (_: number) => true,
    (i: number) => i < 900 || (i >= 920 && i < 930),
  ].map((is) => Array.from({ length: 1000 }, (_, i) => is(i)));
  const [first] = ghostRows({ joint: [...FACTORS, 'all'].map(() => jointCounts(holds)) });
  assert.ok(Math.abs((first?.expected ?? 0) - 0.92) < 1e-12);
  assert.ok(Math.abs((first?.emulated ?? 0) - 0.91) < 1e-12);
  const mcNemar = Math.sqrt(30 - 10 ** 2 / 1000) / 1000;
  assert.ok(Math.abs((first?.error ?? 0) - mcNemar) < 1e-12);
  assert.match(first?.source ?? '', /920 of 1000, 910 of 1000 in samples/);
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
  assert.is(rows.length, 8 * 5 + 9 + 11);
  assert.equal(
    rows.filter((r) => r.agrees).map((r) => r.name),
    [],
  );
});

test.run();
