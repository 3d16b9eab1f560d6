/** Grids of values: against whole numbers in a power of ten, and what is refused. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseQuantity } from '../../../src/core/units.js';
import { UsageError } from '../../../src/core/errors.js';
import { type Axis, gridOf, parseAxis } from '../../../src/run/scan/grid.js';

const texts = (asked: string) => parseAxis(asked).values.map(({ text }) => text);
const numbers = ({ values }: Axis) => values.map(({ number }) => number);

test('60 to 88 GeV by 2 GeV: fifteen values, both ends, as somebody writes them', () => {
  const axis = parseAxis('trigger.ecal.threshold=60GeV:88GeV:2GeV');
  assert.equal([axis.path, axis.unit, axis.scale], ['trigger.ecal.threshold', 'GeV', 'linear']);
  const expected = [60, 62, 64, 66, 68, 70, 72, 74, 76, 78, 80, 82, 84, 86, 88];
  assert.equal(numbers(axis), expected);
  assert.equal(
    axis.values.map(({ text }) => text),
    expected.map((value) => `${value}GeV`),
  );
});

test('decimals do not drift, units are those of the first value, a grid may go down', () => {
  assert.equal(texts('a=0.1:0.8:0.1'), ['0.1', '0.2', '0.3', '0.4', '0.5', '0.6', '0.7', '0.8']);
  assert.equal(texts('a=0.5GeV:1GeV:250MeV'), ['0.5GeV', '0.75GeV', '1GeV']);
  assert.equal(texts('a=50 MeV : 0.2 GeV : 50 MeV'), ['50MeV', '100MeV', '150MeV', '200MeV']);
  assert.equal(texts('a=3us:1us:-1us'), ['3us', '2us', '1us']);
  assert.equal(texts('a=1e6:3e6:5e5'), ['1e6', '1.5e6', '2e6', '2.5e6', '3e6']);
  assert.equal(texts('a=7:7:1'), ['7']);
  assert.equal(texts('a=8MB/s:11MB/s:3MB/s'), ['8MB/s', '11MB/s']);
});

/** `n` in units of 10^exponent, without an exponent where it has none. */
const scaled = (n: number, exponent: number) => `${n}e${exponent}`;

test('linear: value i is from + i step, the double nearest to it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -9999, max: 9999 }),
      fc.integer({ min: 1, max: 999 }),
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: -8, max: 8 }),
      fc.constantFrom('', 'GeV', 'us'),
      (from, step, steps, exponent, unit) => {
        const [a, b, by] = [from, from + steps * step, step].map((n) => scaled(n, exponent) + unit);
        const { values } = parseAxis(`x=${a}:${b}:${by}`);
        assert.is(values.length, steps + 1);
        values.forEach(({ number, text }, i) => {
          assert.is(number, Number(scaled(from + i * step, exponent)) + 0);
          assert.is(Number(text.slice(0, text.length - unit.length)), number);
        });
      },
    ),
  );
});

test('logarithmic: ends as given, steps of the logarithm equal within 2 %, few digits', () => {
  assert.equal(texts('a=1:1000:log:4'), ['1', '10', '100', '1000']);
  assert.equal(texts('a=1GeV:100MeV:log:3'), ['1GeV', '0.316GeV', '0.1GeV']);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 999 }),
      fc.integer({ min: 1, max: 999 }),
      fc.integer({ min: -6, max: 6 }),
      fc.integer({ min: 2, max: 50 }),
      (first, second, exponent, n) => {
        fc.pre(first !== second);
        const [from, to] = [scaled(first, 0), scaled(second, exponent)];
        fc.pre(Number(from) !== Number(to));
        const axis = parseAxis(`x=${from}:${to}:log:${n}`);
        const own = numbers(axis);
        assert.equal([own.length, own[0], own[n - 1]], [n, Number(from), Number(to)]);
        const step = Math.log(Number(to) / Number(from)) / (n - 1);
        for (let i = 1; i < n; i++) {
          assert.ok(Math.abs(Math.log(own[i] / own[i - 1]) / step - 1) < 0.021, own.join());
        }
      },
    ),
  );
});

test('the twelve intensities of the example', () => {
  const axis = parseAxis('beam.intensity=1e6:3e7:log:12');
  assert.is(axis.scale, 'log');
  assert.equal(
    axis.values.map(({ text }) => text),
    '1e6 1.36e6 1.86e6 2.53e6 3.44e6 4.69e6 6.39e6 8.71e6 1.19e7 1.62e7 2.2e7 3e7'.split(' '),
  );
});

test('lists: in the unit of the first, logarithmic where they are wide', () => {
  const axis = parseAxis('readout.deadTime=35us,0.07ms, 140 us');
  assert.equal(
    [axis.unit, axis.scale, ...axis.values.map(({ text }) => text)],
    ['us', 'linear', '35us', '70us', '140us'],
  );
  assert.is(parseAxis('a=1,10,100').scale, 'log');
  assert.equal(texts('a=80GeV'), ['80GeV']);
});

test('what is no grid is refused and says what would be one', () => {
  const refused = (asked: string, pattern: RegExp) =>
    assert.throws(() => parseAxis(asked), pattern);
  refused('trigger.ecal.threshold', /^--vary trigger\.ecal\.threshold: expected PATH=FROM:TO:STEP/);
  refused('=1:2:1', /expected PATH=/);
  refused('a=', /expected PATH=/);
  refused('a=1:2', /got "1:2", expected FROM:TO:STEP, FROM:TO:log:N or A,B,C/);
  refused('a=1:2:lin:3', /expected FROM:TO:STEP/);
  refused('a=60GeV:87GeV:2GeV', /no number of steps of 2GeV leads to 87GeV; 60GeV:86GeV:2GeV does/);
  refused('a=1:2:-1', /got the step -1, expected one from 1 to 2/);
  refused('a=1:2:0', /got the step 0/);
  refused('a=60:88:2GeV', /got no unit and GeV, expected units of one kind/);
  refused('a=60GeV:88GeV:2us', /got GeV and us/);
  refused('a=0:1:log:3', /got 0 to 1, expected two values above 0/);
  refused('a=1:10:log:1', /got log:1, expected log: and a number from 2 on/);
  refused('a=1:10:log:1e9', /got log:1e9/);
  refused('a=1:10:log:99999', /got 99999 values, expected at most 1000/);
  refused('a=0:1:1e-9', /values, expected at most 1000/);
  refused('a=fixed,throttle', /got "fixed", expected a number, with its unit/);
  refused('a=1,1.0', /got 1 twice/);
  refused('a=1e999999999', /got "1e999999999"/);
});

test('the last axis goes fastest; more than two, or one twice, is no grid', () => {
  const [a, b, c] = ['a=1,2', 'b=3GeV,4GeV,5GeV', 'c=1'].map(parseAxis);
  const shown = gridOf([a, b]).map((point) => point.map(({ text }) => text).join(' '));
  assert.equal(shown, ['1 3GeV', '1 4GeV', '1 5GeV', '2 3GeV', '2 4GeV', '2 5GeV']);
  assert.throws(() => gridOf([a, b, c]), /got 3 parameters, expected one or two/);
  assert.throws(() => gridOf([]), /got 0 parameters/);
  assert.throws(() => gridOf([a, a]), /got a twice/);
  const [wide, high] = ['a=1:1000:1', 'b=1:1000:1'].map(parseAxis);
  assert.throws(() => gridOf([wide, high]), /got 1000000 points, expected at most 10000/);
});

test('a value reads back as on a card', () => {
  for (const { text, number } of parseAxis('a=0.1us:0.7us:0.1us').values) {
    assert.is(parseQuantity(text, 'time'), parseQuantity(`${number} us`, 'time'));
  }
});

test('numbers that no double holds are refused', () => {
  for (const grid of ['1GeV,1e999GeV', '1e999', '0:1e400:1e400', '1:1e999:log:3', '1eV,1e305TeV']) {
    assert.throws(
      () => parseAxis(`x=${grid}`),
      (error: unknown) => error instanceof UsageError,
      grid,
    );
  }
});

test.run();
