/** Permuted spills: as many false alarms as are said, whatever the entries are like; a shift of the mean is found. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compareSpills, type SpillMoments } from '../../src/analyse/reference/compare.js';
import { momentsOf } from '../../src/analyse/reference/moments.js';
import { Histogram } from '../../src/core/histogram.js';
import { seedKey, Stream } from '../../src/core/random/index.js';
import { SEED, within } from '../support/statistics.js';

const AXIS = { name: 'x', unit: 'GeV', bins: 50, low: 0, high: 10 } as const;
const stream = new Stream().seek(seedKey(SEED), 0, 0, 0, 0);

/** Entries that come in bunches of one value each, of spills that differ in their intensity by a factor of two. */
function spillsOf(n: number, factor: number): { exposure: number[]; spills: Histogram[] } {
  const exposure = Array.from({ length: n }, () => Math.round(500 + 500 * stream.uniform()));
  const spills = exposure.map((electrons) => {
    const h = new Histogram('h', 'h', [AXIS]);
    for (let bunch = stream.poisson(electrons / 20); bunch > 0; bunch--) {
      const x = factor * 3 * Math.abs(1 + 0.3 * stream.normal());
      for (let k = stream.poisson(3); k > 0; k--) h.fill(x);
    }
    return h;
  });
  return { exposure, spills };
}

function twoSamples(factor: number, sizes: readonly [number, number]) {
  const [a, b] = [spillsOf(sizes[0], 1), spillsOf(sizes[1], factor)];
  const reference = momentsOf(a.spills);
  const known: SpillMoments = { exposure: a.exposure, histograms: [reference] };
  const own = { exposure: b.exposure, histograms: [momentsOf(b.spills, reference)] };
  return compareSpills(known, own, 199, stream);
}

test('moments are those of the entries', () => {
  const { spills } = spillsOf(3, 1);
  const { entries, along } = momentsOf(spills);
  const [{ sum, cuts, below }] = along;
  assert.is(cuts.length, 3);
  const pooled = entries.reduce((a, b) => a + b, 0);
  spills.forEach((h, i) => {
    const bins = [...h.cells()];
    assert.is(
      entries[i],
      bins.reduce((n, [, count]) => n + count, 0),
    );
    assert.is(
      sum[i],
      bins.reduce((n, [bin, count]) => n + bin * count, 0),
    );
    cuts.forEach((cut, k) => {
      const under = bins.filter(([bin]) => bin < cut);
      assert.is(
        below[k][i],
        under.reduce((n, [, count]) => n + count, 0),
      );
    });
  });
  cuts.forEach((_, k) => {
    const share = below[k].reduce((a, b) => a + b, 0) / pooled;
    within(`quarter ${k + 1}`, share, (k + 1) / 4, (k + 1) / 4 + 0.1);
  });
});

test('the second axis of a plane has moments of its own', () => {
  const h = new Histogram('h', 'h', [AXIS, { ...AXIS, name: 'y', bins: 5 }]);
  h.fill(1, 9);
  h.fill(2, 9);
  h.fill(3, 1);
  const { along } = momentsOf([h]);
  assert.equal(
    along.map(({ sum }) => sum),
    [[6 + 11 + 16], [5 + 5 + 1]],
  );
});

test('one in twenty samples of the same kind is rarer than one in twenty', () => {
  const tries = 400;
  let alarms = 0;
  for (let i = 0; i < tries; i++) if (twoSamples(1, [12, 8]).p <= 0.05) alarms++;
  // Four standard deviations of a binomial number.
  within('false alarms', alarms / tries, 0.05 - 0.044, 0.05 + 0.044);
});

test('a mean that is 10 % off is found, and named', () => {
  const { p, deviations } = twoSamples(1.1, [40, 40]);
  assert.is(p, 1 / 200);
  const mean = deviations.find(({ name }) => name === 'h: mean of x');
  assert.ok(mean && mean.z > 4);
  within('mean', mean.sample / mean.reference, 1.05, 1.15);
});

test('what never fluctuates is not compared', () => {
  const constant = {
    exposure: [5, 5, 5],
    spills: [1, 2, 3].map(() => new Histogram('h', 'h', [AXIS])),
  };
  for (const h of constant.spills) h.fill(1);
  const reference = momentsOf(constant.spills);
  const all: SpillMoments = { exposure: constant.exposure, histograms: [reference] };
  const { p, deviations } = compareSpills(all, all, 199, stream);
  assert.equal([p, deviations], [1, []]);
});

test.run();
