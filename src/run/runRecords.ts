/**
 * The begin-of-run and the end-of-run record, as they stand in `log.ndjson`. Those of the bursts stand in the raw data.
 */
import { total } from '../core/wire/tally.js';
import { runHashOf } from './digest.js';
import type { JournalLine, RunRecord } from './store/layout.js';
import { ledgerOf, sumLedgers } from './summary.js';

/** What a run is begun, or gone on, with. */
export function beginOfRun(record: RunRecord) {
  const { version, name, run, card, cardHash, menuHash, seed } = record;
  const { mode, fidelity, evaluation, nature, raw, truth, spills } = record;
  return {
    ...{ version, name, run, card, cardHash, menuHash, seed },
    ...{ mode, fidelity, evaluation, nature, raw, truth, spills },
  };
}

/** What it came to; what knows the truth is null while a drawn nature is hidden. */
export function endOfRun(record: RunRecord, journal: readonly JournalLine[]) {
  const { state, reason } = record;
  const sum = sumLedgers(journal);
  const { electronsOnTarget, ledger } = ledgerOf(record, sum);
  return {
    ...{ state, reason, spills: journal.length, triggers: sum.triggers },
    events: sum.outcomes.recorded + sum.clockTriggers.recorded,
    electronsOnTarget,
    particles: ledger && total({ ...ledger.particles }),
    outcomes: ledger?.outcomes ?? null,
    runHash: runHashOf(record, journal),
  };
}
