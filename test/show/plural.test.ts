/** Words behind a number. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { counted, plural } from '../../src/show/plural.js';

test('one of a kind is told as one, any other number as many', () => {
  assert.equal(
    [0, 1, 2].map((n) => counted(n, 'spill')),
    ['0 spills', '1 spill', '2 spills'],
  );
  assert.equal(
    [0, 1, 2].map((n) => plural(n, 'is', 'are')),
    ['are', 'is', 'are'],
  );
});

test.run();
