import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  CardError,
  exitCodeOf,
  InternalError,
  RunError,
  UsageError,
} from '../../src/core/errors.js';
import { editDistance, nearest } from '../../src/core/nearest.js';
import { type Dimension, formatQuantity, parseQuantity } from '../../src/core/units.js';

const refusal = (text: string, dimension: Dimension): string => {
  try {
    parseQuantity(text, dimension);
  } catch (error) {
    assert.instance(error, UsageError);
    return (error as UsageError).message;
  }
  return 'accepted';
};

test('quantities come in base units: GeV, ns, mm, T, rad, Hz, B, B/s', () => {
  const cases: [string, Dimension, number][] = [
    ['80 GeV', 'energy', 80],
    ['80GeV', 'energy', 80],
    ['  1.5   MeV ', 'energy', 0.0015],
    ['4 keV', 'energy', 4e-6],
    ['2eV', 'energy', 2e-9],
    ['2e3 eV', 'energy', 2e-6],
    ['0.45 TeV', 'energy', 450],
    ['12.86 ns', 'time', 12.86],
    ['7 ps', 'time', 0.007],
    ['4.8 s', 'time', 4.8e9],
    ['-128 ns', 'time', -128],
    ['+3us', 'time', 3000],
    ['3 µs', 'time', 3000],
    ['38.2 mm', 'length', 38.2],
    ['3.82 cm', 'length', 38.2],
    ['100 um', 'length', 0.1],
    ['24.8 m', 'length', 24800],
    ['1.75 T', 'field', 1.75],
    ['20 mT', 'field', 0.02],
    ['21 mrad', 'angle', 0.021],
    ['50 urad', 'angle', 5e-5],
    ['180 deg', 'angle', Math.PI],
    ['77.76 MHz', 'frequency', 77.76e6],
    ['.5 kHz', 'frequency', 500],
    ['5. Hz', 'frequency', 5],
    ['20 kB', 'size', 20000],
    ['0.6 MB/s', 'bandwidth', 6e5],
    ['11MB/s', 'bandwidth', 11e6],
  ];
  for (const [text, dimension, value] of cases) {
    assert.is(parseQuantity(text, dimension), value, text);
  }
});

test('the same quantity in another unit is the identical double', () => {
  for (const text of ['70 us', '0.07 ms', '70000 ns', '0.00007 s', '7e-5 s', '70000000 ps']) {
    assert.is(parseQuantity(text, 'time'), 70000, text);
  }
  const powers: [Dimension, string, number][] = [
    ['energy', 'eV', -9],
    ['energy', 'keV', -6],
    ['energy', 'MeV', -3],
    ['energy', 'TeV', 3],
    ['time', 'ps', -3],
    ['time', 'us', 3],
    ['time', 'ms', 6],
    ['time', 's', 9],
    ['length', 'cm', 1],
    ['length', 'm', 3],
    ['angle', 'mrad', -3],
    ['frequency', 'MHz', 6],
    ['size', 'GB', 9],
    ['bandwidth', 'kB/s', 3],
  ];
  fc.assert(
    fc.property(
      fc.integer({ min: -1e9, max: 1e9 }),
      fc.integer({ min: 0, max: 12 }),
      fc.constantFrom(...powers),
      (digits, places, [dimension, unit, power]) => {
        const value = Number(`${digits}e${power - places}`);
        assert.is(
          parseQuantity(`${digits}e-${places} ${unit}`, dimension),
          value === 0 ? 0 : value,
        );
      },
    ),
  );
});

test('a quantity that is written reads back as itself', () => {
  const dimensions: Dimension[] = [
    'energy',
    'time',
    'length',
    'field',
    'angle',
    'frequency',
    'size',
    'bandwidth',
  ];
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(...dimensions),
      (value, dimension) => {
        const back = parseQuantity(formatQuantity(value, dimension), dimension);
        assert.is(back, value === 0 ? 0 : value);
      },
    ),
  );
});

test('a written quantity has a sensible prefix', () => {
  const cases: [number, Dimension, string][] = [
    [80, 'energy', '80 GeV'],
    [0.05, 'energy', '50 MeV'],
    [1000, 'energy', '1 TeV'],
    [0.9999, 'energy', '999.9 MeV'],
    [70000, 'time', '70 us'],
    [4.8e9, 'time', '4.8 s'],
    [4.8e11, 'time', '480 s'],
    [-128, 'time', '-128 ns'],
    [38.2, 'length', '38.2 mm'],
    [24800, 'length', '24.8 m'],
    [0.021, 'angle', '21 mrad'],
    [1.75, 'field', '1.75 T'],
    [77.76e6, 'frequency', '77.76 MHz'],
    [0, 'energy', '0 GeV'],
    [-0, 'time', '0 ns'],
    [1e-10, 'energy', '0.1 eV'],
  ];
  for (const [value, dimension, text] of cases) {
    assert.is(formatQuantity(value, dimension), text);
  }
});

test('refusals say got, expected and what to do', () => {
  const energy = 'expected an energy such as "80 GeV"';
  assert.is(refusal('80 MeVs', 'energy'), `got "80 MeVs", ${energy}; did you mean "80 MeV"?`);
  assert.is(refusal('80 gev', 'energy'), `got "80 gev", ${energy}; did you mean "80 GeV"?`);
  assert.is(refusal('80', 'energy'), `got "80", ${energy}; the unit is missing`);
  assert.is(refusal('80 ns', 'energy'), `got "80 ns", ${energy}; "ns" is a unit of time`);
  assert.is(refusal('1e400 GeV', 'energy'), `got "1e400 GeV", ${energy}; the number is too large`);
  assert.is(refusal('70 furlongs', 'time'), 'got "70 furlongs", expected a time such as "70 us"');
  for (const text of [
    '',
    'GeV',
    '80 GeV 3',
    '8 0 GeV',
    '80,5 GeV',
    '--8 GeV',
    '0x10 GeV',
    '1e GeV',
    'NaN GeV',
  ]) {
    assert.match(refusal(text, 'energy'), energy);
  }
});

test('every one-letter slip in a unit is refused', () => {
  const units: [Dimension, string[]][] = [
    ['energy', ['eV', 'keV', 'MeV', 'GeV', 'TeV']],
    ['time', ['ps', 'ns', 'us', 'ms', 's']],
    ['length', ['um', 'mm', 'cm', 'm']],
    ['angle', ['rad', 'mrad', 'urad', 'deg']],
    ['frequency', ['Hz', 'kHz', 'MHz']],
    ['size', ['B', 'kB', 'MB', 'GB']],
    ['bandwidth', ['B/s', 'kB/s', 'MB/s', 'GB/s']],
  ];
  for (const [dimension, names] of units) {
    for (const name of names) {
      for (let i = 0; i < name.length; i++) {
        for (const slip of [
          name.slice(0, i) + name.slice(i + 1),
          `${name.slice(0, i)}q${name.slice(i)}`,
        ]) {
          if (names.includes(slip)) continue;
          assert.match(refusal(`1 ${slip}`, dimension), /^got "1 /);
        }
      }
    }
  }
});

test('the nearest name is found, and none where none is near', () => {
  assert.is(nearest('treshold', ['keep', 'threshold', 'smear']), 'threshold');
  assert.is(nearest('kepe', ['keep', 'smear']), 'keep');
  assert.is(nearest('KEEP', ['smear', 'keep']), 'keep');
  assert.is(nearest('banana', ['keep', 'threshold']), undefined);
  assert.is(editDistance('ab', 'ba'), 1);
  assert.is(editDistance('', 'abc'), 3);
});

test('errors carry their exit codes, and all their problems', () => {
  assert.is(exitCodeOf(new UsageError('x')), 2);
  assert.is(exitCodeOf(new CardError('x')), 2);
  assert.is(exitCodeOf(new RunError('x')), 1);
  assert.is(exitCodeOf(new InternalError('x')), 70);
  assert.is(exitCodeOf(new TypeError('x')), 70);
  const error = new CardError([
    { where: 'a:1:2', what: 'k', got: '1', expected: '2' },
    { fault: 'f' },
  ]);
  assert.is(error.message, 'a:1:2 k: got 1, expected 2\nf');
  assert.is(error.problems.length, 2);
  assert.is(error.name, 'CardError');
});

test.run();
