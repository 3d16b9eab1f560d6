/**
 * The library: streams of spills, the pure functions that they are made of, and limits. What stands here is what a program may
 * rely on; `docs/library.md` shows it in use.
 */

// Cards: what a run is a function of.
export {
  type Belief,
  beliefOf,
  type Card,
  cardHash,
  menuHash,
  resolveCard,
} from './core/card/index.js';
export { loadSingleCard as loadCard } from './run/cards.js';
export { type Problem, SpillwayError } from './core/errors.js';
export type { Fidelity } from './core/fidelity.js';
export type { Mode } from './core/mode.js';

// Spills: as a stream, and one by one.
export {
  fragmentsOf,
  type SentFragment,
  type Spill,
  spills$,
  type StreamOptions,
} from './run/stream.js';
export { type Key, seedKey } from './core/random/index.js';
export { emulatePayload, emulateSpill, type EmulatedSpill } from './emulate/spill.js';
export { analyseSpill, type SpillRecord } from './analyse/spill.js';
export { type BuiltEvent, buildSpill, type BuiltSpill } from './analyse/building/index.js';
export { type ReconstructedEvent, reconstruct } from './analyse/reconstruction/index.js';
export { type CalibratedEvent, calibrate } from './analyse/calibration/index.js';
export { type Counts, decodeCounts, encodeCounts, mergeCounts } from './analyse/counts.js';
export { type Axis, Histogram } from './core/histogram.js';
export type { Ledger } from './core/wire/ledger.js';
export { crc32, sha256 } from './run/hash.js';

// Runs on a disk.
export { openRun, type OpenRun } from './run/replay.js';
export { type ExportedEvent, exportedEvents as eventsOf } from './run/export/events.js';

// Limits: of runs, and of any model.
export type { BackgroundInput } from './analyse/combination/background.js';
export type { RunInput } from './analyse/combination/input.js';
export { combine, type Combined } from './analyse/combination/model.js';
export { type NuisanceRow, nuisanceTable, SYSTEMATICS } from './analyse/combination/nuisances.js';
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
export { LOG_NORMAL, pyhfWorkspace, type PyhfWorkspace } from './analyse/interchange/pyhf.js';
export { VERSION } from './run/version.js';
