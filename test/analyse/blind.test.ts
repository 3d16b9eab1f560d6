import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { blindly } from '../../src/analyse/blind.js';
import { DEFECT, InternalError } from '../../src/core/errors.js';

function failing(): never {
  throw new RangeError('E_ECAL 41.25 GeV\n    at 41.25 GeV', { cause: new Error('41.25') });
}

function caught(reconstruct: () => unknown, event?: number): InternalError {
  try {
    blindly(reconstruct, event);
  } catch (error) {
    return error as InternalError;
  }
  throw new Error('nothing was thrown');
}

test('what is thrown is told by class and place, not by its words', () => {
  const error = caught(failing, 17);
  assert.instance(error, InternalError);
  assert.is(error.exitCode, DEFECT);
  assert.match(error.message, /reconstruction of event 17: failed with RangeError at failing/);
  assert.match(`${error.stack}`, /at failing .*blind\.test/);
  assert.is(error.cause, undefined);
  assert.not.match(`${error.message} ${error.stack} ${JSON.stringify(error)}`, /41\.25/);
});

test('values that are thrown themselves are not told', () => {
  const thrown = caught(() => {
    throw { ecal: 41.25 };
  });
  assert.match(thrown.message, /^reconstruction of an event: failed;/);
  assert.not.match(`${thrown.message} ${thrown.stack}`, /41\.25/);
});

test('what does not fail is given back', () => {
  assert.is(
    blindly(() => 3),
    3,
  );
});

test.run();
