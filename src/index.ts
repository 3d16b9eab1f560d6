/**
 * The public surface of Spillway, by hand.
 */
export type { BackgroundInput } from './analyse/combination/background.js';
export type { RunInput } from './analyse/combination/input.js';
export { combine, type Combined } from './analyse/combination/model.js';
export { type NuisanceRow, nuisanceTable, SYSTEMATICS } from './analyse/combination/nuisances.js';
export { type Counts, decodeCounts, encodeCounts, mergeCounts } from './analyse/counts.js';
export { LOG_NORMAL, pyhfWorkspace, type PyhfWorkspace } from './analyse/interchange/pyhf.js';
export {
  estimateLimit,
  fullExposure,
  type Limit,
  type LimitOptions,
  type LimitReport,
  type RunCounts,
  runInputs,
} from './analyse/limit.js';
export {
  type CountingModel,
  upperLimits,
  type UpperLimits,
  workspaceDiscovery,
  type WorkspaceDiscovery,
  workspaceLimit,
  type WorkspaceLimit,
  workspaceTest,
  type WorkspaceTest,
} from './analyse/limits/index.js';
export { analyseSpill, type SpillRecord } from './analyse/spill.js';
export {
  type Belief,
  beliefOf,
  type Card,
  cardHash,
  menuHash,
  resolveCard,
} from './core/card/index.js';
export { SpillwayError } from './core/errors.js';
export { type Key, seedKey } from './core/random/index.js';
export type { Ledger } from './core/wire/ledger.js';
export { emulatePayload, emulateSpill, type EmulatedSpill } from './emulate/spill.js';
