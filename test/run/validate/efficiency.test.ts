/** The validation of the efficiency, with few ghosts in short spills of the same rates. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MEASUREMENTS } from '../../../src/analyse/measured/index.js';
import { fall, validateEfficiency } from '../../../src/run/validate/efficiency/index.js';
import type { ValidationRow } from '../../../src/run/validate/row.js';
import { type Sample, sample } from '../../../src/run/efficiency/sample.js';
import { assertNear, validateOptions } from '../../support/validate.js';

/** Of the spill's 4.8 s. */
const SHORTER = 48;
/** A gain is known to 1.3 % then, far less than the cuts of the ghosts ask for. */
const CALIBRATION_PARTS = 10;
const INTENSITY = 'beam.intensity=';
const MEAN: Readonly<Record<string, number>> = {
  'run1-2016': 2.2e6,
  'run2-2017': 5.5e6,
  'run3-2018': 7e6,
};

test('rows of the efficiency agree with each other and with the data-driven estimates', async () => {
  const options = validateOptions({ events: 600, seed: 'some ghosts' });
  const { rows, document } = await validateEfficiency(options, (request, how) => {
    const { name, overrides } = request;
    const asked = Number(overrides.find((o) => o.startsWith(INTENSITY))?.slice(INTENSITY.length));
    const intensity = Math.round((asked > 0 ? asked : MEAN[name]) / SHORTER);
    const shorter = ['beam.spill=100ms', 'beam.startSpike.probability=0', INTENSITY + intensity];
    const others = overrides.filter((o) => !o.startsWith(INTENSITY));
    if (request.measured) shorter.push('trigger.menu.random.rate=1500Hz');
    // No ghosts are asked for where the sums are measured: some forty trials in a spill.
    const spills = request.ghosts === 0 ? 12 : 3;
    // Ghosts of several masses differ in the mass alone: few show that the efficiency falls with it.
    const ghosts = request.ghosts / (request.masses.length > 1 ? 4 : 1);
    const part = { part: 0, of: CALIBRATION_PARTS };
    const shortened = { ...request, overrides: [...others, ...shorter], spills, ghosts, part };
    return sample(shortened, how);
  });
  assert.is(new Set(rows.map((r) => r.name)).size, rows.length, 'names are unique');
  const few: string[] = [];
  for (const r of rows) {
    const [, of] = r.source.match(/; \d+ of (\d+), at least 100 needed$/) ?? [];
    if (of) {
      few.push(r.name);
      assert.ok(Number(of) < 100 && Number.isNaN(r.emulated), r.name);
      assert.not(r.agrees, 'so few measure nothing');
      continue;
    }
    for (const x of [r.expected, r.emulated, r.error]) assert.ok(Number.isFinite(x), r.name);
    assert.ok(['in', 'fit', 'out'].includes(r.role));
    if (r.name.startsWith('measured')) {
      // Some twenty rows at 4 sigma: a chance of 1e-3 for a seed, which is fixed.
      assertNear(r);
    }
  }
  const pair = 'HCAL module, muon pair';
  assert.equal(few, [`measured: ${pair}`, `measured in samples: ${pair}`]);
  for (const in_ of ['measured', 'measured in samples']) {
    for (const name of [...MEASUREMENTS.map((m) => m.name), 'live']) {
      assert.ok(
        rows.some((r) => r.name === `${in_}: ${name}`),
        `${in_}: ${name}`,
      );
    }
  }
  const value = (name: string) => rows.find((r) => r.name === name)?.emulated ?? Number.NaN;
  assert.ok(value('run III, 500 MeV') < value('run III, 1 MeV'), 'falls with mass');
  assert.ok(value('efficiency, 1 MeV, at 9e6') < value('efficiency, 1 MeV, at 1.4e6'));
  const { efficiencies } = document as {
    efficiencies: Record<string, Record<string, { passed: number; of: number }>>;
  };
  const { measured, 'measured in samples': sampled, ...ghosts } = efficiencies;
  assert.is(Object.keys(ghosts).length, 4 + 4 + 4 + 5);
  for (const [title, table] of Object.entries({ measured, 'measured in samples': sampled })) {
    for (const [name, { passed, of }] of Object.entries(table)) {
      const { source } = rows.find((r) => r.name === `${title}: ${name}`) as ValidationRow;
      assert.ok(source.includes(`; ${passed} of ${of}`), `${title}: ${name}, ${source}`);
    }
  }
  for (const [name, { total, rescued: _, ...factors }] of Object.entries(ghosts)) {
    const product = Object.values(factors).reduce((p, f) => (p * f.passed) / f.of, 1);
    assert.ok(Math.abs(product - total.passed / total.of) < 1e-12, name);
  }
});

test('the fall with mass is that of pairs: what only one of the two masses passes', () => {
  // Of 1000 ghosts, all in both yields, 500 pass at either mass, 100 at the light one alone, 40 at the heavy one.
  const [n, both, light, heavy] = [1000, 500, 100, 40];
  const joint = [
    [n, both + light, n, both + heavy],
    [both + light, both + light, both + light, both],
    [n, both + light, n, both + heavy],
    [both + heavy, both, both + heavy, both + heavy],
  ];
  const [value, error] = fall({ counts: { joint } } as unknown as Sample, 0);
  assert.ok(Math.abs(value - 0.06) < 1e-12);
  const mcNemar = Math.sqrt(light + heavy - (light - heavy) ** 2 / n) / n;
  assert.ok(Math.abs(error - mcNemar) < 1e-12, `${error}, expected ${mcNemar}`);
});

test.run();
