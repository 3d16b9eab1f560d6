import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Axes, type Axis, Histogram } from '../../src/core/histogram.js';

// fast-check prints the seed and path that repeat a failure: fc.assert(property, { seed, path }).

const energy: Axis = { name: 'E_ECAL', unit: 'GeV', bins: 5, low: 0, high: 150 };
const hcal: Axis = { name: 'E_HCAL', unit: 'GeV', bins: 3, low: -1, high: 2 };
const line = () => new Histogram('ecal', 'ECAL energy', [energy]);
const plane = () => new Histogram('bananas', 'HCAL against ECAL', [energy, hcal]);

test('fill puts each value in its bin, low edge included, high edge excluded', () => {
  const cases: [x: number, bin: number][] = [
    [-Infinity, 0],
    [-1e-300, 0],
    [-0, 1],
    [0, 1],
    [29.999999999999996, 1],
    [30, 2],
    [149.99999999999997, 5],
    [150, 6],
    [Infinity, 6],
    [NaN, 6],
  ];
  for (const [x, bin] of cases) {
    const h = line();
    h.fill(x);
    assert.equal([...h.cells()], [[bin, 1]], `fill(${x})`);
    assert.is(h.count(bin), 1);
    assert.is(h.total, 1);
  }
});

test('no value falls outside its bin, whatever the axis', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
      fc.integer({ min: 1, max: 1000 }),
      fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      (low, width, bins, fraction) => {
        const high = low + width;
        const x = Math.min(low + fraction * width, high);
        const h = new Histogram('h', '', [{ name: 'x', unit: '', bins, low, high }]);
        h.fill(x);
        const [[bin]] = [...h.cells()];
        if (x >= high) return bin === bins + 1;
        const position = ((x - low) / (high - low)) * bins;
        return bin >= 1 && bin <= bins && Math.abs(bin - 0.5 - position) <= 0.5 + 1e-9;
      },
    ),
  );
});

test('two axes: margins on both, the first axis running fastest', () => {
  const h = plane();
  h.fill(45, 0.5);
  h.fill(45, 0.5);
  h.fill(-1, -2);
  h.fill(NaN, 5);
  h.fill(45, NaN);
  assert.is(h.count(2, 2), 2);
  assert.is(h.count(0, 0), 1);
  assert.is(h.count(6, 4), 1);
  assert.is(h.count(2, 4), 1);
  assert.is(h.total, 5);
  assert.is(h.counts.length, 7 * 5);
  assert.equal(
    [...h.cells()],
    [
      [0, 1],
      [2 + 7 * 2, 2],
      [2 + 7 * 4, 1],
      [6 + 7 * 4, 1],
    ],
  );
  assert.throws(() => h.fill(45), /bananas: fill needs x and y/);
});

test('count refuses bins that do not exist', () => {
  assert.throws(() => line().count(7), /ecal: got bin \(7, 0\), expected \(0...6, 0...0\)/);
  for (const bin of [-1, 0.5, NaN]) assert.throws(() => line().count(bin), RangeError);
  assert.throws(() => line().count(1, 1), RangeError);
  assert.throws(() => plane().count(1, 5), RangeError);
});

test('an axis needs bins and extent', () => {
  for (const wrong of [
    { bins: 0 },
    { bins: 2.5 },
    { low: 150 },
    { high: NaN },
    { high: Infinity },
  ]) {
    assert.throws(
      () => new Histogram('ecal', '', [{ ...energy, ...wrong }]),
      /ecal, axis E_ECAL: got .* expected a positive integer and finite low < high/,
    );
  }
});

test('merge refuses other axes and says which', () => {
  for (const [change, message] of [
    [{ bins: 6 }, 'axis E_ECAL: bins is 6 instead of 5'],
    [{ high: 151 }, 'axis E_ECAL: high is 151 instead of 150'],
    [{ low: -1 }, 'axis E_ECAL: low is -1 instead of 0'],
    [{ unit: 'MeV' }, 'axis E_ECAL: unit is MeV instead of GeV'],
    [{ name: 'E' }, 'axis E_ECAL: name is E instead of E_ECAL'],
  ] as const) {
    const other = new Histogram('other', '', [{ ...energy, ...change }]);
    assert.throws(() => line().merge(other), `cannot merge other into it, ${message}`);
  }
  assert.throws(() => line().merge(plane()), '2 axes instead of 1');
  assert.throws(() => plane().merge(line()), '1 axes instead of 2');
});

test('restore is the inverse of cells and refuses what is not one', () => {
  const h = plane();
  for (let i = 0; i < 100; i++) h.fill(i * 2 - 20, (i % 7) - 2);
  assert.equal(h.emptyCopy().restore(h.cells()).counts, h.counts);
  assert.throws(() => line().restore([[7, 1]]), /got cell 7, expected 0 to 6/);
  for (const count of [-1, 0.5, NaN, 2 ** 53]) {
    assert.throws(() => line().restore([[1, count]]), /expected a natural number/);
  }
});

test('any tree of merges, in any order, gives the bytes of filling one histogram', () => {
  const value = fc.oneof(
    fc.double({ min: -20, max: 170, noNaN: true }),
    fc.constantFrom(NaN, Infinity, -Infinity, 0, 30, 150),
  );
  const fills = fc.array(fc.tuple(value, value), { maxLength: 60 });
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.array(fills, { minLength: 1, maxLength: 8 }),
      fc.infiniteStream(fc.nat()),
      (two, parts, choices) => {
        const axes: Axes = two ? [energy, hcal] : [energy];
        const filled = (values: [number, number][]) => {
          const h = new Histogram('h', '', axes);
          for (const [x, y] of values) h.fill(x, y);
          return h;
        };
        const forest = parts.map(filled);
        const take = () => forest.splice(choices.next().value % forest.length, 1)[0];
        while (forest.length > 1) forest.push(take().merge(take()));
        const bytes = (h: Histogram) => [...new Uint8Array(h.counts.buffer)];
        assert.equal(bytes(forest[0]), bytes(filled(parts.flat())));
        assert.is(forest[0].total, parts.flat().length);
      },
    ),
  );
});

test.run();
