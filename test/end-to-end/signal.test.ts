/** `spillway signal`: what it prints, and what it refuses. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exitHere, jsonHere, spillwayHere } from './cli.js';
import { within } from '../support/statistics.js';

interface Document {
  readonly schema: string;
  readonly massGeV: number;
  readonly energyGeV: number;
  readonly Z: number;
  readonly A: number;
  readonly method: string;
  readonly sigmaPb: number;
  readonly xMin: number;
  readonly xMax: number;
  readonly trackLengthX0: number;
  readonly firstGenerationX0: number;
  readonly yieldPerEot: number;
  readonly yieldBins: readonly { fromGeV: number; toGeV: number; perEot: number }[];
}

const signal = (...args: string[]) => jsonHere<Document>(['signal', ...args]);

process.env.NO_COLOR = '1';

test('3643 pb at 16.7 MeV, 150 GeV, eps = 1e-4 (DMG4), on lead unless told otherwise', async () => {
  const s = await signal('--mass', '16.7 MeV', '--energy', '150 GeV');
  assert.is(s.schema, 'spillway.signal/1');
  assert.equal([s.massGeV, s.energyGeV, s.Z, s.A, s.method], [0.0167, 150, 82, 207.2, 'etl']);
  within('pb', s.sigmaPb * 1e-8, 3643 * 0.995, 3643 * 1.005);
  within('x from', s.xMin * 150, 0.01669, 0.01671);
  within('x to', (1 - s.xMax) * 150e3, 0.51, 0.52);
  assert.is(s.yieldBins.length, 20);
  const sum = s.yieldBins.reduce((a, b) => a + b.perEot, 0);
  within('sum of bins', sum / s.yieldPerEot, 1 - 1e-12, 1 + 1e-12);
});

test('track lengths and yield at 100 GeV; a target by Z and A is the same as by its name', async () => {
  const s = await signal('--mass', '100 MeV');
  within('cascade', s.trackLengthX0, 0.901 * 0.99, 0.905 * 1.01);
  within('first generation', s.firstGenerationX0, 0.87 * 0.99, 0.87 * 1.01);
  assert.equal(s, await signal('--mass', '0.1GeV', '--Z', '82', '--A', '207.2'));
  assert.equal(s, await signal('--mass', '100 MeV', '--target', 'Pb', '--method', 'etl'));
  const iron = await signal('--mass', '100 MeV', '--target', 'Fe');
  assert.ok(iron.Z === 26 && iron.sigmaPb < s.sigmaPb);
  const iww = await signal('--mass', '100 MeV', '--method', 'iww');
  const ww = await signal('--mass', '100 MeV', '--method', 'ww');
  assert.ok(iww.sigmaPb > ww.sigmaPb && ww.sigmaPb > s.sigmaPb);
});

test('as text: cross section, range of x, both track lengths, yield, and its bins', async () => {
  const { stdout } = await exitHere(0, ['signal', '--mass', '100 MeV']);
  for (const line of [
    /^A' of 100 MeV from electrons of 100 GeV, Z 82, A 207\.2, etl, eps = 1$/m,
    /^cross section, pb +\| 1\.05\d+e10$/m,
    /^x from +\| 0\.001$/m,
    /^x to, below 1 by +\| 5\.11e-6$/m,
    /^track length above 50 GeV, X0 +\| 0\.9\d+$/m,
    /^of the first generation alone .* \| 0\.87$/m,
    /^A' above 50 GeV per electron on target +\| 1\.45\d*e-4$/m,
    /^95 to 100 GeV +\| \S+$/m,
  ]) {
    assert.match(stdout, line);
  }
});

test('refused with exit code 2, in words', async () => {
  const mass = ['--mass', '100 MeV'];
  for (const [args, pattern] of [
    [[], /required option '--mass/],
    [['--mass', '100'], /got "100", expected an energy.*the unit is missing/],
    [['--mass', '0.5 MeV'], /mass: got 500 keV, expected 1 MeV to 1 GeV/],
    [['--mass', '2 GeV'], /mass: got 2 GeV, expected 1 MeV to 1 GeV/],
    [['--mass', '90 GeV'], /an electron of 100 GeV makes none above 82\.\d+ GeV/],
    [[...mass, '--energy', '10 GeV'], /energy: got 10 GeV, expected 20 GeV to 300 GeV/],
    [[...mass, '--target', 'Lead'], /target: got "Lead", expected the symbol of an element/],
    [[...mass, '--target', 'pb'], /did you mean Pb\?/],
    [[...mass, '--target', 'Pb', '--Z', '82'], /got --target beside --Z or --A/],
    [[...mass, '--Z', '82'], /got --Z without --A, expected both/],
    [[...mass, '--A', '12'], /got --A without --Z, expected both/],
    [
      [...mass, '--Z', '120', '--A', '300'],
      /target Z: got 120, expected a whole number from 1 to 92/,
    ],
    [[...mass, '--Z', '6', '--A', '40'], /target A: got 40, expected a relative atomic mass/],
    [[...mass, '--Z', '6', '--A', 'x'], /got "x", expected a relative atomic mass/],
    [[...mass, '--method', 'exact'], /Allowed choices are etl, ww, iww/],
  ] as const) {
    const ended = await spillwayHere(['signal', ...args]);
    assert.is(ended.exit, 2, args.join(' '));
    assert.is(ended.stdout, '');
    assert.match(ended.stderr, pattern);
    assert.not.match(ended.stderr, /a defect of spillway/);
  }
});

test.run();
