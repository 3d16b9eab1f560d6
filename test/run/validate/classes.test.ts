/** The rate budget class by class, with few particles of each. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadSingleCard } from '../../../src/run/cards.js';
import { classRows, nuclearLost, turnOn } from '../../../src/run/validate/classes.js';
import { SEED } from '../../support/statistics.js';
import { assertNear } from '../../support/validate.js';

const card = loadSingleCard('run3-2018', [], SEED);

test('every class alone fires and is loose as often as its spectrum, counters, SRD and tracker say', () => {
  const rows = classRows(card, SEED, 600);
  for (const kind of [
    'dimuon',
    'upstream-electro-nuclear',
    'kaon',
    'pi -> e nu',
    'K -> e nu, Ke3',
  ]) {
    for (const what of ['P(trigger)', 'P(loose) of the triggered']) {
      assert.ok(
        rows.some(({ name }) => name === `${what}, ${kind}, alone`),
        `${what} of ${kind}`,
      );
    }
  }
  for (const row of rows) assertNear(row);
});

test('the turn-on is a half at the threshold and none or all far from it', () => {
  const { beam, trigger } = card;
  const at = (seen: number) => turnOn(card, () => beam.momentum - seen);
  assert.ok(Math.abs(at(trigger.ecal.threshold) - 0.5) < 1e-6);
  assert.ok(at(50) > 0.9999 && at(100) < 1e-5);
});

test('what is lost to hadrons in the dump begins at the least that is followed and ends at the beam', () => {
  assert.ok(Math.abs(nuclearLost(card, 0) - card.nature.electroNuclear.minimum) < 1e-9);
  assert.ok(Math.abs(nuclearLost(card, 1) - card.beam.momentum) < 1e-9);
});

test.run();
