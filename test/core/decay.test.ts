/** Against the Particle Data Group: PTEP 2022, 083C01, summary tables of pi+ and K+. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  density,
  KAON,
  limitsOf,
  MASSES,
  meanOver,
  type Mode,
  PION,
  type Products,
  threeProducts,
  twoProducts,
} from '../../src/core/decay.js';

const [kenu, ke3, kmu3, hadronic, kmunu] = KAON.modes;
const [pienu, pimunu] = PION.modes;
const NEUTRAL_PION = 0.13498;

test('branching fractions are those of the summary tables', () => {
  assert.is(kenu.branching, 1.58e-5);
  assert.is(ke3.branching, 0.0507);
  assert.is(kmu3.branching, 0.0335);
  // K -> pi pi0, and pi+ pi+ pi- with pi+ pi0 pi0 of 5.58 and 1.76 %.
  assert.ok(Math.abs(hadronic.branching - (0.2067 + 0.0558 + 0.0176)) < 2e-4);
  assert.is(pienu.branching, 1.23e-4);
});

const momenta: [string, number, Mode, number][] = [
  ['K -> e nu', KAON.mass, kenu, 247],
  ['K -> mu nu', KAON.mass, kmunu, 236],
  ['K -> pi pi0', KAON.mass, hadronic, 205],
  ['pi -> e nu', PION.mass, pienu, 70],
  ['pi -> mu nu', PION.mass, pimunu, 30],
];

for (const [name, mass, mode, mev] of momenta) {
  test(`${name}: the momentum of the summary table is the largest one across`, () => {
    const { charged, photons } = twoProducts(mass, mode, { along: 0, azimuth: 0.3 });
    const across = 1000 * Math.hypot(charged.acrossX, charged.acrossY);
    assert.ok(Math.abs(across - mev) < 0.6, `${across} MeV`);
    assert.is(photons === null, mode.rest === 'neutrino');
  });
}

test('K -> pi l nu: largest momenta of the lepton, 228 and 215 MeV', () => {
  for (const [mode, mev] of [
    [ke3, 228],
    [kmu3, 215],
  ] as const) {
    const most = limitsOf(KAON.mass, mode).lepton[1];
    const momentum = 1000 * Math.sqrt(most ** 2 - MASSES[mode.daughter] ** 2);
    assert.ok(Math.abs(momentum - mev) < 0.6, `${momentum} MeV`);
  }
});

/** Integral of the density by steps, and the largest value found. */
function integral(mode: Mode): { sum: number; largest: number } {
  const { lepton, pion } = limitsOf(KAON.mass, mode);
  const n = 300;
  const [dl, dp] = [(lepton[1] - lepton[0]) / n, (pion[1] - pion[0]) / n];
  let [sum, largest] = [0, 0];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const [l, p] = [lepton[0] + (i + 0.5) * dl, pion[0] + (j + 0.5) * dp];
      if (threeProducts(KAON.mass, mode, l, p, { along: 0, azimuth: 0 }, 0) === null) continue;
      const d = density(KAON.mass, mode, l, p);
      assert.ok(d > -1e-9);
      sum += d * dl * dp;
      largest = Math.max(largest, d);
    }
  }
  return { sum, largest };
}

test('Kmu3 is as much rarer than Ke3 as its phase space and form factors say, and no density above its bound', () => {
  const [electron, muon] = [integral(ke3), integral(kmu3)];
  const ratio = muon.sum / electron.sum;
  assert.ok(Math.abs(ratio / (kmu3.branching / ke3.branching) - 1) < 0.01, `${ratio}`);
  assert.ok(electron.largest < limitsOf(KAON.mass, ke3).most);
  assert.ok(muon.largest < limitsOf(KAON.mass, kmu3).most);
});

/** M^2 from the momenta across and the shares, which add up with the neutrino's. */
function massOf({ charged, photons }: Products, own: number): number {
  const seen = [
    { ...charged, mass: own },
    ...(photons ? [{ ...photons, mass: NEUTRAL_PION }] : []),
  ];
  const rest = seen.reduce(
    (r, p) => ({
      share: r.share - p.share,
      acrossX: r.acrossX - p.acrossX,
      acrossY: r.acrossY - p.acrossY,
      mass: 0,
    }),
    { share: 1, acrossX: 0, acrossY: 0, mass: 0 },
  );
  const all = rest.share > 1e-12 ? [...seen, rest] : seen;
  const square = all.reduce(
    (sum, p) => sum + (p.mass ** 2 + p.acrossX ** 2 + p.acrossY ** 2) / p.share,
    0,
  );
  return Math.sqrt(square);
}

test('the invariant mass of the products is that of the hadron', () => {
  for (const [name, mass, mode] of momenta) {
    const products = twoProducts(mass, mode, { along: 0.4, azimuth: 1 });
    assert.ok(Math.abs(massOf(products, MASSES[mode.daughter]) - mass) < 1e-9, name);
  }
  for (const mode of [ke3, kmu3]) {
    const products = threeProducts(KAON.mass, mode, 0.17, 0.2, { along: -0.3, azimuth: 2 }, 1.1);
    assert.ok(products);
    assert.ok(Math.abs(massOf(products, MASSES[mode.daughter]) - KAON.mass) < 1e-9);
  }
  assert.is(threeProducts(KAON.mass, ke3, 0.02, 0.14, { along: 0, azimuth: 0 }, 0), null);
});

test('mean shares: of two bodies the middle of the limits, of three the energies over the mass', () => {
  const two = meanOver(PION.mass, pimunu, ({ charged }) => charged.share);
  assert.ok(Math.abs(two - (1 + (MASSES.muon / PION.mass) ** 2) / 2) < 1e-6);
  // V - A favours a fast neutrino and a fast lepton alike: as much for each, and the rest for the pion.
  const three = (of: (p: Products) => number) => meanOver(KAON.mass, ke3, of);
  const lepton = three(({ charged }) => charged.share);
  const pion = three(({ photons }) => photons?.share ?? Number.NaN);
  assert.ok(Math.abs(1 - pion - 2 * lepton) < 2e-3, `${lepton} ${pion}`);
});

test.run();
