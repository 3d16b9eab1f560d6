/** What single histograms are filled with: the first spill in the bins of the scalers, hadrons behind the ECAL. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { countEvent, countProfile, emptyCounts, mergeCounts } from '../../src/analyse/counts.js';
import { PLOTS } from '../../src/analyse/plots.js';
import type { ReconstructedEvent } from '../../src/analyse/reconstruction/index.js';
import { IN_BOX } from '../support/event.js';
import { BEAM, PHYSICS } from '../../src/core/wire/ledger.js';
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

test('what backgrounds are estimated from: sideband C, the depth of region A, the silences of muons', () => {
  const belief = beliefWith();
  const electron: ReconstructedEvent = {
    ...IN_BOX,
    ...{ ecal: 60.2, hcal: [0, 0, 0], hcalTotal: 0, hcalCentral: [0, 0, 0] },
  };
  const filled = (name: string, change: Partial<ReconstructedEvent> = {}, type = PHYSICS) => {
    const counts = emptyCounts();
    const hcal = change.hcal ?? electron.hcal;
    const hcalTotal = hcal[0] + hcal[1] + hcal[2];
    countEvent(counts, { ...electron, ...change, hcalTotal }, belief, type);
    return [...counts.histograms[numberOf(name)].cells()].map(([bin]) => bin);
  };
  // Bins of 0.5 GeV, the first at 0 is bin 1.
  assert.equal(filled('sideband-c'), [121]);
  const loud = { veto: [0.01, 0, 0] } as const;
  for (const change of [{ ecal: 49 }, { hcal: [1.1, 0, 0] as const }, loud]) {
    assert.equal(filled('sideband-c', change), []);
  }
  const inA = (hcal: readonly [number, number, number]) =>
    filled('region-a-depth', { ecal: 30, hcal });
  assert.equal([inA([40, 1, 0]), inA([0.4, 40, 9]), inA([0, 0.4, 50])], [[1], [2], [3]]);
  assert.equal(inA([0.4, 0.4, 0.4]), [4]);
  assert.equal(inA([0.4, 0, 0]), []);
  // Of the second axis bin 1 is a silent HCAL, bin 4 one that sees the muons in all modules; of the first bin 2 a silent VETO.
  const pair = [3, 3, 3] as const;
  const at = (x: number, y: number) => [x + 4 * y];
  assert.equal(filled('muons-below-box-edge', { ecal: 30, hcal: pair, ...loud }), at(1, 4));
  assert.equal(filled('muons-below-box-edge', { ecal: 30, hcal: pair }), at(2, 4));
  assert.equal(filled('muons-below-box-edge', { ecal: 60, hcal: pair, ...loud }), []);
  assert.equal(filled('muons-beside-box', loud), at(1, 1));
  assert.equal(filled('muons-beside-box', { ecal: 73, ...loud }), [], 'the turn-on begins');
  assert.equal(filled('muons-beside-box', { hcal: [30, 0, 0], ...loud }), [], 'no muons');
  assert.equal(filled('made-in-dump', { hcal: [35, 5, 0], ...loud }), [121]);
  assert.equal(filled('made-in-dump', { hcal: [20, 0, 0], ...loud }), []);
  assert.equal(filled('turn-on-fired'), [], 'no beam trigger');
  assert.equal(filled('turn-on-fired', {}, PHYSICS | BEAM), [121]);
  assert.equal(filled('turn-on-beam', {}, BEAM), [121]);
  assert.equal(filled('turn-on-fired', {}, BEAM), []);
});

test.run();
