import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { csv } from '../../../src/analyse/interchange/csv.js';
import { hepdataFiles } from '../../../src/analyse/interchange/hepdata/index.js';
import { DataTable, problemsIn } from '../../../src/analyse/interchange/hepdata/schema.js';
import { histogramTable } from '../../../src/analyse/interchange/histogram.js';
import { Histogram } from '../../../src/core/histogram.js';

const energy = { name: 'E', unit: 'GeV', bins: 3, low: 0, high: 0.9 };
const row = { name: 'row', unit: '', bins: 2, low: -1, high: 1 };
const WORDS = { name: 'N', location: '', description: 'D' };

const line = new Histogram('line', 'Energy', [energy]);
for (const x of [-1, 0.1, 0.1, 0.1, 0.1, 0.7, 2]) line.fill(x);
const plane = new Histogram('plane', 'Energy and row', [energy, row]);
for (const [x, y] of [
  [0.4, 0.5],
  [0.4, 0.5],
  [0.7, -0.5],
  [0.4, 5],
]) {
  plane.fill(x, y);
}

function hepdata(histogram: Histogram): DataTable {
  const tables = [histogramTable(histogram, WORDS)];
  const files = new Map(hepdataFiles({ comment: 'c', keywords: [], tables }));
  const document = parse(files.get(`${histogram.name}.yaml`) ?? '');
  assert.equal(problemsIn(DataTable, document, 'f'), []);
  return document;
}

test('a bin is a bin for HEPData, from its low edge to its high one, with the root of its count', () => {
  const { independent_variables: x, dependent_variables: y } = hepdata(line);
  assert.equal(x, [
    {
      header: { name: 'E', units: 'GeV' },
      values: [
        { low: 0, high: 0.3 },
        { low: 0.3, high: 0.6 },
        { low: 0.6, high: 0.9 },
      ],
    },
  ]);
  const label = 'root of the count';
  assert.equal(y[0].values, [
    { value: 4, errors: [{ symerror: 2, label }] },
    { value: 0 },
    { value: 1, errors: [{ symerror: 1, label }] },
  ]);
});

test('of two axes, the edges of those bins that are not empty', () => {
  const { independent_variables: variables, dependent_variables: events } = hepdata(plane);
  assert.equal(
    variables.map(({ header, values }) => [header, values]),
    [
      [
        { name: 'E', units: 'GeV' },
        [
          { low: 0.6, high: 0.9 },
          { low: 0.3, high: 0.6 },
        ],
      ],
      [
        { name: 'row' },
        [
          { low: -1, high: 0 },
          { low: 0, high: 1 },
        ],
      ],
    ],
  );
  assert.equal(events[0].values, [{ value: 1 }, { value: 2 }]);
});

test('comma-separated values have the middle of each bin, and say so', () => {
  const [head, ...rows] = csv(histogramTable(plane, WORDS), []).split('\n').slice(2);
  assert.is(head, '"E, middle of bin (GeV)","row, middle of bin",Events');
  assert.equal(rows, ['0.75,-0.5,1', '0.45,0.5,2', '']);
});

test.run();
