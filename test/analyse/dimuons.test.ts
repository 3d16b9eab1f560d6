/** The benchmark of the yield: its arithmetic, and that it follows what nature does to the rate of muon pairs. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Counts, decodeCounts, emptyCounts, mergeCounts } from '../../src/analyse/counts.js';
import {
  dimuonYield,
  dimuonYieldOf,
  measuredYieldSystematic,
  yieldSystematic,
} from '../../src/analyse/dimuons.js';
import { scalerElectrons } from '../../src/analyse/efficiency.js';
import { regionIndex } from '../../src/analyse/selection/regions.js';
import { beliefOf } from '../../src/core/card/index.js';
import { triggerNames } from '../../src/core/card/trigger.js';
import type { Nature } from '../../src/core/nature.js';
import { drawnNature } from '../../src/run/nature.js';
import { processSpill, type SpillJob } from '../../src/run/spill.js';
import { beliefWith, resolved } from '../support/card.js';
import { near, within } from '../support/statistics.js';

const belief = beliefWith();

function counted(coincidences: number, observed: number): Counts {
  const counts = emptyCounts();
  counts.scalers.coincidences = coincidences;
  counts.regions[regionIndex('I below box edge')] = observed;
  return counts;
}

test('predicted: electrons x rate x efficiency; the error holds what was counted and what is believed', () => {
  const counts = counted(1e9, 4000);
  const electrons = scalerElectrons(belief, counts.scalers);
  const { rate, efficiency } = belief.analysis.dimuons;
  // No rate, no dead time: nothing is lost to live time and pile-up.
  const expected = electrons * rate * efficiency;
  const { observed, predicted, ratio, error } = dimuonYield(belief, counts);
  assert.is(observed, 4000);
  near('predicted', predicted, expected, 1e-12 * expected);
  near('ratio', ratio ?? 0, 4000 / expected, 1e-12);
  // 2 % trigger, 2 % track, 1 % SRD, 1 % electrons: 3.16 %; 1.05 % simulated pairs; 1/sqrt(4000) = 1.58 %.
  near('error', (error ?? 0) / (ratio ?? 1), Math.sqrt(0.001 + 0.0105 ** 2 + 1 / 4000), 1e-9);
});

test('live fraction and pile-up in the gate of the run are in the prediction', () => {
  const busy = counted(1e9, 4000);
  busy.scalers.presented[0] = 100;
  busy.scalers.accepted[0] = 90;
  near(
    'live',
    dimuonYield(belief, busy).predicted / dimuonYield(belief, counted(1e9, 0)).predicted,
    0.9,
    1e-12,
  );
  const crowded = counted(1e9, 4000);
  // 1.5e6 per second about each electron.
  crowded.scalers.coincidencePairs = 1e9 * 1500;
  const { predicted } = dimuonYield(belief, crowded);
  const free =
    (dimuonYield(belief, counted(1e9, 0)).predicted * scalerElectrons(belief, crowded.scalers)) /
    scalerElectrons(belief, counted(1e9, 0).scalers);
  within('pile-up', predicted / free, 0.85, 0.97);
});

test('a prescale takes observed and predicted pairs alike', () => {
  const halved = counted(1e9, 2000);
  const bit = triggerNames(belief.trigger).indexOf('physics');
  halved.scalers.met[bit] = 1000;
  halved.scalers.fired[bit] = 500;
  near(
    'ratio',
    dimuonYield(belief, halved).ratio ?? 0,
    dimuonYield(belief, counted(1e9, 4000)).ratio ?? 1,
    1e-12,
  );
});

test('runs together are as one that is as long', () => {
  const runs = [counted(1e9, 4000), counted(3e9, 11_000)].map((counts) => ({ belief, counts }));
  const whole = dimuonYield(belief, counted(4e9, 15_000));
  const { observed, ...sum } = dimuonYieldOf(runs);
  assert.is(observed, 15_000);
  for (const [name, value] of Object.entries(sum)) {
    const expected = whole[name as keyof typeof sum] ?? Number.NaN;
    near(name, value ?? 0, expected, 1e-12 * Math.abs(expected));
  }
});

test('fewer than a hundred pairs, predicted and observed, measure no yield', () => {
  const of = (coincidences: number, observed: number) =>
    measuredYieldSystematic([{ belief, counts: counted(coincidences, observed) }]);
  const predicted = (coincidences: number) =>
    dimuonYield(belief, counted(coincidences, 0)).predicted;
  const some = 1.5e7;
  within('predicted', predicted(some), 70, 90);
  assert.is(of(some, 99), null);
  assert.is(of(some, 100), dimuonYield(belief, counted(some, 100)).yieldSystematic);
  // 300 predicted and 90 observed are no small sample: seven in ten are missing.
  const many = (300 / predicted(some)) * some;
  near('many', predicted(many), 300, 0.1);
  near('missing', of(many, 90) ?? 0, 0.7, 1e-3);
});

test('the systematic: the distance from one, or the error where that is larger', () => {
  near('far', yieldSystematic(1.08, 0.03), 0.08, 1e-12);
  near('below', yieldSystematic(0.85, 0.03), 0.15, 1e-12);
  assert.is(yieldSystematic(1.01, 0.03), 0.03);
});

test('without electrons there is nothing to compare; without events an error', () => {
  assert.equal(dimuonYield(belief, emptyCounts()), {
    ...{ observed: 0, predicted: 0, ratio: null, error: null, yieldSystematic: null },
  });
  const few = dimuonYield(belief, counted(1e5, 0));
  assert.is(few.ratio, 0);
  near('error', few.error ?? 0, 1 / few.predicted, 1e-9 / few.predicted);
});

// Pairs alone trigger, many of them, and most leave less than 50 GeV: the same rate in nature and in belief.
const RATE = 2.5e-3;
const PAIRS = '[{ energy: 52 GeV, above: 1 }, { energy: 80 GeV, above: 0 }]';
const many = resolved([
  ...[`nature.dimuon.rate=${RATE}`, `analysis.dimuons.rate=${RATE}`],
  ...[`nature.dimuon.spectrum=${PAIRS}`, 'analysis.dimuons.efficiency=0.7'],
  ...['pion', 'muon', 'haloMuon'].map((kind) => `nature.admixture.${kind}=0`),
  ...['nature.electroNuclear.rate=0', 'analysis.purity=1', 'trigger.menu.random.rate=0 Hz'],
  ...['beam.intensity=60000', 'readout.deadTime=1 us'],
]).card;

function yieldOf(seed: string, nature: Nature, spills: number) {
  const job: SpillJob = {
    ...{ card: many, cardHash: '', seed, nature, mode: 'candidates', fidelity: 'energy' },
    ...{ evaluation: 'staged', truth: false },
  };
  let counts = emptyCounts();
  // The first of a hundred spills is made in full.
  for (let spill = 2; spill < 2 + spills; spill++) {
    counts = mergeCounts(counts, decodeCounts(processSpill(job, spill).counts));
  }
  const { ratio, observed } = dimuonYield(beliefOf(many), counts);
  assert.ok(ratio !== null);
  return { ratio, observed };
}

test('observed over predicted follows the drawn rate', () => {
  // Of forty natures the one with the fewest and the one with the most pairs.
  const natures = Array.from({ length: 40 }, (_, i) => {
    const seed = `nature ${i}`;
    return { seed, factor: drawnNature({ card: many, seed }).card.nature.dimuon.rate / RATE };
  }).sort((a, b) => a.factor - b.factor);
  // The efficiency of this card, as simulated.
  const simulated = yieldOf('simulated', 'nominal', 3);
  const [few, most] = [natures[0], natures[natures.length - 1]].map(({ seed, factor }) => {
    const { ratio, observed } = yieldOf(seed, 'drawn', 3);
    const found = ratio / simulated.ratio;
    const counted = found * Math.sqrt(1 / observed + 1 / simulated.observed);
    // What else is drawn moves the efficiencies, by what the card takes their errors to be: 3.2 %.
    const error = Math.hypot(counted, 0.032 * found);
    console.log(
      `  drawn ${factor.toFixed(3)}, found ${found.toFixed(3)} +- ${error.toFixed(3)}, ${observed} events`,
    );
    near('ratio', found, factor, error);
    return { ratio, observed };
  });
  const apart = Math.sqrt(1 / few.observed + 1 / most.observed + 2 * 0.032 ** 2);
  assert.ok(Math.log(most.ratio / few.ratio) > 3.5 * apart, 'both fit the same number of pairs');
});

test.run();
