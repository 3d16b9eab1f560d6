/** What stands in the folder `control/`: taken as it is meant, or refused. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { UsageError } from '../../../src/core/errors.js';
import { RunControl } from '../../../src/run/control/index.js';
import { controlState } from '../../../src/run/control/serve.js';
import { parseAnswer, parseRequest, parseState, REQUESTS } from '../../../src/run/control/text.js';

const STATE = { state: 'in spill', asked: 'pause', reason: 'key p', underWay: 2 };

test('states and answers', () => {
  assert.equal(parseState(JSON.stringify(STATE)), STATE);
  const own = controlState(new RunControl());
  assert.equal(parseState(JSON.stringify(own)), own);
  const problem = { what: 'run control, resume', got: 'in spill', expected: 'paused' };
  assert.equal(parseAnswer(JSON.stringify({ state: STATE })), { state: STATE });
  assert.equal(parseAnswer(JSON.stringify({ state: STATE, problem })), { state: STATE, problem });
});

test('what is none', () => {
  const states = [
    ...['', '{', 'null', '[]', '{}'],
    ...[{ state: 'x' }, { asked: 'x' }, { reason: 1 }, { underWay: -1 }, { underWay: null }].map(
      (wrong) => JSON.stringify({ ...STATE, ...wrong }),
    ),
  ];
  for (const text of states) {
    assert.is(parseState(text), null, text);
    assert.is(parseAnswer(text), null, text);
    assert.is(parseAnswer(`{"state":${text}}`), null, text);
  }
  assert.is(parseAnswer(JSON.stringify({ state: STATE, problem: { got: 1 } })), null);
});

test('requests', () => {
  for (const command of REQUESTS) assert.is(parseRequest(JSON.stringify({ command })), command);
  for (const text of ['', 'null', '7', '{}', '{"command":"reset"}', '{"command":["stop"]}']) {
    assert.throws(
      () => parseRequest(text),
      (error: unknown) =>
        error instanceof UsageError &&
        error.message === `request: got ${text}, expected one of pause, resume, stop`,
      text,
    );
  }
  assert.throws(() => parseRequest('x'.repeat(1e6)), /^.{0,200}$/);
});

test.run();
