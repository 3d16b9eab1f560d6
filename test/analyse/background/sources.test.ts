/** Every source of background from counts that are set by hand, against closed forms and tables. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { backgroundOf, CARD_RATE } from '../../../src/analyse/background/index.js';
import { decays, decaysPerPion } from '../../../src/analyse/background/decays.js';
import type { Seen, Spectrum } from '../../../src/analyse/background/seen.js';
import { upperLimit } from '../../../src/analyse/background/source.js';
import { turnOnOf } from '../../../src/analyse/background/turnOn.js';
import { normalCdf } from '../../../src/core/normal.js';
import { beliefWith } from '../../support/card.js';

const belief = beliefWith();
const within = (value: number, low: number, high: number) =>
  assert.ok(value > low && value < high, `${value} outside ${low} to ${high}`);
const near = (x: number, expected: number, relative = 1e-6) =>
  assert.ok(Math.abs(x / expected - 1) < relative, `${x}, expected ${expected}`);

const spectrum = (f: (energy: number) => number): Spectrum => ({
  ...{ low: 0, width: 0.5 },
  counts: Float64Array.from({ length: 200 }, (_, i) => Math.round(f((i + 0.5) / 2))),
});
const NONE = { silent: [0, 0, 0, 0], loud: [0, 0, 0, 0] };
const NOTHING: Seen = {
  electrons: 2.84e11,
  sidebandC: spectrum(() => 0),
  madeInDump: spectrum(() => 0),
  depth: [0, 0, 0, 0],
  ...{ muonsBelow: NONE, muonsBeside: NONE },
  holes: [1, 2].map(() => ({ silent: 0, of: 0 })),
  beam: { hadrons: 0, electrons: 0 },
  turnOn: { beam: spectrum(() => 0), fired: spectrum(() => 0) },
};

const estimate = (name: string, seen: Partial<Seen>, own = belief) => {
  const found = backgroundOf({ ...NOTHING, ...seen }, own).sources.find((s) => s.name === name);
  assert.ok(found);
  return found;
};

test('upper limits of 90 % on a Poisson mean are those of the Particle Data Group', () => {
  // Prog. Theor. Exp. Phys. 2022, 083C01, table 40.3.
  for (const [n, limit] of [
    [0, 2.3],
    [1, 3.89],
    [2, 5.32],
    [5, 9.27],
    [10, 15.41],
  ]) {
    assert.ok(Math.abs(upperLimit(n) - limit) < 0.006, `${n}: ${upperLimit(n)}`);
  }
});

test("of too little the card's rates are taken, in proportion to the exposure, and named so", () => {
  const { method, events, sources } = backgroundOf({ ...NOTHING, electrons: 2.84e9 }, belief);
  assert.is(method, CARD_RATE);
  near(events, 0.00528);
  for (const source of sources) assert.is(source.method, CARD_RATE);
});

test('(i) is the product of two silences over what both see', () => {
  const seen = {
    muonsBelow: { silent: [0, 1, 2, 50], loud: [0, 1e4, 2e4, 5e5] },
    muonsBeside: { silent: [0, 0, 0, 9], loud: [40, 500, 1500, 1e5] },
  };
  const { events, error, statistical, systematic, used, method } = estimate('dimuons', seen);
  near(events, (50 * 40) / 1e5);
  near(statistical ?? 0, events * Math.sqrt(1 / 50 + 1 / 40 + 1e-5));
  // One or two modules see 30 000, all see 500 000 below the edge, 2000 and 100 000 beside it: three times as many.
  near(systematic ?? 0, events * Math.hypot(Math.log(3), Math.sqrt(1 / 3e4 + 1 / 2e3)));
  near(error, Math.hypot(statistical ?? 0, systematic ?? 0));
  const alike = estimate('dimuons', {
    ...seen,
    muonsBeside: { ...seen.muonsBeside, loud: [40, 3e3, 3e3, 1e5] },
  });
  near(alike.events, events);
  const unlike = estimate('dimuons', {
    ...seen,
    muonsBeside: { ...seen.muonsBeside, loud: [40, 5, 5, 1e5] },
  });
  assert.is(unlike.method, CARD_RATE);
  assert.match(unlike.warnings.join(), 'the counts do not tell it to a factor of ten');
  near(alike.systematic ?? 0, events * Math.sqrt(1 / 3e4 + 1 / 6e3));
  assert.is.not(method, CARD_RATE);
  // 3 of 30003 against 50 of 500050: the same share.
  assert.ok(Math.abs(used['correlation of the silences, sigma']) < 0.1);
  const correlated = estimate('dimuons', {
    ...seen,
    muonsBelow: { ...seen.muonsBelow, silent: [0, 20, 20, 50] },
  });
  assert.match(
    correlated.warnings.join(),
    'a silent VETO is more frequent where fewer modules see the pair',
  );
});

test('(i) without a silence is a limit if it is tighter than the card', () => {
  const pairs = (n: number) => ({
    muonsBelow: { silent: [0, 0, 0, 0], loud: [0, 0, 0, n] },
    muonsBeside: { silent: [0, 0, 0, 0], loud: [0, 0, 0, n] },
  });
  const tight = estimate('dimuons', pairs(1e6));
  assert.is(tight.kind, 'limit');
  near(tight.events, Math.log(10) ** 2 / 1e6);
  const loose = estimate('dimuons', pairs(100));
  assert.is(loose.method, CARD_RATE);
  near(loose.events, 0.024);
  assert.match(loose.warnings.join(), 'nothing was seen');
});

test('errors know where they come from: typed in, of the counts, or both', () => {
  const origins = (seen: Partial<Seen>) => backgroundOf({ ...NOTHING, ...seen }, belief).origins;
  const beam = { beam: { hadrons: 1000, electrons: 1e5 } };
  const pairs = {
    muonsBelow: { silent: [0, 1, 2, 50], loud: [0, 1e4, 2e4, 5e5] },
    muonsBeside: { silent: [0, 0, 0, 9], loud: [40, 500, 1500, 1e5] },
  };
  assert.is(origins({}).inputs, 'card');
  // The SRD and the kaons of (ii) are the card's, the way of (i) below the edge is measured.
  assert.is(origins(beam).systematic, 'card');
  assert.is(origins(pairs).systematic, 'measured');
  assert.is(origins({ ...beam, ...pairs }).systematic, 'both');
  // (iv) as a limit from counts, tighter than the card's, beside (iii) and (v) of the card.
  const bounded = { depth: [1e6, 1e3, 10, 0], ...beam, ...pairs };
  const { sources } = backgroundOf({ ...NOTHING, ...bounded }, belief);
  assert.ok(sources.some(({ kind, method }) => kind === 'limit' && method !== CARD_RATE));
  assert.is(origins(bounded).inputs, 'both');
});

test('(ii) decays behind the chambers by lifetime and branching fraction; in front of them the kink is seen', () => {
  const { position } = belief.detector;
  // Without a cut on the angle, and S4 as wide as can be: wherever behind the magnets.
  const blind = {
    ...belief,
    detector: { ...belief.detector, counters: { ...belief.detector.counters, s4Radius: 1e9 } },
    analysis: {
      ...belief.analysis,
      cuts: { ...belief.analysis.cuts, track: { ...belief.analysis.cuts.track, angle: 1e9 } },
    },
  };
  const [pions, kaons] = decaysPerPion(blind);
  const way = position.ecal - position.magnets;
  // c tau 7.8045 m and 3.711 m, masses 139.57 and 493.68 MeV, 100 GeV; less than half of the energy is seen: half of two
  // bodies, 0.126 of Ke3 (by a sampling of its density of our own, 1e7 decays).
  near(pions, (way / (7804.5 * (100 / 0.13957))) * 1.23e-4 * 0.5, 0.01);
  const path = 3711 * (100 / 0.49368);
  near(kaons, 0.01 * (way / path) * (1.58e-5 * 0.5 + 0.0507 * 0.126), 0.04);
  const [kinked] = decaysPerPion(belief);
  // An electron of less than half of the energy turns by 1.4 mrad or more, twice the cut: what decays behind 24 m is left.
  within(kinked / pions, 0.5 / (way / 1000), 2.5 / (way / 1000));
  const { used } = estimate('decays in flight', { beam: { hadrons: 400, electrons: 1e6 } });
  // Of those that pass 0.95 are found.
  const hadrons = (2.84e11 * 4e-4) / Math.exp(-1.56) / 0.95;
  const both = decaysPerPion(belief).reduce((a, b) => a + b, 0);
  near(used['the estimate alone'], hadrons * 1e-3 * 0.95 * 0.83 * 0.96 * 0.94 * 0.94 * both, 1e-9);
});

test('(ii) counts electrons that find trigger and readout open', () => {
  const seen = { ...NOTHING, beam: { hadrons: 400, electrons: 1e6 } };
  const at = (open: number) =>
    decays.estimate({ seen, belief, turnOn: turnOnOf(seen, belief), open });
  near(at(seen.electrons / 2)?.events ?? 0, (at(seen.electrons)?.events ?? 0) / 2, 1e-12);
});

test('(ii) comes into the total little by little: no step at 20 hadrons, the estimate alone with many', () => {
  const beam = (hadrons: number) => ({ beam: { hadrons, electrons: 1e3 * hadrons } });
  const at = (hadrons: number) => estimate('decays in flight', beam(hadrons));
  const typed = at(19);
  assert.is(typed.method, CARD_RATE);
  near(at(20).events, typed.events);
  for (const [hadrons, w] of [
    [21, 1 / 21],
    [40, 1 / 2],
    [4e4, 1 - 5e-4],
  ]) {
    const seen = { ...NOTHING, ...beam(hadrons) };
    const alone = decays.estimate({ seen, belief, turnOn: turnOnOf(seen, belief) });
    assert.ok(alone);
    const { events, error, statistical } = at(hadrons);
    near(events, w * alone.events + (1 - w) * typed.events, 1e-9);
    // The variance of what is one with the chance w and the other else.
    const apart = w * (1 - w) * (alone.events - typed.events) ** 2;
    const own = alone.events ** 2 * (Math.exp((alone.error / alone.events) ** 2) - 1);
    const variance = w * own + (1 - w) * typed.error ** 2 + apart;
    near(error / events, Math.sqrt(Math.log(1 + variance / events ** 2)), 1e-9);
    // With many hadrons it is that of the estimate alone.
    if (hadrons > 1e4) near(error / events, alone.error / alone.events, 2e-3);
    near(statistical ?? 0, (w * alone.events) / Math.sqrt(hadrons), 1e-9);
  }
});

test('(iv) is bounded by what passes two modules times the larger share that passes one', () => {
  const bound = (depth: number[]) => estimate('hadrons made in the dump', { depth });
  const through = (share: number) => share / (1 - share);
  const first = bound([1000, 900, 10, 0]);
  assert.is(first.kind, 'limit');
  near(first.events, upperLimit(10) * through(upperLimit(910) / 1910));
  // HCAL2 lets more pass.
  near(bound([950, 40, 8, 2]).events, upperLimit(10) * through(upperLimit(10) / 40));
  // None past two: few have met HCAL2, so that the card's number is tighter.
  const empty = bound([15990, 10, 0, 0]);
  assert.is(empty.method, CARD_RATE);
  assert.match(empty.warnings.join(), 'nothing was seen: the counts bound it to 0.69');
  // With many past HCAL1 it is not.
  const tight = bound([1e6, 1e3, 0, 0]);
  assert.is(tight.kind, 'limit');
  near(tight.events, Math.log(10) * through(Math.log(10) / 1000));
  // Behind two modules there is none that would bound it so.
  const two = beliefWith('detector.hcal.modules.third=none');
  const { method } = estimate('hadrons made in the dump', { depth: [1e6, 1e3, 0, 0] }, two);
  assert.is(method, CARD_RATE);
});

test('(v) is bounded by region A times two holes for one particle: roots of the shares of pairs', () => {
  const holes = [
    { silent: 10, of: 1e5 },
    { silent: 1, of: 1e5 },
  ];
  const { events } = estimate('punch-through, cracks and holes', { depth: [1000, 0, 0, 0], holes });
  near(events, upperLimit(1000) * Math.sqrt(15.4066e-5 * 3.88972e-5), 1e-4);
});

test('(iii): with fewer than 20 events in C the card, below the seal nothing counts', () => {
  const few = estimate('hadrons made in the beam line', {
    sidebandC: spectrum((e) => (e > 60 && e < 69 ? 1 : 0)),
  });
  assert.is(few.method, CARD_RATE);
  const madeInDump = spectrum((e) => (e > 20 && e < 80 ? 2000 * Math.exp((e - 80) / 15) : 0));
  const c = (below: number) =>
    spectrum((e) => (e < 55 ? below : 30 * Math.exp((e - 80) / 10) * normalCdf((80 - e) / 4)));
  const sealed = [0, 7].map((below) =>
    estimate('hadrons made in the beam line', { madeInDump, sidebandC: c(below) }),
  );
  assert.is.not(sealed[0].method, CARD_RATE);
  assert.match(sealed[0].method, 'from 55 to 80 GeV');
  assert.equal(sealed[0], sealed[1]);
});

test('the turn-on is measured where 50 beam triggers have seen it, else it is that of the card', () => {
  const beam = spectrum((e) => (e > 60 && e < 95 ? 40 : 0));
  const fired = spectrum((e) => (e > 60 && e < 95 ? 40 * normalCdf((78 - e) / 3) : 0));
  const measured = turnOnOf({ turnOn: { beam, fired } }, belief);
  assert.is(measured.from, 'beam triggers');
  assert.ok(Math.abs(measured.threshold - 78) < 0.3 && Math.abs(measured.width - 3) < 0.4);
  const none = turnOnOf(NOTHING, belief);
  assert.equal([none.threshold, none.width, none.from], [80, 4, "the card's sum"]);
});

test.run();
