/**
 * A limit that knows its trigger and its live time: what a longer dead time, a prescale or another threshold does to eps, sign
 * and size, over the same particles.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeCounts, emptyCounts, mergeCounts } from '../../src/analyse/counts.js';
import { estimateLimit, type RunCounts } from '../../src/analyse/limit.js';
import { beliefOf, type Card, cardHash } from '../../src/core/card/index.js';
import { triggerNames } from '../../src/core/card/trigger.js';
import { seedKey } from '../../src/core/random/index.js';
import { leadYield } from '../../src/core/signal/index.js';
import { mergeTally } from '../../src/core/wire/tally.js';
import { emulateSpill } from '../../src/emulate/spill.js';
import { measureEfficiency } from '../../src/run/efficiency/index.js';
import { inlineExecutor } from '../../src/run/executor/inline.js';
import { sha256 } from '../../src/run/hash.js';
import { processSpill } from '../../src/run/spill.js';
import { cardOf } from '../support/card.js';
import { SEED, within } from '../support/statistics.js';

const key = seedKey(SEED);
/** A tenth of a spill of 7e6 electrons, ripple and all. */
const TENTH = ['beam.intensity=7e5', 'beam.spill=480 ms', 'beam.startSpike.probability=0'];
const MASS = { masses: [0.01] };

/** Counts of the scalers of some spills, without their events. */
function scalersOf(card: Card, spills: number): RunCounts {
  const counts = emptyCounts();
  for (let spill = 1; spill <= spills; spill++) {
    counts.spills++;
    const { scalers } = emulateSpill(card, key, spill).ledger;
    counts.scalers = mergeTally(counts.scalers, scalers);
  }
  return { name: 'r', belief: beliefOf(card), counts };
}

const epsOf = (run: RunCounts) => estimateLimit([run], MASS).limit.eps[0];
const factor = (run: RunCounts, name: string) =>
  estimateLimit([run], MASS).efficiency.find((f) => f.name === name)?.value ?? Number.NaN;

test('twice the dead time at 7e6 with ripple: live 0.930 to 0.870, eps 3.4 % up', () => {
  const [once, twice] = [70, 140].map((us) =>
    scalersOf(cardOf(...TENTH, `readout.deadTime=${us} us`), 3),
  );
  // Closed form, mean over r(t) of 1/(1 + tau f r); some 1200 triggers: one error is 0.007 of the live fraction.
  within('live', factor(once, 'live'), 0.905, 0.955);
  within('live, twice', factor(twice, 'live'), 0.835, 0.905);
  const ratio = epsOf(twice).emulatedExact / epsOf(once).emulatedExact;
  const expected = Math.sqrt(factor(once, 'live') / factor(twice, 'live'));
  within('over the root of live fractions', ratio / expected, 1 - 1e-9, 1 + 1e-9);
  // With the same particles the error of the ratio is 0.4 %.
  within('eps', ratio, 1.034 - 0.016, 1.034 + 0.016);
  console.log(`  eps x ${ratio.toFixed(4)}`);
});

test('a prescale of 2 of the physics trigger: eps up by the root of 2', () => {
  const [every, half] = [1, 2].map((prescale) =>
    scalersOf(
      cardOf(...TENTH, 'readout.deadTime=0 us', `trigger.menu.physics.prescale=${prescale}`),
      1,
    ),
  );
  assert.is(factor(every, 'prescale'), 1);
  const met = half.counts.scalers.met[triggerNames(half.belief.trigger).indexOf('physics')];
  assert.ok(met > 300);
  // Every second trigger, to the last one.
  within('prescale', factor(half, 'prescale'), 0.5 - 1 / met, 0.5 + 1 / met);
  for (const method of ['emulated', 'emulatedExact'] as const) {
    const ratio = epsOf(half)[method] / epsOf(every)[method];
    within(`${method}`, ratio / Math.SQRT2, 1 - 2 / met, 1 + 2 / met);
  }
});

// ---- thresholds by their efficiency

const GHOSTS = 300;
const SHORT = ['beam.intensity=1.5e5', 'beam.spill=100 ms', 'beam.startSpike.probability=0'];

async function measured(threshold: number) {
  const card = cardOf(...SHORT, `trigger.ecal.threshold=${threshold} GeV`);
  const request = {
    ...{ masses: [0.01], spills: 1, ghosts: GHOSTS },
    ...({ seed: SEED, fidelity: 'energy' } as const),
  } as const;
  const computing = { executor: inlineExecutor(), repeat: '', report: () => {} };
  const { runs } = await measureEfficiency([card], request, computing);
  const [efficiency] = runs;
  assert.is(efficiency.cardHash, cardHash(card, sha256));
  const own = { card, cardHash: '', seed: SEED, mode: 'every', truth: false } as const;
  const { counts } = processSpill({ ...own, fidelity: 'energy' }, 1);
  const sum = mergeCounts(emptyCounts(), decodeCounts(counts));
  const run: RunCounts = { name: 'r', belief: beliefOf(card), counts: sum, efficiency };
  return { run, shares: efficiency.masses[0] };
}

test('a tighter threshold costs what it lets go of the signal', async () => {
  const [nominal, tight] = [await measured(80), await measured(30)];
  const triggered = [nominal, tight].map(
    ({ shares }) => shares.factors.find((f) => f.name === 'trigger')?.value ?? 0,
  );
  // Less than 30 GeV is left of A' with more than 70 GeV: 0.6 of those with more than 50.
  const above = leadYield(0.01, 100, { least: 70 }).perEot / leadYield(0.01, 100).perEot;
  const error = Math.sqrt((above * (1 - above)) / GHOSTS);
  within('trigger', triggered[1] / triggered[0], above - 4 * error, above + 4 * error);
  const total = [nominal, tight].map(({ run }) => epsOf(run).efficiency);
  const ratio = epsOf(tight.run).emulatedExact / epsOf(nominal.run).emulatedExact;
  const pull = Math.sqrt(total[0] / total[1]);
  // Its statistical error is a nuisance, and larger where less is left.
  within('eps', ratio / pull, 1, 1.002);
  within('root of the yields', ratio * Math.sqrt(above), 0.9, 1.1);
  console.log(
    `  eps x ${ratio.toFixed(3)}, root of the yields ${(1 / Math.sqrt(above)).toFixed(3)}`,
  );
});

test.run();
