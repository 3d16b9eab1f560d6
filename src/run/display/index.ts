/**
 * One recorded event for a screen. A sealed one has its channels and the word, and nothing else of it.
 */
import { calibrate } from '../../analyse/calibration/index.js';
import { isPhysics } from '../../analyse/counts.js';
import { flaggedIn } from '../../analyse/monitors/index.js';
import type { ReconstructedEvent } from '../../analyse/reconstruction/index.js';
import { CUTS, select } from '../../analyse/selection/index.js';
import { inBox, REGIONS } from '../../analyse/selection/regions.js';
import { type Belief, beliefOf } from '../../core/card/index.js';
import { formatId } from '../../core/id.js';
import { findEvent, type RemadeEvent, remakeEvent, typesOf } from '../event.js';
import { readPrimitives } from '../recorded.js';
import type { OpenRun } from '../replay.js';
import { modulesOf } from './modules.js';
import { setUpOf } from './setUp.js';
import { type Display, DISPLAY_SCHEMA, type NamedBy, type SelectionShown } from './shape.js';
import { trackerShown } from './tracker.js';
import { triggerShown } from './trigger.js';
import { waveformsOf } from './waveforms.js';

export { KINDS, type Kind, nextOf, type Place } from './next.js';
export type { Display } from './shape.js';

/** @throws UsageError when the run has no such event */
export function displayOf(run: OpenRun, spill: number, event: number): Display {
  const primitives = findEvent(run, spill, event);
  const made = remakeEvent(run, primitives);
  const { sealed, bodies, conditions, tick, lostInBuilding, equalsRaw } = made;
  const belief = beliefOf(run.card);
  const calibrated = calibrate(bodies, belief.detector, conditions, tick);
  return {
    schema: DISPLAY_SCHEMA,
    run: runShown(run),
    ...{ id: formatId(made.id), spill, event, events: readPrimitives(run, spill).length },
    types: typesOf(primitives),
    ...{ sealed, lostInBuilding, equalsRaw, alarms: namedBy(run, spill, event) },
    setUp: setUpOf(belief.detector),
    modules: modulesOf(belief, calibrated),
    waveforms: conditions && waveformsOf(bodies, belief.detector, conditions, tick),
    ...(sealed
      ? { tracker: null, reconstructed: null, selection: null, trigger: null }
      : openOf(belief, made, () => trackerShown(belief, calibrated.tracker))),
  };
}

/** What is shown of an event that is not sealed. */
function openOf(
  belief: Belief,
  { reconstructed, trigger, primitives }: RemadeEvent,
  tracker: () => Display['tracker'],
): Pick<Display, 'tracker' | 'reconstructed' | 'selection' | 'trigger'> {
  const physics = primitives !== null && isPhysics(primitives.decision);
  return {
    tracker: tracker(),
    reconstructed,
    selection: reconstructed && selectionOf(belief, reconstructed, physics),
    trigger: trigger && triggerShown(trigger),
  };
}

function selectionOf(belief: Belief, event: ReconstructedEvent, physics: boolean): SelectionShown {
  const selection = select(event, belief);
  const regions = REGIONS.filter((r) => r.contains(event, selection, belief)).map((r) => r.name);
  const box = inBox(event, selection, belief) ? ['signal box'] : [];
  return {
    cuts: CUTS.map((cut) => ({ name: cut.name, passes: cut.passes(event, belief) })),
    regions: physics ? [...regions, ...box] : [],
  };
}

const runShown = ({ record, journal }: OpenRun): Display['run'] => ({
  ...{ number: record.run, name: record.name, card: record.card, seed: record.seed },
  ...{ fidelity: record.fidelity, spills: journal.length, unblinded: record.unblinded },
});

const namedBy = ({ journal }: OpenRun, spill: number, event: number): NamedBy[] =>
  (journal[spill - 1]?.alarms ?? [])
    .filter((alarm) => flaggedIn([alarm]).isFlagged(event))
    .map(({ monitor, severity, what }) => ({ monitor, severity, what }));
