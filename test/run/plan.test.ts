/** The time that is left of several runs. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { addPlans, type Plan, planRun, secondsLeft } from '../../src/run/plan.js';
import { cardOf } from '../support/card.js';

const plan = (spills: number, seconds: number): Plan => ({
  ...{ spills, seconds, electrons: 1e6 * spills, bytes: 1e3 * spills },
});

test('left is what is planned, at the pace of what is done', () => {
  const plans = [plan(10, 100), plan(40, 200)];
  assert.is(secondsLeft(plans, 0, 0, 5), 300, 'nothing done: as planned');
  assert.is(secondsLeft(plans, 0, 5, 50), 250);
  // Half the pace: what is left takes twice as long.
  assert.is(secondsLeft(plans, 0, 5, 100), 500);
  assert.is(secondsLeft(plans, 1, 0, 100), 200);
  assert.is(secondsLeft(plans, 1, 10, 150), 150);
  assert.is(secondsLeft(plans, 1, 40, 300), 0);
});

test('a run that has nothing left to do, before or after', () => {
  const plans = [plan(0, 0), plan(4, 40), plan(0, 0)];
  assert.is(secondsLeft(plans, 1, 1, 10), 30);
  assert.is(secondsLeft(plans, 2, 0, 40), 0);
  assert.is(secondsLeft([plan(0, 0)], 0, 0, 3), 0);
});

test('runs add up', () => {
  const runs = [0, 1].map((i) => ({
    ...{ card: cardOf(`beam.intensity=${i + 1}e6`), spills: 3 + i, workers: 1 },
    ...({
      raw: 'keep',
      truth: false,
      fidelity: 'energy',
      mode: 'every',
      evaluation: 'all',
      storePrimitives: 'kept',
    } as const),
  }));
  const [a, b] = runs.map(planRun);
  const sum = addPlans(a, b);
  assert.equal([sum.spills, sum.electrons], [7, 3e6 + 8e6]);
  assert.is(sum.bytes, a.bytes + b.bytes);
  assert.is(sum.seconds, a.seconds + b.seconds);
});

test.run();
