/** What is stored of the trigger: all that a replay needs, and no trace of the choice in what a spill is. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { StoredPrimitives } from '../../src/core/primitives.js';
import { readSegment } from '../../src/core/wire/framing.js';
import { spillway } from '../../src/core/wire/messages.js';
import {
  decodePrimitives,
  type Primitives,
  PRIMITIVES_BYTES,
} from '../../src/core/wire/primitives.js';
import { seedKey } from '../../src/core/random/index.js';
import { emulateSpill } from '../../src/emulate/spill.js';
import { crc32 } from '../../src/run/hash.js';
import { processSpill } from '../../src/run/spill.js';
import { cardOf } from '../support/card.js';
import { SEED } from '../support/statistics.js';

const card = cardOf('beam.intensity=1e5', 'beam.spill=70 ms');
const { ecal, preshower } = card.trigger;

function stored(mode: 'every' | 'candidates', storePrimitives: StoredPrimitives) {
  const identity = { card, cardHash: 'x', seed: SEED, mode, fidelity: 'energy' } as const;
  const result = processSpill({ ...identity, truth: false, storePrimitives }, 1);
  const [head, ...rest] = readSegment(result.primitives, crc32, PRIMITIVES_BYTES);
  const { burst, menuHash, schema } = spillway.SegmentHeader.decode(head.body);
  const records = rest.flatMap(({ type, body }) => (type === 3 ? [decodePrimitives(body)] : []));
  return { ...result, burst, menuHash, schema, records };
}

/** Everything asked of every particle: within the keep values or not by the definition. */
const isWithin = ({ ecalCounts, preshowerCounts }: Primitives) =>
  ecalCounts < Math.round(ecal.keep / ecal.count) &&
  preshowerCounts > Math.round(preshower.keep / preshower.count);

for (const mode of ['every', 'candidates'] as const) {
  test(`${mode}: the choice leaves no trace in hashes, and what is accepted is part of what is kept`, () => {
    const [kept, accepted] = [stored(mode, 'kept'), stored(mode, 'accepted')];
    assert.is(kept.spillHash, accepted.spillHash);
    assert.is(kept.rawHash, accepted.rawHash);
    assert.is(kept.schema, 'spillway.primitives/2');
    assert.is(kept.menuHash?.length, 64);
    assert.is(accepted.burst, null);
    assert.equal(
      kept.records.filter(({ event }) => event > 0),
      accepted.records,
    );
    const { outcomes, clockTriggers, scalers } = kept.ledger;
    const fired = kept.records.filter(({ triggers }) => triggers !== 0);
    const lost = outcomes.deadTime + clockTriggers.deadTime;
    assert.ok(lost > 0);
    assert.is(fired.length, accepted.records.length + lost);
    const times = kept.records.map(({ slice, tick }) => 1e7 * slice + tick);
    assert.equal(
      times,
      [...times].sort((a, b) => a - b),
    );
    const quiet = kept.records.filter(({ triggers }) => triggers === 0);
    assert.ok(quiet.length > 10 && quiet.every(isWithin));
    // All coincidences are on record or counted.
    const { noTerm, prescaled, ecal: low } = kept.burst ?? {};
    const strobes = outcomes.noTerm + outcomes.prescaled;
    assert.is(Number(noTerm) + Number(prescaled) + quiet.length, strobes);
    const below = (p: Primitives) => p.kind === 'particle' && p.ecalCounts * ecal.count < 80 - 1e-9;
    const counted = (low ?? []).slice(0, 1600).reduce((a, b) => a + b, 0);
    assert.is(kept.records.filter(below).length + counted, scalers.ecalTerm);
  });
}

test('whoever is asked for everything keeps the same', () => {
  const kept = (primitives: 'lazy' | 'all') =>
    emulateSpill(card, seedKey(SEED), 1, { keep: true, primitives }).kept;
  assert.equal(kept('lazy'), kept('all'));
});

test('a menu that asks more of every electron keeps the same coincidences', () => {
  const asks = 'trigger.terms={hard: {kind: sum, of: preshower, above: 5 GeV}}';
  const more = 'trigger.menu.hard={type: beam, when: {all: [coincidence, hard]}, prescale: 1000}';
  const other = cardOf('beam.intensity=1e5', 'beam.spill=70 ms', asks, more);
  const ids = (of: typeof card) =>
    emulateSpill(of, seedKey(SEED), 1, { keep: true })
      .kept?.records.filter((p) => p.kind === 'particle' && isWithin(p))
      .map(({ slice, index, ordinal }) => `${slice}/${index}/${ordinal}`);
  assert.ok((ids(card)?.length ?? 0) > 50);
  assert.equal(ids(other), ids(card));
});

test.run();
