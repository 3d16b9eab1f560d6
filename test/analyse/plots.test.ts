/** What single histograms are filled with: the first spill in the bins of the scalers. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { countProfile, emptyCounts, mergeCounts } from '../../src/analyse/counts.js';
import { PLOTS } from '../../src/analyse/plots.js';

const numberOf = (name: string) => PLOTS.findIndex((p) => p.name === name);
const FIRST = numberOf('first-spill-coincidences');

/** Of so many ms, each with its own count. */
const profile = (length: number) => {
  const coincidences = Array.from({ length }, (_, ms) => 1000 + ms);
  return { coincidences, busy: coincidences.map((n) => n % 7) };
};

test('the zoom holds the first spill alone, ms by ms, whatever is counted first', () => {
  const countsOf = (spill: number) => {
    const counts = emptyCounts();
    countProfile(counts, profile(4800), spill);
    return counts;
  };
  const [one, two] = [countsOf(1), countsOf(2)];
  const zoom = one.histograms[FIRST];
  const { low, high, bins } = zoom.axes[0];
  assert.is((high - low) / bins, 1);
  for (let bin = 1; bin <= bins; bin++) assert.is(zoom.count(bin), 1000 + low + bin - 1);
  // Nothing is lost: what lies before and behind stands in the margins.
  assert.is(
    zoom.total,
    profile(4800).coincidences.reduce((a, b) => a + b, 0),
  );
  assert.is(two.histograms[FIRST].total, 0);
  for (const merged of [mergeCounts(one, two), mergeCounts(two, one)]) {
    assert.equal([...merged.histograms[FIRST].cells()], [...zoom.cells()]);
    const all = merged.histograms[numberOf('spill-coincidences')];
    assert.is(all.total, 2 * zoom.total);
  }
});

test('along the spill the bins hold ten ms, and a spill that ends early leaves the rest empty', () => {
  const counts = emptyCounts();
  countProfile(counts, profile(150), 1);
  const all = counts.histograms[numberOf('spill-coincidences')];
  assert.is(all.count(1), 10 * 1000 + 45);
  assert.is(all.count(15), 10 * 1140 + 45);
  assert.is(all.count(16), 0);
  assert.is(counts.histograms[FIRST].count(50), 1149);
  assert.is(counts.histograms[FIRST].count(51), 0);
});

test.run();
