/** Efficiencies from a file: what is made of numerators and denominators, and what becomes of their errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type EfficiencyDocument,
  efficiencyAt,
  parseEfficiency,
  withoutLive,
} from '../../../src/analyse/combination/measured.js';
import { emptyCounts } from '../../../src/analyse/counts.js';
import { estimateLimit } from '../../../src/analyse/limit.js';
import { beliefOf } from '../../../src/core/card/index.js';
import { Stream, seedKey } from '../../../src/core/random/index.js';
import { cardOf } from '../../support/card.js';
import { SEED, within } from '../../support/statistics.js';

const share = (passed: number, of: number) => ({ passed, of, value: passed / of, low: 0, high: 1 });
/** Chains of factors: 1000 ghosts, of which so many are left. */
const at = (massGeV: number, geometry: number, live: number, gained: number, veto: number) => ({
  massGeV,
  factors: [
    { name: 'geometry', ...share(geometry, 1000) },
    { name: 'live', ...share(live, geometry) },
    { name: 'gained at the edge', ...share(gained, live) },
    { name: 'VETO', ...share(veto, gained) },
  ],
  total: share(veto, 1000),
});
const light = at(0.001, 970, 900, 910, 600);
const heavy = at(0.1, 960, 890, 890, 500);
const document = (): EfficiencyDocument => ({
  schema: 'spillway.efficiency/1',
  version: '0',
  seed: 's',
  fidelity: 'energy',
  runs: [{ name: 'r', cardHash: 'h', spills: 1, electrons: 1e6, masses: [light, heavy] }],
});

test('the product of all factors but the live fraction, and its error', () => {
  const { value, error } = withoutLive(light);
  within('value', value, 0.97 * (600 / 900) - 1e-12, 0.97 * (600 / 900) + 1e-12);
  // The same by drawing: 970 of 1000, 10 gained to 900, 600 of 910.
  const stream = new Stream().seek(seedKey(SEED), 1, 2, 3, 4);
  const draws = Array.from({ length: 4000 }, () => {
    let geometry = 0;
    for (let i = 0; i < 1000; i++) if (stream.uniform() < 0.97) geometry++;
    const gained = 900 + stream.poisson(10);
    let veto = 0;
    for (let i = 0; i < gained; i++) if (stream.uniform() < 600 / 910) veto++;
    return ((geometry / 1000) * veto) / 900;
  });
  const mean = draws.reduce((a, b) => a + b, 0) / draws.length;
  const rms = Math.sqrt(draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length);
  within('error', error / rms, 0.95, 1.05);
});

test('between the masses linear in ln m, beyond them constant', () => {
  const masses = [heavy, light];
  const [a, b] = [withoutLive(light), withoutLive(heavy)];
  assert.equal(efficiencyAt(masses, 0.001), a);
  assert.equal(efficiencyAt(masses, 0.1), b);
  assert.equal(efficiencyAt(masses, 0.5), b);
  const middle = efficiencyAt(masses, 0.01);
  within('middle', middle.value, (a.value + b.value) / 2 - 1e-12, (a.value + b.value) / 2 + 1e-12);
});

test('a limit with measured efficiencies: live fraction of the run, the error as a nuisance', () => {
  const belief = beliefOf(cardOf());
  const counts = emptyCounts();
  counts.spills = 8;
  counts.scalers.coincidences = 5e7;
  counts.scalers.coincidencePairs = 5e7 * 1370;
  counts.scalers.presented[0] = 80_000;
  counts.scalers.accepted[0] = 74_000;
  const run = { name: 'r', belief, counts };
  const [efficiency] = parseEfficiency(document()).runs;
  const masses = [0.001, 0.1];
  const { limit, totalEfficiency } = estimateLimit([{ ...run, efficiency }], { masses });
  const expected = [light, heavy].map((m) => withoutLive(m).value * 0.925);
  limit.eps.forEach((e, i) => {
    within(`${e.massGeV}`, e.efficiency / expected[i], 1 - 1e-9, 1 + 1e-9);
  });
  within('total', totalEfficiency / expected[0], 1 - 1e-9, 1 + 1e-9);
  const row = limit.nuisances.find(({ name }) => name === 'statistics of the efficiency');
  const { value, error } = withoutLive(light);
  assert.is(row?.correlation, 'per run');
  within('its size', row?.sizes[0] ?? 0, 0.999 * (error / value), 1.001 * (error / value));
  // A tenth of the ghosts: three times the error, and a worse limit for the same efficiency.
  const few = { ...efficiency, masses: [at(0.001, 970, 900, 910, 600)].map(tenth) };
  const worse = estimateLimit([{ ...run, efficiency: few }], { masses: [0.001] }).limit;
  within('efficiency', worse.eps[0].efficiency / limit.eps[0].efficiency, 0.9999, 1.0001);
  assert.ok(worse.expected.exact[2] > limit.expected.exact[2]);
  // The card's own efficiencies have no such error.
  assert.not(
    estimateLimit([run]).limit.nuisances.some(({ name }) => name.startsWith('statistics')),
  );
});

const tenth = (m: typeof light) => ({
  ...m,
  factors: m.factors.map((f) => ({ ...f, passed: f.passed / 10, of: f.of / 10 })),
});

test('what is no document of efficiencies is refused with its place', () => {
  const refusal = (change: (d: ReturnType<typeof document>) => unknown): string => {
    try {
      parseEfficiency(change(document()));
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };
  assert.is(
    refusal((d) => d),
    '',
  );
  assert.match(
    refusal(() => ({ schema: 'other' })),
    /schema: got "other"/,
  );
  assert.match(
    refusal((d) => ({ ...d, runs: [] })),
    /runs/,
  );
  const with0 = { ...light, total: { ...light.total, passed: -1 } };
  assert.match(
    refusal((d) => ({ ...d, runs: [{ ...d.runs[0], masses: [with0] }] })),
    /runs\.0\.masses\.0\.total\.passed/,
  );
  const none = { ...light, total: share(0, 1000) };
  assert.match(
    refusal((d) => ({ ...d, runs: [{ ...d.runs[0], masses: [none] }] })),
    /r, 0.001 GeV: got no A' in the box, expected at least one; measure with more --ghosts/,
  );
});

test.run();
