/**
 * Muons in matter and muon pairs, against numbers of the Particle Data Group, the losses of Groom, Mokhov and Striganov
 * (At. Data Nucl. Data Tables 78 (2001) 183) as tabulated by PUMAS, and the formulas of CLIC-Note 511.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { HCAL_CELLS } from '../support/channels.js';
import { Stream, seedKey } from '../../src/core/random/index.js';
import { MUON_MASS } from '../../src/core/signal/constants.js';
import { hcal } from '../../src/emulate/detector/hcal.js';
import { energyOfRange, rangeInIron, scatter, trackOf } from '../../src/emulate/detector/muons.js';
import { dimuon } from '../../src/emulate/target/dimuon.js';
import { clearFate, emptyFate } from '../../src/emulate/target/fate.js';
import { drawMuonPair, shareDensity, shareLimits } from '../../src/emulate/target/muonPair.js';
import { alone, throughEcal } from '../../src/emulate/target/muons.js';
import { drawImpact } from '../../src/emulate/target/phaseSpace.js';
import { cardOf } from '../support/card.js';
import { integral, moments, near, SEED, within } from '../support/statistics.js';

const key = seedKey(SEED);
const card = cardOf();
let nextAddress = 0;
const fresh = () => new Stream().seek(key, 21, 22, 23, nextAddress++);
const { ecal } = card.detector;

// ---- scattering

/** Angles and displacements in a plane of muons behind some matter, in so many pieces of equal depth. */
function behind(kinetic: number, lengths: number, thickness: number, pieces: number, n: number) {
  const stream = fresh();
  const angles: number[] = [];
  const aside: number[] = [];
  let both = 0;
  for (let i = 0; i < n; i++) {
    const track = trackOf(emptyFate(), alone(kinetic + MUON_MASS), 0);
    for (let k = 0; k < pieces; k++) {
      scatter(track, thickness / pieces, lengths / pieces, kinetic, stream);
    }
    angles.push(track.slopeX, track.slopeY);
    aside.push(track.x, track.y);
    both += track.slopeX * track.x + track.slopeY * track.y;
  }
  const [angle, displacement] = [moments(angles).rms, moments(aside).rms];
  return { angle, displacement, correlation: both / (2 * n) / (angle * displacement) };
}

test('the angle behind one and seventy X0 is that of the Particle Data Group, in whatever pieces', () => {
  const n = 20_000;
  const error = 1 / Math.sqrt(4 * n);
  // 13.6 MeV / (beta c p) sqrt(x/X0) (1 + 0.038 ln(x/X0)): at 10 GeV and one X0 1.36 mrad, at 70 X0 13.2 mrad.
  for (const [lengths, mrad] of [
    [1, 1.36],
    [70, 13.6 * 0.1 * Math.sqrt(70) * (1 + 0.038 * Math.log(70))],
  ] as const) {
    for (const pieces of [1, 4, 8]) {
      const { angle } = behind(10 - MUON_MASS, lengths, 1000, pieces, n);
      near(`${lengths} X0 in ${pieces}`, angle, mrad / 1000, (5e-4 + error) * (mrad / 1000));
    }
  }
});

test('the displacement is theta0 s / sqrt 3, correlated with the angle by sqrt 3 / 2', () => {
  const n = 20_000;
  const theta = (0.0136 / 50) * Math.sqrt(70) * (1 + 0.038 * Math.log(70));
  const expected = (1660 * theta) / Math.sqrt(3);
  const whole = behind(50, 70, 1660, 1, n);
  near('in one piece', whole.displacement, expected, expected * (2e-3 + 1 / Math.sqrt(4 * n)));
  near('correlation', whole.correlation, Math.sqrt(3) / 2, 5e-3);
  // The formula is no sum over pieces: those in front, which count most, have the smaller logarithm.
  const inPieces = behind(50, 70, 1660, 4, n);
  within('in four pieces', inPieces.displacement / expected, 0.95, 1);
});

test('slow muons scatter with 1 / (p v)', () => {
  // 0.2 GeV: p = 0.2868 GeV, beta = 0.9384.
  const { angle } = behind(0.2, 1, 10, 1, 20_000);
  near('0.2 GeV', angle, 0.0136 / (0.2868 * 0.9384), 4e-4);
});

// ---- range

test('ranges in iron are those that the Bethe formula gives', () => {
  const X0 = 13.84;
  /**
   * MeV cm2/g: ionisation with the density effect of Sternheimer's parameters and the radiation of struck electrons,
   * the muon's own radiation as b(E) of Groom et al.
   */
  const loss = (kinetic: number) => {
    const [m, e] = [105.658, 0.511];
    const gamma = 1 + (1000 * kinetic) / m;
    const bg2 = gamma * gamma - 1;
    const beta2 = bg2 / (gamma * gamma);
    const most = (2 * e * bg2) / (1 + (2 * gamma * e) / m + (e / m) ** 2);
    const x = Math.log10(bg2) / 2;
    const delta = 2 * Math.LN10 * x - 4.2911 + (x < 3.1531 ? 0.1468 * (3.1531 - x) ** 2.9632 : 0);
    const bracket =
      0.5 * Math.log((2 * e * bg2 * most) / 286e-6 ** 2) -
      beta2 -
      Math.max(0, delta) / 2 +
      (most / (gamma * m)) ** 2 / 8;
    const struck = Math.log((2 * most) / e);
    const radiated =
      ((0.307075 / (4 * Math.PI)) * 0.46557 * struck ** 2 * (Math.log(2 * gamma) - struck / 3)) /
      137.036;
    // 3.2e-6 cm2/g at 10 GeV, 5.7e-6 at 100 GeV.
    const b = 3.2e-6 * Math.max(kinetic, 0.1) ** 0.25 * 10 ** -0.25;
    return (0.307075 * 0.46557 * bracket) / beta2 + Math.max(0, radiated) + 1000 * b * kinetic;
  };
  near('minimum, at 0.27 GeV', loss(0.27), 1.452, 0.003);
  near('loss at 10 GeV', loss(10), 1.974, 0.005);
  near('loss at 100 GeV', loss(100), 2.778, 0.005);
  for (const [low, high] of [
    [0.15, 0.35],
    [0.35, 1.4],
    [1.4, 7],
    [7, 35],
    [35, 150],
  ] as const) {
    const expected = integral((t) => 1000 / loss(t), low, high, 4000);
    const got = X0 * (rangeInIron(high) - rangeInIron(low));
    within(`from ${low} to ${high} GeV`, got / expected, 0.99, 1.01);
  }
  for (const energy of [1e-3, 0.06, 0.5, 3, 99, 1000]) {
    near('inverse', energyOfRange(rangeInIron(energy)), energy, 1e-12 * energy);
  }
  assert.is(rangeInIron(0), 0);
  assert.is(energyOfRange(-1), 0);
});

test('a slow muon ends in the module where its range does, a fast one in none', () => {
  const centred = cardOf('detector.hcal.modules.second.x=0 mm');
  const depth = 70 * 13.84;
  const seen = (kinetic: number) => {
    const sums = [0, 0, 0];
    const n = 500;
    for (let i = 0; i < n; i++) {
      const fate = { ...emptyFate(), muons: [alone(kinetic + MUON_MASS)] };
      hcal.respond(centred, fate, fresh(), (channel, energy) => {
        sums[Math.floor(channel / HCAL_CELLS)] += energy / (n * 1.7);
      });
    }
    return sums;
  };
  // 640.1 g/cm2 at 1 GeV, 1248 at 2 GeV.
  const [first, second] = seen(1);
  near('1 GeV', first, 640.1 / depth, 0.015);
  assert.is(second, 0);
  const [through, ends, none] = seen(2);
  near('2 GeV in HCAL1', through, 1, 0.02);
  near('2 GeV in HCAL2', ends, 1248 / depth - 1, 0.015);
  assert.is(none, 0);
  for (const share of seen(50)) near('50 GeV', share, 1, 0.02);
});

test('a muon comes out of the ECAL if it has more than a MIP leaves there', () => {
  const fate = emptyFate();
  const met = (kinetic: number) => {
    clearFate(fate, 100);
    throughEcal(card, fate, alone(kinetic + MUON_MASS));
    return [Number(fate.mips.toFixed(9)), fate.exits, fate.muons.length];
  };
  assert.equal(met(10), [1, 1, 1]);
  assert.equal(met(1.01 * ecal.mip), [1, 1, 1]);
  assert.equal(met(0.5 * ecal.mip), [0.5, 0, 0]);
  assert.equal(met(-0.05), [0, 0, 0]);
});

// ---- pairs

test('the limits of the energy share are those of CLIC-Note 511, and all between them is positive', () => {
  for (const energy of [20, 50, 100]) {
    const [least, most] = shareLimits(energy);
    // x+ x- = m/E at either end: in good approximation m/E and 1 - m/E.
    near('least', least * (1 - least), MUON_MASS / energy, 1e-12);
    near('the same', least, MUON_MASS / energy, 1.1 * (MUON_MASS / energy) ** 2);
    near('most', most, 1 - least, 1e-12);
    assert.ok(shareDensity(energy, 0.5) > 0 && shareDensity(energy, 3 * least) > 0);
    const stream = fresh();
    for (let i = 0; i < 20_000; i++) {
      const [a, b] = drawMuonPair(energy, stream);
      within('share', a.energy / energy, least, most);
      near('sum', a.energy + b.energy, energy, 1e-12 * energy);
      for (const v of [a.angleX, a.angleY, b.angleX, b.angleY]) assert.ok(Number.isFinite(v));
    }
  }
});

test('far from the limits the density is 1 - 4/3 x+ x- but for the logarithm', () => {
  const ratio = shareDensity(1e7, 0.2) / shareDensity(1e7, 0.5);
  near('at 0.2', ratio, (1 - (4 / 3) * 0.16) / (2 / 3), 0.01);
});

test('pairs share the energy evenly to either side, back to back about the photon', () => {
  const n = 40_000;
  const stream = fresh();
  const pairs = Array.from({ length: n }, () => drawMuonPair(50, stream));
  const positive = moments(pairs.map(([a]) => a.energy));
  near('mean of the mu+', positive.mean, 25, positive.error);
  for (const axis of ['angleX', 'angleY'] as const) {
    const momentum = moments(pairs.flatMap((pair) => pair.map((m) => m.energy * m[axis])));
    within('transverse momentum', Math.abs(momentum.mean), 0, (4 * momentum.rms) / Math.sqrt(n));
  }
  // What the nucleus takes is small: in most pairs the transverse momenta balance within 0.3 of the mass.
  const unbalanced = pairs.map(([a, b]) =>
    Math.hypot(
      a.energy * a.angleX + b.energy * b.angleX,
      a.energy * a.angleY + b.energy * b.angleY,
    ),
  );
  const balanced = unbalanced.filter((p) => p < 0.3 * MUON_MASS).length;
  within('balanced', balanced / n, 0.6, 0.95);
  // Transverse momenta below the mass are t > 1/2 of the f(t) of the note, with a mean x+ x- of 0.19: C1 takes most of
  // the small t.
  const c1 = ((0.35 * 207.2 ** 0.27) ** 2 * MUON_MASS) / (50 * 0.19);
  const density = (t: number) => (1 - 2 * 0.19 + 4 * 0.19 * t * (1 - t)) / (1 + c1 / (t * t));
  const expected = integral(density, 0.5, 1) / integral(density, 1e-9, 1);
  const inside = pairs.filter(
    ([a, b]) =>
      a.energy * Math.hypot(a.angleX, a.angleY) + b.energy * Math.hypot(b.angleX, b.angleY) <
      2 * MUON_MASS,
  ).length;
  near('within m/E', inside / n, expected, 0.004);
});

test('dimuons do not stay in the gap of HCAL2', () => {
  // Two parallel muons in a gap of 1 mm on a beam of some mm leave nothing in 4.3 % of cases.
  const fate = emptyFate();
  const n = 10_000;
  let none = 0;
  for (let i = 0; i < n; i++) {
    const stream = fresh();
    clearFate(fate, 100);
    dimuon.draw(card, stream, fate);
    drawImpact(card, fate, stream);
    let second = 0;
    hcal.respond(card, fate, stream, (channel, energy) => {
      if (Math.floor(channel / HCAL_CELLS) === 1) second += energy;
    });
    if (second < 0.2) none++;
  }
  within('nothing in HCAL2', none / n, 0, 1.5e-3);
});

test.run();
