/** The configuration room: a card file becomes one checked, hashed, immutable description of a run. */
export { canonicalJson, cardHash, menuHash, type Sha256 } from './hash.js';
export type { Read } from './include.js';
export { isWithin, readSeed } from './quantity.js';
export { rangeAt } from './range.js';
export {
  type ResolvedCampaign,
  type ResolvedCard,
  type ResolveOptions,
  type SectionFile,
  resolve,
  resolveCard,
} from './resolve.js';
export { type Belief, beliefOf, type Campaign, type Card, SPOT } from './schema.js';
export { cardYaml } from './yaml.js';
