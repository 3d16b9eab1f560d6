export { type Emission, EmissionTable, emissionTable } from './emission.js';
export { PUBLISHED_EPS90, publishedEps90 } from './published-limit.js';
export { YIELD_MASSES_GEV, YIELD_TABLE, yieldPerEot } from './yield.js';
