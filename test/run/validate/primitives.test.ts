/** The comparison of lazy and complete primitives: it finds nothing where nothing differs, and whatever does. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { emulateSpill } from '../../../src/emulate/spill.js';
import type { AnyKind } from '../../../src/run/executor/task.js';
import { inlineExecutor } from '../../../src/run/executor/inline.js';
import type { SpillJob } from '../../../src/run/spill.js';
import { bothWays } from '../../../src/run/validate/primitives/bothWays.js';
import { primitives } from '../../../src/run/validate/primitives/index.js';
import { cardOf } from '../../support/card.js';
import { withKind } from '../../support/executor.js';
import { SEED } from '../../support/statistics.js';
import { validateOptions } from '../../support/validate.js';

const job: SpillJob = {
  ...{ card: cardOf('beam.intensity=75000', 'beam.spill=50 ms'), cardHash: 'x', seed: SEED },
  ...{ mode: 'every', fidelity: 'energy', truth: false },
};

test('the same spill: nothing differs', () => {
  const { electrons, triggers, events, ...differing } = bothWays(job, 1);
  assert.ok(electrons > 70_000 && triggers >= events && events > 20);
  assert.equal(differing, { triggersDiffering: 0, ledgersDiffering: 0, payloadsDiffering: 0 });
});

test('one count, one bit, one lost trigger: each is seen', () => {
  const changed = (change: (spill: ReturnType<typeof emulateSpill>) => void) => {
    const { electrons: _, ...found } = bothWays(job, 1, (card, key, spill, options) => {
      const emulated = emulateSpill(card, key, spill, options);
      if (options?.primitives === 'all') change(emulated);
      return emulated;
    });
    return [found.triggersDiffering, found.ledgersDiffering, found.payloadsDiffering];
  };
  assert.equal(
    changed((spill) => spill.ledger.scalers.singles[2]++),
    [0, 1, 0],
  );
  assert.equal(
    changed((spill) => spill.profile.busy[49]++),
    [0, 1, 0],
  );
  assert.equal(
    changed((spill) => spill.triggers[3].preshowerCounts++),
    [1, 0, 0],
  );
  assert.equal(
    changed((spill) => spill.triggers.pop()),
    [1, 0, 0],
  );
  assert.equal(
    changed((spill) => spill.events.pop()),
    [0, 0, 1],
  );
  const flipped = changed(({ events: [event] }) => {
    const ecal = event.bodies.ecal.map((byte, i) => (i === 7 ? byte ^ 1 : byte));
    event.bodies = { ...event.bodies, ecal };
  });
  assert.equal(flipped, [0, 0, 1]);
});

test('every card gets its share of the electrons, and a row says what differs', async () => {
  let spills = 0;
  const kind: AnyKind = {
    name: 'counted',
    prepare: () => (index: number) => {
      spills++;
      const odd = index % 2;
      return {
        ...{ electrons: 3e6, triggers: 20, events: 10 },
        ...{ triggersDiffering: odd, ledgersDiffering: 0, payloadsDiffering: 3 * odd },
      };
    },
    transfer: () => [],
    describe: () => 'counted',
  };
  const executor = withKind(inlineExecutor(), kind);
  const { rows } = await primitives.run(validateOptions({ electrons: 2e7, executor }));
  const named = (name: string) => rows.filter((r) => r.name.includes(name));
  assert.is(new Set(rows.map(({ name }) => name)).size, rows.length);
  assert.ok(spills >= 8, `${spills} spills, two for each card`);
  const [electrons] = named('electrons gone through');
  assert.equal([electrons.emulated, electrons.agrees], [2.4e7, true]);
  for (const [what, differing] of [
    ['triggers that differ, of 40', 1],
    ['ledgers that differ', 0],
    ['payload checksums that differ, of 20', 3],
  ] as const) {
    const found = named(what);
    assert.is(found.length, 4, what);
    for (const { emulated, agrees } of found) {
      assert.equal([emulated, agrees], [differing, differing === 0]);
    }
  }
});

test.run();
