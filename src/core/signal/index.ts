export { type CrossSection, type Process, total } from './cross-section.js';
export { type Emission, EmissionTable, emissionTable } from './emission.js';
export { crossSection, type Method, METHODS } from './methods.js';
export { MUON_DISCREPANCY, muonMixing } from './muon-g-2.js';
export {
  BABAR_2017,
  NA62_2019,
  NA64_2019,
  publishedEps90,
  type PublishedLimit,
} from './published/index.js';
export {
  type DarkMatter,
  MASS_RATIO,
  RELIC_FACTORS,
  relicCoupling,
  relicY,
  yOf,
} from './thermal-relic.js';
export { elementOf, LEAD, type Target } from './target.js';
export { TSAI_WHITIS } from './track-length.js';
export {
  LEAST_ENERGY,
  leadYield,
  signalYield,
  type Yield,
  type YieldBin,
  type YieldRange,
  yieldPerEot,
} from './yield.js';
