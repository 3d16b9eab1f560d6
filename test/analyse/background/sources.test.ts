/** Every source of background from counts that are set by hand, against closed forms and tables. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { backgroundOf, CARD_RATE } from '../../../src/analyse/background/index.js';
import { decaysPerPion } from '../../../src/analyse/background/decays.js';
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

const estimate = (name: string, seen: Partial<Seen>) => {
  const found = backgroundOf({ ...NOTHING, ...seen }, belief).sources.find((s) => s.name === name);
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
    muonsBeside: { silent: [0, 0, 0, 9], loud: [40, 5, 5, 1e5] },
  };
  const { events, error, used, method } = estimate('dimuons', seen);
  near(events, (50 * 40) / 1e5);
  near(error, events * Math.sqrt(1 / 50 + 1 / 40 + 1e-5));
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
  const { events, error } = estimate('decays in flight', {
    beam: { hadrons: 400, electrons: 1e6 },
  });
  const hadrons = (2.84e11 * 4e-4) / Math.exp(-1.56);
  const both = decaysPerPion(belief).reduce((a, b) => a + b, 0);
  near(events, hadrons * 1e-3 * 0.95 * 0.83 * 0.96 * 0.94 * 0.94 * both, 1e-9);
  assert.ok(error > 0.6 * events && error < 0.9 * events);
});

test('(iv) is bounded by what passes two modules times the share that passes one', () => {
  const { kind, events } = estimate('hadrons made in the dump', { depth: [15990, 10, 0, 0] });
  assert.is(kind, 'limit');
  near(events, (2.302585 * 15.4066) / 16000, 1e-4);
  const leaking = estimate('hadrons made in the dump', { depth: [950, 40, 8, 2] });
  near(leaking.events, (upperLimit(10) * upperLimit(50)) / 1000);
});

test('(v) is bounded by region A times two holes', () => {
  const holes = [
    { silent: 10, of: 1e5 },
    { silent: 0, of: 1e5 },
  ];
  const { events } = estimate('punch-through, cracks and holes', { depth: [1000, 0, 0, 0], holes });
  near(events, upperLimit(1000) * 15.4066e-5 * 2.302585e-5, 1e-4);
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
