/**
 * Whether runs with an open box have a signal: background alone tested at each mass, with pulls, impacts and goodness of
 * fit, by the very code of workspaces.
 */
import { boxCounts } from './combination/box.js';
import { combine } from './combination/model.js';
import { LOG_NORMAL, pyhfWorkspace } from './interchange/pyhf.js';
import { type LimitOptions, type RunCounts, runInputs } from './limit.js';
import {
  type CountingModel,
  workspaceDiscovery,
  type WorkspaceDiscovery,
  type WorkspaceOptions,
} from './limits/index.js';
import { remembering } from './remembering.js';

/** At one mass: the p-values are local ones. The parameter of interest are signal events in all runs. */
export interface MassDiscovery extends WorkspaceDiscovery {
  readonly massGeV: number;
  /** Signal events of the best fit, and the eps that makes as many; none makes any without exposure. */
  readonly events: number;
  readonly eps: number | null;
}

export interface RunsDiscovery {
  readonly schema: 'spillway.runs-discovery/1';
  readonly spills: number;
  /** The experimenter's: from scalers. */
  readonly electronsOnTarget: number;
  readonly background: number;
  /** Events in the box of each run and bin. */
  readonly observed: readonly number[];
  readonly bins: number;
  readonly masses: readonly MassDiscovery[];
  readonly converged: boolean;
}

/** Of runs, as their limit is made. */
export type DiscoveryOptions = Omit<LimitOptions, 'cl' | 'unblinded'>;

/**
 * @param runs with their boxes open
 * @throws UsageError where the method does not apply, and for bins that cannot be read from the counts
 */
export async function discoveryOfRuns(
  runs: readonly RunCounts[],
  { masses, bins = 1, publishedEfficiency = false }: DiscoveryOptions,
  how: Pick<WorkspaceOptions, 'method' | 'drawn' | 'toySource'>,
): Promise<RunsDiscovery> {
  const inputs = runInputs(runs);
  const observed = runs.flatMap(({ counts, belief }) => boxCounts(counts, belief, bins));
  const options = { ...how, modifierSettings: LOG_NORMAL };
  // With efficiencies of the cards one run has the same model at all masses, which then differ in eps alone.
  const discover = remembering((model: CountingModel) =>
    workspaceDiscovery(pyhfWorkspace(model, observed, 'signal events in the box'), options),
  );
  const all: MassDiscovery[] = [];
  for (const massGeV of masses ?? runs[0].belief.analysis.masses) {
    const { model, atEps1 } = combine(inputs, { massGeV, bins, publishedEfficiency });
    const discovery = await discover(model);
    const { parameters, values } = discovery.fit;
    const events = values[parameters.indexOf(discovery.poi)];
    const eps = atEps1 > 0 ? Math.sqrt(events / atEps1) : null;
    all.push({ massGeV, events, eps, ...discovery });
  }
  return {
    schema: 'spillway.runs-discovery/1',
    spills: runs.reduce((n, { counts }) => n + counts.spills, 0),
    electronsOnTarget: inputs.reduce((n, { electrons }) => n + electrons, 0),
    background: inputs.reduce((n, { background }) => n + background.events, 0),
    ...{ observed, bins, masses: all },
    converged: all.every(({ converged }) => converged),
  };
}
