/** What single histograms are filled with: the first spill in the bins of the scalers, hadrons behind the ECAL. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { countEvent, countProfile, emptyCounts, mergeCounts } from '../../src/analyse/counts.js';
import { PLOTS } from '../../src/analyse/plots.js';
import type { ReconstructedEvent } from '../../src/analyse/reconstruction/index.js';
import { beliefWith } from '../support/card.js';

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

test('a hadron behind the ECAL leaves little there and almost all in HCAL1', () => {
  const belief = beliefWith();
  const hadron: ReconstructedEvent = {
    ecal: 0.8,
    preshower: 0.02,
    hottest: [3, 3],
    chi2: 40,
    cellTimes: [],
    hcal: [95, 2, 0],
    hcalTotal: 97,
    hcalCentral: [90, 2, 0],
    hcal0: 0,
    veto: [0, 0, 0],
    srd: [0, 0, 0],
    tracks: 1,
    momentum: 100,
    angle: 1e-4,
    trackChi2: 1,
    straws: [1, 2],
  };
  const shown = (change: Partial<ReconstructedEvent>) => {
    const counts = emptyCounts();
    countEvent(counts, { ...hadron, ...change }, belief);
    return counts.histograms[numberOf('srd-hadrons')].total;
  };
  assert.is(shown({}), 1);
  // An electron that lost most of itself to a nucleus.
  assert.is(shown({ ecal: 6, srd: [0.02, 0.03, 0.025] }), 0);
  assert.is(shown({ hcal: [60, 37, 0] }), 0);
  assert.is(shown({ tracks: 2 }), 0);
});

test.run();
