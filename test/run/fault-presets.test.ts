/** The presets of faults, whose spills NA64 has seen, through the chain: what they do, who tells, and that the spill behind is as ever. */
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildSpill } from '../../src/analyse/building/index.js';
import { PHYSICS } from '../../src/core/wire/ledger.js';
import { decodeCounts } from '../../src/analyse/counts.js';
import { flaggedIn, isBad } from '../../src/analyse/monitors/index.js';
import { reconstructPayload } from '../../src/analyse/spill.js';
import { beliefOf, resolveCard } from '../../src/core/card/index.js';
import { crc32 } from '../../src/run/hash.js';
import { processSpill } from '../../src/run/spill.js';
import { cardOf } from '../support/card.js';

/** A spill of 1e5 electrons with as many events of the beam trigger as a nominal one. */
const SHORT = ['beam.intensity=1e5', 'trigger.menu.beam.prescale=1000'];

/** A card as a user writes it. */
function cardWith(preset: string, more = '') {
  const own = `from: run3-2018.yaml\nfaults:\n  f:\n    from: faults/${preset}.yaml\n    spills: [1]\n${more}`;
  const read = (path: string) => (path === 'config/own.yaml' ? own : readFileSync(path, 'utf8'));
  return resolveCard('config/own.yaml', { read, overrides: SHORT }).card;
}

const clean = cardOf(...SHORT);

function made(card: typeof clean, spill: number) {
  const job = { card, cardHash: '', seed: 'presets', truth: true } as const;
  return processSpill({ ...job, mode: 'candidates', fidelity: 'energy' }, spill);
}

/** Events of the physics trigger. */
function physicsIn(raw: Uint8Array) {
  const belief = beliefOf(clean);
  return buildSpill(raw, crc32, belief.readout.building)
    .events.filter(({ header }) => (header.type ?? 0) & PHYSICS)
    .map(({ bodies }) => reconstructPayload(belief, bodies));
}

test('bad-spill-2025: behind an empty board the rest of the spill is lost and named, the next one is whole', () => {
  const card = cardWith('bad-spill-2025');
  const [struck, behind, own] = [made(card, 1), made(card, 2), made(clean, 2)];
  const lost = struck.ledger.outcomes.lostInBuilding + struck.ledger.clockTriggers.lostInBuilding;
  const recorded = struck.ledger.outcomes.recorded + struck.ledger.clockTriggers.recorded;
  assert.ok(lost > recorded, `${lost} lost, ${recorded} recorded`);
  const { isFlagged, named } = flaggedIn(struck.alarms);
  assert.is(named, lost);
  assert.ok(isFlagged(lost + recorded), 'the last event');
  assert.ok(isBad(struck.alarms));
  assert.is(decodeCounts(struck.counts).events, 0);
  assert.is(behind.spillHash, own.spillHash);
  assert.equal(behind.alarms, []);
});

test('gain-sag: electrons seem to have less than 70 GeV and an empty HCAL; the spill counts for nothing', () => {
  // Of a spill of 1e5 electrons as of one of 7e6.
  const card = cardWith('gain-sag', '    intensity: 1e5\n');
  const fakes = (raw: Uint8Array) =>
    physicsIn(raw).filter(({ ecal, hcalTotal }) => ecal < 70 && hcalTotal < 1).length;
  const [struck, own] = [made(card, 1), made(clean, 1)];
  assert.ok(fakes(struck.raw) > 100 * (fakes(own.raw) + 1), `${fakes(struck.raw)} fakes`);
  assert.ok(isBad(struck.alarms));
  assert.ok(struck.alarms.some(({ monitor }) => monitor === 'energy'));
  assert.is(decodeCounts(struck.counts).sealed, 0);
  assert.is(made(card, 2).spillHash, made(clean, 2).spillHash);
});

test.run();
