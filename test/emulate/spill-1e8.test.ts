/** The ledger at 1e8 electrons per spill, most of them in the same S coincidences. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { seedKey } from '../../src/core/random/index.js';
import { ledgerGap } from '../../src/core/wire/ledger.js';
import { emulateSpill } from '../../src/emulate/spill.js';
import { cardOf } from '../support/card.js';
import { near, SEED } from '../support/statistics.js';

test('the ledger closes with 1e8 electrons in 0.48 s', () => {
  // A long dead time, since what piles up in an event is not the point here; little material and halo,
  // whose particles take longest to draw.
  const card = cardOf(
    'beam.intensity=1e8',
    'beam.spill=480 ms',
    'readout.deadTime=100 ms',
    'nature.upstreamMaterial=0.001',
    'nature.admixture.haloMuon=0.001',
  );
  const { ledger, events } = emulateSpill(card, seedKey(SEED), 1);
  assert.is(ledgerGap(ledger), null);
  const { outcomes, particles, clockTriggers } = ledger;
  assert.is(outcomes.recorded + clockTriggers.recorded, events.length);
  near('beam electrons', particles.electron, 1e8, 1e4);
  assert.ok(outcomes.mergedWithPrevious > 0.7e8);
});

test.run();
