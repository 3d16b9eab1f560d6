/** Runs with nuisances that coverage is measured with. */
import { workspaceOf } from '../../coverage.js';

/** Exactly log-normal with code1. */
const normsys = (name: string, kappa: number) => ({
  name,
  type: 'normsys',
  data: { hi: kappa, lo: 1 / kappa },
});

/** Signal and background of the boxes of three runs, the shares of their electrons; mu in events of all. */
export const RUNS = [
  [0.15, 0.08],
  [0.2, 0.105],
  [0.65, 0.345],
] as const;

/**
 * Three runs with a yield and a background in common and an efficiency each: five nuisances.
 */
export const threeRuns = workspaceOf(
  RUNS.map(([signal, background], i) => ({
    ...{ signal, background, observed: 0 },
    onSignal: [normsys('yield', 1.1), normsys(`efficiency ${i + 1}`, 1.13)],
    onBackground: [normsys('background', 1.32)],
  })),
  [0, 100],
);

/** The same with two: as many as can be integrated over often. The efficiencies and the yield in one. */
export const threeRunsOfTwo = workspaceOf(
  RUNS.map(([signal, background]) => ({
    ...{ signal, background, observed: 0 },
    onSignal: [normsys('yield and efficiency', 1.17)],
    onBackground: [normsys('background', 1.32)],
  })),
  [0, 100],
);
