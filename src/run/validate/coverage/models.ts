/** What coverage is measured with. */
export const CL = 0.9;

const mu = { name: 'mu', type: 'normfactor', data: null };

/** Exactly log-normal with code1. */
const normsys = (name: string, kappa: number) => ({
  name,
  type: 'normsys',
  data: { hi: kappa, lo: 1 / kappa },
});

export interface ChannelSpec {
  readonly signal: number;
  readonly background: number;
  readonly observed: number;
  readonly onSignal?: readonly object[];
  readonly onBackground?: readonly object[];
}

/** A workspace whose mu is in units of its signal. */
export const workspaceOf = (
  channels: readonly ChannelSpec[],
  bounds: readonly [number, number],
) => ({
  channels: channels.map(({ signal, background, onSignal = [], onBackground = [] }, i) => ({
    name: `run ${i + 1}`,
    samples: [
      { name: 'signal', data: [signal], modifiers: [mu, ...onSignal] },
      { name: 'background', data: [background], modifiers: [...onBackground] },
    ],
  })),
  observations: channels.map(({ observed }, i) => ({ name: `run ${i + 1}`, data: [observed] })),
  measurements: [
    { name: 'limit', config: { poi: 'mu', parameters: [{ name: 'mu', bounds: [bounds] }] } },
  ],
  version: '1.0.0',
});

/** One count; mu in events. */
export const boxOf = (background: number, observed: number) =>
  workspaceOf([{ signal: 1, background, observed }], [0, 1000]);

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
