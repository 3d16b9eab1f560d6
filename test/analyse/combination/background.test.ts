/** The background of a combination: errors of ln N as they are, one parameter for all runs, the shape of the fit. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type Background,
  CARD_RATE,
  cardRates,
  type Estimate,
} from '../../../src/analyse/background/index.js';
import {
  type BackgroundInput,
  backgroundInput,
  totalBackground,
} from '../../../src/analyse/combination/background.js';
import { type RunInput, scaledRun } from '../../../src/analyse/combination/input.js';
import { combine } from '../../../src/analyse/combination/model.js';
import { nuisanceTable } from '../../../src/analyse/combination/nuisances.js';
import { totalPrior, ratesOf } from '../../../src/analyse/limits/index.js';
import { beliefWith } from '../../support/card.js';
import { integral, near } from '../../support/statistics.js';

const belief = beliefWith();
const { sources } = cardRates(belief, 2.84e11);
const fitted: Estimate = { ...sources[2], slope: 8, method: 'a fit' };
const SIGMA = { counts: 0.82, systematic: 0.05, inputs: 0.1 };
const NAMES = {
  counts: 'background, counts',
  systematic: 'background, systematic',
  inputs: 'background, inputs and limits',
};

const found = (events: number): Background => ({
  ...{ method: 'from the counts', events, error: events, logErrors: SIGMA },
  origins: { systematic: 'both', inputs: 'measured' },
  sources: [{ ...fitted, events }],
});

const run = (events: number): RunInput => ({
  ...{ name: 'run', electrons: 1e11, box: { beam: 100, edge: 50 }, yieldOrigin: 'card' },
  efficiency: () => ({ value: 0.5, error: 0 }),
  background: backgroundInput(found(events), belief),
  uncertainties: belief.analysis.nuisances,
});

const runs = [0.1, 0.2, 0.3].map(run);

test('the error of ln N enters the likelihood as it is: 0.82 is no ln(1.82)', () => {
  const { model } = combine(runs, { massGeV: 0.01 });
  for (const [kind, name] of Object.entries(NAMES)) {
    const sigma = SIGMA[kind as keyof typeof SIGMA];
    const rows = model.nuisances.filter((nuisance) => nuisance.name === name);
    assert.is(rows.length, 1, `${kind}: one parameter for all runs`);
    assert.equal(rows[0].background, [sigma, sigma, sigma]);
    assert.is(rows[0].signal, 0);
  }
  // All of it, of the total: the runs go together.
  const { sigmaBackground } = totalPrior(ratesOf(model));
  near('sigma', sigmaBackground, Math.hypot(0.82, 0.05, 0.1), 1e-12);
});

test('the table shows one sigma up, and where it comes from', () => {
  const rows = new Map(nuisanceTable(runs, 0.01).map((row) => [row.name, row]));
  near('counts', rows.get(NAMES.counts)?.sizes[0] ?? 0, Math.exp(0.82) - 1, 1e-12);
  assert.equal(
    Object.values(NAMES).map((name) => rows.get(name)?.origin),
    ['measured', 'both', 'measured'],
  );
  // One run has it from the counts, the other from its card; a run without an error has no say.
  const typed = backgroundInput(cardRates(belief, 1e11), belief);
  const originWith = (background: BackgroundInput) =>
    nuisanceTable([{ ...runs[0], background }, runs[1]], 0.01).find(
      ({ name }) => name === NAMES.inputs,
    )?.origin;
  assert.is(originWith(typed), 'both');
  assert.is(originWith({ ...typed, logErrors: { ...typed.logErrors, inputs: 0 } }), 'measured');
  assert.is(rows.has('background'), false, 'nothing is of a run alone');
});

test('the error of the counts falls with the root of the exposure that is projected, no other', () => {
  const { background } = scaledRun(runs[0], 4e11);
  assert.equal(background.logErrors, { own: 0, ...SIGMA, counts: 0.41 });
  near('events', background.events, 0.4, 1e-12);
  // The counts of all runs together grow by another factor than the run.
  const together = scaledRun(runs[0], 4e11, 100);
  near('counts', together.background.logErrors.counts, 0.082, 1e-12);
  near('events', together.background.events, 0.4, 1e-12);
});

test('common errors of several runs add up', () => {
  const { events, error } = totalBackground(runs.map((r) => r.background));
  near('events', events, 0.6, 1e-12);
  near('error', error, 0.6 * Math.hypot(0.82, 0.05, Math.exp(0.1) - 1), 1e-12);
});

test('below the edge the background falls as the fit says; where there is none as on the card', () => {
  const { below } = backgroundInput(found(0.4), belief);
  const share = (slope: number, edge: number) => {
    const density = (e: number) => Math.exp(e / slope);
    return integral(density, 0, edge) / integral(density, 0, 50);
  };
  for (const edge of [30, 45, 50, 57]) {
    near(`${edge} GeV`, below(edge), share(8, edge), 1e-3);
  }
  // Of two sources by their events: (i) is on the card with 19 GeV.
  const two = {
    ...found(0.4),
    sources: [
      { ...fitted, events: 0.3 },
      { ...sources[0], events: 0.1 },
    ],
  };
  assert.is(two.sources[1].method, CARD_RATE);
  const mixed = backgroundInput(two, belief).below(45);
  near('two', mixed, 0.75 * share(8, 45) + 0.25 * share(19, 45), 1e-3);
});

test.run();
