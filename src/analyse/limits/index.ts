export {
  asimovData,
  asymptoticBands,
  asymptoticLimit,
  asymptoticPValues,
  expectedCls,
  type PValues,
  predictedAsimov,
  profiledAsimov,
  qAsimov,
  qTilde,
} from './asymptotic.js';
export { eps } from './eps.js';
export {
  countProbability,
  countQuantile,
  type ExactExpectation,
  exactExpected,
  exactLimit,
} from './exact.js';
export { conditionalFit, type Fit, freeFit } from './fit.js';
export { expectedCounts, twiceNll } from './likelihood.js';
export {
  type Channel,
  type CountingModel,
  type Data,
  type LnKappa,
  type Nuisance,
  observedData,
  type Rates,
  ratesOf,
} from './model.js';
export { totalPrior, type TotalPrior } from './prior.js';
export { type LimitOptions, type UpperLimits, upperLimits } from './upper-limits.js';
