export { type CrossSection, type Process, total } from './cross-section.js';
export { type Emission, EmissionTable, emissionTable } from './emission.js';
export { crossSection, type Method, METHODS } from './methods.js';
export { PUBLISHED_EPS90, publishedEps90 } from './published-limit.js';
export { elementOf, LEAD, type Target } from './target.js';
export { LEAST_ENERGY, signalYield, type Yield, yieldPerEot } from './yield.js';
