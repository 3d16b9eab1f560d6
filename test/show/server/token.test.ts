/** Who needs a token, which, and where it is told. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { UsageError } from '../../../src/core/errors.js';
import { addressOf, tokenFor } from '../../../src/show/server/token.js';

const GIVEN = 'sesame-open-sesame';
const make = () => 'made';
const none = () => {
  throw new Error('one is made');
};

test('one that is given is needed, wherever the server listens', () => {
  for (const bound of ['127.0.0.1', '::1', '0.0.0.0', '10.0.0.1']) {
    for (const names of [[], ['daq.example.org']]) {
      assert.is(tokenFor(GIVEN, bound, names, none), GIVEN, bound);
    }
  }
});

test('one is made beyond this machine, and where others are let in by a name', () => {
  for (const given of [undefined, '']) {
    for (const bound of ['127.0.0.1', '127.1.2.3', 'localhost', '::1']) {
      assert.is(tokenFor(given, bound, [], none), null, bound);
      assert.is(tokenFor(given, bound, ['https://daq.example.org'], make), 'made', bound);
    }
    for (const bound of ['0.0.0.0', '::', '10.0.0.1']) {
      assert.is(tokenFor(given, bound, [], make), 'made', bound);
    }
  }
});

test('what can be guessed, or stands in no header, is refused everywhere', () => {
  for (const given of ['x', 'a'.repeat(15), `${GIVEN} ${GIVEN}`, `${GIVEN}\n`, `${GIVEN}é`]) {
    for (const bound of ['127.0.0.1', '0.0.0.0']) {
      try {
        tokenFor(given, bound, [], none);
        assert.unreachable(given);
      } catch (error) {
        assert.instance(error, UsageError);
        assert.match((error as Error).message, `SPILLWAY_TOKEN: got ${given.length} characters`);
        assert.not.match((error as Error).message, GIVEN);
      }
    }
  }
});

test('it is told behind #, where no server sees it', () => {
  assert.is(addressOf('http://127.0.0.1:4864', null), 'http://127.0.0.1:4864/');
  const address = addressOf('http://0.0.0.0:4864', 'a&b#c?d+e');
  const { search, hash } = new URL(address);
  assert.equal([search, decodeURIComponent(hash)], ['', '#token=a&b#c?d+e']);
});

test.run();
