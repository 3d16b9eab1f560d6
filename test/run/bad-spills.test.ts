/** Spills that monitors leave out: no ghost of theirs, no rate and no byte is counted, and nothing fails where all of them are bad. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inlineExecutor } from '../../src/run/executor/inline.js';
import { pointOf } from '../../src/run/scan/point.js';
import { loadCard } from '../../src/run/cards.js';
import { efficiencyOf } from '../../src/run/efficiency/job.js';
import { cardOf } from '../support/card.js';

const SHORT = ['beam.intensity=1.5e5', 'beam.spill=100 ms', 'beam.startSpike.probability=0'];
/** Events by the clock as many as such a spill needs to be watched. */
const CLOCK = ['trigger.menu.random.rate=400Hz', 'trigger.menu.beam.prescale=3000'];
const lostIn = (spills: string) =>
  `faults={ f: { kind: lostFragment, spills: ${spills}, rate: 0.2 } }`;

const ghostsOf = (spill: number, withBad: boolean, ...more: string[]) => {
  const card = cardOf(...SHORT, ...CLOCK, ...more);
  const own = { card, cardHash: '', seed: 'bad', mode: 'every', truth: false } as const;
  const job = { ...own, fidelity: 'energy' } as const;
  return efficiencyOf({ job, masses: [0.01], number: 40, measured: false, withBad }, spill);
};

test('ghosts of a spill that counts for nothing are none; those of the others are as ever', () => {
  const lost = lostIn('[1]');
  const [{ passed }] = ghostsOf(1, false, lost).flows;
  assert.ok(passed.every((n) => n === 0));
  assert.is(ghostsOf(1, false, lost).electrons, 0);
  assert.ok(ghostsOf(1, true, lost).flows[0].passed[0] > 10);
  assert.equal(ghostsOf(2, false, lost), ghostsOf(2, false));
});

const pointWith = (faults: readonly string[]) => {
  const set = [...SHORT, ...CLOCK, ...faults];
  const resolved = loadCard('run3-2018', set, 'bad');
  if (resolved.kind !== 'card') throw new Error('run3-2018 is a card');
  const request = { card: 'run3-2018', mode: 'every', fidelity: 'energy', seed: 'bad' } as const;
  return pointOf(
    { resolved, point: 1, values: [], set, cardHash: '' },
    { ...request, spills: 2, ghosts: 20, masses: [0.01] },
    { executor: inlineExecutor(), report: () => {} },
  );
};

test('a point of a scan with a bad spill is that of the other spill', async () => {
  const [clean, one, all] = await Promise.all(
    [[], [lostIn('[2]')], [lostIn('1')]].map((faults) => pointWith(faults)),
  );
  assert.equal(
    [clean, one, all].map((p) => p.badSpills),
    [0, 1, 2],
  );
  const { perElectron, rateHz, bytesPerSecond } = one;
  assert.is(one.seconds, clean.seconds / 2);
  assert.ok(one.electronsOnTarget < clean.electronsOnTarget);
  // Poisson: some 100 triggers in a spill.
  const ratio = (perElectron.value ?? 0) / (clean.perElectron.value ?? 1);
  assert.ok(ratio > 0.6 && ratio < 1.6, `${ratio}`);
  assert.ok((rateHz.value ?? 0) > 0 && (bytesPerSecond ?? 0) > 0);
  assert.equal(
    [all.rateHz.value, all.perElectron.value, all.recordedHz, all.bytesPerSecond],
    [null, null, null, null],
  );
  assert.equal([all.electronsOnTarget, all.bytes, all.triggers], [0, 0, 0]);
  assert.is(all.masses[0].efficiency.value, null);
});

test.run();
