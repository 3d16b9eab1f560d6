/** The next event of a chosen kind. Of sealed events it says nothing: while blinded they are in no region. */
import { buildSpill } from '../../analyse/building/index.js';
import { isPhysics } from '../../analyse/counts.js';
import { isBad } from '../../analyse/monitors/index.js';
import { select } from '../../analyse/selection/index.js';
import { isSealed, REGIONS, regionIndex } from '../../analyse/selection/regions.js';
import { reconstructPayload, spillConditions } from '../../analyse/spill.js';
import { beliefOf } from '../../core/card/index.js';
import { RunError } from '../../core/errors.js';
import { crc32 } from '../hash.js';
import { type OpenRun, readingFile } from '../replay.js';
import { readSegmentOf } from '../store/directory.js';
import { hasRaw, type JournalLine, segmentFile } from '../store/layout.js';

/** Regions as the analysis counts them; events that an alarm names. */
export const KINDS = ['I', 'II', 'A', 'C', 'fault'] as const;
export type Kind = (typeof KINDS)[number];

export interface Place {
  readonly spill: number;
  readonly event: number;
}

/** Spills whose raw data one search goes through: each takes about a second. */
const MOST = 8;

/**
 * The first event behind a place that is of a kind; null where there is none up to the end of the run. Events of spills that a
 * monitor found bad are in no region, as they are not counted.
 * @param after event 0: from the beginning of the spill
 * @throws RunError when there are no raw data to search, or the search ended before the run
 */
export function nextOf(run: OpenRun, kind: Kind, after: Place, most = MOST): Place | null {
  const lines = run.journal.filter(({ spill }) => spill >= after.spill);
  if (kind === 'fault') return nextNamed(lines, after);
  const counted = lines.filter(({ alarms = [] }) => !isBad(alarms));
  const kept = counted.filter(hasRaw);
  for (const { spill } of kept.slice(0, most)) {
    const from = spill === after.spill ? after.event : 0;
    const event = nextInSpill(run, spill, kind, from);
    if (event !== null) return { spill, event };
  }
  if (kept.length > most) {
    throw new RunError({
      what: `region ${kind}`,
      fault: `none in spills ${after.spill} to ${kept[most - 1].spill}`,
      next: `go on from spill ${kept[most].spill}`,
    });
  }
  if (kept.length < counted.length) {
    const missing = counted.length - kept.length;
    throw new RunError({
      what: `region ${kind}`,
      fault:
        kept.length === 0
          ? `raw data from spill ${after.spill} on were not kept, so there is nothing to search`
          : `none in the raw data that were kept; those of ${missing} spills were not`,
    });
  }
  return null;
}

function nextNamed(lines: readonly JournalLine[], after: Place): Place | null {
  for (const { spill, alarms = [] } of lines) {
    const from = spill === after.spill ? after.event + 1 : 1;
    const numbers = alarms
      .flatMap(({ events = [] }) => events)
      .flatMap(([first, last]) => (last < from ? [] : [Math.max(first, from)]));
    if (numbers.length > 0) return { spill, event: Math.min(...numbers) };
  }
  return null;
}

function nextInSpill(run: OpenRun, spill: number, kind: Kind, after: number): number | null {
  const raw = readSegmentOf(run, 'raw', spill);
  const file = `${run.directory}/${segmentFile('raw', spill)}`;
  if (!raw) throw new RunError({ where: file, fault: 'is not there', next: 'see spillway verify' });
  const belief = beliefOf(run.card);
  const region = REGIONS[regionIndex(kind)];
  return readingFile(file, () => {
    const { events } = buildSpill(raw, crc32, belief.readout.building);
    const conditions = run.calibration && spillConditions(belief, run.calibration, events);
    for (const { header, bodies } of events) {
      const number = header.event ?? 0;
      if (number <= after || !isPhysics(header.type ?? 0)) continue;
      const tick = Number(header.tick ?? 0);
      const event = reconstructPayload(belief, bodies, conditions, tick, number);
      if (!run.record.unblinded && isSealed(event, belief)) continue;
      if (region.contains(event, select(event, belief), belief)) return number;
    }
    return null;
  });
}
