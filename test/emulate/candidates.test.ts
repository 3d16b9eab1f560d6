/**
 * The way by candidates against the one through every electron: the same distributions, part by part where that
 * tells more than the whole. `spillway validate modes` compares 6e9 electrons of each.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { encodePayload } from '../../src/core/wire/event.js';
import { ledgerGap, PHYSICS } from '../../src/core/wire/ledger.js';
import type { spillway } from '../../src/core/wire/messages.js';
import { seedKey } from '../../src/core/random/index.js';
import type { Card } from '../../src/core/card/index.js';
import { EverySlice } from '../../src/emulate/beam/everySlice.js';
import { spillProfile } from '../../src/emulate/beam/profile.js';
import { Candidates } from '../../src/emulate/candidates/index.js';
import { kindsOf } from '../../src/emulate/candidates/kinds.js';
import { refusal } from '../../src/emulate/candidates/refusal.js';
import { CandidateSlice } from '../../src/emulate/candidates/slice.js';
import {
  type EmulatedSpill,
  emulatePayload,
  emulateSpill,
  spillKey,
} from '../../src/emulate/spill.js';
import { decisionOf } from '../../src/emulate/trigger/record.js';
import { ALL_COUNTERS } from '../../src/emulate/target/fate.js';
import {
  BREMSSTRAHLUNG,
  CLASSES,
  classRates,
  ORDINARY,
  PAST_S4,
} from '../../src/emulate/target/index.js';
import { cardOf } from '../support/card.js';
import { chi2Chance, likely, SEED } from '../support/statistics.js';

const key = seedKey(SEED);
const DENSE = ['beam.spill=100 ms', 'beam.intensity=400000'];

/** Chance that two lists of Poisson counts have the same means. */
function sameCounts(a: readonly number[], b: readonly number[]): number {
  let chi2 = 0;
  let bins = 0;
  let [x, y] = [0, 0];
  a.forEach((n, i) => {
    x += n;
    y += b[i];
    if (x + y < 25 && i < a.length - 1) return;
    if (x + y > 0) {
      chi2 += (x - y) ** 2 / (x + y);
      bins++;
    }
    x = y = 0;
  });
  return chi2Chance(chi2, bins);
}

/** Energies of electrons of one kind below the ceiling that go through S4, each way, of as many slices. */
function low(card: Card, kind: number, slices: number) {
  const at = spillKey(card, key, 1);
  const profile = spillProfile(card.beam, at);
  const candidates = new Candidates(card, at, profile);
  const ceiling = card.trigger.ecal.keep;
  const [sums, sorts] = [new EverySlice(card, at), new CandidateSlice(card, at, candidates)].map(
    (slice) => {
      const sum = new Array<number>(40).fill(0);
      const fired = new Array<number>(64).fill(0);
      for (let s = 0; s < slices; s++) {
        slice.draw(s, 4000);
        for (let i = 0; i < slice.size; i++) {
          if (slice.kind[i] !== kind || slice.fired[i] === 7) continue;
          const analogue = slice.ecal(i);
          if (analogue >= ceiling) continue;
          if (kind === BREMSSTRAHLUNG && slice.fateOf(i).counters !== ALL_COUNTERS) continue;
          sum[Math.max(0, Math.floor((analogue - ceiling) / 0.5) + 39)]++;
          fired[slice.fired[i]]++;
        }
      }
      return { sum, fired };
    },
  );
  return { every: sums, candidates: sorts };
}

// A high ceiling, where there are many: 3 % of the electrons, and a quarter of those with bremsstrahlung.
for (const [what, kind] of [
  ['ordinary electrons', ORDINARY],
  ['electrons with bremsstrahlung', BREMSSTRAHLUNG],
] as const) {
  test(`${what} below the ceiling: sums and counters`, () => {
    const card = cardOf('trigger.ecal.keep=92 GeV', 'nature.upstreamMaterial=0.05');
    const { every, candidates } = low(card, kind, 60);
    const n = every.sum.reduce((a, b) => a + b, 0);
    assert.ok(n > 2000, `${n}`);
    likely('sums', sameCounts(every.sum, candidates.sum));
    likely('counters', sameCounts(every.fired, candidates.fired));
  });
}

test('the share of electrons below the ceiling is that of the tails', () => {
  const card = cardOf('trigger.ecal.keep=92 GeV');
  const at = spillKey(card, key, 1);
  const slice = new EverySlice(card, at);
  const { tails } = kindsOf(card);
  let n = 0;
  let electrons = 0;
  for (let s = 0; s < 100; s++) {
    slice.draw(s, 4000);
    electrons += 4000;
    for (let i = 0; i < slice.size; i++) {
      if (slice.kind[i] === ORDINARY && slice.ecal(i) < card.trigger.ecal.keep) n++;
    }
  }
  const expected = (tails[ORDINARY]?.share ?? 0) * classRates(card)[ORDINARY] * electrons;
  likely('share', chi2Chance((n - expected) ** 2 / (n + (0.01 * expected) ** 2), 1));
});

const ofKind = (
  particles: readonly spillway.TruthParticle.$Properties[] | null | undefined,
  id: string | null | undefined,
) => particles?.find((p) => p.id === id)?.kind;

/** Counts of several spills that a comparison can tell apart, independent of each other to a good part. */
function counts(spills: readonly EmulatedSpill[]): Record<string, number> {
  const sums: Record<string, number> = {};
  const add = (name: string, n: number) => {
    sums[name] = (sums[name] ?? 0) + n;
  };
  for (const { ledger, triggers } of spills) {
    for (const [species, n] of Object.entries(ledger.particles)) add(species, n);
    for (const [outcome, n] of Object.entries(ledger.outcomes)) add(outcome, n);
    for (const [type, n] of ledger.scalers.presented.entries()) add(`presented ${type}`, n);
    for (const { ecalCounts, decision } of triggers) {
      if (decision & 1)
        add(`triggers with ECAL sums about ${10 * Math.floor(ecalCounts / 200)} GeV`, 1);
    }
  }
  return sums;
}

const isOutcome = /missedCounters|vetoed|merged|prescaled/;

const CARDS: readonly [what: string, card: Card, spills: number][] = [
  ['run III', cardOf('beam.spill=960 ms', 'beam.intensity=1.4e6'), 6],
  ['8e7 per spill', cardOf(...DENSE, 'beam.intensity=1600000'), 1],
  ['counters that often miss', cardOf(...DENSE, 'detector.counters.efficiency=0.8'), 4],
  ['prescale 15', cardOf(...DENSE, 'trigger.menu.beam.prescale=15'), 2],
  ['two of 25', cardOf(...DENSE, 'trigger.menu.beam.prescale={ keep: 2, of: 25, phase: 24 }'), 2],
  [
    'looser threshold',
    cardOf(...DENSE, 'trigger.ecal.keep=92 GeV', 'trigger.ecal.threshold=90 GeV'),
    2,
  ],
];

for (const [what, card, spills] of CARDS) {
  test(`the same counts either way, ${what}`, () => {
    assert.is(refusal(card), null);
    const [every, candidates] = (['every', 'candidates'] as const).map((mode) =>
      counts(Array.from({ length: spills }, (_, i) => emulateSpill(card, key, i + 1, { mode }))),
    );
    // Rate times the gate of the counters.
    const rg = every.mergedWithPrevious / every.prescaled;
    for (const name of new Set([...Object.keys(every), ...Object.keys(candidates)])) {
      const a = every[name] ?? 0;
      const b = candidates[name] ?? 0;
      if (what.startsWith('counters') && isOutcome.test(name)) continue;
      // What becomes of electrons that are no candidates is known to second order in the rate only.
      const model = isOutcome.test(name) ? 3 * rg * rg * a : 0;
      likely(`${name}: ${a} and ${b}`, chi2Chance((a - b) ** 2 / (a + b + model * model || 1), 1));
    }
  });
}

test('electrons that miss S4 trigger as often either way, with the help of one other and of two', () => {
  const card = cardOf(
    ...DENSE,
    'nature.upstreamMaterial=0.1',
    'readout.deadTime=1 us',
    'nature.admixture.pion=0',
    'nature.admixture.muon=0',
  );
  const name = CLASSES[PAST_S4].name;
  const [a, b] = (['every', 'candidates'] as const).map((mode) => {
    const spills = Array.from({ length: 40 }, (_, i) =>
      emulateSpill(card, key, i + 1, { mode, truth: true }),
    );
    return spills
      .flatMap(({ truth }) => truth)
      .filter(({ id, type, particles }) => (type ?? 0) & PHYSICS && ofKind(particles, id) === name)
      .length;
  });
  assert.ok(a > 200, `${a}`);
  likely(`${a} and ${b}`, chi2Chance((a - b) ** 2 / (a + b), 1));
});

test('the ledger closes, the profile adds up to the scalers', () => {
  for (const [, card] of CARDS) {
    const { ledger, profile } = emulateSpill(card, key, 3, { mode: 'candidates' });
    assert.is(ledgerGap(ledger), null);
    assert.is(
      profile.coincidences.reduce((a, b) => a + b, 0),
      ledger.scalers.coincidences,
    );
    assert.is(
      profile.busy.reduce((a, b) => a + b, 0),
      ledger.scalers.busyCoincidences,
    );
  }
});

test('every event is made again from its id alone', () => {
  const card = cardOf(
    ...DENSE,
    'trigger.menu.beam.prescale=2000',
    'trigger.menu.random.rate=500 Hz',
  );
  for (const fidelity of ['energy', 'waveform'] as const) {
    const { events } = emulateSpill(card, key, 2, { mode: 'candidates', fidelity });
    const kinds = new Set(
      events.map(({ primitives }) => `${primitives.kind} ${primitives.decision}`),
    );
    assert.ok(kinds.size > 3, [...kinds].join());
    for (const { bodies, primitives } of events.slice(-60)) {
      const again = emulatePayload(card, key, primitives, fidelity, 'candidates');
      assert.ok(again);
      assert.equal(encodePayload(again), encodePayload(bodies));
    }
  }
});

test('the decision on every event is made again', () => {
  const card = cardOf(...DENSE, 'trigger.menu.beam.prescale=2000');
  const { events } = emulateSpill(card, key, 2, { mode: 'candidates' });
  const particles = events.filter(({ primitives }) => primitives.kind === 'particle');
  assert.ok(particles.length > 50);
  for (const { primitives } of particles) {
    const record = decisionOf(card, key, primitives, primitives.ordinal, 'candidates');
    const fired = record?.triggers.filter((t) => t.fired).map(({ name }) => name) ?? [];
    const names = kindsOf(card).menu.entries.filter((_, bit) => primitives.triggers & (1 << bit));
    assert.equal(fired.sort(), names.map(({ name }) => name).sort());
    assert.is(record?.sums?.ecal.total, primitives.ecalCounts);
  }
});

test('a slice does not depend on what was drawn before it', () => {
  const card = cardOf(...DENSE);
  const at = spillKey(card, key, 1);
  const candidates = new Candidates(card, at, spillProfile(card.beam, at));
  const columns = (slice: CandidateSlice) => ({
    ticks: [...slice.tick.subarray(0, slice.size)],
    fired: [...slice.fired.subarray(0, slice.size)],
    sums: Array.from({ length: slice.size }, (_, i) => slice.ecal(i)),
    gaps: [...slice.gaps],
  });
  const used = new CandidateSlice(card, at, candidates);
  for (const s of [5, 17, 3]) used.draw(s, 8000);
  assert.equal(
    columns(used.draw(9, 4000)),
    columns(new CandidateSlice(card, at, candidates).draw(9, 4000)),
  );
});

test('refused: what ordinary electrons can meet otherwise, a threshold above the ceiling, too many, too dense', () => {
  const says = (words: RegExp, ...overrides: string[]) =>
    assert.match(refusal(cardOf(...overrides)) ?? '', words);
  says(/prescale what every electron triggers/, 'trigger.menu.beam.prescale=2');
  says(/tighten trigger.ecal.keep/, 'trigger.ecal.keep=98 GeV');
  says(
    /each such electron has to be drawn/,
    'trigger.menu.beam={ type: beam, when: { all: [coincidence, preshower] }, prescale: 100 }',
  );
  says(/is not below the ceiling/, 'trigger.ecal.threshold=85 GeV');
  says(/lie in the gates of candidates.*lower beam.intensity/, 'beam.intensity=6e8');
  assert.is(refusal(cardOf('beam.intensity=5e8')), null);
  assert.is(refusal(cardOf()), null);
});

test.run();
