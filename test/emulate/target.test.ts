/**
 * The classes of beam particles: their rates and final states, each against an integral or a number
 * of the literature, or a second calculation made here.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Stream, seedKey } from '../../src/core/random/index.js';
import { spillKey } from '../../src/emulate/spill.js';
import {
  bremsstrahlung,
  bremsstrahlungPastS4,
  radiatingUpstream,
} from '../../src/emulate/target/bremsstrahlung.js';
import { KAON, meanOver, PION, type Products, type Unstable } from '../../src/core/decay.js';
import { chooseMode, decayInFlight, drawProducts } from '../../src/emulate/target/decay.js';
import { dimuon } from '../../src/emulate/target/dimuon.js';
import { electroNuclear } from '../../src/emulate/target/electroNuclear.js';
import { CLASSES, classRates, drawFate, drawShower } from '../../src/emulate/target/index.js';
import {
  ALL_COUNTERS,
  clearFate,
  emptyFate,
  type Fate,
  MISSES_S4,
} from '../../src/emulate/target/fate.js';
import { upstreamElectroNuclear } from '../../src/emulate/target/upstreamElectroNuclear.js';
import { cardOf, DARK_PHOTON } from '../support/card.js';
import {
  countsChance,
  integral,
  kolmogorovSmirnov,
  likely,
  moments,
  near,
  SEED,
  share,
  within,
} from '../support/statistics.js';

const key = seedKey(SEED);
const card = cardOf();
let nextAddress = 0;
const fresh = () => new Stream().seek(key, 11, 12, 13, nextAddress++);

/** n final states of a class for electrons or hadrons of exactly 100 GeV. */
function draw(kind: (typeof CLASSES)[number], n: number, each: (fate: Fate) => void, of = card) {
  const stream = fresh();
  const fate = emptyFate();
  for (let i = 0; i < n; i++) {
    clearFate(fate, 100);
    kind.draw(of, stream, fate);
    each(fate);
  }
}

// ---- dimuons

test('the dimuon spectrum follows the integral rates of the Bethe-Heitler calculation', () => {
  // Per electron on a thick dump above 20 ... 80 GeV: Bethe-Heitler mu pairs (Geant4 Physics
  // Reference Manual) folded with the track length of hard photons.
  const above = new Map([
    [20, 2.5e-5],
    [30, 1.55e-5],
    [40, 1.0e-5],
    [50, 6.8e-6],
    [60, 4.4e-6],
    [70, 2.7e-6],
    [80, 1.4e-6],
  ]);
  const n = 300_000;
  const rate = dimuon.rate(card);
  assert.is(rate, 2.5e-5);
  const pairs = new Float64Array(n);
  let i = 0;
  draw(dimuon, n, (f) => {
    pairs[i++] = 100 - f.em;
    assert.equal([f.exits, f.radiates], [f.muons.length, 100]);
    // One that comes out has left all of a MIP in the ECAL, one that stops a part of it.
    assert.ok(f.exits <= f.mips && f.mips <= 2, `${f.mips} through the ECAL`);
    const behind = f.muons.reduce((sum, muon) => sum + muon.energy, 0);
    const stopped = (2 - f.exits) * (card.detector.ecal.mip + 0.1057);
    within('energy of the muons', behind, 100 - f.em - stopped - 1e-9, 100 - f.em + 1e-9);
  });
  for (const [energy, expected] of above) {
    const got = pairs.filter((e) => e > energy).length / n;
    share(`dimuons above ${energy} GeV`, got * n, n, expected / rate);
  }
  assert.ok(pairs.every((e) => e >= 20 && e <= 100));
  // Between the points logarithmic: at 45 GeV the geometric mean of 40 and 50 GeV.
  share('above 45 GeV', pairs.filter((e) => e > 45).length, n, Math.sqrt(0.4 * 0.272));
  // Beyond the last point that is not 0, linear.
  share('above 90 GeV', pairs.filter((e) => e > 90).length, n, 0.056 / 2);
});

test('of a dimuon the ECAL keeps what the pair left, and 0.8 GeV of the two muons if none stops there', () => {
  const at = spillKey(card, key, 1);
  const stream = new Stream();
  const fate = emptyFate();
  const { mip, preshowerDepth } = card.detector.ecal;
  assert.is(2 * mip, 0.8);
  const kept: number[] = [];
  for (let i = 0; i < 5000; i++) {
    drawFate(card, dimuon, at, 0, i, stream, fate);
    kept.push(fate.em + fate.mips * mip);
    drawShower(card, at, 0, i, stream, fate);
    assert.ok(fate.preshower >= fate.mips * mip * preshowerDepth);
  }
  // Mean energy of the pair: the integral of the share above each energy.
  let pair = 20;
  const { spectrum } = card.nature.dimuon;
  spectrum.slice(1).forEach((high, i) => {
    const low = spectrum[i] as (typeof spectrum)[number];
    const step = high.energy - low.energy;
    pair +=
      high.above > 0
        ? (step * (low.above - high.above)) / Math.log(low.above / high.above)
        : (step * low.above) / 2;
  });
  const got = moments(kept);
  near('mean E_ECAL of dimuons', got.mean, 100 - pair + 0.8, got.error);
});

// ---- upstream bremsstrahlung

/** dN/dy per radiation length, complete screening: Y.-S. Tsai, Rev. Mod. Phys. 46 (1974) 815. */
const tsai = (y: number) => (4 / 3 - (4 / 3) * y + y * y) / y;
const SOFTEST = 0.01;

/** Through S4 or past it. */
const radiating: (typeof CLASSES)[number] = {
  name: 'radiating',
  species: 'electron',
  rate: radiatingUpstream,
  draw(of, stream, fate) {
    const isPast = stream.uniform() * radiatingUpstream(of) < bremsstrahlungPastS4.rate(of);
    (isPast ? bremsstrahlungPastS4 : bremsstrahlung).draw(of, stream, fate);
  },
};

test('upstream bremsstrahlung: rate and spectrum are those of complete screening', () => {
  const perX0 = integral((u) => Math.exp(u) * tsai(Math.exp(u)), Math.log(SOFTEST), 0);
  assert.ok(Math.abs(radiatingUpstream(card) / (0.02 * perX0) - 1) < 1e-6);

  // The photon misses a narrow ECAL that the electron hits: with both cards the energy tells y.
  const n = 200_000;
  const straight = cardOf('detector.magnets.bend=0 mrad');
  const y: number[] = [];
  draw(
    radiating,
    n,
    (f) => {
      assert.ok(Math.abs(f.em - 100) < 1e-9, 'without a field all of it arrives');
      // Radiated before the magnets: the track has what is left.
      y.push(1 - f.track / 100);
    },
    straight,
  );
  // Half radiates before, half within: extra = left y / (1 - y), left = 1 or uniform.
  const before = (x: number) => {
    const low = Math.log(SOFTEST);
    if (x <= SOFTEST) return 0;
    return (
      integral((u) => Math.exp(u) * tsai(Math.exp(u)), low, Math.log(Math.min(1, x)), 400) / perX0
    );
  };
  // Track loss 1 - 1/(1 + left y/(1-y)) < x  <=>  y < x / (x + left (1 - x)).
  const cdf = (x: number) =>
    0.5 * before(x) + 0.5 * integral((left) => before(x / (x + left * (1 - x))), 0, 1, 400);
  const edges = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
  const observed = edges.map(
    (e, i) => y.filter((v) => v < e && (i === 0 || v >= edges[i - 1])).length,
  );
  const cumulative = edges.map(cdf);
  const expected = cumulative.map((c, i) => n * (c - (i === 0 ? 0 : cumulative[i - 1])));
  likely('loss in the spectrometer', countsChance(observed, expected, 1));
});

test('a photon of upstream bremsstrahlung goes to the ECAL, to the HCAL or straight on', () => {
  // Half is made before the magnets and lacks all of the bend, half at an even place in it.
  const { position, magnets, ecal } = card.detector;
  const reach = (position.ecal - position.magnets) * magnets.bend;
  // The ECAL begins 3.5 cells from the beam, on the side of the photons.
  const least = (3.5 * ecal.pitch) / reach;
  const n = 200_000;
  let past = 0;
  let straight = 0;
  draw(radiating, n, (f) => {
    if (f.gamma === 0) return;
    past++;
    if (f.unbent === 1) straight++;
    else assert.ok(f.unbent > least - 1e-9 && f.unbent < 1);
    assert.ok(f.em + f.gamma <= 100 + 1e-9);
  });
  share('beside the ECAL', past, n, 0.5 + 0.5 * (1 - least));
  share('straight on', straight, n, 0.5);
});

test('an electron that radiates is bent past S4 as often as a numeric integration says', () => {
  const { position, magnets, counters } = card.detector;
  const kick = (position.s4 - position.magnets) * magnets.bend; // mm for the nominal bend
  const perX0 = integral((u) => Math.exp(u) * tsai(Math.exp(u)), Math.log(SOFTEST), 0);
  // Radiated at the share `done` of the field, y: the rest of the bend is made with (1 - y) p.
  const misses = (done: number) => {
    const reach = counters.s4Radius / kick / (1 - done); // smallest y/(1-y) that misses
    const least = reach / (1 + reach);
    return integral((u) => Math.exp(u) * tsai(Math.exp(u)), Math.log(Math.max(SOFTEST, least)), 0);
  };
  const probability = (0.5 * misses(0) + 0.5 * integral(misses, 0, 1, 500)) / perX0;
  const all = radiatingUpstream(card);
  within('past S4', bremsstrahlungPastS4.rate(card) / all, probability - 1e-4, probability + 1e-4);
  within(
    'through S4',
    bremsstrahlung.rate(card) / all,
    1 - probability - 1e-4,
    1 - probability + 1e-4,
  );
  const n = 100_000;
  const possible = (f: Fate) =>
    f.em >= 0 && f.em <= 100 + 1e-9 && f.radiates > 0 && f.radiates <= 100;
  let inEcal = 0;
  draw(bremsstrahlung, n, (f) => {
    assert.is(f.counters, ALL_COUNTERS);
    assert.ok(possible(f), `E_ECAL ${f.em}`);
    if (f.em > 0) inEcal++;
  });
  draw(bremsstrahlungPastS4, n, (f) => {
    assert.is(f.counters, MISSES_S4);
    assert.ok(possible(f), `E_ECAL ${f.em}`);
  });
  assert.ok(inEcal > 0.99 * n, 'who meets S4 meets the ECAL');
});

// ---- hadrons in the dump and upstream

test('electro-nuclear losses: exponential from 20 GeV, the rest stays in the ECAL', () => {
  const { minimum, slope, neutralFraction } = card.nature.electroNuclear;
  assert.is(electroNuclear.rate(card), card.nature.electroNuclear.rate);
  const n = 100_000;
  const lost: number[] = [];
  let neutral = 0;
  draw(electroNuclear, n, (f) => {
    lost.push(100 - f.em);
    if (f.exits === 0) neutral++;
    assert.ok(Math.abs(f.em + f.intoHcal - 100) < 1e-9 || f.intoHcal === 0, 'energy is kept');
  });
  const cut = 1 - Math.exp(-(100 - minimum) / slope);
  likely(
    'losses',
    kolmogorovSmirnov(lost, (e) => (1 - Math.exp(-(e - minimum) / slope)) / cut),
  );
  share('neutrals only', neutral, n, neutralFraction);
});

test('hadrons made upstream: rate, and the exponential losses that make sideband C', () => {
  const { upstreamMaterial, beforeMagnets, upstreamElectroNuclear: nature } = card.nature;
  // Equivalent photons: 4e-6 per electron and 0.1 radiation lengths above 50 GeV.
  assert.ok(
    Math.abs(upstreamElectroNuclear.rate(card) / ((4e-6 * upstreamMaterial) / 0.1) - 1) < 1e-12,
  );
  const n = 800_000;
  const lost: number[] = [];
  let before = 0;
  draw(upstreamElectroNuclear, n, (f) => {
    if (f.unbent === 1) {
      // Bent past S4, its neutrals at zero degrees.
      before++;
      assert.ok(f.em === 0 && f.counters !== ALL_COUNTERS && f.intoHcal === 0);
      assert.ok(f.gamma > 0 && f.neutrals > 0 && f.gamma + f.neutrals + f.track <= 100 + 1e-9);
    } else if (f.intoHcal === 0 && f.exits === 0) lost.push(100 - f.em);
    else assert.ok(f.em <= 50 + 1e-9 && f.em + f.intoHcal <= 100 + 1e-9);
  });
  share('before the magnets', before, n, beforeMagnets);
  share('at large angles', lost.length, n - before, nature.largeAngleFraction);
  likely(
    'lost at large angles',
    kolmogorovSmirnov(lost, (e) => 1 - Math.exp(-e / nature.slope)),
  );
  // What is left of the paper's 0.43 events of 2.84e11 electrons before cuts of about 0.6.
  const inBox =
    2.84e11 *
    upstreamElectroNuclear.rate(card) *
    (1 - beforeMagnets) *
    nature.largeAngleFraction *
    Math.exp(-50 / nature.slope);
  within('large-angle losses above 50 GeV', inBox * 0.6, 0.43 - 0.16, 0.43 + 0.16);
});

// ---- decays

const lengths: [string, Unstable, number, number][] = [
  // c tau and mass of the Particle Data Group: 7.8045 m, 0.13957 GeV; 3.711 m, 0.493677 GeV.
  ['pion', PION, 7.8045, 0.13957],
  ['kaon', KAON, 3.711, 0.493677],
];

for (const [name, kind, ctau, mass] of lengths) {
  test(`a ${name} of 100 GeV decays within 25 m as its lifetime says, in its modes`, () => {
    const probability = 1 - Math.exp(-25 / ((ctau * 100) / mass));
    const n = 400_000;
    const stream = fresh();
    const fate = emptyFate();
    const modes = { muon: 0, electron: 0, hadron: 0 };
    let decays = 0;
    for (let i = 0; i < n; i++) {
      clearFate(fate, 100);
      if (!decayInFlight(card, kind, stream, fate)) continue;
      decays++;
      assert.ok(fate.em >= 0 && fate.em + fate.hadron + fate.intoHcal <= 100 + 1e-9);
      if (fate.muons.length > 0) modes.muon++;
      else if (fate.hadron > 0 || fate.intoHcal > 0) modes.hadron++;
      else if (fate.em > (fate.beside?.energy ?? 0)) modes.electron++;
    }
    share(`${name} decays`, decays, n, probability);
    if (name === 'kaon') within('K decays over 25 m', decays / n, 0.032, 0.034); // 3.3 %
    const [muon, electron, hadron] =
      name === 'pion' ? [1, 1.23e-4, 0] : [0.6356 + 0.0335, 0.0507, 0.2801];
    // Few muons are too slow for the ECAL; electrons and pions that pass by it are lost.
    const slack = (expected: number) => 4 * Math.sqrt(expected * decays) + 1;
    within(
      `${name} to muons`,
      modes.muon,
      0.97 * muon * decays - slack(muon),
      muon * decays + slack(muon),
    );
    within(
      `${name} to electrons`,
      modes.electron,
      0.3 * electron * decays - slack(electron),
      electron * decays + slack(electron),
    );
    within(
      `${name} to hadrons`,
      modes.hadron,
      0.5 * hadron * decays - slack(hadron),
      hadron * decays + slack(hadron),
    );
  });
}

for (const [name, { modes }] of [
  ['pion', PION],
  ['kaon', KAON],
] as const) {
  test(`a ${name} decays in each mode as often as its branching fraction; the last has what they leave`, () => {
    const stream = fresh();
    const n = 1_000_000;
    const drawn = modes.map(() => 0);
    for (let i = 0; i < n; i++) drawn[modes.indexOf(chooseMode(modes, stream.uniform()))]++;
    const listed = modes.slice(0, -1);
    listed.forEach(({ branching, daughter, rest }, i) => {
      share(`${daughter}, ${rest}`, drawn[i], n, branching);
    });
    const left = 1 - listed.reduce((sum, { branching }) => sum + branching, 0);
    share('the last', drawn[modes.length - 1], n, left);
  });
}

test('products are drawn as often as their density says, in all directions', () => {
  const stream = fresh();
  const n = 8000;
  for (const [mass, mode] of [
    ...PION.modes.map((mode) => [PION.mass, mode] as const),
    ...KAON.modes.map((mode) => [KAON.mass, mode] as const),
  ]) {
    const drawn = Array.from({ length: n }, () => drawProducts(mass, mode, stream));
    const looks: [string, (p: Products) => number][] = [
      ['share', ({ charged }) => charged.share],
      ['share squared', ({ charged }) => charged.share ** 2],
      ['across', ({ charged }) => charged.acrossX ** 2 + charged.acrossY ** 2],
      ['share of photons', ({ photons }) => photons?.share ?? 0],
      [
        'photons across',
        ({ photons }) => (photons ? photons.acrossX ** 2 + photons.acrossY ** 2 : 0),
      ],
    ];
    for (const [name, look] of looks) {
      const values = drawn.map(look);
      const mean = values.reduce((a, b) => a + b, 0) / n;
      const spread = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / n);
      const expected = meanOver(mass, mode, look);
      // The rule's own error is some 1e-3 of three bodies.
      const allowed = 4 * (spread / Math.sqrt(n)) + 2e-3 * Math.abs(expected);
      within(
        `${name}, ${mode.daughter} ${mode.rest}`,
        mean,
        expected - allowed,
        expected + allowed,
      );
    }
    for (const of of ['acrossX', 'acrossY'] as const) {
      const mean = drawn.reduce((sum, { charged }) => sum + charged[of], 0) / n;
      within(`${of}, ${mode.daughter} ${mode.rest}`, mean, -8e-3 * mass, 8e-3 * mass);
    }
  }
});

test('a daughter leaves the line of the hadron where it decays, by its momentum across over its own', () => {
  const stream = fresh();
  const fate = emptyFate();
  let electrons = 0;
  let beside = 0;
  const certain = {
    ...KAON,
    pathPerGeV: Number.MIN_VALUE,
    modes: [{ ...KAON.modes[1], branching: 1 }],
  };
  for (let i = 0; i < 2000; i++) {
    clearFate(fate, 100);
    decayInFlight(card, certain, stream, fate);
    const { kink, x, y, em } = fate;
    assert.ok(kink);
    const way = card.detector.position.ecal - kink.z;
    if (kink.z < card.detector.position.magnets) continue;
    electrons++;
    assert.ok(Math.abs(x - way * kink.x) < 1e-9 && Math.abs(y - way * kink.y) < 1e-9);
    assert.equal([fate.angleX, fate.angleY], [kink.x, kink.y]);
    const toS4 = card.detector.position.s4 - kink.z;
    const past = toS4 * Math.hypot(kink.x, kink.y) > card.detector.counters.s4Radius;
    assert.is(fate.counters, past ? 7 : ALL_COUNTERS);
    if (fate.beside === null) continue;
    beside++;
    // Momenta across of electron and pion are below 228 and 228 MeV: at their energies so far from the line at most.
    const photons = fate.beside.energy;
    assert.ok(photons > 0 && photons <= em);
    const off = Math.hypot(x + fate.beside.x, y + fate.beside.y);
    assert.ok(off <= (way * 0.2285) / photons + 1e-9);
  }
  assert.ok(electrons > 1000 && beside > 500, `${electrons} ${beside}`);
});

// ---- all classes

test('no class makes energy: nothing negative, nothing above what arrived', () => {
  const of = cardOf(DARK_PHOTON);
  const at = spillKey(of, key, 2);
  const stream = new Stream();
  const fate = emptyFate();
  CLASSES.forEach((kind, k) => {
    for (let i = 0; i < 20_000; i++) {
      drawFate(of, kind, at, k, i, stream, fate);
      drawShower(of, at, k, i, stream, fate);
      for (const [name, value] of Object.entries(fate)) {
        if (typeof value === 'number')
          assert.ok(Number.isFinite(value), `${kind.name}: ${name} = ${value}`);
      }
      const { em, hadron, intoHcal, mips, exits, preshower, momentum } = fate;
      const straight = fate.gamma + fate.neutrals;
      for (const value of [em, hadron, intoHcal, mips, exits, preshower, straight]) {
        assert.ok(value >= 0, `${kind.name}: ${JSON.stringify(fate)}`);
      }
      // The electromagnetic part carries the ECAL's resolution, sqrt(0.1^2 E + 0.01^2 E^2) of it; a
      // hadron's response (0.8 to its hadronic part) only makes less. Five sigma about what arrived.
      const slack = 5 * Math.sqrt(0.01 * em + 1e-4 * em * em);
      assert.ok(
        em + hadron + intoHcal + straight <= momentum + slack + 1e-9,
        `${kind.name}: ${JSON.stringify(fate)}`,
      );
      const behind = fate.muons.reduce((sum, muon) => sum + muon.energy, 0);
      assert.ok(em + behind <= momentum + slack + 1e-9, `${kind.name}: ${JSON.stringify(fate)}`);
      const mip = mips * card.detector.ecal.mip;
      assert.ok(
        preshower <= em + hadron + mip + card.detector.ecal.mip,
        `${kind.name}: preshower ${preshower}`,
      );
    }
  });
});

test('the rates of the electron classes cannot exceed one', () => {
  const crowded = [
    'nature.upstreamMaterial=0.15',
    'nature.dimuon.rate=0.1',
    'nature.electroNuclear.rate=0.1',
    'nature.upstreamElectroNuclear.ratePerRadiationLength=1',
  ];
  assert.throws(() => classRates(cardOf(...crowded)), /add up to more than 1/);
});

test('muons are minimum ionising; those of the halo lie evenly on the face of the HCAL', () => {
  const at = spillKey(card, key, 3);
  const stream = new Stream();
  const fate = emptyFate();
  const halo = CLASSES.find((c) => c.name === 'halo-muon');
  const axis = CLASSES.find((c) => c.name === 'muon');
  assert.ok(halo && axis);
  const xs: number[] = [];
  let inEcal = 0;
  const n = 20_000;
  for (let i = 0; i < n; i++) {
    drawFate(card, halo, at, 0, i, stream, fate);
    const straight = [{ energy: fate.momentum, angleX: 0, angleY: 0 }];
    assert.equal([fate.counters, fate.radiates, fate.em, fate.exits], [0, 0, 0, 1]);
    assert.equal(fate.muons, straight);
    assert.equal([fate.track, fate.beamX], [fate.momentum, fate.x]);
    xs.push(fate.x);
    if (fate.mips > 0) inEcal++;
    drawFate(card, axis, at, 1, i, stream, fate);
    assert.equal([fate.counters, fate.em, fate.mips, fate.exits], [15, 0, 1, 1]);
    assert.is(fate.muons[0]?.energy, fate.momentum);
  }
  likely(
    'halo in x',
    kolmogorovSmirnov(xs, (x) => (x + 291) / 582),
  );
  // The ECAL covers 229.2 of 582 mm in both.
  share('halo muons in the ECAL', inEcal, n, (229.2 / 582) ** 2);
  near('halo centred', moments(xs).mean, 0, moments(xs).error);
});

test.run();
