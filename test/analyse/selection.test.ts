/** Cuts and regions at their edges, the sealed set, and the flow of cuts. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { countEvent, emptyCounts } from '../../src/analyse/counts.js';
import { PLOTS } from '../../src/analyse/plots.js';
import type { ReconstructedEvent } from '../../src/analyse/reconstruction/index.js';
import { IN_BOX as signal } from '../support/event.js';
import { CUTS, select } from '../../src/analyse/selection/index.js';
import { inBox, isSealed, REGIONS, regionIndex } from '../../src/analyse/selection/regions.js';
import { beliefOf } from '../../src/core/card/index.js';
import { beliefWith, resolved } from '../support/card.js';

const belief = beliefWith();

const hcal = (...e: [number, number, number]) => ({
  hcal: e,
  hcalTotal: e[0] + e[1] + e[2],
});
const like = (changes: Partial<ReconstructedEvent>) => ({ ...signal, ...changes });
const nameOf = (name: string) => {
  const cut = CUTS.find((c) => c.name === name);
  assert.ok(cut, name);
  return (changes: Partial<ReconstructedEvent>) =>
    (cut as (typeof CUTS)[number]).passes(like(changes), belief);
};
const inRegion = (name: string, changes: Partial<ReconstructedEvent>) => {
  const event = like(changes);
  return REGIONS[regionIndex(name)]?.contains(event, select(event, belief), belief);
};
const box = (changes: Partial<ReconstructedEvent>) => {
  const event = like(changes);
  return inBox(event, select(event, belief), belief);
};

test('a signal event passes every cut', () => {
  const selection = select(signal, belief);
  assert.equal(selection, {
    passed: CUTS.length,
    planeLoose: true,
    planeSelected: true,
    planeUnvetoed: true,
    loose: true,
    selected: true,
  });
  assert.ok(box({}));
});

test('track: one, within 10 GeV loosely, within 3 GeV and 0.7 mrad tightly', () => {
  const loose = nameOf('one track');
  assert.not.ok(loose({ tracks: 0, momentum: 0 }));
  assert.not.ok(loose({ tracks: 2 }));
  for (const side of [-1, 1]) {
    assert.ok(loose({ momentum: 100 + side * 9.999 }));
    assert.not.ok(loose({ momentum: 100 + side * 10 }));
  }
  const tight = nameOf('(i) track');
  for (const side of [-1, 1]) {
    assert.ok(tight({ momentum: 100 + side * 2.999 }));
    assert.not.ok(tight({ momentum: 100 + side * 3 }));
  }
  assert.ok(tight({ angle: 6.99e-4 }));
  assert.not.ok(tight({ angle: 7e-4 }));
});

test('SRD: all three above 2 MeV, at least two of them below 80 MeV', () => {
  const srd = nameOf('(ii) SRD');
  const rows: [readonly [number, number, number], boolean][] = [
    [[0.003, 0.003, 0.003], true],
    [[0.002, 0.003, 0.003], false],
    [[0.003, 0.002, 0.003], false],
    [[0.003, 0.003, 0.002], false],
    [[0.003, 0.003, 0.5], true],
    [[0.5, 0.003, 0.003], true],
    [[0.08, 0.003, 0.0799], true],
    [[0.08, 0.08, 0.003], false],
    [[0.5, 0.003, 0.5], false],
    [[0, 0, 0], false],
  ];
  for (const [values, expected] of rows) assert.is(srd({ srd: values }), expected, `${values}`);
});

test('beam cell, missing energy, shape, straws, VETO', () => {
  const beamCell = nameOf('beam cell');
  assert.ok(beamCell({ hottest: [3, 3] }));
  for (const hottest of [
    [2, 3],
    [3, 2],
    [-1, -1],
  ] as const)
    assert.not.ok(beamCell({ hottest }));
  const missing = nameOf('E_ECAL loose');
  assert.ok(missing({ ecal: 59.999 }));
  assert.not.ok(missing({ ecal: 60 }));
  const shape = nameOf('(iii) shower shape');
  assert.ok(shape({ chi2: 1.849, preshower: 0.501 }));
  assert.not.ok(shape({ chi2: 1.85 }));
  assert.not.ok(shape({ preshower: 0.5 }));
  const straws = nameOf('(iv) straws');
  for (const [x, y, expected] of [
    [1, 1, true],
    [5, 5, true],
    [0, 1, false],
    [1, 0, false],
    [6, 1, false],
    [1, 6, false],
  ] as const) {
    assert.is(straws({ straws: [x, y] }), expected, `${x}, ${y}`);
  }
  const veto = nameOf('(iv) VETO');
  assert.ok(veto({ veto: [0.00449, 0.00449, 0.00449] }));
  for (const slab of [0, 1, 2]) {
    const values: [number, number, number] = [0, 0, 0];
    values[slab] = 0.0045;
    assert.not.ok(veto({ veto: values }));
  }
});

test('HCAL0: below 1 GeV where the card has one, not asked for elsewhere', () => {
  const zeroDegree = nameOf('(iv) HCAL0');
  assert.ok(zeroDegree({ hcal0: 0.999 }));
  assert.not.ok(zeroDegree({ hcal0: 1 }));
  assert.not.ok(select(like({ hcal0: 60 }), belief).selected);
  assert.ok(select(like({ hcal0: 60 }), belief).loose, 'a cut of the selected sample');
  const without = beliefOf(resolved([], 'run2-2017').card);
  assert.ok(select(like({ hcal0: 60 }), without).selected);
});

test('the loose sample ends before the tight cuts; the planes leave out E_ECAL', () => {
  const veto = select(like({ veto: [0, 0.01, 0] }), belief);
  assert.equal(
    [veto.loose, veto.selected, veto.planeLoose, veto.planeSelected, veto.planeUnvetoed],
    [true, false, true, false, true],
  );
  const high = select(like({ ecal: 90 }), belief);
  assert.equal(
    [high.loose, high.selected, high.planeLoose, high.planeSelected],
    [false, false, true, true],
  );
  const noTrack = select(like({ tracks: 0 }), belief);
  const before = CUTS.findIndex((c) => c.name === 'one track');
  assert.equal([noTrack.passed, noTrack.planeLoose], [before, false]);
});

test('the regions of the plane', () => {
  // Dimuons: 6 to 15 GeV in the HCAL, a muon in each module.
  assert.ok(inRegion('I', hcal(3, 3, 3)));
  assert.not.ok(inRegion('I', hcal(2, 2, 2)), '6 GeV is not above 6 GeV');
  assert.not.ok(inRegion('I', hcal(5, 5, 5)));
  assert.not.ok(inRegion('I', hcal(8, 4, 0.5)));
  assert.ok(inRegion('I', { ...hcal(3, 3, 3), veto: [0, 0.02, 0] }), 'loose: muons hit the VETO');
  assert.ok(inRegion('I below box edge', { ...hcal(3, 3, 3), ecal: 49.9 }));
  assert.not.ok(inRegion('I below box edge', { ...hcal(3, 3, 3), ecal: 50 }));
  // Hadrons: together 100 GeV within 15 GeV.
  assert.ok(inRegion('II', { ...hcal(60, 10, 0), ecal: 30 }));
  assert.ok(inRegion('II', { ...hcal(45, 10.1, 0), ecal: 30 }));
  assert.not.ok(inRegion('II', { ...hcal(45, 10, 0), ecal: 30 }));
  assert.not.ok(inRegion('II', { ...hcal(75, 10, 0), ecal: 30 }));
  assert.not.ok(inRegion('II', { ...hcal(15, 0, 0), ecal: 59 }));
  // A beside the box, C above it.
  assert.ok(inRegion('A', hcal(1.001, 0, 0)));
  assert.not.ok(inRegion('A', hcal(1, 0, 0)));
  assert.not.ok(inRegion('A', { ...hcal(2, 0, 0), ecal: 50 }));
  assert.not.ok(inRegion('A', { ...hcal(2, 0, 0), veto: [0.01, 0, 0] }));
  assert.ok(inRegion('C', { ecal: 50.001 }));
  assert.ok(inRegion('C', { ecal: 79.999 }));
  assert.not.ok(inRegion('C', { ecal: 50 }));
  assert.not.ok(inRegion('C', { ecal: 80 }));
  assert.not.ok(inRegion('C', { ecal: 70, ...hcal(1, 0, 0) }));
  // The box.
  assert.ok(box({ ecal: 49.999, ...hcal(0.999, 0, 0) }));
  assert.not.ok(box({ ecal: 50 }));
  assert.not.ok(box(hcal(1, 0, 0)));
  assert.not.ok(box({ veto: [0.01, 0, 0] }));
});

test('sealed is E_ECAL < 55 GeV with E_HCAL < 1.5 GeV, before any other cut', () => {
  const sealed = (changes: Partial<ReconstructedEvent>) => isSealed(like(changes), belief);
  assert.ok(sealed({ ecal: 54.999, ...hcal(1, 0.4999, 0) }));
  assert.not.ok(sealed({ ecal: 55 }));
  assert.not.ok(sealed(hcal(1.5, 0, 0)));
  const anything = { tracks: 0, momentum: 0, chi2: 99, hottest: [0, 0] as const };
  assert.ok(sealed({ ...anything, veto: [1, 1, 1], srd: [0, 0, 0] }));
});

// ---- properties

const value = (max: number) => fc.double({ min: 0, max, noNaN: true });
const anyEvent: fc.Arbitrary<ReconstructedEvent> = fc
  .record({
    ecal: value(120),
    preshower: value(3),
    chi2: value(5),
    cellTimes: fc.array(value(200), { maxLength: 1 }),
    hcal: fc.tuple(value(3), value(2), value(1)),
    veto: fc.tuple(value(0.006), value(0.005), value(0.005)),
    srd: fc.tuple(value(0.1), value(0.1), value(0.1)),
    tracks: fc.constantFrom(0, 1, 1, 1, 2),
    momentum: fc.double({ min: 85, max: 115, noNaN: true }),
    angle: value(8e-4),
    trackChi2: value(5),
    straws: fc.tuple(fc.nat(7), fc.nat(7)),
    hcal0: value(2),
    hottest: fc.constantFrom([3, 3] as const, [3, 3] as const, [2, 3] as const),
  })
  .map((e) => ({ ...e, hcalTotal: e.hcal[0] + e.hcal[1] + e.hcal[2], hcalCentral: e.hcal }));

test('the cut flow never rises, and regions lie where they belong', () => {
  const property = fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
    const counts = emptyCounts();
    for (const event of events) countEvent(counts, event, belief);
    let before = events.length;
    for (const n of counts.cutflow) {
      assert.ok(n <= before);
      before = n;
    }
    const [loose, selected, one, oneBelow, , a] = counts.regions;
    assert.is(loose, counts.cutflow[CUTS.findIndex((c) => c.name === 'E_ECAL loose')]);
    assert.is(selected, counts.cutflow[CUTS.length - 1]);
    assert.ok(oneBelow <= one && one <= loose);
    assert.ok(a + counts.box <= selected);
    assert.is(counts.histograms[PLOTS.findIndex((p) => p.name === 'ecal')]?.total, events.length);
    for (const h of counts.histograms) assert.ok(h.total <= events.length);
  });
  fc.assert(property, { seed: 1, numRuns: 300 });
});

test('the box lies within the seal: no open event can be counted in it', () => {
  const nearBox = fc
    .record({ ecal: value(60), hcal: fc.tuple(value(1), value(0.4), value(0.2)) })
    .map(({ ecal, hcal: e }) => like({ ecal, ...hcal(...e) }));
  let inside = 0;
  let outside = 0;
  const property = fc.property(nearBox, (event) => {
    if (!inBox(event, select(event, belief), belief)) {
      outside++;
      return;
    }
    inside++;
    assert.ok(isSealed(event, belief));
  });
  fc.assert(property, { seed: 2, numRuns: 2000 });
  assert.ok(inside > 1000 && outside > 100, `${inside} in the box, ${outside} not`);
});

test('cuts and seal follow the card', () => {
  const moved = beliefWith('analysis.cuts.ecal.loose=70 GeV', 'analysis.seal.ecal=65 GeV');
  const event = like({ ecal: 64 });
  assert.not.ok(select(event, belief).loose);
  assert.ok(select(event, moved).loose);
  assert.not.ok(isSealed(event, belief));
  assert.ok(isSealed(event, moved));
});

test.run();
