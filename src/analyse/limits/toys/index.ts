export { checkMeans, type Hypothesis, toyOf } from './draw.js';
export { prepareToys, type ToyJob, toysHere, type ToySource, type ToyValues } from './job.js';
export { limitsFrom, type PValue } from './limits.js';
export { binomialError, quantileErrors, quantiles } from './quantiles.js';
export type { StatisticName } from './statistics.js';
export { type Drawing, shareOf, type ToyOptions, Toys, type ToyPValues } from './toys.js';
