/** When spills begin, with a clock of the test. */
import { mock } from 'node:test';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { RunControl } from '../../../src/run/control/index.js';
import { CYCLE_MS, paceOf, timesReal } from '../../../src/run/live/pace.js';

test.before.each(() => mock.timers.enable({ apis: ['setTimeout', 'Date'] }));
test.after.each(() => mock.timers.reset());

/** What waits, gets on; timers are of the test. */
const turns = async () => {
  for (let n = 0; n < 20; n++) await Promise.resolve();
};

/** A paced run: when its spills began, ms. */
function paced(speed: number | 'real') {
  const control = new RunControl();
  control.begin();
  const pace = paceOf(speed, control, Date.now) as () => Promise<void>;
  const begun: number[] = [];
  const next = async () => {
    await pace();
    begun.push(Date.now());
  };
  const pass = async (ms: number) => {
    mock.timers.tick(ms);
    await turns();
  };
  return { control, begun, next, pass };
}

test('speeds', () => {
  assert.equal([timesReal('max'), timesReal('real'), timesReal(0.5)], [null, 1, 0.5]);
  assert.is(paceOf('max', new RunControl(), Date.now), null);
});

test('a spill in each cycle, the first at once', async () => {
  for (const [speed, cycle] of [
    ['real', CYCLE_MS],
    [4, CYCLE_MS / 4],
    [0.5, 2 * CYCLE_MS],
  ] as const) {
    const { begun, next, pass } = paced(speed);
    const from = Date.now();
    for (let n = 0; n < 4; n++) {
      const spill = next();
      await turns();
      assert.is(begun.length, n === 0 ? 1 : n, 'not before its time');
      if (n > 0) {
        // The spill before has taken a tenth of the cycle.
        await pass(0.9 * cycle - 1);
        assert.is(begun.length, n);
        await pass(1);
      }
      await spill;
      assert.is(begun[n] - from, n * cycle);
      await pass(0.1 * cycle);
    }
  }
});

test('late by less than a cycle moves nothing, by more begins cycles of its own', async () => {
  const { begun, next, pass } = paced('real');
  const from = Date.now();
  await next();
  await pass(1.5 * CYCLE_MS);
  await next();
  const third = next();
  await pass(CYCLE_MS / 2);
  await third;
  await pass(7.25 * CYCLE_MS);
  await next();
  const fifth = next();
  await turns();
  assert.is(begun.length, 4, 'no two at once');
  await pass(CYCLE_MS);
  await fifth;
  assert.equal(
    begun.map((at) => (at - from) / CYCLE_MS),
    [0, 1.5, 2, 9.25, 10.25],
  );
});

test('a pause ends the wait, and does not cost a cycle', async () => {
  const { control, begun, next, pass } = paced('real');
  const from = Date.now();
  await next();
  const second = next();
  await pass(5000);
  control.command('pause');
  await second;
  assert.is(begun[1] - from, 5000);
  control.command('resume');
  const third = next();
  await pass(CYCLE_MS - 5001);
  assert.is(begun.length, 2);
  await pass(1);
  await third;
  assert.is(begun[2] - from, CYCLE_MS);
});

test('paused and resumed at once: the wait goes on', async () => {
  const { control, begun, next, pass } = paced('real');
  await next();
  const second = next();
  await pass(5000);
  control.command('pause');
  control.command('resume');
  await turns();
  assert.is(begun.length, 1);
  await pass(CYCLE_MS - 5000);
  await second;
});

test('what stops or fails does not wait', async () => {
  for (const end of [(c: RunControl) => c.stop('SIGINT'), (c: RunControl) => c.fail('no room')]) {
    const { control, next } = paced('real');
    await next();
    const second = next();
    await turns();
    end(control);
    await second;
    await next();
  }
});

test.run();
