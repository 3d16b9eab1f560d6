/**
 * The public surface of Spillway, by hand.
 */
export { type Counts, decodeCounts, encodeCounts, mergeCounts } from './analyse/counts.js';
export { estimateLimit, type Limit, type LimitReport, type RunCounts } from './analyse/limit.js';
export { LOG_NORMAL, pyhfWorkspace, type PyhfWorkspace } from './analyse/interchange/pyhf.js';
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
