/** Reconstruction of hand-made events: windows at their edges, tubes, tracks, cells, shape. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { reconstruct, valuesOf } from '../../src/analyse/reconstruction/index.js';
import { type FrontEnd, vetoChannel } from '../../src/core/channels.js';
import { ecalChannel, hcalChannel, SIX } from '../support/channels.js';
import { lateralShares } from '../../src/core/lateral.js';
import { Stream, seedKey } from '../../src/core/random/index.js';
import { ecal } from '../../src/emulate/detector/ecal.js';
import { spillKey } from '../../src/emulate/spill.js';
import { Module, seek } from '../../src/emulate/streams.js';
import { CLASSES, drawFate, drawShower } from '../../src/emulate/target/index.js';
import { emptyFate } from '../../src/emulate/target/fate.js';
import { beliefOf } from '../../src/core/card/index.js';
import { beliefWith, cardOf, resolved } from '../support/card.js';
import { eventOf, type IdealTrack, idealHits } from '../support/event.js';
import { SEED, within } from '../support/statistics.js';

const belief = beliefWith();
const { cuts } = belief.analysis;
type Pulse = readonly [channel: number, energy: number, time: number];

const of = (
  pulses: { readonly [name in FrontEnd]?: readonly Pulse[] },
  tracks: readonly IdealTrack[] = [],
) => reconstruct(belief, eventOf(pulses, idealHits(belief, tracks)));

test('nothing gives nothing', () => {
  const e = of({});
  assert.equal(e, {
    ecal: 0,
    preshower: 0,
    hottest: [-1, -1],
    chi2: 0,
    cellTimes: [],
    hcal: [0, 0, 0],
    hcalTotal: 0,
    hcalCentral: [0, 0, 0],
    hcal0: 0,
    veto: [0, 0, 0],
    srd: [0, 0, 0],
    tracks: 0,
    momentum: 0,
    angle: 0,
    trackChi2: 0,
    straws: [0, 0],
  });
});

for (const [name, channel, read] of [
  ['ecal', 50, (e) => e.ecal],
  ['ecal', 5, (e) => e.preshower],
  ['hcal', 0, (e) => e.hcal[0]],
  ['hcal', 26, (e) => e.hcal[2]],
  ['veto', 2, (e) => e.veto[1]],
  ['srd', 2, (e) => e.srd[2]],
] as ['ecal' | 'hcal' | 'veto' | 'srd', number, (e: ReturnType<typeof of>) => number][]) {
  const { window } = cuts[name];
  test(`${name} ${channel}: pulses in time count, edges included, others do not`, () => {
    const at = (time: number) => read(of({ [name]: [[channel, 1, time]] }));
    assert.is(at(0), 1);
    assert.is(at(window.from), 1);
    assert.is(at(window.to), 1);
    assert.is(at(window.from - 0.001), 0);
    assert.is(at(window.to + 0.001), 0);
    const two = [
      [channel, 1, -1],
      [channel, 0.5, 1],
      [channel, 8, window.to + 5],
    ] as const;
    assert.is(read(of({ [name]: two })), 1.5, 'two pulses in time add up');
  });
}

test('HCAL: modules apart, the zero-degree calorimeter not among them', () => {
  const e = of({
    hcal: [
      [hcalChannel(0, 1, 1), 1, 0],
      [hcalChannel(0, 2, 2), 2, 0],
      [hcalChannel(1, 0, 0), 4, 0],
      [hcalChannel(2, 1, 0), 8, 0],
      [hcalChannel(3, 1, 1), 16, 0],
    ],
  });
  assert.equal(e.hcal, [3, 4, 8]);
  assert.is(e.hcalTotal, 15);
  assert.is(e.hcal0, 16);
});

test('HCAL: the cells about the beam are two in the HCAL2 of 2018, one in the others', () => {
  const all = [0, 1, 2].flatMap((m) =>
    Array.from({ length: 9 }, (_, cell) => [9 * m + cell, 2 ** cell, 0] as const),
  );
  const central = (name: string) => {
    const of = beliefOf(resolved([], name).card);
    return reconstruct(of, eventOf({ hcal: all }, {})).hcalCentral;
  };
  // Cell (ix, iy) at 3 ix + iy: (1,1) and (2,1).
  assert.equal(central('run2-2017'), [16, 16, 16]);
  assert.equal(central('run3-2018'), [16, 16 + 128, 16]);
});

test('HCAL0: in its own window, and not read where there is none', () => {
  const late = eventOf({ hcal: [[hcalChannel(3, 0, 0), 5, 30]] });
  assert.is(reconstruct(belief, late).hcal0, 0);
  const inTime = eventOf({ hcal: [[hcalChannel(3, 0, 0), 5, -20]] });
  assert.is(reconstruct(belief, inTime).hcal0, 5);
  const without = beliefOf(resolved([], 'run1-2016').card);
  assert.is(reconstruct(without, inTime).hcal0, 0);
});

test('VETO: geometric mean of two tubes, the larger where one has less than 0.3 of the other', () => {
  const slab = (a: number, b: number) =>
    of({
      veto: [
        [vetoChannel(2, 0), a, 0],
        [vetoChannel(2, 1), b, 0],
      ],
    }).veto[2];
  assert.ok(Math.abs(slab(0.004, 0.009) - 0.006) < 1e-15);
  assert.ok(Math.abs(slab(0.01, 0.003) - Math.sqrt(0.01 * 0.003)) < 1e-15, 'exactly 0.3');
  assert.is(slab(0.01, 0.0029), 0.01);
  assert.is(slab(0.0029, 0.01), 0.01);
  assert.is(of({ veto: [[vetoChannel(0, 1), 0.02, 0]] }).veto[0], 0.02, 'one tube alone');
});

test('the first track stands in the event, the straws beside it', () => {
  const e = of({}, [{ momentum: 98, slopeX: 3e-4, slopeY: -4e-4, x: 2, y: 1 }]);
  assert.is(e.tracks, 1);
  assert.ok(Math.abs(e.momentum - 98) < 0.01, `${e.momentum}`);
  assert.ok(Math.abs(e.angle - 5e-4) < 1e-6, `${e.angle}`);
  assert.ok(e.trackChi2 < 0.01);
  assert.equal(e.straws, [1, 1]);
});

test('the hottest cell is that of both sections together; the first of two equals', () => {
  const at = (ecal: Pulse[]) => of({ ecal }).hottest;
  assert.equal(at([[ecalChannel(1, 2, 4), 1, 0]]), [2, 4]);
  const shared: Pulse[] = [
    [ecalChannel(0, 3, 3), 6, 0],
    [ecalChannel(1, 3, 3), 6, 0],
    [ecalChannel(1, 0, 5), 11, 0],
  ];
  assert.equal(at(shared), [3, 3]);
  assert.equal(at([...shared, [ecalChannel(1, 0, 5), 2, 1]]), [0, 5]);
  assert.equal(
    at([...shared, [ecalChannel(1, 0, 5), 2, 40]]),
    [3, 3],
    'out of time does not count',
  );
  assert.equal(
    at([
      [ecalChannel(1, 1, 1), 5, 0],
      [ecalChannel(1, 4, 4), 5, 0],
    ]),
    [1, 1],
  );
});

// ---- shape

const { lateral, pitch } = belief.detector.ecal;
const TRACK = {};

/** An event whose cells have exactly these shares of a shower at (x, y) mm from the beam cell. */
function shower(energy: number, x: number, y: number, width = 1): Pulse[] {
  const terms = lateral.map((t) => ({ ...t, scale: t.scale * width }));
  const axis = 0.5 * pitch; // cell (3, 3) of 6 x 6
  const shares = lateralShares(terms, SIX, pitch, x + axis, y + axis);
  return [...shares].flatMap((share, i): Pulse[] => {
    const cell = [Math.floor(i / 6), i % 6] as const;
    return [
      [ecalChannel(0, ...cell), 0.06 * share * energy, 0],
      [ecalChannel(1, ...cell), 0.94 * share * energy, 0],
    ];
  });
}

test('the profile: shares add up to one and are those of Lednev integrated over the cells', () => {
  const shares = lateralShares(lateral, SIX, pitch, 3, -8);
  assert.ok(Math.abs([...shares].reduce((a, b) => a + b, 0) - 1) < 1e-12);
  // The density of the cumulative function: b / (2 pi (b^2 + x^2 + y^2)^(3/2)), integrated numerically.
  const wide = [{ weight: 1, scale: 20 }];
  const got = lateralShares(wide, { nx: 3, ny: 3, cells: 9 }, 40, 5, 10);
  const cell = (ix: number, iy: number) => {
    let sum = 0;
    const n = 400;
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) {
        const x = (ix - 1.5) * 40 + ((a + 0.5) * 40) / n - 5;
        const y = (iy - 1.5) * 40 + ((b + 0.5) * 40) / n - 10;
        sum += 20 / (2 * Math.PI) / (400 + x * x + y * y) ** 1.5;
      }
    }
    return sum * (40 / n) ** 2;
  };
  const all = [0, 1, 2].flatMap((ix) => [0, 1, 2].map((iy) => cell(ix, iy)));
  const seen = all.reduce((a, b) => a + b, 0);
  for (const [i, share] of all.entries()) assert.ok(Math.abs(got[i] - share / seen) < 1e-5);
});

test('a shower of the expected shape has a chi2 of nearly 0, whatever its energy', () => {
  for (const energy of [10, 50, 100]) {
    for (const [x, y] of [
      [0, 0],
      [8, -4],
      [-15, 12],
    ] as const) {
      const e = of({ ecal: shower(energy, x, y) }, [{ x, y }]);
      assert.ok(Math.abs(e.ecal - energy) < 1e-9);
      assert.ok(Math.abs(e.preshower - 0.06 * energy) < 1e-9);
      assert.equal(e.hottest, [3, 3]);
      // The expected shares are interpolated, within 0.002.
      assert.ok(e.chi2 < 1e-3, `chi2 ${e.chi2}`);
    }
  }
});

test('a wide shower, two showers, or one away from its track have a large chi2', () => {
  const chi2Of = (ecal: Pulse[]) => of({ ecal }, [TRACK]).chi2;
  const wide = chi2Of(shower(50, 0, 0, belief.detector.ecal.hadronWidth));
  const two = chi2Of([...shower(50, 0, 0), ...shower(30, 30, 20)]);
  const away = chi2Of(shower(50, 16, 0));
  console.log(
    `  chi2: hadron's width ${wide.toFixed(1)}, two ${two.toFixed(1)}, 16 mm off ${away.toFixed(1)}`,
  );
  for (const chi2 of [wide, two, away]) assert.ok(chi2 > 2 * cuts.shape.chi2, `chi2 ${chi2}`);
  // Errors of the track are expected: 0.3 mm is no reason to reject.
  assert.ok(chi2Of(shower(100, 0.3, 0)) < 1);
});

test('at least 95 % of fluctuating electrons pass the shape, of 100 GeV and of 50 GeV', () => {
  const key = seedKey(SEED);
  const passing = (energy: number) => {
    const card = cardOf(`beam.momentum=${energy} GeV`);
    const at = spillKey(card, key, 1);
    const ordinary = CLASSES[0] as (typeof CLASSES)[number];
    const fate = emptyFate();
    const stream = new Stream();
    const n = 3000;
    let passed = 0;
    for (let i = 0; i < n; i++) {
      drawFate(card, ordinary, at, 0, i, stream, fate);
      drawShower(card, at, 0, i, stream, fate);
      const pulses: Pulse[] = [];
      ecal.respond(card, fate, seek(stream, at, 0, Module.ecal, i), (c, e, t) => {
        pulses.push([c, e, t]);
      });
      const error = card.detector.tracker.positionResolution;
      const x = fate.x + error * stream.normal();
      const y = fate.y + error * stream.normal();
      if (of({ ecal: pulses }, [{ x, y }]).chi2 < cuts.shape.chi2) passed++;
    }
    return passed / n;
  };
  const [high, low] = [passing(100), passing(50)];
  console.log(`  shape passed: ${high.toFixed(4)} at 100 GeV, ${low.toFixed(4)} at 50 GeV`);
  within('100 GeV', high, 0.95, 1);
  within('50 GeV', low, 0.95, 1);
});

test('the values that are hashed are all of them, in a fixed order', () => {
  const e = of({ ecal: shower(50, 0, 0) }, [TRACK]);
  const flat = Object.values(e).flat() as number[];
  assert.equal([...valuesOf(e)], flat);
});

test.run();
