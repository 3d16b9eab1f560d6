/** Regions and sidebands in small: one spill of each nature. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { dimuonMissing, dimuonsBelow } from '../../../src/run/validate/dimuons.js';
import { regions, sidebandC } from '../../../src/run/validate/regions.js';
import { histogramFigures } from '../../../src/show/figures/run.js';
import { cardOf } from '../../support/card.js';
import { validateOptions } from '../../support/validate.js';

const options = validateOptions({ seed: 'regions' });

test('every row has its error, those of one spill agree, and Fig. 2 is drawn', async () => {
  const { rows, monitored } = await regions.run(options);
  assert.is(new Set(rows.map((r) => r.name)).size, rows.length, 'names are unique');
  for (const r of rows) {
    for (const x of [r.expected, r.emulated, r.error]) assert.ok(Number.isFinite(x), r.name);
    assert.ok(r.error > 0, r.name);
  }
  // Some 40 events of region I: 4 sigma.
  const one = rows.find((r) => r.name === 'region I per EOT');
  assert.ok(one && one.emulated > 3e-6 && Math.abs(one.emulated - one.expected) < 4 * one.error);
  assert.ok(monitored?.sealed && monitored.caption.electronsOnTarget >= 1e6);
  const files = histogramFigures(monitored).map(([file]) => file);
  assert.ok(files.includes('figures/plane-loose.svg'));
  assert.ok(files.includes('figures/plane-selected.svg'));
});

test('sideband C is what an exponential has between seal and threshold, less what the turn-on takes', () => {
  const sharp = cardOf('trigger.ecal.smear=1 MeV');
  // 0.43 events below 50 GeV, slope 6 GeV.
  const closed = (0.43 / 2.84e11) * (Math.exp(30 / 6) - Math.exp(5 / 6));
  assert.ok(Math.abs(sidebandC(sharp, 55, 80) / closed - 1) < 1e-3);
  const nominal = cardOf();
  const below = (0.43 / 2.84e11) * (Math.exp(22 / 6) - Math.exp(5 / 6));
  const left = sidebandC(nominal, 55, 72) / below;
  assert.ok(left < 1 && left > 0.97, `below 72 GeV ${left}`);
  const bitten = sidebandC(nominal, 55, 80) / closed;
  assert.ok(bitten < 0.85 && bitten > 0.7, `up to 80 GeV ${bitten}`);
});

test('the share of dimuons below an energy is the inverse of the energy that they miss', () => {
  const card = cardOf();
  for (const u of [0.001, 0.03, 0.056, 0.1, 0.272, 0.5, 0.999]) {
    const left = card.beam.momentum - dimuonMissing(card, u);
    assert.ok(Math.abs(dimuonsBelow(card, left) / u - 1) < 1e-9, `${u}`);
  }
  // 60 GeV in the pair, which leaves 0.8 GeV of its own.
  assert.ok(Math.abs(dimuonsBelow(card, 40.8) - 0.176) < 1e-12);
  assert.is(dimuonsBelow(card, 99), 1);
  assert.is(dimuonsBelow(card, 0.8), 0);
  assert.is(dimuonsBelow(card, 0), 0);
});

test.run();
