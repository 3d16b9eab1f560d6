/**
 * Whole spills against the table-driven evaluator, which knows no shortcut and no slices; the gates,
 * weights and thresholds at their edges; how often an ordinary electron fires, by convolution.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Card } from '../../../src/core/card/index.js';
import { seedKey } from '../../../src/core/random/index.js';
import { SLICE_TICKS } from '../../../src/core/ticks.js';
import { BEAM, PHYSICS } from '../../../src/core/wire/ledger.js';
import { spillProfile } from '../../../src/emulate/beam/profile.js';
import { EverySlice } from '../../../src/emulate/beam/everySlice.js';
import { emulateSpill, spillKey } from '../../../src/emulate/spill.js';
import { ORDINARY } from '../../../src/emulate/target/index.js';
import { analogue, digitise } from '../../../src/emulate/trigger/counts.js';
import { Trigger } from '../../../src/emulate/trigger/index.js';
import type { Arrivals, Surroundings } from '../../../src/emulate/trigger/look.js';
import { TableTrigger } from '../../../src/run/validate/trigger/evaluator.js';
import { cardOf, STEADY } from '../../support/card.js';
import { integral, normalCdf, SEED, share, within } from '../../support/statistics.js';

const key = seedKey(SEED);

/** Every particle of a spill, as vectors. */
function everyParticle(card: Card, spill: number) {
  const at = spillKey(card, key, spill);
  const { ecal, preshower } = card.trigger;
  const all = {
    ...{ id: [] as string[], time: [] as number[], fired: [] as number[] },
    ...{ ecal: [] as number[], preshower: [] as number[] },
  };
  const countsOf = (sum: number, { count }: typeof ecal) => Math.max(0, Math.floor(sum / count));
  spillProfile(card.beam, at).electrons.forEach((electrons, s) => {
    const slice = new EverySlice(card, at).draw(s, electrons);
    for (let i = 0; i < slice.size; i++) {
      all.id.push(`${s}/${i}`);
      all.time.push(s * SLICE_TICKS + slice.tick[i]);
      all.fired.push(slice.fired[i]);
      all.ecal.push(countsOf(slice.ecal(i), ecal));
      all.preshower.push(countsOf(slice.preshower(i), preshower));
    }
  });
  return all;
}

const RICH = [
  'nature.admixture.pion=0.02',
  'nature.admixture.muon=0.02',
  'nature.dimuon.rate=1e-3',
  'nature.electroNuclear.rate=1e-3',
  'trigger.menu.beam.prescale=101',
  'beam.spill=100 ms',
];

for (const [name, perSpill, least] of [
  ['low', 1.4e6, 100],
  ['nominal', 7e6, 400],
  ['high', 3e7, 300],
] as const) {
  test(`at ${name} intensity (${perSpill} per 4.8 s) the second evaluator accepts the same triggers`, () => {
    const card = cardOf(...RICH, `beam.intensity=${Math.round(perSpill / 48)}`);
    const spill = emulateSpill(card, key, 1);
    const particles = everyParticle(card, 1);
    const start = { ordinal: 0, met: [0, 0, 0, 0, 0] };
    const verdicts = new TableTrigger(card.trigger).decide(particles, start);
    const outcomes = { missed: 0, vetoed: 0, merged: 0, noTerm: 0, prescaled: 0 };
    const singles = [0, 0, 0, 0];
    const expected: unknown[] = [];
    verdicts.forEach((v, i) => {
      singles.forEach((_, c) => {
        if (v.pulses & (1 << c)) singles[c]++;
      });
      if (!v.strobe) {
        if ((particles.fired[i] & 15) !== 15) outcomes.missed++;
        else if (v.high & 48) outcomes.vetoed++;
        else outcomes.merged++;
      } else if (v.met === 0) outcomes.noTerm++;
      else if (v.fired === 0) outcomes.prescaled++;
      else expected.push([particles.id[i], v.ordinal, v.fired, v.high, v.ecal, v.preshower]);
    });
    const triggers = spill.triggers.filter((p) => p.kind === 'particle');
    assert.equal(
      triggers.map((p) => [
        `${p.slice}/${p.index}`,
        ...[p.ordinal, p.triggers, p.counters, p.ecalCounts, p.preshowerCounts],
      ]),
      expected,
    );
    const physics = triggers.filter((p) => p.decision & PHYSICS).length;
    assert.ok(physics >= least, `only ${physics} physics triggers`);
    const { outcomes: got, scalers } = spill.ledger;
    assert.equal(
      [got.missedCounters, got.vetoed, got.mergedWithPrevious, got.noTerm, got.prescaled],
      Object.values(outcomes),
    );
    assert.equal(scalers.singles, singles);
    const strobes = verdicts.filter((v) => v.strobe);
    assert.is(scalers.coincidences, strobes.length);
    assert.is(scalers.ecalTerm, strobes.filter((v) => v.ecal < 1600).length);
    // beam, led, pedestal, physics, random
    const met = [0, 3].map((bit) => strobes.filter((v) => v.met & (1 << bit)).length);
    assert.equal([scalers.met[0], scalers.met[3]], met);
  });
}

// ---- edges

test('a coincidence opens a gate of 25 ns, in which others merge without prolonging it', () => {
  const gate = new Trigger(cardOf().trigger);
  const opened = [1000, 1000, 1249, 1250, 1499, 1510, 90_000_000_000].map((t) => gate.opens(t, 15));
  assert.equal(opened, [true, false, false, true, false, true, true]);
  const first = new Trigger(cardOf().trigger);
  assert.is(first.opens(0, 15), true, 'the first tick of a spill');
  assert.is(first.opens(1, 15), false);
});

/** Hand-made particles in a slice that is alone, with energies in the middle of a count. */
function handMade(particles: readonly { tick: number; ecal: number; preshower: number }[]) {
  const { ecal, preshower } = cardOf().trigger;
  const slice: Arrivals = {
    tick: particles.map((p) => p.tick),
    ecal: (i) => ((particles[i]?.ecal ?? 0) + 0.5) * ecal.count,
    preshower: (i) => ((particles[i]?.preshower ?? 0) + 0.5) * preshower.count,
  };
  const surroundings: Surroundings = {
    visit(tick, from, to, each) {
      particles.forEach((p, i) => {
        const dt = p.tick - tick;
        if (dt >= from && dt < to) each(slice, i, dt);
      });
    },
  };
  return { slice, surroundings };
}

/** Decides on particle i, after which the sums can be asked. */
function decided(section: Card['trigger'], of: ReturnType<typeof handMade>, i: number) {
  const trigger = new Trigger(section);
  assert.ok(trigger.opens(1e6, 15));
  const decision = { ...trigger.decide(of.surroundings, of.slice, i) };
  const types = trigger.menu.typesOf(decision.fired);
  return { ...decision, types, ecal: trigger.ecalCounts, preshower: trigger.preshowerCounts };
}

test('a neighbour counts in full up to 20 ns, then linearly less, at 36 ns no more', () => {
  const { trigger } = cardOf();
  // 1000 counts at a distance: (36 - dt) / 16 of them in steps of 1/256, rounded down.
  const expected: [number, number][] = [
    [0, 1000],
    [1, 1000],
    [200, 1000],
    [201, Math.floor((1000 * Math.floor((256 * 159) / 160)) / 256)],
    [280, 500],
    [359, Math.floor((1000 * Math.floor(256 / 160)) / 256)],
    [360, 0],
    [361, 0],
  ];
  assert.equal(
    expected.map(([, counts]) => counts),
    [1000, 1000, 1000, 992, 500, 3, 0, 0],
  );
  for (const [distance, counts] of expected) {
    for (const sign of [-1, 1]) {
      const of = handMade([
        { tick: 5000, ecal: 100, preshower: 40 },
        { tick: 5000 + sign * distance, ecal: 1000, preshower: 1000 },
      ]);
      const got = decided(trigger, of, 0);
      assert.is(got.ecal, 100 + counts, `ECAL sum at ${sign * distance}`);
      assert.is(got.preshower, 40 + counts, `preshower sum at ${sign * distance}`);
    }
  }
});

test('a neighbour of the same index in another slice is another particle', () => {
  const { trigger } = cardOf();
  const own = handMade([{ tick: 10, ecal: 100, preshower: 40 }]).slice;
  const before = handMade([{ tick: SLICE_TICKS - 5, ecal: 700, preshower: 60 }]).slice;
  const surroundings: Surroundings = {
    visit(_t, _f, _to, each) {
      each(before, 0, -15);
      each(own, 0, 0);
    },
  };
  const got = decided(trigger, { surroundings, slice: own }, 0);
  assert.equal([got.ecal, got.preshower], [800, 100]);
});

test('the thresholds themselves: below 80 GeV and above 0.3 GeV', () => {
  const { trigger } = cardOf('trigger.menu.beam.prescale=1000000000');
  const fires = (ecal: number, preshower: number) =>
    decided(trigger, handMade([{ tick: 5000, ecal, preshower }]), 0);
  assert.is(fires(1599, 31).types, PHYSICS);
  assert.is(fires(1600, 31).types, 0);
  assert.is(fires(1600, 31).ecalTerm, false);
  assert.is(fires(1599, 30).types, 0);
  assert.is(fires(1599, 30).ecalTerm, true);
  assert.is(fires(0, 31).met, 0b1001, 'beam and physics');
});

test('sums do not run over their 16 bits', () => {
  const { trigger } = cardOf('trigger.menu.beam.prescale=1');
  const many = Array.from({ length: 5 }, (_, i) => ({ tick: 5000 + i, ecal: 60000, preshower: 1 }));
  const got = decided(trigger, handMade(many), 2);
  assert.is(got.ecal, 65534);
  assert.is(got.types, BEAM);
  assert.equal(
    [digitise(1e9, 1), digitise(analogue(1, -5, 1), 1), digitise(analogue(0, 9, 9), 1)],
    [65534, 0, 0],
  );
});

test('a guest is looked at with and without neighbours, and leaves no trace', () => {
  const { trigger: section } = cardOf();
  const { slice, surroundings } = handMade([
    { tick: 5000, ecal: 100, preshower: 40 },
    { tick: 5150, ecal: 1900, preshower: 100 },
  ]);
  const run = (withGuests: boolean) => {
    const trigger = new Trigger(section);
    const seen: unknown[] = [];
    for (const [i, tick] of [5000, 5300, 6000].entries()) {
      if (withGuests) {
        const guest = { fired: 15, ecal: 700, preshower: 50 };
        assert.ok(trigger.wouldOpen(tick + 1, 15) === (i !== 1 || tick + 1 >= 5250));
        const alone = trigger.evaluateAlone(guest);
        assert.equal([alone.opens, alone.met, alone.ecalCounts], [true, 0b1001, 700]);
        assert.equal(alone.terms, ['coincidence', 'ecal', 'preshower']);
        const together = trigger.evaluate(surroundings, 5100, tick + 1, guest);
        assert.equal([together.ecalCounts, together.preshowerCounts], [2700, 190]);
        assert.is(together.met, 0b0001, 'the sum is above 80 GeV');
        const itself = trigger.evaluate(surroundings, 5000, tick + 1, guest, { slice, index: 0 });
        assert.is(itself.ecalCounts, 2600);
        assert.is(trigger.evaluateAlone({ ...guest, fired: 31 }).opens, false, 'V1');
        assert.is(trigger.evaluateAlone({ ...guest, fired: 14 }).opens, false, 'no S1');
      }
      if (!trigger.opens(tick, 15)) continue;
      seen.push({ ...trigger.decide(surroundings, slice, i % 2) }, trigger.ordinal);
      seen.push(
        trigger.prescales.map(({ n, accumulator }) => [n, accumulator]),
        trigger.ecalCounts,
      );
    }
    return seen;
  };
  assert.equal(run(true), run(false));
});

// ---- ordinary electrons

/** Density of flat +- 1.5 and Gaussian 0.5, in units of 1 % of 100 GeV. */
const beamDensity = (d: number) => (normalCdf((d + 1.5) / 0.5) - normalCdf((d - 1.5) / 0.5)) / 3;

/** Chance that 10 %/sqrt(E) and 1 % of resolution and the analogue smear bring it below a threshold. */
const belowThreshold = (threshold: number, smear: number) =>
  integral(
    (d) => {
      const e = 100 + d;
      const sigma = Math.sqrt(0.01 * e + 1e-4 * e * e + smear * smear);
      return beamDensity(d) * normalCdf((threshold - e) / sigma);
    },
    -6,
    6,
  );

test('an ordinary electron fires with 2e-6; 4e-9 and 8e-5 with 3 and 5 GeV of smear', () => {
  const chances = [3, 4, 5].map((smear) => belowThreshold(80, smear)) as [number, number, number];
  console.log(`  ordinary electron fires: ${chances.map((p) => p.toExponential(2)).join(', ')}`);
  within('3 GeV', chances[0], 3e-9, 5e-9);
  within('4 GeV', chances[1], 1.5e-6, 2.5e-6);
  within('5 GeV', chances[2], 6e-5, 1e-4);
});

test('the counts that are sampled follow that convolution down to 3e-5', () => {
  const card = cardOf(...STEADY);
  const { smear, count } = card.trigger.ecal;
  const slice = new EverySlice(card, spillKey(card, key, 2));
  const thresholds = [83, 84, 86, 88, 90, 95, 100, 105];
  const below = thresholds.map(() => 0);
  let n = 0;
  for (let i = 0; i < 400; i++) {
    slice.draw(i, 2500);
    for (let j = 0; j < slice.size; j++) {
      if (slice.kind[j] !== ORDINARY) continue;
      n++;
      const counts = digitise(slice.ecal(j), count);
      thresholds.forEach((t, k) => {
        if (counts < Math.round(t / count)) below[k] = below[k] + 1;
      });
    }
  }
  const rows = thresholds.map((t, k) => {
    const expected = belowThreshold(t, smear);
    share(`ordinary electrons below ${t} GeV`, below[k], n, expected);
    return `${t}: ${(below[k] / n).toExponential(2)} (${expected.toExponential(2)})`;
  });
  console.log(`  below ${rows.join(', ')}`);
});

test('the beam term takes exactly every N-th coincidence', () => {
  for (const prescale of [1, 7, 1000]) {
    const card = cardOf(
      `trigger.menu.beam.prescale=${prescale}`,
      'beam.intensity=30000',
      'beam.spill=50 ms',
    );
    const { triggers, ledger } = emulateSpill(card, key, 3);
    const ordinals = triggers.filter((p) => p.decision & BEAM).map((p) => p.ordinal);
    const { coincidences, presented } = ledger.scalers;
    assert.ok(coincidences > 20_000);
    assert.equal(
      ordinals,
      Array.from({ length: Math.floor(coincidences / prescale) }, (_, i) => prescale * (i + 1)),
    );
    assert.is(presented[1], ordinals.length);
  }
});

test.run();
