/**
 * Showers in depth against a Geant4 11.4 simulation of this ECAL (test/golden/shower) at 50 and 100
 * GeV, and what must hold at any energy, start and kind.
 */
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Stream, seedKey } from '../../src/core/random/index.js';
import {
  drawProfile,
  emptyProfile,
  preshowerShare,
  rearLeak,
  shareBefore,
} from '../../src/emulate/detector/shower.js';
import { cardOf } from '../support/card.js';
import { moments, SEED, within } from '../support/statistics.js';

const { ecal } = cardOf().detector;
const LAYER = 40.63013852493918 / 150;
const summary = JSON.parse(readFileSync('test/golden/shower/summary.json', 'utf8')) as {
  energies: Record<string, { longitudinal: { mean_fraction: number[] } }>;
};
let address = 0;
const fresh = () => new Stream().seek(seedKey(SEED), 77, 0, 0, address++);

/** Share before each depth (X0), mean over n showers. */
function shares(energy: number, depths: readonly number[], n: number, start = 0, photon = false) {
  const stream = fresh();
  const profile = emptyProfile();
  const sums = depths.map(() => 0);
  for (let i = 0; i < n; i++) {
    drawProfile(energy, start, photon, stream, profile);
    depths.forEach((d, k) => {
      sums[k] = (sums[k] as number) + shareBefore(profile, d) / n;
    });
  }
  return sums;
}

for (const energy of [50, 100]) {
  test(`${energy} GeV: mean profile within 2 % from 3 X0 on, 6 % from 2 X0, and its tail within 3 %`, () => {
    const mean = summary.energies[energy]?.longitudinal.mean_fraction as number[];
    const cumulative = mean.map((_, i) => mean.slice(0, i + 1).reduce((a, b) => a + b, 0));
    const all = cumulative[149] as number;
    const layers = [4, 6, 8, 12, 16, 20, 24, 32, 40, 48, 64, 80, 92];
    const got = shares(
      energy,
      layers.map((l) => l * LAYER),
      20_000,
    );
    layers.forEach((l, k) => {
      const share = got[k] as number;
      const expected = (cumulative[l - 1] as number) / all;
      // The first six layers hold 0.4 % of the energy, the first eight 1 %.
      const allowed = l < 8 ? 0.15 : l < 12 ? 0.06 : 0.02;
      within(`before layer ${l}`, share / expected, 1 - allowed, 1 + allowed);
      if (l >= 64) within(`beyond layer ${l}`, (1 - share) / (1 - expected), 0.97, 1.03);
    });
  });
}

test('1 to 150 GeV: monotone in depth, complete, the preshower share falling with energy', () => {
  const stream = fresh();
  const profile = emptyProfile();
  let last = 1;
  for (const energy of [1, 2, 5, 10, 20, 50, 100, 150]) {
    const f: number[] = [];
    for (let i = 0; i < 4000; i++) {
      drawProfile(energy, 0, false, stream, profile);
      f.push(preshowerShare(ecal, profile, energy, stream));
      if (i >= 300) continue;
      let before = 0;
      for (let depth = 0; depth <= 45; depth += 0.7) {
        const share = shareBefore(profile, depth);
        assert.ok(share >= before - 1e-12 && share <= 1, `${energy} GeV, ${depth} X0: ${share}`);
        before = share;
      }
      assert.ok(before > 0.9, `${energy} GeV: ${before} within 45 X0`);
    }
    const m = moments(f);
    console.log(`  ${energy} GeV: preshower ${m.mean.toFixed(4)} +- ${m.rms.toFixed(4)}`);
    assert.ok(m.mean < last && m.rms / m.mean > 0.25 && m.rms / m.mean < 0.45);
    last = m.mean;
  }
});

test('a shower that starts deeper leaves less in the preshower, nothing if it starts behind', () => {
  const edge = ecal.preshowerDepth * ecal.radiationLengths;
  const at = (start: number) => shares(60, [edge], 4000, start)[0] as number;
  const found = [0, 1, 2, 3].map(at);
  for (let i = 1; i < found.length; i++) assert.ok((found[i] as number) < (found[i - 1] as number));
  assert.is(at(edge), 0);
  assert.is(at(6), 0);
});

test('a photon starts where it converts: a shower later by about 1 X0', () => {
  const [electron] = shares(100, [4.33], 10_000) as [number];
  const [photon] = shares(100, [4.33], 10_000, 0, true) as [number];
  within('photon over electron', photon / electron, 0.6, 1);
  const [one] = shares(100, [0.2], 20_000, 0, true) as [number];
  assert.ok(one >= 0);
});

test('energy out of the back: 10.9 MeV at 100 GeV, mostly from late showers', () => {
  const stream = fresh();
  const profile = emptyProfile();
  const leaks: number[] = [];
  for (let i = 0; i < 20_000; i++) {
    drawProfile(100, 0, false, stream, profile);
    leaks.push(rearLeak(profile, 100, stream));
  }
  const m = moments(leaks);
  within('mean, GeV', m.mean, 0.98 * 0.01085 - 2 * m.error, 1.02 * 0.01085 + 2 * m.error);
  const none = leaks.filter((e) => e === 0).length / leaks.length;
  within('nothing', none, 0.02, 0.09); // 0.04 in the simulation
});

test('drawing takes as many numbers whatever the energy: the next particle is not moved', () => {
  for (const energy of [0, 0.01, 1, 100]) {
    const stream = new Stream().seek(seedKey('1'), 1, 1, 1, 1);
    drawProfile(energy, 0, false, stream, emptyProfile());
    const profile = drawProfile(energy, 0, false, stream, emptyProfile());
    assert.ok(Number.isFinite(profile.alpha) && Number.isFinite(profile.beta));
    assert.is(preshowerShare(ecal, profile, 0, stream), 0);
  }
});

test.run();
