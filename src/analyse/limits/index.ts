export {
  asymptoticBands,
  asymptoticLimit,
  asymptoticPValues,
  expectedCls,
  type PValues,
  profiledAsimov,
  qAsimov,
  qMu,
  tMu,
} from './asymptotic.js';
export { eps } from './eps.js';
export {
  countProbability,
  countQuantile,
  type ExactExpectation,
  exactExpected,
  exactLimit,
} from './exact.js';
export { countingModel, observedData } from './counting.js';
export { type Fit, Fitter, physical } from './fit.js';
export { type Data, type Model, twiceNll } from './likelihood.js';
export {
  type Channel,
  type CountingModel,
  type LnKappa,
  type Nuisance,
  type Rates,
  ratesOf,
} from './model.js';
export { totalPrior, type TotalPrior } from './prior.js';
export { type LimitOptions, type UpperLimits, upperLimits } from './upper-limits.js';
export type { WorkspaceOptions } from './answer.js';
export { workspaceDiscovery, type WorkspaceDiscovery } from './discovery.js';
export {
  workspaceLimit,
  type WorkspaceLimit,
  workspaceTest,
  type WorkspaceTest,
} from './workspace.js';
export { DEFAULT_TOYS, type MethodName, METHODS } from './methods/index.js';
export {
  prepareToys,
  toysHere,
  type ToyJob,
  type ToyOptions,
  type ToySource,
  type ToyValues,
} from './toys/index.js';
export { isAccepted } from './feldman-cousins.js';
