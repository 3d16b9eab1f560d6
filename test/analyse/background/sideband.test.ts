/** Fits to sideband C against closed forms, a brute-force likelihood, and spectra whose truth is known. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fitLogLinear, integralOf } from '../../../src/analyse/background/logLinear.js';
import type { Spectrum } from '../../../src/analyse/background/seen.js';
import {
  binned,
  carriedInDump,
  extrapolate,
  goodnessOfFit,
} from '../../../src/analyse/background/sideband.js';
import { EXPONENTIAL, SHAPES } from '../../../src/analyse/background/shapes.js';
import { taken, type TurnOn } from '../../../src/analyse/background/turnOn.js';
import { beliefWith } from '../../support/card.js';

const belief = beliefWith();
const turnOn: TurnOn = { threshold: 80, width: 4, from: "the card's sum", events: 0 };
const exact = (f: (energy: number) => number): Spectrum => ({
  ...{ low: 0, width: 0.5 },
  counts: Float64Array.from({ length: 200 }, (_, i) => f((i + 0.5) / 2) / 2),
});
const lost = (e: number) => (0.43 / 6) * Math.exp((e - 50) / 6);
const sidebandC = exact((e) => (e > 55 ? lost(e) * taken(turnOn, e) : 0));
const inDump = exact((e) => (e > 20 && e < 80 ? (1.7e6 / 15.3) * Math.exp((e - 80) / 15.3) : 0));
const near = (x: number, expected: number, relative: number) =>
  assert.ok(Math.abs(x / expected - 1) < relative, `${x}, expected ${expected}`);

test('of the expected spectra every function gives the truth below the edge, the turn-on folded in', () => {
  const { functions, slope, systematic } = extrapolate(
    { sidebandC, madeInDump: inDump },
    belief,
    turnOn,
    55,
  );
  // 0.43 below 50 GeV, but for what an exponential has below 0.
  for (const f of functions) near(f.events, 0.43 * (1 - Math.exp(-50 / 6)), 2e-3);
  near(slope, 6, 1e-4);
  assert.ok(systematic < 0.1, `${systematic}`);
  // Without the turn-on the spectrum would seem to fall less steeply.
  const ignored = extrapolate(
    { sidebandC, madeInDump: inDump },
    belief,
    { ...turnOn, width: 0.01 },
    55,
  );
  assert.ok(ignored.functions[0].events > 1.3 * functions[0].events);
});

test('at any beam energy the functions give the truth, as far as the histograms go', () => {
  // Energies of 2018 in proportion to the beam's; the histograms end at 100 GeV.
  for (const beam of [40, 50, 70, 120, 150]) {
    const at = (share: number) => share * beam;
    const own = beliefWith(
      `analysis.beamEnergy=${beam}GeV`,
      `analysis.box.ecal=${at(0.5)}GeV`,
      `analysis.seal.ecal=${at(0.55)}GeV`,
      `analysis.cuts.ecal.loose=${at(0.6)}GeV`,
      `trigger.ecal.threshold=${at(0.8)}GeV`,
      `trigger.ecal.keep=${at(0.85)}GeV`,
    );
    const edge = { ...turnOn, threshold: at(0.8) };
    const below = (e: number) => (0.43 / at(0.06)) * Math.exp((e - at(0.5)) / at(0.06));
    const seen = {
      sidebandC: exact((e) => (e > at(0.55) ? below(e) * taken(edge, e) : 0)),
      madeInDump: exact((e) => (e > at(0.2) && e < at(0.8) ? 1e5 * Math.exp(e / at(0.153)) : 0)),
    };
    const { functions, slope, systematic } = extrapolate(seen, own, edge, at(0.55));
    // Bins of half a GeV against slopes of 2.4 GeV and more.
    for (const f of functions) near(f.events, 0.43 * (1 - Math.exp(-0.5 / 0.06)), 1e-2);
    near(slope, at(0.06), 1e-3);
    assert.ok(systematic < 0.2, `${beam} GeV: ${systematic}`);
    for (const { excess } of carriedInDump(seen, own, at(0.55))) {
      assert.ok(Math.abs(excess) < 0.05, `${beam} GeV: ${excess}`);
    }
  }
});

test('norm and slope are those of a likelihood on a grid, errors those of its curvature', () => {
  const counts = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 12, 8, 9, 17, 11];
  const data = binned({ low: 55, width: 1, counts: Float64Array.from(counts) }, 55, 70, () => 1);
  const terms = EXPONENTIAL.terms(100);
  const fit = fitLogLinear(data, terms, null);
  const lnL = (a: number, b: number) =>
    counts.reduce((sum, n, i) => {
      const ln = a + b * ((55.5 + i - 70) / 10);
      return sum + n * ln - Math.exp(ln);
    }, 0);
  const [a, b] = fit.theta;
  const best = lnL(a, b);
  for (let i = -50; i <= 50; i++) {
    for (let k = -50; k <= 50; k++) {
      assert.ok(lnL(a + i / 100, b + k / 100) <= best + 1e-9, 'no point of the grid is higher');
    }
  }
  // Score equations: the fit has as many events and the same mean energy.
  const [n, nu] = [counts.reduce((x, y) => x + y), fit.expected.reduce((x, y) => x + y)];
  near(nu, n, 1e-8);
  // The posterior for flat priors, summed by brute force: its mean and spread of ln N.
  const region = { from: 45, to: 55, width: 1 };
  const { value, relativeError } = integralOf(fit, terms, region);
  let [weight, mean, square] = [0, 0, 0];
  for (let i = -200; i <= 200; i++) {
    for (let k = -200; k <= 200; k++) {
      const [x, y] = [a + i / 150, b + k / 100];
      const p = Math.exp(lnL(x, y) - best);
      let inRegion = 0;
      for (let e = 45.5; e < 55; e++) inRegion += Math.exp(x + y * ((e - 70) / 10));
      const ln = Math.log(inRegion / value);
      weight += p;
      mean += p * ln;
      square += p * ln * ln;
    }
  }
  const spread = Math.sqrt(square / weight - (mean / weight) ** 2);
  near(relativeError, spread, 0.03);
});

test('what is known of the last parameter pulls it, in proportion to the information', () => {
  const data = binned(inDump, 20, 70, () => 1);
  const terms = SHAPES[1].terms(100);
  const free = fitLogLinear(data, terms, null);
  assert.ok(Math.abs(free.theta[2]) < 1e-6, 'an exponential is not bent');
  const held = fitLogLinear(data, terms, { value: 0.5, error: 1e-6 });
  near(held.theta[2], 0.5, 1e-4);
  assert.ok(held.converged && held.deviance > free.deviance);
});

test('the goodness of fit is a chi2 of pools of five, and bad for another function', () => {
  const flat = exact((e) => (e > 55 && e < 80 ? 40 : 0));
  const data = binned(flat, 55, 80, () => 1);
  const fit = fitLogLinear(data, EXPONENTIAL.terms(100), null);
  near(goodnessOfFit(data, fit, 2) ?? 0, 1, 1e-6);
  const step = { counts: data.counts.map((n, i) => (i < 25 ? 2 * n : n / 2)) };
  assert.ok((goodnessOfFit(step, fit, 2) ?? 1) < 1e-6);
  assert.is(
    goodnessOfFit({ counts: data.counts.slice(0, 1) }, { expected: data.counts.slice(0, 1) }, 2),
    null,
  );
});

test('an exponential fakes nothing where the truth is one, and does where it bends', () => {
  const [plain] = carriedInDump({ madeInDump: inDump }, belief, 55);
  assert.is(plain.shape, 'exponential');
  assert.ok(Math.abs(plain.excess) < 0.01 && Math.abs(plain.pull) < 1);
  const bent = exact((e) =>
    e > 20 && e < 80 ? 1e5 * Math.exp((e - 80) / 15.3 - ((e - 80) / 40) ** 2) : 0,
  );
  const [straight, quadratic] = carriedInDump({ madeInDump: bent }, belief, 55);
  assert.ok(straight.pull > 5, `${straight.pull}`);
  assert.ok(Math.abs(quadratic.excess) < 0.02);
});

test.run();
