/** One spill of a soak: whether what its truth says was spoilt is flagged, and its ledger closes. */
import { flaggedIn } from '../../../analyse/monitors/index.js';
import { ledgerGap } from '../../../core/wire/ledger.js';
import type { StoredSpill } from '../../executor/kinds/spill.js';
import { type Case, CASES } from '../faults/cases.js';
import { labelsOf, spoiltBy } from '../faults/score.js';

/** What is asked of the monitors for each kind. */
const ASKED = new Map<string, Case>(CASES.map((each) => [each.fault.kind, each]));

/** What a spill shows. */
export interface Checked {
  /** Labels in its truth. */
  readonly labels: number;
  /** Events, of how many that the labels spoil. */
  readonly spoilt: number;
  readonly isStruck: boolean;
  /** What is wrong, in words. */
  readonly failures: readonly string[];
  /** Faults of beam and channels, and whether the monitors tell of them. */
  readonly told: readonly { readonly kind: string; readonly isTold: boolean }[];
}

export function checkSpill(done: StoredSpill): Checked {
  const { alarms, ledger } = done;
  const labels = labelsOf(done);
  const { isFlagged, named } = flaggedIn(alarms);
  const { outcomes, clockTriggers } = ledger;
  const lost = outcomes.lostInBuilding + clockTriggers.lostInBuilding;
  const events = outcomes.recorded + clockTriggers.recorded + lost;
  const failures: string[] = [];
  const gap = ledgerGap(ledger);
  if (gap) failures.push(`the ledger does not close: ${gap}`);
  if (named !== lost) {
    failures.push(`the ledger has ${lost} events lost in building, alarms name ${named}`);
  }
  const spoilt = new Set<number>();
  for (const label of labels) {
    const own = spoiltBy(label, ASKED.get(label.kind)?.spoils, events);
    const hidden = own.filter((event) => !isFlagged(event));
    if (hidden.length > 0) {
      failures.push(
        `${label.kind} of ${label.source}: event ${hidden[0]} is spoilt, no alarm names it`,
      );
    }
    for (const event of own) spoilt.add(event);
  }
  const told = labels.flatMap(({ kind }) => {
    const by = ASKED.get(kind)?.by;
    // Others are told by their events, one by one.
    if (by === undefined || by === 'events' || by === 'surplus') return [];
    return [{ kind, isTold: alarms.some(({ monitor }) => by.includes(monitor)) }];
  });
  return {
    labels: labels.length,
    spoilt: spoilt.size,
    isStruck: labels.length > 0,
    failures,
    told,
  };
}
