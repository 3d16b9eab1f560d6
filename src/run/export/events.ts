/**
 * The events of a run from its raw data, spill by spill, through the analysis of the run. Of a sealed event there are its spill, number,
 * time, triggers and flags; nothing reconstructed.
 */
import { type BuiltEvent, buildSpill } from '../../analyse/building/index.js';
import { type CalibratedEvent, calibrate } from '../../analyse/calibration/index.js';
import { isPhysics } from '../../analyse/counts.js';
import { flaggedIn, isBad } from '../../analyse/monitors/index.js';
import { type ReconstructedEvent, reconstruct } from '../../analyse/reconstruction/index.js';
import { select, type Selection } from '../../analyse/selection/index.js';
import { inBox, isSealed, REGIONS } from '../../analyse/selection/regions.js';
import { blindly } from '../../analyse/blind.js';
import { spillConditions } from '../../analyse/spill.js';
import { beliefOf } from '../../core/card/index.js';
import { RunError } from '../../core/errors.js';
import type { Bodies } from '../../core/wire/event.js';
import { crc32 } from '../hash.js';
import { type OpenRun, readingFile } from '../replay.js';
import { readSegmentOf } from '../store/directory.js';
import { hasRaw, segmentFile } from '../store/layout.js';
import { keptRaw } from '../summary.js';

/** What there is of a sealed event, as users are told. */
export const OF_SEALED = 'its spill, number, time, triggers and flags; nothing reconstructed';

export interface ExportedEvent {
  readonly spill: number;
  readonly event: number;
  /** Of its trigger since the start of the spill, ns. */
  readonly time: number;
  /** Bits, as in `EventHeader` of the wire. */
  readonly type: number;
  /** Those that fired: bit i is name i of `triggerNames`. */
  readonly triggers: number;
  /** Whether an alarm names it, and whether its spill counts for nothing. */
  readonly flagged: boolean;
  readonly badSpill: boolean;
  /** What is reconstructed of it; null while it is sealed. */
  readonly open: OpenEvent | null;
}

export interface OpenEvent {
  readonly reconstructed: ReconstructedEvent;
  readonly selection: Selection;
  /** Of a physics event; those of the cut flow are not among them. */
  readonly regions: readonly string[];
  readonly calibrated: CalibratedEvent;
  readonly bodies: Bodies;
}

/** Of the plane: the steps of the cut flow are told by `selection`. */
const PLACES = REGIONS.filter(({ step }) => !step);

/**
 * One spill is in memory at a time.
 * @throws RunError when no raw data were kept, or they are damaged
 */
export function* exportedEvents(run: OpenRun): Generator<ExportedEvent> {
  const belief = beliefOf(run.card);
  for (const { spill, alarms = [] } of keptRaw(run.journal)) {
    const badSpill = isBad(alarms);
    const { isFlagged } = flaggedIn(alarms);
    const built = builtSpill(run, spill);
    const conditions = run.calibration && spillConditions(belief, run.calibration, built);
    for (const { header, bodies } of built) {
      const event = header.event ?? 0;
      const type = header.type ?? 0;
      const tick = Number(header.tick ?? 0);
      const calibrated = calibrate(bodies, belief.detector, conditions, tick);
      const reconstructed = blindly(() => reconstruct(belief, calibrated), event);
      const physics = isPhysics(type);
      const hidden = physics && !run.record.unblinded && isSealed(reconstructed, belief);
      const selection = select(reconstructed, belief);
      const regions = PLACES.filter((r) => r.contains(reconstructed, selection, belief));
      const box = inBox(reconstructed, selection, belief) ? ['signal box'] : [];
      yield {
        ...{ spill, event, time: tick / 10, type, triggers: header.triggers ?? 0 },
        ...{ flagged: isFlagged(event), badSpill },
        open: hidden
          ? null
          : {
              ...{ reconstructed, selection, calibrated, bodies },
              regions: physics ? [...regions.map(({ name }) => name), ...box] : [],
            },
      };
    }
  }
}

/** @throws RunError when there are none to read */
export function requireRaw({ journal, record, directory }: OpenRun): void {
  if (journal.some(hasRaw)) return;
  throw new RunError({
    where: directory,
    what: 'raw data',
    fault: journal.length === 0 ? 'no spill is finished' : `were not kept (--raw ${record.raw})`,
    next: 'events are exported from raw data: a run with --raw keep keeps them',
  });
}

function builtSpill(run: OpenRun, spill: number): BuiltEvent[] {
  const file = `${run.directory}/${segmentFile('raw', spill)}`;
  const raw = readSegmentOf(run, 'raw', spill);
  if (!raw) throw new RunError({ where: file, fault: 'is not there', next: 'see spillway verify' });
  return readingFile(file, () => buildSpill(raw, crc32, run.card.readout.building).events);
}
