/** Which spills keep their raw data, and what room they need. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { lessRoom, type Planned, planRun, requireRoom, room } from '../../src/run/plan.js';
import { keepsRaw, parseRawData, type RawData, shareKept } from '../../src/run/rawData.js';
import { cardOf } from '../support/card.js';

const identity = { seed: 'demo', run: 3 };
const kept = (raw: RawData, of = identity, spills = 20_000) =>
  Array.from({ length: spills }, (_, i) => i + 1).filter((spill) => keepsRaw(raw, of, spill));

test('what is a choice and what is not', () => {
  assert.equal(['keep', 'drop', 'sample:1%', 'sample:0.5%', 'sample:05.0%'].map(parseRawData), [
    ...['keep', 'drop', 'sample:1%', 'sample:0.5%', 'sample:5%'],
  ]);
  for (const text of ['', 'some', 'sample', 'sample:', 'sample:1', 'sample:0%', 'sample:100%']) {
    assert.is(parseRawData(text), null, text);
  }
  for (const text of ['sample:-1%', 'sample:1e1%', 'sample:x%', 'keep ', 'sample:NaN%']) {
    assert.is(parseRawData(text), null, text);
  }
  assert.equal((['keep', 'drop', 'sample:2.5%'] as const).map(shareKept), [1, 0, 0.025]);
});

test('a share is that of the spills, all and none are exact', () => {
  assert.is(kept('keep').length, 20_000);
  assert.is(kept('drop').length, 0);
  for (const [raw, share] of [
    ['sample:1%', 0.01],
    ['sample:25%', 0.25],
  ] as const) {
    const { length } = kept(raw);
    const sigma = Math.sqrt(20_000 * share * (1 - share));
    assert.ok(Math.abs(length - 20_000 * share) < 4 * sigma, `${raw}: ${length} of 20000`);
  }
});

test('a smaller share is part of a larger one; another seed or run keeps others', () => {
  const larger = new Set(kept('sample:5%'));
  const smaller = kept('sample:1%');
  assert.ok(smaller.length > 0 && smaller.every((spill) => larger.has(spill)));
  for (const other of [
    { seed: 'demo 2', run: 3 },
    { seed: 'demo', run: 2 },
  ]) {
    const both = kept('sample:5%', other).filter((spill) => larger.has(spill));
    assert.ok(both.length < 100, `${both.length} in both, 50 expected`);
  }
});

const card = cardOf('beam.intensity=7e6');
const planned = (raw: RawData, spills: number): Planned => ({
  ...{
    card,
    spills,
    workers: 1,
    raw,
    truth: false,
    fidelity: 'energy',
    mode: 'every',
    evaluation: 'all',
    storePrimitives: 'kept',
  },
});

test('room: a share of the raw data, and a word about less of it where it is much', () => {
  const bytes = (raw: RawData) => planRun(planned(raw, 10_000)).bytes;
  const rawData = bytes('keep') - bytes('drop');
  assert.ok(rawData > 2e10, room(rawData));
  assert.ok(Math.abs((bytes('sample:10%') - bytes('drop')) / rawData - 0.1) < 1e-9);
  assert.is(
    lessRoom([planned('keep', 10_000)]),
    `${room(bytes('sample:1%'))} with --raw sample:1%, ${room(bytes('drop'))} with --raw drop`,
  );
  assert.is(lessRoom([planned('keep', 8)]), null);
  assert.is(lessRoom([planned('drop', 10_000)]), null);
  assert.equal([9.99e9, 1.01e10, 1].map(room), ['9990 MB', '11 GB', '1 MB']);
});

test('runs that no disk takes are refused, with what would need less', () => {
  const refused = (raws: RawData[]) => {
    try {
      requireRoom(
        '.',
        raws.map((raw) => planned(raw, 1e9)),
      );
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };
  assert.match(
    refused(['keep', 'keep']),
    /got \d+ \wB of free disk space, expected \d+ GB; fewer --spills, or another --out, or \d+ GB with --raw sample:1%, \d+ GB with --raw drop/,
  );
  assert.match(refused(['drop']), /fewer --spills, or another --out$/);
  const gigabytes = (text: string) => Number(/expected (\d+)/.exec(text)?.[1]);
  assert.ok(gigabytes(refused(['keep', 'keep'])) > 1.9 * gigabytes(refused(['keep'])));
});

test.run();
