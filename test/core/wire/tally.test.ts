/** Tallies and the ledger: sums that know no order, and a balance that closes or says by how much. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  countEvent,
  type Counts,
  decodeCounts,
  emptyCounts,
  encodeCounts,
  mergeCounts,
} from '../../../src/analyse/counts.js';
import type { ReconstructedEvent } from '../../../src/analyse/reconstruction/index.js';
import { emptyLedger, ledgerGap } from '../../../src/core/wire/ledger.js';
import { addExact, mergeTally, total } from '../../../src/core/wire/tally.js';
import { beliefWith } from '../../support/card.js';

const belief = beliefWith();
const hex = (counts: Counts) => Buffer.from(encodeCounts(counts)).toString('hex');

const energy = (max: number) => fc.double({ min: 0, max, noNaN: true });
const anyEvent: fc.Arbitrary<ReconstructedEvent> = fc
  .record({
    ecal: energy(130),
    preshower: energy(5),
    chi2: energy(4),
    hcal: fc.tuple(energy(40), energy(20), energy(10)),
    veto: fc.constantFrom(0, 0.009),
    srd: energy(0.1),
    momentum: energy(110),
    beam: fc.boolean(),
  })
  .map((e) => ({
    ecal: e.ecal,
    preshower: e.preshower,
    hottest: e.beam ? [3, 3] : [2, 3],
    chi2: e.chi2,
    cellTimes: [e.ecal],
    hcal: e.hcal,
    hcalTotal: e.hcal[0] + e.hcal[1] + e.hcal[2],
    hcalCentral: e.hcal,
    hcal0: 0,
    veto: [0, e.veto, 0],
    srd: [e.srd, e.srd, e.srd],
    tracks: 1,
    momentum: e.beam ? 100 : e.momentum,
    angle: 0,
    trackChi2: 1,
    straws: [1, 1],
  }));

const anyCounts = fc.array(anyEvent, { maxLength: 15 }).map((events) => {
  const counts = emptyCounts();
  counts.spills = 1;
  counts.events = events.length;
  counts.scalers.coincidencePairs = 1e12 * events.length;
  counts.scalers.singles[2] = 7;
  for (const event of events) countEvent(counts, event, belief);
  return counts;
});

/** Merges a list pairwise, the pair and its order chosen by the numbers in `how`. */
function mergeTree(list: readonly Counts[], how: readonly number[]): Counts {
  const left = [...list];
  for (let k = 0; left.length > 1; k++) {
    const choice = how[k % how.length];
    const [a] = left.splice(choice % left.length, 1);
    const [b] = left.splice((choice >> 8) % left.length, 1);
    assert.ok(a && b);
    left.push(mergeCounts(a, b));
  }
  return left[0] ?? emptyCounts();
}

test('counts merged along any tree, in any order, give the same bytes', () => {
  const trees = fc.array(fc.nat(65535), { minLength: 1, maxLength: 12 });
  const property = fc.property(
    fc.array(anyCounts, { minLength: 1, maxLength: 10 }),
    trees,
    trees,
    (list, one, two) => {
      const straight = list.reduce(mergeCounts, emptyCounts());
      assert.is(hex(mergeTree(list, one)), hex(straight));
      assert.is(hex(mergeTree([...list].reverse(), two)), hex(straight));
      assert.is(hex(decodeCounts(encodeCounts(straight))), hex(straight));
    },
  );
  fc.assert(property, { seed: 1, numRuns: 60 });
});

test('merging changes neither of the two', () => {
  const [a, b] = fc.sample(anyCounts, { seed: 2, numRuns: 2 });
  assert.ok(a && b);
  const before = [hex(a), hex(b)];
  mergeCounts(a, b);
  assert.equal([hex(a), hex(b)], before);
  assert.is(hex(mergeCounts(a, emptyCounts())), hex(a));
});

test('counts of another version are refused', () => {
  const other = emptyCounts();
  other.cutflow.push(0);
  assert.throws(() => decodeCounts(encodeCounts(other)), /another version/);
});

test('tallies add up field by field, and never beyond exact integers', () => {
  assert.equal(mergeTally({ a: 1, b: [2, 3], c: { d: 4 } }, { a: 10, b: [20, 30], c: { d: 40 } }), {
    a: 11,
    b: [22, 33],
    c: { d: 44 },
  });
  assert.throws(() => mergeTally({ b: [1] }, { b: [1, 2] }), /cannot be merged/);
  assert.is(addExact(Number.MAX_SAFE_INTEGER - 1, 1), Number.MAX_SAFE_INTEGER);
  assert.throws(() => addExact(Number.MAX_SAFE_INTEGER, 1), /2\^53/);
  assert.throws(() => addExact(1, 0.5), /2\^53/);
  assert.is(total({ a: 1, b: 2 }), 3);
});

test('the ledger says what is missing', () => {
  const ledger = emptyLedger();
  assert.is(ledgerGap(ledger), null);
  ledger.particles.electron = 100;
  ledger.particles.muon = 3;
  ledger.outcomes.missedCounters = 13;
  ledger.outcomes.recorded = 90;
  assert.is(ledgerGap(ledger), null);
  ledger.clockTriggers.recorded = 5; // a column of their own
  assert.is(ledgerGap(ledger), null);
  ledger.outcomes.recorded = 89;
  assert.match(ledgerGap(ledger) ?? '', /103 particles, but 102 outcomes/);
});

test.run();
