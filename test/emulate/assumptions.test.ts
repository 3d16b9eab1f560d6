/** What is assumed of hadrons, showers and material is read from the card: each key moves what it names. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Card } from '../../src/core/card/index.js';
import { HCAL_CELLS } from '../support/channels.js';
import { seedKey, Stream } from '../../src/core/random/index.js';
import { counters } from '../../src/emulate/detector/counters.js';
import { drawHadronShower } from '../../src/emulate/detector/hadronShower.js';
import { hcal } from '../../src/emulate/detector/hcal.js';
import type { SubDetector } from '../../src/emulate/detector/subdetector.js';
import { veto } from '../../src/emulate/detector/veto.js';
import { bremsstrahlungPastS4, radiateUpstream } from '../../src/emulate/target/bremsstrahlung.js';
import type { ParticleClass } from '../../src/emulate/target/class.js';
import { ALL_COUNTERS, clearFate, emptyFate, type Fate } from '../../src/emulate/target/fate.js';
import { chargedHadron } from '../../src/emulate/target/hadron.js';
import { upstreamElectroNuclear } from '../../src/emulate/target/upstreamElectroNuclear.js';
import { cardOf } from '../support/card.js';
import { SEED } from '../support/statistics.js';

const key = seedKey(SEED);
const TIMES = 300;

/** Fates of the same random numbers for every card. */
function fates(card: Card, draw: (card: Card, stream: Stream, fate: Fate) => void): Fate[] {
  return Array.from({ length: TIMES }, (_, i) => {
    const fate = emptyFate();
    clearFate(fate, card.beam.momentum);
    draw(card, new Stream().seek(key, 1, 2, i, 3), fate);
    return fate;
  });
}

const drawn = (card: Card, { draw }: ParticleClass) => fates(card, draw);

type Pulse = readonly [channel: number, energy: number, time: number];

/** What a sub-detector answers to a fate. */
function answers(detector: SubDetector, card: Card, fate: Partial<Fate>): Pulse[][] {
  return Array.from({ length: TIMES }, (_, i) => {
    const pulses: Pulse[] = [];
    const stream = new Stream().seek(key, 1, 3, i, 4);
    detector.respond(card, { ...emptyFate(), ...fate }, stream, (...p) => void pulses.push(p));
    return pulses;
  });
}

test('beforeMagnets is where electrons radiate', () => {
  for (const [share, before] of [
    [0, false],
    [1, true],
  ] as const) {
    const card = cardOf(`nature.beforeMagnets=${share}`);
    const all = [
      ...drawn(card, bremsstrahlungPastS4),
      ...fates(card, (c, stream, fate) => void radiateUpstream(c, stream, fate)),
    ];
    // Those before the magnets come into them with what they have left.
    for (const f of all) assert.is(f.radiates < f.momentum, before);
  }
});

test('softResponse weighs what soft hadrons leave, softLength says how much that is', () => {
  const seen = (...overrides: string[]) =>
    fates(cardOf(...overrides.map((o) => `nature.hadron.${o}`)), (card, stream, fate) =>
      chargedHadron(card, stream, fate, 100),
    ).map(({ hadron }) => hadron);
  const [none, half, whole] = [0, 0.5, 1].map((r) => seen(`softResponse=${r}`));
  const far = seen('softLength=1000', 'softResponse=1');
  const near = seen('softLength=0.01', 'softResponse=1');
  for (let i = 0; i < TIMES; i++) {
    const soft = whole[i] - none[i];
    assert.ok(Math.abs(half[i] - none[i] - soft / 2) < 1e-9);
    assert.ok(far[i] - none[i] <= soft && soft <= near[i] - none[i] + 1e-9);
    // Not contained but for 1.56 interaction lengths of a thousand, at each of a few interactions.
    assert.ok(far[i] - none[i] < 0.3);
  }
  assert.ok(whole.some((e, i) => e > none[i] + 1));
});

test('secondaries: of the first interaction in the preshower, and of an interaction upstream', () => {
  const preshower = (mean: number) =>
    fates(cardOf(`nature.hadron.secondaries=${mean}`), (card, stream, fate) =>
      chargedHadron(card, stream, fate, 100),
    ).reduce((sum, f) => sum + f.preshower, 0);
  assert.ok(preshower(100) > preshower(8) && preshower(8) > preshower(0));
  const alone = drawn(
    cardOf('nature.upstreamElectroNuclear.secondaries=0', 'nature.beforeMagnets=0'),
    upstreamElectroNuclear,
  );
  for (const f of alone) assert.ok(f.secondaries === 1 || f.intoHcal === 0);
  assert.ok(alone.some((f) => f.secondaries === 1));
});

test('the share of the preshower is that of the beam, and falls as the root of the energy', () => {
  const preshower = (beam: number, share: number) =>
    fates(
      cardOf(`beam.momentum=${beam} GeV`, `detector.ecal.preshower.share=${share}`),
      (card, stream, fate) => chargedHadron(card, stream, fate, 80),
    ).map((fate) => fate.preshower);
  const known = preshower(100, 0.06);
  assert.ok(known.some((e) => e > 1));
  preshower(25, 0.12).forEach((e, i) => {
    assert.ok(Math.abs(e - known[i]) < 1e-9, `${e}, at 100 GeV ${known[i]}`);
  });
});

test('transverseMomentum and spreadAtVeto take hadrons of the dump off the axis', () => {
  const off = { exits: 1, intoHcal: 5 };
  const onAxis = cardOf(
    'nature.hadron.transverseMomentum=0 GeV',
    'nature.hadron.spreadAtVeto=0 mm',
  );
  const slabs = (card: Card) =>
    new Set(answers(veto, card, off).flatMap((pulses) => pulses.map(([c]) => c >> 1)));
  assert.equal([...slabs(onAxis)], [1]);
  assert.is(slabs(cardOf('nature.hadron.spreadAtVeto=300 mm')).size, 3);
  const modules = (card: Card) => answers(hcal, card, off).filter((p) => p.length > 0).length;
  const wide = cardOf('nature.hadron.transverseMomentum=10 GeV');
  assert.ok(modules(onAxis) > 0.95 * TIMES && modules(wide) < 0.7 * modules(onAxis));
});

test('showerWidth spreads showers over the cells', () => {
  const cells = (mm: number, fate: Partial<Fate>) => {
    const width = `{ core: ${mm} mm, halo: ${mm} mm, photon: ${mm} mm }`;
    const card = cardOf(
      `detector.hcal.showerWidth=${width}`,
      'nature.hadron.transverseMomentum=0 GeV',
    );
    return answers(hcal, card, fate).map(
      (pulses) => new Set(pulses.filter(([c]) => c < HCAL_CELLS).map(([c]) => c)).size,
    );
  };
  const hadron = { intoHcal: 50, x: 20, y: 30 };
  assert.is(Math.max(...cells(0, hadron)), 1);
  assert.ok(Math.max(...cells(150, hadron)) > 4);
  const photon = { gamma: 50, beamX: 20, beamY: 30, unbent: 0.01 };
  assert.is(Math.max(...cells(0, photon)), 1);
  assert.ok(Math.max(...cells(150, photon)) > 3);
});

test('shareSpread is the rms of the electromagnetic share of a shower', () => {
  const visible = (spread: number) => {
    const { hcal: own } = cardOf(
      `detector.hcal.shareSpread=${spread}`,
      'detector.hcal.stochastic=0',
      'detector.hcal.constant=0',
    ).detector;
    const of = Array.from({ length: TIMES }, (_, i) =>
      drawHadronShower(own, 50, new Stream().seek(key, 1, 4, i, 5)),
    );
    return of.map((shower) => shower.visible);
  };
  const none = visible(0);
  assert.ok(none.every((e) => e === none[0]));
  assert.ok(new Set(visible(0.1)).size > TIMES / 2);
});

test('timeResolution of the counters is that of their pulses', () => {
  const through = { fired: ALL_COUNTERS };
  const times = (ns: number) =>
    answers(counters, cardOf(`detector.counters.timeResolution=${ns} ns`), through).flatMap((p) =>
      p.map(([, , time]) => time),
    );
  assert.ok(times(0).every((t) => Math.abs(t) === 0));
  const two = times(2);
  const rms = Math.sqrt(two.reduce((sum, t) => sum + t * t, 0) / two.length);
  assert.ok(Math.abs(rms / 2 - 1) < 5 / Math.sqrt(2 * two.length), `${rms} ns, seed ${SEED}`);
});

test.run();
