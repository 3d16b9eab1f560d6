/**
 * What a limit costs: CPU time of tests and limits of workspaces, and over a step of the calibrator.
 *
 *   npm run build && node --import tsx bench/limits.ts
 */
import { compile, histFactory, parseWorkspace } from '../dist/analyse/limits/histfactory/index.js';
import {
  Fitter,
  METHODS,
  physical,
  workspaceLimit,
  workspaceTest,
} from '../dist/analyse/limits/index.js';
import { calibratorStep, cpuSeconds } from './calibrator.js';
import { describeMachine, machine, median } from './measure.js';
import { markdown, rounded } from './report.js';

const ROUNDS = 9;
/** CPU time of a round, s, at least. */
const ROUND = 0.2;

const SEED = { seed: 'bench' };
const mu = { name: 'mu', type: 'normfactor', data: null };
const normsys = (name: string, hi: number, lo: number) => ({
  name,
  type: 'normsys',
  data: { hi, lo },
});

function workspace(channels: object[], data: number[][]) {
  return {
    channels,
    observations: data.map((counts, i) => ({ name: `c${i}`, data: counts })),
    measurements: [
      { name: 'm', config: { poi: 'mu', parameters: [{ name: 'mu', bounds: [[0, 100]] }] } },
    ],
    version: '1.0.0',
  };
}

/** The boxes of three runs: yield and efficiencies on the signal, one nuisance on the background. */
const threeRuns = workspace(
  [
    [0.15, 0.08],
    [0.2, 0.105],
    [0.65, 0.345],
  ].map(([signal, background], i) => ({
    name: `c${i}`,
    samples: [
      {
        name: 'signal',
        data: [signal],
        modifiers: [mu, normsys('yield', 1.1, 0.9), normsys(`efficiency${i}`, 1.13, 0.88)],
      },
      { name: 'background', data: [background], modifiers: [normsys('background', 1.32, 0.75)] },
    ],
  })),
  [[0], [0], [1]],
);

/** 50 channels of three bins and 100 nuisances, of which four act on each channel. */
const large = workspace(
  Array.from({ length: 50 }, (_, c) => ({
    name: `c${c}`,
    samples: [
      { name: 'signal', data: [1, 2, 3], modifiers: [mu] },
      {
        name: 'background',
        data: [60, 50, 40],
        modifiers: [0, 1, 50, 51].map((j) => normsys(`n${(c + j) % 100}`, 1.05, 0.96)),
      },
    ],
  })),
  Array.from({ length: 50 }, (_, c) => [60 + ((7 * c) % 11) - 5, 50 + ((5 * c) % 9) - 4, 40]),
);

/** A test of a model that is there already: the fits and the formulae alone. */
function prepared(json: unknown): () => { readonly converged: boolean } {
  const { model, data } = histFactory(compile(parseWorkspace(json)));
  return () => {
    const { cls } = METHODS.asymptotic.test(1, { data, fitter: new Fitter(physical(model)) });
    return { converged: Number.isFinite(cls) };
  };
}

type Ask = () => { readonly converged: boolean } | Promise<{ readonly converged: boolean }>;

const asked: readonly [string, Ask][] = [
  ['test, 3 runs, 5 nuisances, model prepared', prepared(threeRuns)],
  [
    'test, 3 runs, 5 nuisances',
    () => workspaceTest(threeRuns, { method: 'asymptotic', testMu: 1 }),
  ],
  [
    '6 limits, 3 runs, 5 nuisances',
    () => workspaceLimit(threeRuns, { method: 'asymptotic', cl: 0.9 }),
  ],
  [
    'test, 50 channels, 100 nuisances',
    () => workspaceTest(large, { method: 'asymptotic', testMu: 1 }),
  ],
  [
    '6 limits, 50 channels, 100 nuisances',
    () => workspaceLimit(large, { method: 'asymptotic', cl: 0.9 }),
  ],
  [
    'test, 3000 + 3000 toys, 3 runs, 5 nuisances',
    () => workspaceTest(threeRuns, { method: 'toys', testMu: 3, drawn: { ...SEED, toys: 3000 } }),
  ],
  [
    '6 limits, 1000 + 1000 toys a mu, 3 runs, 5 nuisances',
    () => workspaceLimit(threeRuns, { method: 'toys', cl: 0.9, drawn: { ...SEED, toys: 1000 } }),
  ],
];

const step = calibratorStep();
const rows: string[][] = [];
for (const [name, ask] of asked) {
  const times: number[] = [];
  // The first round is not counted: the compiler is still at work.
  for (let round = 0; round <= ROUNDS; round++) {
    const before = cpuSeconds();
    let count = 0;
    do {
      if (!(await ask()).converged) throw new Error(`${name}: not converged`);
      count++;
    } while (cpuSeconds() - before < ROUND);
    if (round > 0) times.push((cpuSeconds() - before) / count);
  }
  const seconds = median(times);
  rows.push([name, rounded(1e3 * seconds), rounded((1e9 * seconds) / step)]);
}
process.stdout.write(
  `${markdown(['what, from JSON in memory on', 'ms CPU', 'over calibrator'], rows)}\n\n${describeMachine(machine())}\n`,
);
