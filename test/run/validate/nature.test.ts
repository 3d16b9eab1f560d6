/** Validations in a drawn nature: the emulator is given it, what is expected is not; and its table can fail. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cardHash } from '../../../src/core/card/index.js';
import { FRONT_ENDS, ofFrontEnds } from '../../../src/core/channels.js';
import { emptyScalers } from '../../../src/core/wire/ledger.js';
import { emulateSpill } from '../../../src/emulate/spill.js';
import { FACTORS } from '../../../src/run/ghosts.js';
import { sha256 } from '../../../src/run/hash.js';
import { trueCard } from '../../../src/run/nature.js';
import { processSpill, type SpillJob } from '../../../src/run/spill.js';
import { type Sample, sampleCard } from '../../../src/run/efficiency/sample.js';
import {
  PARTS,
  spreadRow,
  trueOverBelieved,
} from '../../../src/run/validate/nature/efficiencies.js';
import { natureRows } from '../../../src/run/validate/nature/gains.js';
import { bothWays } from '../../../src/run/validate/primitives/bothWays.js';
import { sample, spillsOf } from '../../../src/run/validate/sample.js';
import { resolved } from '../../support/card.js';
import { validateOptions } from '../../support/validate.js';

const SEED = 'another world';
const FEW = ['beam.intensity=3000', 'beam.spill=24 ms', 'beam.startSpike.probability=0'];
const { card } = resolved([...FEW, `run.seed=${SEED}`]);
const job: SpillJob = {
  ...{ card, cardHash: cardHash(card, sha256), seed: SEED, nature: 'drawn' },
  ...{ mode: 'every', fidelity: 'energy', truth: false },
};
const world = trueCard(job);

test('sampled spills are those of the drawn nature, the card is the same', async () => {
  const [nominal, drawn] = await Promise.all(
    (['nominal', 'drawn'] as const).map((nature) =>
      sample(validateOptions({ seed: SEED, nature }), FEW, spillsOf(1)),
    ),
  );
  assert.equal(drawn.ledger, processSpill(job, 1).ledger);
  assert.not.equal(nominal.ledger, drawn.ledger);
  assert.equal(drawn.card, nominal.card);
  assert.equal([nominal.world, drawn.world], [card, world]);
});

test('so are ghosts, and spills gone through in both ways', async () => {
  const asked = { masses: [0.001], spills: 1, ghosts: 50, measured: false };
  const [nominal, drawn] = await Promise.all(
    (['nominal', 'drawn'] as const).map((nature) =>
      sampleCard(card, '', asked, validateOptions({ seed: SEED, nature })),
    ),
  );
  assert.equal(drawn.counts.scalers, processSpill(job, 1).ledger.scalers);
  assert.not.equal(drawn.counts.scalers, nominal.counts.scalers);
  assert.equal([nominal.world, drawn.world], [card, world]);
  const given: unknown[] = [];
  bothWays(job, 1, (of, ...rest) => {
    given.push(of);
    return emulateSpill(of, ...rest);
  });
  assert.equal(given, [world, world]);
});

/** Ghosts of which a share is lost at one factor, in a beam of which the counters see a share. */
function fake(lossAt: (typeof FACTORS)[number], left: number, seen: number): Sample {
  const at = FACTORS.indexOf(lossAt);
  const passed = [0, ...FACTORS.keys()].map((_, i) => (i > at ? left : 1) * 1e6);
  const scalers = { ...emptyScalers(), coincidences: seen * 1e6 };
  const flows = [{ passed, accepted: left * 1e6, rescued: 0 }];
  return { card, counts: { flows, scalers, electrons: 1e6 } } as unknown as Sample;
}

const part = (name: string) => PARTS.filter((p) => p.name === name)[0];
const close = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-8, `${a}, expected ${b}`);

test('true over believed: what counters lose is in electrons and trigger, and cancels in their product', () => {
  const simulated = fake('trigger', 0.95, 0.95);
  const drawn = fake('trigger', 0.9, 0.9);
  const value = (name: string) => trueOverBelieved(part(name), simulated, drawn)[0];
  close(value('trigger'), 0.9 / 0.95);
  close(value('electrons on target'), 0.95 / 0.9);
  close(value('electrons on target x trigger'), 1);
  close(value('electrons on target x efficiency'), 1);
  close(value('track'), 1);
  const silent = trueOverBelieved(part('VETO and HCAL'), simulated, fake('HCAL', 0.8, 0.95));
  close(silent[0], 0.8);
  close(silent[1], Math.sqrt(0.2 / 0.8 / 1e6));
});

test('their spread: twice the uncertainty of the table is refused, half of it is not', () => {
  const simulated = fake('track', 0.83, 0.95);
  const spread = (relative: number) =>
    spreadRow(
      part('track'),
      simulated,
      Array.from({ length: 50 }, (_, i) => fake('track', 0.83 * (1 + (-1) ** i * relative), 0.95)),
    );
  const { track } = card.analysis.nuisances;
  assert.ok(Math.abs(spread(track / 2).emulated / (track / 2) - 1) < 0.01);
  assert.is(spread(track / 2).agrees, true);
  assert.is(spread(2 * track).agrees, false);
});

test('gains: the SRD is off by its light, and nothing else', () => {
  const light = (of: typeof card) => of.detector.srd.photons * of.detector.srd.criticalEnergy;
  const off = light(card) / light(world);
  assert.ok(Math.abs(off - 1) > 0.02, `${off}: this test shows nothing`);
  const agreeing = (srd: number, others: number) =>
    natureRows(
      1,
      card,
      world,
      ofFrontEnds((name) => [name === 'srd' ? srd : others]),
    ).filter(({ agrees }) => agrees).length;
  assert.is(agreeing(off, 1), FRONT_ENDS.length);
  assert.is(agreeing(1 / off, 1), FRONT_ENDS.length - 1);
  assert.is(agreeing(off, 1.01), 1);
});

test.run();
