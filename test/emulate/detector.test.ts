/**
 * The sub-detectors: a conformance suite that every entry of the registry passes, then each one's
 * response against the published or simulated numbers that it stands for.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { reconstruct } from '../../src/analyse/reconstruction/index.js';
import { srd as srdCut } from '../../src/analyse/selection/srd.js';
import { veto as vetoCut } from '../../src/analyse/selection/activity.js';
import { beliefOf, type Card } from '../../src/core/card/index.js';
import { CHANNELS, type FrontEnd } from '../../src/core/channels.js';
import { Stream, seedKey } from '../../src/core/random/index.js';
import { ecal } from '../../src/emulate/detector/ecal.js';
import { hcal } from '../../src/emulate/detector/hcal.js';
import { SUB_DETECTORS } from '../../src/emulate/detector/index.js';
import { srd, synchrotronPhoton } from '../../src/emulate/detector/srd.js';
import type { SubDetector } from '../../src/emulate/detector/subdetector.js';
import { veto } from '../../src/emulate/detector/veto.js';
import { spillKey } from '../../src/emulate/spill.js';
import { Module, seek } from '../../src/emulate/streams.js';
import { CLASSES, drawFate, drawShower } from '../../src/emulate/target/index.js';
import { clearFate, emptyFate, type Fate } from '../../src/emulate/target/fate.js';
import { cardOf, resolved } from '../support/card.js';
import { eventOf } from '../support/event.js';
import { integral, moments, near, normalCdf, SEED, share, within } from '../support/statistics.js';

const key = seedKey(SEED);
const card = cardOf();
const at = spillKey(card, key, 1);
const pulses = (detector: SubDetector, fate: Fate, stream: Stream, of = card) => {
  const found: { channel: number; energy: number; time: number }[] = [];
  detector.respond(of, fate, stream, (channel, energy, time) =>
    found.push({ channel, energy, time }),
  );
  return found;
};
const noiseOf = (detector: SubDetector, stream: Stream) => {
  const found: { channel: number; energy: number; time: number }[] = [];
  detector.noise?.(card, stream, (channel, energy, time) => found.push({ channel, energy, time }));
  return found;
};
const sumOf = (found: { energy: number }[]) => found.reduce((s, p) => s + p.energy, 0);

/** The final state of particle i of a class, complete. */
function particle(kind: (typeof CLASSES)[number], i: number, of: Card = card): Fate {
  const fate = emptyFate();
  const stream = new Stream();
  drawFate(of, kind, at, 1, i, stream, fate);
  drawShower(of, at, 1, i, stream, fate);
  return fate;
}
const classNamed = (name: string) => {
  const found = CLASSES.find((c) => c.name === name);
  assert.ok(found, name);
  return found as (typeof CLASSES)[number];
};

const asEvent = (frontEnd: FrontEnd, found: { channel: number; energy: number; time: number }[]) =>
  eventOf({ [frontEnd]: found.map((p) => [p.channel, p.energy, p.time] as const) });

// ---- conformance

test('the channel map: 123 channels, each with a name of its own', () => {
  const names = SUB_DETECTORS.flatMap((d) =>
    Array.from({ length: d.channels }, (_, c) => d.label(c)),
  );
  assert.is(names.length, 123);
  assert.is(new Set(names).size, 123);
  for (const [name, channels] of Object.entries(CHANNELS)) {
    assert.is(SUB_DETECTORS.find((d) => d.name === name)?.channels, channels, name);
  }
});

test('the registry: names and random streams of their own', () => {
  assert.is(new Set(SUB_DETECTORS.map((d) => d.name)).size, SUB_DETECTORS.length);
  assert.is(new Set(SUB_DETECTORS.map((d) => d.module)).size, SUB_DETECTORS.length);
  const modules: number[] = Object.values(Module);
  assert.is(new Set(modules).size, modules.length);
  for (const { name, module } of SUB_DETECTORS) assert.ok(modules.includes(module), name);
});

for (const detector of SUB_DETECTORS) {
  test(`${detector.name}: pulses in its own channels, positive, finite, at a finite time`, () => {
    for (const kind of CLASSES) {
      for (let i = 0; i < 400; i++) {
        const fate = particle(kind, i);
        const stream = seek(new Stream(), at, 1, detector.module, i);
        for (const { channel, energy, time } of pulses(detector, fate, stream)) {
          const what = `${kind.name} ${i}: channel ${channel}, ${energy} GeV at ${time} ns`;
          assert.ok(Number.isInteger(channel) && channel >= 0 && channel < detector.channels, what);
          assert.ok(energy > 0 && Number.isFinite(energy) && Math.abs(time) < 100, what);
        }
      }
    }
  });

  test(`${detector.name}: the same from the same stream, and the final state is left alone`, () => {
    for (const kind of CLASSES) {
      for (let i = 0; i < 50; i++) {
        const fate = particle(kind, i);
        const before = { ...fate };
        const answer = () => pulses(detector, fate, seek(new Stream(), at, 1, detector.module, i));
        const first = answer();
        // Another particle in between leaves no trace.
        pulses(
          detector,
          particle(CLASSES[0] as typeof kind, i + 1),
          new Stream().seek(key, 1, 1, 1, 1),
        );
        assert.equal(answer(), first);
        assert.equal(fate, before);
      }
    }
  });

  test(`${detector.name}: silent where nothing arrives`, () => {
    const nothing = { ...emptyFate(), counters: 0 };
    for (let i = 0; i < 500; i++) {
      assert.equal(pulses(detector, nothing, seek(new Stream(), at, 2, detector.module, i)), []);
    }
  });

  test(`${detector.name}: its noise too is positive, in its own channels, and repeats`, () => {
    for (let i = 0; i < 500; i++) {
      const answer = () => noiseOf(detector, seek(new Stream(), at, 2, Module.noise, i));
      const found = answer();
      assert.equal(answer(), found);
      for (const { channel, energy, time } of found) {
        assert.ok(channel >= 0 && channel < detector.channels);
        assert.ok(energy > 0 && Number.isFinite(energy) && Math.abs(time) < 100);
      }
    }
  });

  test(`${detector.name}: far off the axis it still answers in its own channels, or not at all`, () => {
    for (const x of [-5000, -300, -120, 120, 300, 5000]) {
      const fate = { ...particle(classNamed('pion'), 1), x, y: -x, em: 10, muons: 1, exits: 3 };
      const stream = seek(new Stream(), at, 3, detector.module, 1);
      for (const { channel, energy } of pulses(detector, fate, stream)) {
        assert.ok(channel >= 0 && channel < detector.channels);
        assert.ok(energy > 0 && Number.isFinite(energy));
      }
    }
  });
}

// ---- SRD

test('SRD: synchrotron photons have a mean of 8/(15 sqrt 3) critical energies', () => {
  // Mean and mean square: M. Sands, The physics of electron storage rings, SLAC-121 (1970), ch. 5.
  const stream = new Stream().seek(key, 1, 0, 0, 0);
  const x = Float64Array.from({ length: 400_000 }, () => synchrotronPhoton(stream));
  const m = moments(x);
  near('mean photon energy', m.mean, 8 / (15 * Math.sqrt(3)), m.error);
  const second = moments(x.map((v) => v * v));
  near('mean square', second.mean, 11 / 27, second.error);
  // Half of the power is radiated above the critical energy: its definition.
  const above = x.filter((v) => v > 1).reduce((s, v) => s + v, 0) / x.reduce((s, v) => s + v, 0);
  assert.ok(Math.abs(above - 0.5) < 0.005, `power above the critical energy: ${above}`);
});

test('SRD: 43 photons of 155 MeV in all at acceptance 1', () => {
  // 5 alpha gamma theta / (2 sqrt 3) photons of a 100 GeV electron bent by 21 mrad.
  const gamma = 100 / 0.000511;
  const photons = ((5 / (2 * Math.sqrt(3))) * gamma * 0.021) / 137.036;
  assert.ok(Math.abs(card.detector.srd.photons / photons - 1) < 0.02, `${photons} photons`);
  const all = cardOf('detector.srd.acceptance=1');
  const fate = particle(classNamed('ordinary'), 1, cardOf('beam.momentumSpread=0'));
  const stream = new Stream().seek(key, 2, 0, 0, 0);
  const sums = Array.from({ length: 20_000 }, () => sumOf(pulses(srd, fate, stream, all)));
  const m = moments(sums);
  near('radiated energy', m.mean, 43 * 0.0116 * (8 / (15 * Math.sqrt(3))), m.error);
  within('radiated energy, GeV', m.mean, 0.15, 0.16);
});

/** Share of particles whose pulses pass the analysis' three-fold cut. */
function srdPass(of: Card, kind: string, n: number): number {
  const belief = beliefOf(of);
  const fate = emptyFate();
  clearFate(fate, 100);
  fate.radiates = kind === 'electron' ? 100 : 0;
  let passed = 0;
  for (let i = 0; i < n; i++) {
    const found = pulses(srd, fate, seek(new Stream(), at, 4, Module.srd, i), of);
    if (found.length === 0) continue;
    if (srdCut.passes(reconstruct(belief, asEvent('srd', found)), belief)) passed++;
  }
  return passed / n;
}

for (const name of ['run1-2016', 'run2-2017', 'run3-2018']) {
  test(`SRD of ${name}: the three-fold cut keeps about 95 % of electrons and 1e-3 of hadrons`, () => {
    const of = resolved([], name).card;
    const electrons = srdPass(of, 'electron', 20_000);
    const hadrons = srdPass(of, 'hadron', 200_000);
    console.log(
      `  ${name}: electrons ${electrons.toFixed(4)}, hadrons ${hadrons.toExponential(2)}`,
    );
    // 0.95 or more in PRL 123 (2019) 121801. The acceptance of 0.5 estimated for run I gives 0.938.
    within('electrons', electrons, name === 'run1-2016' ? 0.93 : 0.95, 0.97);
    within('hadrons', hadrons, 0.7e-3, 1.3e-3);
  });
}

// ---- ECAL

/** Pulses of beam electrons of exactly this energy. */
function showers(energy: number, n: number, each: (found: ReturnType<typeof pulses>) => void) {
  const of = cardOf(`beam.momentum=${energy} GeV`, 'beam.momentumSpread=0');
  for (let i = 0; i < n; i++) {
    const fate = particle(classNamed('ordinary'), i, of);
    each(pulses(ecal, fate, seek(new Stream(), at, 1, Module.ecal, i), of));
  }
}

for (const energy of [20, 50, 100]) {
  test(`ECAL at ${energy} GeV: resolution 10 %/sqrt(E) and 1 % in quadrature, no bias`, () => {
    // 10 %/sqrt(E): PRL 118 (2017) 011802, arXiv:1610.02988.
    const sums: number[] = [];
    showers(energy, 4000, (found) => sums.push(sumOf(found)));
    const m = moments(sums);
    const expected = Math.sqrt(0.1 ** 2 * energy + (0.01 * energy) ** 2);
    // Cells add 20 MeV of noise each, 0.17 GeV in quadrature at most.
    const most = Math.hypot(expected, 0.02 * Math.sqrt(72));
    within(`resolution at ${energy} GeV`, m.rms, 0.955 * expected, 1.045 * most);
    within(`mean at ${energy} GeV`, m.mean, energy - 4 * m.error, energy + 4 * m.error + 0.6);
    console.log(
      `  ECAL ${energy} GeV: mean ${m.mean.toFixed(2)}, rms ${m.rms.toFixed(3)} (${expected.toFixed(3)})`,
    );
  });
}

for (const [energy, mean, rms] of [
  [100, 0.055, 0.021],
  [50, 0.078, 0.029],
] as const) {
  test(`ECAL preshower at ${energy} GeV: ${mean} +- ${rms} of the energy, as in Geant4`, () => {
    const shares: number[] = [];
    showers(energy, 6000, (found) => {
      const all = sumOf(found);
      shares.push(sumOf(found.filter((p) => p.channel < 36)) / all);
    });
    const m = moments(shares);
    console.log(`  preshower ${energy} GeV: ${m.mean.toFixed(4)} +- ${m.rms.toFixed(4)}`);
    within('mean', m.mean, mean - 0.002, mean + 0.002);
    within('rms', m.rms, rms - 0.0015, rms + 0.0015);
  });
}

test('ECAL: 0.797 of the energy in the central cell, 0.9735 in 3 x 3, 0.997 in 5 x 5', () => {
  // Geant4, 150 layers of 1.5 mm lead and scintillator, cells of 38.2 mm, spot 8 x 4 mm.
  const [cx, cy] = card.detector.ecal.beamCell;
  const inside = [0, 0, 0];
  let all = 0;
  const central: number[] = [];
  showers(100, 6000, (found) => {
    let here = 0;
    for (const { channel, energy } of found) {
      const cell = channel % 36;
      const distance = Math.max(Math.abs(Math.floor(cell / 6) - cx), Math.abs((cell % 6) - cy));
      for (let r = distance; r < 3; r++) inside[r] = inside[r] + energy;
      if (distance === 0) here += energy;
      all += energy;
    }
    central.push(here / sumOf(found));
  });
  const [one, three, five] = inside.map((e) => e / all) as [number, number, number];
  console.log(`  central ${one.toFixed(4)}, 3x3 ${three.toFixed(4)}, 5x5 ${five.toFixed(4)}`);
  within('central cell', one, 0.787, 0.807);
  within('3 x 3', three, 0.9705, 0.9765);
  within('5 x 5', five, 0.995, 0.999);
});

test('ECAL: a muon leaves 0.4 GeV, 16 of 150 layers of it in the preshower', () => {
  const fate = { ...emptyFate(), mips: 1, muons: 1 };
  const found = pulses(ecal, fate, seek(new Stream(), at, 5, Module.ecal, 0));
  assert.is(found.length, 2);
  assert.ok(Math.abs(sumOf(found) - 0.4) < 1e-12);
  assert.ok(Math.abs((found[0]?.energy as number) / 0.4 - 16 / 150) < 1e-4);
});

// ---- VETO

test('VETO: one minimum-ionising particle is seen above 4.5 MeV in 99.9 % of cases', () => {
  const belief = beliefOf(card);
  assert.is(belief.analysis.cuts.veto.slab, 0.0045);
  const fate = { ...emptyFate(), exits: 1, muons: 1, mips: 1 };
  const n = 20_000;
  let seen = 0;
  const energies: number[] = [];
  for (let i = 0; i < n; i++) {
    const found = pulses(veto, fate, seek(new Stream(), at, 6, Module.veto, i));
    const event = reconstruct(belief, asEvent('veto', found));
    if (!vetoCut.passes(event, belief)) seen++;
    energies.push(event.veto[1]);
  }
  assert.ok(seen / n >= 0.999, `efficiency ${seen / n}`);
  const typical = energies.sort((a, b) => a - b)[n / 2] as number;
  within('median loss, MeV', 1000 * typical, 8.5, 10); // 5 cm of scintillator: 9 to 10 MeV
});

test('VETO: noise exceeds half a MIP in 3 % of the gates; electron showers leave nothing', () => {
  const belief = beliefOf(card);
  const n = 40_000;
  let noisy = 0;
  for (let i = 0; i < n; i++) {
    const stream = seek(new Stream(), at, 7, Module.noise, i);
    const found = noiseOf(veto, stream);
    const event = reconstruct(belief, asEvent('veto', found));
    if (!vetoCut.passes(event, belief)) noisy++;
    else assert.equal(found, []);
  }
  share('noisy gates', noisy, n, card.detector.veto.noise);
  within('quiet gates', 1 - noisy / n, 0.965, 0.975); // 0.97 of 0.94 without pile-up
  const fate = { ...emptyFate(), em: 100, radiates: 100 };
  assert.equal(pulses(veto, fate, seek(new Stream(), at, 7, Module.veto, 1)), []);
});

// ---- HCAL

test('HCAL: a muon leaves 1.7 GeV in each module, a pair 10.2 GeV in all', () => {
  // About 10 GeV for the pair, PRL 123 (2019) 121801.
  const modules: number[][] = [[], [], []];
  const sums: number[] = [];
  for (let i = 0; i < 5000; i++) {
    const found = pulses(
      hcal,
      { ...emptyFate(), muons: 1 },
      seek(new Stream(), at, 8, Module.hcal, i),
    );
    assert.is(found.length, 3);
    for (const [m, p] of found.entries()) modules[m].push(p.energy);
    const pair = pulses(
      hcal,
      { ...emptyFate(), muons: 2 },
      seek(new Stream(), at, 9, Module.hcal, i),
    );
    sums.push(sumOf(pair));
  }
  for (const module of modules) {
    const m = moments(module);
    near('muon in a module', m.mean, 1.7, m.error);
    within('its spread', m.rms / m.mean, 0.28, 0.32);
  }
  const pair = moments(sums);
  near('pair', pair.mean, 10.2, pair.error);
});

test('HCAL: hadrons with 60 %/sqrt(E) and 4 %, contained as a gamma profile of depth says', () => {
  // 60 %/sqrt(E): PRL 118 (2017) 011802. The depth of a piece of energy is the sum of three
  // exponentials of one interaction length: where the shower starts, and a profile t exp(-t).
  const behind = (t: number) => Math.exp(-t) * (1 + t + (t * t) / 2);
  const lengths = 7.4;
  const depth = [0, 1, 2].map((m) => behind(lengths * m) - behind(lengths * (m + 1)));
  assert.ok(Math.abs(integral((t) => (t * t * Math.exp(-t)) / 2, 0, lengths) - depth[0]) < 1e-6);
  // Sideways 40 mm for the axis and 70 mm for the shower, on a face of 582 mm.
  const sideways = (2 * normalCdf(291 / Math.hypot(40, 70)) - 1) ** 2;
  for (const energy of [20, 60]) {
    const sums: number[] = [];
    const modules: number[][] = [[], [], []];
    for (let i = 0; i < 6000; i++) {
      const fate = { ...emptyFate(), intoHcal: energy };
      const found = pulses(hcal, fate, seek(new Stream(), at, 10, Module.hcal, i));
      const own = [0, 0, 0];
      for (const p of found) {
        const m = Math.floor(p.channel / 9);
        own[m] = own[m] + p.energy;
      }
      for (const [m, e] of own.entries()) modules[m].push(e);
      sums.push(sumOf(found));
    }
    const m = moments(sums);
    const sigma = Math.sqrt(0.6 ** 2 * energy + (0.04 * energy) ** 2);
    within(`resolution at ${energy} GeV`, m.rms, 0.95 * sigma, 1.05 * sigma);
    near(
      `contained at ${energy} GeV`,
      m.mean / energy,
      (1 - behind(3 * lengths)) * sideways,
      m.error / energy,
    );
    modules.forEach((e, i) => {
      const got = moments(e);
      near(`module ${i + 1} at ${energy} GeV`, got.mean, energy * depth[i] * sideways, got.error);
    });
    console.log(
      `  HCAL ${energy} GeV: ${(m.mean / energy).toFixed(4)} contained, rms ${m.rms.toFixed(2)} (${sigma.toFixed(2)})`,
    );
  }
});

test('HCAL: noise leaves 95 % of the gates below 1 GeV', () => {
  const n = 40_000;
  let quiet = 0;
  for (let i = 0; i < n; i++) {
    if (sumOf(noiseOf(hcal, seek(new Stream(), at, 11, Module.noise, i))) < 1) quiet++;
  }
  share('below 1 GeV', quiet, n, 1 - Math.exp(-1 / card.detector.hcal.noise));
  within('below 1 GeV', quiet / n, 0.94, 0.96);
});

test.run();
