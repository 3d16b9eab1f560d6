import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { csv } from '../../../src/analyse/interchange/csv.js';
import type { ResultTable } from '../../../src/analyse/interchange/table.js';

const TABLE: ResultTable = {
  file: 't',
  name: 'A table',
  location: '',
  description: 'Two lines\nof words',
  independent: [{ name: 'mass', unit: 'GeV', values: [0.001, 0.01] }],
  dependent: [
    {
      name: 'eps',
      unit: '',
      values: [1e-7 / 3, null],
      qualifiers: [{ name: 'limit', value: 'expected' }],
      errors: [{ label: '1 sigma', minus: [1e-8, null], plus: [2e-8, null] }],
    },
    { name: 'note', unit: '', values: ['say "a, b"', 'x'] },
  ],
};

test('remarks, a head, one line per row; quotes as in RFC 4180, nothing where there is nothing', () => {
  assert.equal(csv(TABLE, ['seed s']).split('\n'), [
    '# A table',
    '# Two lines of words',
    '# seed s',
    'mass (GeV),eps (expected),eps (expected) minus 1 sigma,eps (expected) plus 1 sigma,note',
    '0.001,3.33333e-8,1e-8,2e-8,"say ""a, b"""',
    '0.01,,,,x',
    '',
  ]);
});

test.run();
