/**
 * The trigger against a second evaluator that looks at every particle of the spill and knows no
 * shortcut; its weights and gates at their edges; how often an ordinary electron fires it, by
 * convolution.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Card } from '../../src/core/card/index.js';
import { seedKey } from '../../src/core/random/index.js';
import { BEAM, PHYSICS } from '../../src/core/wire/ledger.js';
import { NOT_EVALUATED } from '../../src/core/wire/primitives.js';
import { SLICE_TICKS, spillProfile } from '../../src/emulate/beam/profile.js';
import { MAX_COUNTS, Slice } from '../../src/emulate/beam/slice.js';
import type { Timeline } from '../../src/emulate/beam/timeline.js';
import { emulateSpill, spillKey } from '../../src/emulate/spill.js';
import { ORDINARY } from '../../src/emulate/target/index.js';
import { Trigger } from '../../src/emulate/trigger.js';
import { cardOf, STEADY } from '../support/card.js';
import { integral, normalCdf, SEED, share, within } from '../support/statistics.js';

const key = seedKey(SEED);

// ---- the second evaluator

interface Particle {
  id: string;
  /** 0.1 ns since the start of the spill. */
  time: number;
  fired: number;
  ecal: number;
  preshower: number;
}

function everyParticle(card: Card, spill: number): Particle[] {
  const at = spillKey(card, key, spill);
  const found: Particle[] = [];
  spillProfile(card.beam, at).electrons.forEach((electrons, s) => {
    const slice = new Slice(card, at).draw(s, electrons);
    for (let i = 0; i < slice.size; i++) {
      found.push({
        id: `${s}/${i}`,
        time: s * SLICE_TICKS + slice.tick[i],
        fired: slice.fired[i],
        ecal: slice.ecal[i],
        preshower: slice.preshowerCounts(i),
      });
    }
  });
  return found;
}

interface Decided {
  id: string;
  ordinal: number;
  decision: number;
  ecal: number;
  preshower: number;
}

/** What S1 S2 S3 S4 !V, PS > 0.3 GeV and ECAL < 80 GeV accept, and every N-th coincidence beside. */
function secondEvaluator(card: Card, particles: readonly Particle[]) {
  const { coincidence, overlap, ecal, preshower, beam } = card.trigger;
  const outcomes = { missed: 0, vetoed: 0, merged: 0, noTerm: 0, prescaled: 0 };
  const weightOf = (ns: number) =>
    Math.floor(256 * Math.min(1, Math.max(0, (overlap.zero - ns) / (overlap.zero - overlap.full))));
  const fired: Decided[] = [];
  let gateEnds = -1;
  let ordinal = 0;
  let ecalTerm = 0;
  particles.forEach((p, i) => {
    const ns = p.time / 10;
    if (p.fired % 16 !== 15) {
      outcomes.missed++;
      return;
    }
    const inGate = ns < gateEnds;
    if (!inGate) gateEnds = ns + coincidence.gate;
    if (p.fired >= 16) {
      outcomes.vetoed++;
      return;
    }
    if (inGate) {
      outcomes.merged++;
      return;
    }
    ordinal++;
    let e = 0;
    let ps = 0;
    // All neighbours, both ways, whatever they are.
    for (const step of [-1, 1]) {
      for (let j = i + step; j >= 0 && j < particles.length; j += step) {
        const other = particles[j] as Particle;
        const distance = Math.abs(other.time - p.time);
        if (distance > 1000) break;
        const weight = weightOf(distance / 10);
        e += Math.floor((other.ecal * weight) / 256);
        ps += Math.floor((other.preshower * weight) / 256);
      }
    }
    e = Math.min(MAX_COUNTS, e + p.ecal);
    ps = Math.min(MAX_COUNTS, ps + p.preshower);
    const below = e * ecal.count < ecal.threshold - 1e-9;
    const begun = ps * preshower.count > preshower.threshold + 1e-9;
    if (below) ecalTerm++;
    const decision = (below && begun ? PHYSICS : 0) | (ordinal % beam.prescale === 0 ? BEAM : 0);
    if (decision === 0)
      outcomes.prescaled++; // the beam term is met by every coincidence
    else {
      const seen = below ? ps : NOT_EVALUATED;
      fired.push({ id: p.id, ordinal, decision, ecal: e, preshower: seen });
    }
  });
  return { fired, outcomes, coincidences: ordinal, ecalTerm };
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
  test(`at ${name} intensity (${perSpill} per 4.8 s) a second evaluator accepts the same triggers`, () => {
    const card = cardOf(...RICH, `beam.intensity=${Math.round(perSpill / 48)}`);
    const spill = emulateSpill(card, key, 1);
    const expected = secondEvaluator(card, everyParticle(card, 1));
    const got = spill.triggers
      .filter((p) => p.kind === 'particle')
      .map(
        (p): Decided => ({
          id: `${p.slice}/${p.index}`,
          ordinal: p.ordinal,
          decision: p.decision,
          ecal: p.ecalCounts,
          preshower: p.preshowerCounts,
        }),
      );
    assert.equal(got, expected.fired);
    const physics = got.filter((p) => p.decision & PHYSICS).length;
    assert.ok(physics >= least, `only ${physics} physics triggers`);
    const { outcomes, scalers } = spill.ledger;
    assert.equal(
      [
        outcomes.missedCounters,
        outcomes.vetoed,
        outcomes.mergedWithPrevious,
        outcomes.noTerm,
        outcomes.prescaled,
      ],
      Object.values(expected.outcomes),
    );
    assert.is(scalers.coincidences, expected.coincidences);
    assert.is(scalers.ecalTerm, expected.ecalTerm);
  });
}

// ---- edges

test('a coincidence opens a gate of 25 ns, in which others merge without prolonging it', () => {
  const gate = new Trigger(cardOf().trigger);
  assert.is(gate.opens(1000), true);
  assert.is(gate.opens(1000), false);
  assert.is(gate.opens(1249), false);
  assert.is(gate.opens(1250), true);
  assert.is(gate.opens(1499), false);
  assert.is(gate.opens(1510), true);
  assert.is(gate.opens(90_000_000_000), true);
  const first = new Trigger(cardOf().trigger);
  assert.is(first.opens(0), true, 'the first tick of a spill');
  assert.is(first.opens(1), false);
});

/** A slice of hand-made particles, and a time line that consists of it alone. */
function handMade(particles: readonly { tick: number; ecal: number; preshower: number }[]) {
  const slice = {
    size: particles.length,
    tick: particles.map((p) => p.tick),
    ecal: particles.map((p) => p.ecal),
    preshowerCounts: (i: number) => particles[i]?.preshower,
  } as unknown as Slice;
  const timeline = {
    visit(tick: number, from: number, to: number, each: (s: Slice, i: number, dt: number) => void) {
      particles.forEach((p, i) => {
        const dt = p.tick - tick;
        if (dt >= from && dt < to) each(slice, i, dt);
      });
    },
  } as unknown as Timeline;
  return { slice, timeline };
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
      const { slice, timeline } = handMade([
        { tick: 5000, ecal: 100, preshower: 40 },
        { tick: 5000 + sign * distance, ecal: 1000, preshower: 1000 },
      ]);
      const got = new Trigger(trigger).decide(timeline, slice, 0);
      assert.is(got.ecalCounts, 100 + counts, `ECAL sum at ${sign * distance}`);
      assert.is(got.preshowerCounts, 40 + counts, `preshower sum at ${sign * distance}`);
    }
  }
});

test('a neighbour of the same index in another slice is another particle', () => {
  const { trigger } = cardOf();
  const own = handMade([{ tick: 10, ecal: 100, preshower: 40 }]).slice;
  const before = handMade([{ tick: SLICE_TICKS - 5, ecal: 700, preshower: 60 }]).slice;
  const timeline = {
    visit(_t: number, _f: number, _to: number, each: (s: Slice, i: number, dt: number) => void) {
      each(before, 0, -15);
      each(own, 0, 0);
    },
  } as unknown as Timeline;
  const got = new Trigger(trigger).decide(timeline, own, 0);
  assert.equal([got.ecalCounts, got.preshowerCounts], [800, 100]);
});

test('the thresholds themselves: below 80 GeV and above 0.3 GeV', () => {
  const { trigger } = cardOf('trigger.menu.beam.prescale=1000000000');
  const fires = (ecal: number, preshower: number) => {
    const { slice, timeline } = handMade([{ tick: 5000, ecal, preshower }]);
    return { ...new Trigger(trigger).decide(timeline, slice, 0) };
  };
  assert.is(fires(1599, 31).fired, PHYSICS);
  assert.is(fires(1600, 31).fired, 0);
  assert.is(fires(1600, 31).ecalTerm, false);
  assert.is(fires(1600, 31).preshowerCounts, NOT_EVALUATED);
  assert.is(fires(1599, 30).fired, 0);
  assert.is(fires(1599, 30).ecalTerm, true);
  assert.is(fires(0, 31).met, BEAM | PHYSICS);
});

test('sums do not run over their 16 bits', () => {
  const { trigger } = cardOf('trigger.menu.beam.prescale=1');
  const many = Array.from({ length: 5 }, (_, i) => ({ tick: 5000 + i, ecal: 60000, preshower: 1 }));
  const { slice, timeline } = handMade(many);
  const got = new Trigger(trigger).decide(timeline, slice, 2);
  assert.is(got.ecalCounts, MAX_COUNTS);
  assert.ok(got.ecalCounts < NOT_EVALUATED);
  assert.is(got.fired, BEAM);
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
  const slice = new Slice(card, spillKey(card, key, 2));
  const thresholds = [83, 84, 86, 88, 90, 95, 100, 105];
  const below = thresholds.map(() => 0);
  let n = 0;
  for (let i = 0; i < 400; i++) {
    slice.draw(i, 2500);
    for (let j = 0; j < slice.size; j++) {
      if (slice.kind[j] !== ORDINARY) continue;
      n++;
      const counts = slice.ecal[j];
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
