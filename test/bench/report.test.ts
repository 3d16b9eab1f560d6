/** What is made of the measurements of the bench: no times here, they are given. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { changes, type Release } from '../../bench/history.js';
import { machine } from '../../bench/measure.js';
import { markdown, stagesOf } from '../../bench/report.js';
import { entriesOf, keyOf, type Row } from '../../bench/rows.js';

const row = (name: string, of: Partial<Row> = {}): Row => ({
  ...{ name, mode: 'every', fidelity: null, threads: 1 },
  ...{ electronsPerCpuSecond: 1e7, electronsPerWallSecond: 1e7, nsPerElectron: 100 },
  ...{ ratioToC: null, ratioToCalibrator: 90, peakRssMb: 100 },
  ...of,
});

const release: Release = {
  ...{ version: '1.0.0', date: '2026-01-31', machine: machine() },
  ratios: {
    'trigger, every, -, 1 thread': { ratioToC: 2, ratioToCalibrator: 90 },
    'gone, every, -, 1 thread': { ratioToC: null, ratioToCalibrator: 1 },
  },
};

test('a ratio that is worse by more than 15 % is flagged, one by less is not', () => {
  const now = changes(release, [row('trigger', { ratioToC: 2.29, ratioToCalibrator: 104 })]);
  assert.equal(
    now.map(({ ratio, isWorse }) => [ratio, isWorse]),
    [
      ['ratioToC', false],
      ['ratioToCalibrator', true],
    ],
  );
});

test('what only one of them has is not compared', () => {
  assert.equal(
    changes(release, [row('new'), row('trigger')]).map(({ ratio }) => ratio),
    ['ratioToCalibrator'],
  );
});

test('the stages add up to the whole', () => {
  const chain = (fidelity: 'energy' | 'waveform', emulation: number, whole: number) =>
    row('chain', {
      fidelity,
      stages: { whole, emulation, encoding: 20, building: 10, analysis: 90 },
    });
  const [energy, waveform] = [chain('energy', 200, 330), chain('waveform', 320, 500)];
  const rows = [
    ...[row('slices', { nsPerElectron: 60 }), row('trigger', { nsPerElectron: 100 })],
    ...[energy, waveform],
  ];
  for (const of of [energy, waveform]) {
    const { whole, ...parts } = stagesOf(of, rows);
    assert.is(
      Object.values(parts).reduce((sum, ns) => (sum ?? 0) + (ns ?? 0), 0),
      whole,
    );
  }
  assert.is(stagesOf(waveform, rows).digitising, 120);
  assert.is(stagesOf(energy, rows).digitising, null);
});

test('a table is Markdown, also with a column of nothing', () => {
  assert.equal(markdown(['row', ''], [['a', '']]).split('\n'), [
    '| row |     |',
    '| --- | --: |',
    '| a   |     |',
  ]);
});

test('every row has a name of its own', () => {
  for (const cores of [1, 8]) {
    const keys = entriesOf(cores).map(keyOf);
    assert.is(new Set(keys).size, keys.length);
  }
});

test.run();
