/**
 * Asking for a primitive only where the decision needs it changes nothing: the same triggers, events, ledger
 * and profile as with every primitive of every particle.
 */
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Card, resolveCard } from '../../src/core/card/index.js';
import { encodePayload } from '../../src/core/wire/event.js';
import { seedKey } from '../../src/core/random/index.js';
import { type EmulatedSpill, emulateSpill, type Passing } from '../../src/emulate/spill.js';
import { SEED } from '../support/statistics.js';

const key = seedKey(SEED);

/** A card with settings, and another menu if one is named. */
function card(name: string, ...overrides: string[]): Card {
  const menu = name.startsWith('menu/');
  const mine = menu ? `from: run3-2018.yaml\ntrigger:\n  from: ${name}\n` : `from: ${name}.yaml\n`;
  const read = (path: string) => (path === 'config/mine.yaml' ? mine : readFileSync(path, 'utf8'));
  return resolveCard('config/mine.yaml', { read, overrides }).card;
}

const SHORT = ['beam.spill=50 ms', 'beam.intensity=75000'];
const DENSE = ['beam.spill=20 ms', 'beam.intensity=120000'];

const CARDS: readonly [what: string, card: Card][] = [
  ['run III', card('run3-2018', ...SHORT)],
  ['run I', card('run1-2016', ...SHORT)],
  ['3.6e7 per spill', card('run3-2018', ...DENSE)],
  ['stress', card('stress-pileup', 'beam.spill=20 ms', 'beam.intensity=120000')],
  ['menu of 2018', card('menu/na64-2018.yaml', ...SHORT)],
  ['prescale 1', card('run3-2018', ...SHORT, 'trigger.menu.beam.prescale=1')],
  ['prescale 7', card('run3-2018', ...SHORT, 'trigger.menu.beam.prescale=7')],
  [
    'looser threshold',
    card('run3-2018', ...SHORT, 'trigger.ecal.keep=95 GeV', 'trigger.ecal.threshold=95 GeV'),
  ],
  ['no smear', card('run3-2018', ...SHORT, 'trigger.ecal.smear=0 GeV')],
  [
    'no overlap',
    card('run3-2018', ...DENSE, 'trigger.overlap.full=0 ns', 'trigger.overlap.zero=0 ns'),
  ],
  ['long gate', card('run3-2018', ...DENSE, 'trigger.coincidence.gate=300 ns')],
  ['many random triggers', card('run3-2018', ...SHORT, 'trigger.menu.random.rate=20 kHz')],
];

const digest = (spill: EmulatedSpill) => ({
  ...{ ledger: spill.ledger, triggers: spill.triggers, profile: spill.profile },
  bodies: spill.events.map(({ bodies }) => Buffer.from(encodePayload(bodies)).toString('base64')),
});

for (const [what, of] of CARDS) {
  test(`lazy and complete primitives, ${what}`, () => {
    const all = emulateSpill(of, key, 1, { primitives: 'all' });
    assert.ok(all.triggers.length > 20, `${all.triggers.length} triggers`);
    assert.equal(digest(emulateSpill(of, key, 1)), digest(all));
  });
}

test('a visitor finds the spill in the same state', () => {
  const of = card('run3-2018', ...SHORT);
  const seen = (primitives: 'lazy' | 'all') => {
    const states: unknown[] = [];
    const visitor = {
      next: 0,
      visit({ trigger, readout, timeline }: Passing) {
        const tick = visitor.next % 10_000_000;
        const guest = { fired: 15, ecal: 100, preshower: 100 };
        const evaluation = trigger.evaluate(timeline, tick, visitor.next, guest);
        states.push([visitor.next, evaluation, readout.wouldBe(visitor.next)]);
        visitor.next += 7919;
      },
    };
    emulateSpill(of, key, 1, { primitives, visitor });
    return states;
  };
  const lazy = seen('lazy');
  assert.ok(lazy.length > 50_000);
  assert.equal(lazy, seen('all'));
});

test.run();
