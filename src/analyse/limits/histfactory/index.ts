export { compile } from './compile.js';
export { histFactory, type Observation } from './likelihood.js';
export { logNormalRates } from './log-normal.js';
export type { Tables } from './tables.js';
export {
  DEFAULT_SETTINGS,
  parseSettings,
  parseWorkspace,
  type Settings,
  type Workspace,
} from './schema.js';
