/** One row of a validation: when it agrees, and that no number agrees with nothing. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { answerOf, row, share } from '../../../src/run/validate/row.js';

test('a share has its binomial error, that of one at least; of what was gained the Poisson error', () => {
  assert.equal(share(25, 100), [0.25, Math.sqrt(0.25 * 0.75 * 100) / 100]);
  assert.equal(share(100, 100), [1, 0.01]);
  assert.equal(share(0, 100), [0, 0.01]);
  const [, gained] = share(10_100, 10_000);
  assert.ok(Math.abs(gained - 10.05e-4) < 1e-6, `${gained}`);
  assert.ok(share(0, 0).every(Number.isNaN));
});

test('a row agrees within what is allowed and two errors; what is no number never does', () => {
  const relative = (emulated: number, error = 0.01) =>
    row({
      name: 'r',
      role: 'out',
      expected: 2,
      allowed: 0.1,
      emulated: [emulated, error],
      source: 'a test',
    });
  assert.ok(relative(2.219).agrees && relative(1.781).agrees);
  assert.not(relative(2.221).agrees || relative(1.779).agrees);
  assert.ok(Math.abs(relative(2.1).pull - 10) < 1e-9);
  const negative = (emulated: number) =>
    row({
      name: 'r',
      role: 'out',
      expected: -2,
      allowed: 0.1,
      emulated: [emulated, 0.01],
      source: 'a test',
    }).agrees;
  assert.ok(negative(-2.219) && negative(-1.781));
  assert.not(negative(-2.221) || negative(-1.779) || negative(2));
  const range = (emulated: number, error = 0.01) =>
    row({
      name: 'r',
      role: 'out',
      expected: 1,
      allowed: [0.9, 1],
      emulated: [emulated, error],
      source: 'a test',
    });
  assert.is(range(0.95).pull, 0);
  assert.ok(Math.abs(range(0.88).pull + 2) < 1e-9);
  for (const r of [relative(Number.NaN), range(Number.NaN), range(Number.NaN, Number.NaN)]) {
    assert.is(r.agrees, false);
    assert.ok(Number.isNaN(r.pull));
  }
  assert.is(range(0.95, Number.NaN).agrees, false);
});

test('a row whose error is too large to tell is undecided, but where it is too far off all the same', () => {
  const of = (emulated: number, error: number) =>
    row({
      ...{ name: 'r', role: 'out', expected: 0, allowed: [-20, 20], decides: 20 },
      ...{ emulated: [emulated, error], source: 'a test' },
    });
  const told = (r: ReturnType<typeof row>) => [r.agrees, answerOf(r)];
  assert.equal(told(of(0, 20)), [true, 'yes']);
  assert.equal(told(of(0, 20.1)), [false, 'undecided']);
  assert.equal(told(of(131.3, 100)), [false, 'undecided']);
  assert.equal(told(of(231.3, 100)), [false, 'NO']);
  assert.equal(told(of(Number.NaN, 100)), [false, 'NO']);
});

test.run();
