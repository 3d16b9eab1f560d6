/** Eq. (3): channels, their signal and background, and which uncertainties they share. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  cardBackground,
  cardShape,
  totalBackground,
} from '../../../src/analyse/combination/background.js';
import { boxCounts } from '../../../src/analyse/combination/box.js';
import { type RunInput, scaledRun } from '../../../src/analyse/combination/input.js';
import { combine, signalBins } from '../../../src/analyse/combination/model.js';
import { nuisanceTable, SYSTEMATICS } from '../../../src/analyse/combination/nuisances.js';
import { paperInputs } from '../../../src/analyse/combination/paper.js';
import { emptyCounts } from '../../../src/analyse/counts.js';
import { upperLimits } from '../../../src/analyse/limits/index.js';
import { PLOTS } from '../../../src/analyse/plots.js';
import { beliefOf } from '../../../src/core/card/index.js';
import { leadYield, yieldPerEot } from '../../../src/core/signal/index.js';
import { cardOf, resolved } from '../../support/card.js';
import { integral, within } from '../../support/statistics.js';

const beliefs = ['run1-2016', 'run2-2017', 'run3-2018'].map((name) =>
  beliefOf(resolved([], name).card),
);
const runs = beliefs.map(
  (belief, i): RunInput => ({
    name: belief.run.name,
    electrons: belief.run.electrons,
    efficiency: () => ({ value: [0.69, 0.6, 0.53][i], error: [0.02, 0.01, 0][i] }),
    background: cardBackground(belief, belief.run.electrons),
    uncertainties: belief.analysis.nuisances,
    yieldOrigin: 'card',
    box: { beam: 100, edge: 50 },
  }),
);

test('the table says of every uncertainty how large it is in each run and whether they share it', () => {
  const rows = new Map(nuisanceTable(runs, 0.01).map((row) => [row.name, row]));
  const expected: [string, 'common' | 'per run', number[]][] = [
    // PRL 123, 121801 (2019): 10 % yield, 2 % trigger, 4 % VETO and HCAL in run III.
    ['yield', 'common', [0.1, 0.1, 0.1]],
    ['trigger', 'common', [0.02, 0.02, 0.02]],
    ['VETO and HCAL', 'common', [0, 0.03, 0.04]],
    ['track', 'per run', [0.02, 0.02, 0.02]],
    ['SRD', 'per run', [0.01, 0.01, 0.01]],
    ['electrons on target', 'common', [0.01, 0.01, 0.01]],
    ['statistics of the efficiency', 'per run', [0.02 / 0.69, 0.01 / 0.6, 0]],
    ['background, inputs and limits', 'common', [0.3157, 0.3157, 0.3157]],
  ];
  assert.equal(
    [...rows.keys()],
    expected.map(([name]) => name),
  );
  for (const [name, correlation, sizes] of expected) {
    const row = rows.get(name);
    assert.is(row?.correlation, correlation, name);
    for (const [i, size] of sizes.entries()) {
      const digits = name.startsWith('background') ? 5e-4 : 1e-12;
      within(`${name} ${i}`, row?.sizes[i] ?? -1, size - digits, size + digits);
      within('kappa', Math.exp(row?.logErrors[i] ?? 0), 1 + size - digits, 1 + size + digits);
    }
  }
  assert.is(new Set(SYSTEMATICS.map(({ name }) => name)).size, SYSTEMATICS.length);
});

test('the background of the three runs together is as uncertain as in the paper, 0.17 of 0.53', () => {
  for (const inputs of [runs, paperInputs(beliefs)]) {
    const { events, error } = totalBackground(inputs.map((r) => r.background));
    within('total', events, 0.52, 0.54);
    within('relative', error / events, 0.3, 0.33);
  }
  // In proportion to the electrons: 0.080, 0.105, 0.345.
  [0.08, 0.105, 0.345].forEach((events, i) => {
    within(`run ${i + 1}`, runs[i].background.events / events, 0.98, 1.02);
  });
});

test('a shared uncertainty is one parameter, one of each run is three; bins of a run share both', () => {
  const { model } = combine(runs, { massGeV: 0.01, bins: 2 });
  assert.is(model.channels.length, 6);
  const of = (name: string) => model.nuisances.filter((n) => n.name.startsWith(name));
  const [yields] = of('yield');
  assert.is(of('yield').length, 1);
  for (const x of yields.signal as number[])
    within('ln 1.1', x, Math.log(1.1) - 1e-15, Math.log(1.1) + 1e-15);
  assert.is(yields.background, 0);
  const tracks = of('track');
  assert.is(tracks.length, 3);
  tracks.forEach(({ signal }, run) => {
    const touched = (signal as number[]).map((x) => x > 0);
    assert.equal(
      touched,
      [0, 1, 2, 3, 4, 5].map((c) => Math.floor(c / 2) === run),
    );
  });
  // Without ghosts there is no statistical error, and no parameter of it.
  assert.is(of('statistics of the efficiency').length, 2);
  const functions = of('background, inputs');
  assert.is(functions.length, 1);
  assert.is(functions[0].signal, 0);
});

test('signal of each channel: electrons x efficiency x yield of its bin, eq. (3)', () => {
  for (const bins of [1, 5]) {
    const { model, atEps1 } = combine(runs, { massGeV: 0.01, bins });
    const total = runs.reduce(
      (sum, r) => sum + r.electrons * r.efficiency(0.01).value * yieldPerEot(0.01),
      0,
    );
    within(`${bins} bins`, atEps1 / total, 1 - 1e-9, 1 + 1e-9);
    within(
      'in units',
      model.channels.reduce((s, c) => s + c.signal, 0),
      1 - 1e-12,
      1 + 1e-12,
    );
    const share = (from: number) =>
      model.channels.slice(from, from + bins).reduce((s, c) => s + c.signal, 0);
    within('run III over I', share(2 * bins) / share(0), 3.3046, 3.3047); // 1.85 x 0.53 / (0.43 x 0.69)
  }
});

test('bins of E_ECAL: the lowest has what is most missing, as another calculation has it', () => {
  // Shares of 5 GeV of missing energy from 50 to 100 GeV, with a shape of its own (DMG4): up to 9 % apart.
  const shares: [number, number[]][] = [
    [0.001, [0.149, 0.132, 0.119, 0.109, 0.101, 0.094, 0.087, 0.081, 0.073, 0.056]],
    [0.1, [0.098, 0.089, 0.083, 0.077, 0.076, 0.076, 0.076, 0.082, 0.095, 0.248]],
  ];
  for (const [mass, missing] of shares) {
    const got = signalBins(mass, { beam: 100, edge: 50 }, 10);
    const sum = got.reduce((a, b) => a + b, 0);
    within('sum', sum / yieldPerEot(mass), 1 - 1e-9, 1 + 1e-9);
    got.reverse().forEach((perEot, i) => {
      within(`${mass} GeV, bin ${i}`, perEot / sum / missing[i], 0.88, 1.12);
    });
  }
});

test('a box beyond what the yield is known for: bins within it as before, the rest empty', () => {
  const inside = signalBins(0.01, { beam: 100, edge: 60 }, 6);
  const beyond = signalBins(0.01, { beam: 100, edge: 140 }, 14);
  for (let i = 0; i < 6; i++) within(`bin ${i}`, beyond[i] / inside[i], 0.999, 1.001);
  assert.equal(beyond.slice(6), new Array(8).fill(0));
  const [one] = signalBins(0.01, { beam: 100, edge: 140 }, 1);
  const all = leadYield(0.01, 100, { least: 35 }).perEot;
  within('one bin', one / all, 0.999, 1.001);
  assert.equal(signalBins(0.01, { beam: 100, edge: 0 }, 2), [0, 0]);
});

test('background falls with the energy lost: the integral of the exponential, of each source', () => {
  const [belief] = beliefs;
  const below = cardShape(belief);
  assert.is(below(0), 0);
  within('edge', below(50), 1 - 1e-12, 1 + 1e-12);
  // Events of each source (PRL 2019, Table I) and their slopes on the card; the last three are all but flat.
  const sources = [
    [0.43, 6],
    [0.024, 19],
    [0.02 + 0.044 + 0.01, 1000],
  ];
  for (const edge of [10, 40, 47, 60]) {
    const upTo = (e: number) =>
      sources.reduce((sum, [events, slope]) => {
        const density = (x: number) => Math.exp(-(100 - x) / slope);
        return sum + (events * integral(density, 0, e)) / integral(density, 0, 50);
      }, 0);
    within(`below ${edge}`, below(edge) / (upTo(edge) / upTo(50)), 0.995, 1.005);
  }
  const { model } = combine([runs[2]], { massGeV: 0.01, bins: 5 });
  const b = model.channels.map((c) => c.background);
  within('sum', b.reduce((x, y) => x + y, 0) / runs[2].background.events, 1 - 1e-9, 1 + 1e-9);
  assert.ok(b.every((x, i) => i === 0 || x > b[i - 1]));
});

test('with more bins the asymptotic limit gets better, the exact one of the total count stays', () => {
  const limit = (bins: number) =>
    upperLimits(combine(runs, { massGeV: 0.1, bins }).model, { cl: 0.9, observed: null }).expected;
  const [one, five] = [limit(1), limit(5)];
  assert.ok(five.asymptotic[2] < 0.95 * one.asymptotic[2]);
  within('exact', five.exact[2] / one.exact[2], 0.9999, 1.0001);
  assert.throws(
    () => combine(runs, { massGeV: 0.1, bins: 2.5 }),
    /bins: got 2.5, expected a whole/,
  );
});

test('another exposure scales the background, and no relative error', () => {
  const more = scaledRun(runs[0], 3 * runs[0].electrons);
  within('events', more.background.events / runs[0].background.events, 3 - 1e-12, 3 + 1e-12);
  assert.equal(
    nuisanceTable([more], 0.01).map((row) => row.sizes[0].toFixed(12)),
    nuisanceTable([runs[0]], 0.01).map((row) => row.sizes[0].toFixed(12)),
  );
  assert.is(scaledRun({ ...runs[0], electrons: 0 }, 1e9).background.events, 0);
});

test('events of the open box by bins, from the plane of all cuts', () => {
  const belief = beliefOf(cardOf());
  const counts = emptyCounts();
  const plane = counts.histograms[PLOTS.findIndex((p) => p.name === 'plane-selected')];
  for (const [ecal, hcal] of [
    [-0.2, 0.1],
    [12, -0.1],
    [24.99, 0.99],
    [25, 0],
    [49.9, 0.5],
    // Outside of the box:
    [50, 0.5],
    [10, 1],
  ]) {
    plane.fill(ecal, hcal);
    if (ecal < 50 && hcal < 1) counts.box++;
  }
  assert.equal(boxCounts(counts, belief, 1), [5]);
  assert.equal(boxCounts(counts, belief, 2), [3, 2]);
  assert.equal(boxCounts(counts, belief, 5), [1, 1, 2, 0, 1]);
  assert.throws(() => boxCounts(counts, belief, 3), /bins: got 3, expected bins that end at/);
  counts.box = 4;
  assert.throws(() => boxCounts(counts, belief, 2), /5 events in the bins of the box, 4 in it/);
});

test.run();
