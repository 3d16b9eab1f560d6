/** The points of a scan: cards as the command line would make them, all checked before anything is computed. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cardHash } from '../../../src/core/card/index.js';
import { loadSingleCard } from '../../../src/run/cards.js';
import { sha256 } from '../../../src/run/hash.js';
import { parsePoints } from '../../../src/run/scan/directory.js';
import { parseAxis } from '../../../src/run/scan/grid.js';
import { type Asked, planScan } from '../../../src/run/scan/points.js';
import { writeLines } from '../../../src/run/store/line.js';

const planned = (vary: readonly string[], more: Partial<Asked> = {}) =>
  planScan({ card: 'run3-2018', axes: vary.map(parseAxis), set: [], mode: 'every', ...more });
const refused = (vary: readonly string[], pattern: RegExp, more: Partial<Asked> = {}) =>
  assert.throws(() => planned(vary, more), pattern);

test('each point is the card of its settings', () => {
  const set = ['beam.intensity=1e6'];
  const vary = ['trigger.ecal.threshold=70GeV,75GeV', 'readout.deadTime=70us,140us'];
  const { points, raised } = planned(vary, { set, seed: 's' });
  assert.equal(raised, []);
  assert.equal(points[2].set, [...set, 'trigger.ecal.threshold=75GeV', 'readout.deadTime=70us']);
  for (const { point, set: own, cardHash: hash, resolved } of points) {
    assert.is(hash, cardHash(loadSingleCard('run3-2018', own), sha256), `${point}`);
    assert.is(resolved.card.run.seed, 's');
  }
  assert.equal(
    points.map(({ resolved: { card } }) => [card.trigger.ecal.threshold, card.readout.deadTime]),
    [
      [70, 70000],
      [70, 140000],
      [75, 70000],
      [75, 140000],
    ],
  );
});

test('a threshold beyond what is kept raises that at all points; what somebody sets stands', () => {
  const high = ['trigger.ecal.threshold=80GeV:90GeV:5GeV'];
  const { points, raised } = planned(high);
  assert.equal(raised, ['trigger.ecal.keep=90GeV']);
  assert.equal(
    points.map(({ resolved }) => resolved.card.trigger.ecal.keep),
    [90, 90, 90],
  );
  assert.equal(planned(['trigger.ecal.threshold=80GeV,85GeV']).raised, []);
  assert.equal(planned(['trigger.preshower.threshold=150MeV,0.3GeV']).raised, [
    'trigger.preshower.keep=150MeV',
  ]);
  const tooLow = { set: ['trigger.ecal.keep=86GeV'] };
  refused(high, /^point 3 of 3 \(trigger\.ecal\.threshold=90GeV\): --set .*86 GeV/, tooLow);
  assert.equal(planned(high, { set: ['trigger.ecal.keep=95GeV'] }).raised, []);
  assert.equal(planned(['trigger.ecal.keep=86GeV,87GeV']).raised, []);
});

test('wrong keys, units and values are refused at their point, before anything runs', () => {
  refused(
    ['trigger.ecal.treshold=60GeV,80GeV'],
    /^point 1 of 2 \(trigger\.ecal\.treshold=60GeV\): --set .*unknown key.*did you mean "trigger\.ecal\.threshold"\?/,
  );
  refused(
    ['trigger.ecal.threshold=60:64:2'],
    /^point 1 of 3.*got 60, expected an energy.*unit is missing/,
  );
  refused(['trigger.ecal.threshold=60us,70us'], /"us" is a unit of time/);
  refused(['beam.intensity=1e6,1.5'], /^point 2 of 2 \(beam\.intensity=1\.5\).*a whole number/);
  refused(
    ['readout.deadTime=70us,140us', 'trigger.ecal.overlap=1,2'],
    /^point 1 of 4 \(readout\.deadTime=70us, trigger\.ecal\.overlap=1\)/,
  );
  refused(['beam.intensity=1e6'], /^CARD: got the campaign .*expected the card of one run/, {
    card: 'na64-2016-2018',
  });
  refused(['a=1'], /^CARD: .*did you mean run3-2018\?/, { card: 'run3-2081' });
});

test('what is no part of a run cannot be varied', () => {
  refused(
    ['run.seed=1,2'],
    /got the same run at points 1 and 2.*neither seed nor spills, run\.seed/,
  );
  refused(['run.spills=1:3:1'], /the same run at points 1 and 2/);
});

test('spills that cannot be gone through by candidates are refused at their point', () => {
  const dense = ['beam.intensity=7e6,9e8'];
  assert.is(planned(dense).points.length, 2);
  refused(dense, /^point 2 of 2 \(beam\.intensity=9e8\) --mode: .*lower beam\.intensity/, {
    mode: 'candidates',
  });
});

test('a line of points.jsonl whose CRC fits and which is no point of the scan', () => {
  const grid = { axes: [parseAxis('beam.intensity=1e6,2e6')], masses: [0.001] };
  const share = { value: 0.5, low: 0.4, high: null, passed: 1, of: 2 };
  const hash = '0'.repeat(64);
  const point = {
    ...{ point: 1, values: [1e6], set: [], cardHash: hash, menuHash: hash, runHash: hash },
    ...{ spills: 1, badSpills: 0, electronsOnTarget: 1, seconds: 4.8, triggers: 2 },
    ...{ rateHz: share, perElectron: share, live: share, recorded: 3, recordedHz: null },
    ...{ bytes: 10, bytesPerSecond: null },
    masses: [
      {
        ...{ massGeV: 0.001, efficiency: share, pileUpLoss: share, gate: share, offline: share },
        limit: { asymptotic: 1e-3, exact: 2e-3 },
      },
    ],
  };
  const read = (...lines: object[]) => parsePoints(writeLines(lines), grid);
  assert.equal(read(point), { lines: [point], damage: null });
  const wrong: object[] = [
    ...['runHash', 'live', 'rateHz', 'masses'].map((key) => ({ ...point, [key]: undefined })),
    ...[{ point: 2 }, { values: [] }, { values: ['1e6'] }, { masses: [] }, { live: null }].map(
      (other) => ({ ...point, ...other }),
    ),
    { ...point, masses: [{ ...point.masses[0], gate: {} }] },
  ];
  for (const other of wrong) {
    assert.equal(read(other).lines, [], JSON.stringify(other));
    assert.is(read(other).damage?.line, 1);
  }
  assert.is(read(point, point).damage?.line, 2);
});

test.run();
