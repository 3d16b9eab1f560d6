/**
 * The monitors, and what becomes of a spill that they find bad: it counts for nothing.
 */
import type { Belief } from '../../core/card/schema.js';
import { ofFrontEnds } from '../../core/channels.js';
import type { BuiltSpill } from '../building/index.js';
import type { Conditions } from '../calibration/conditions.js';
import { type Counts, emptyCounts } from '../counts.js';
import { beam } from './beam.js';
import { channels } from './channels.js';
import { energy } from './energy.js';
import { fragments } from './fragments.js';
import { gains } from './gains.js';
import type { Alarm, Monitor, Occupancy, Said, Watched } from './monitor.js';

export type { Alarm, Monitor, Occupancy, Said } from './monitor.js';

/** The registry. */
export const MONITORS: readonly Monitor[] = [fragments, beam, energy, gains, channels];

/** All monitors on one spill. */
export class Monitoring {
  private readonly watches;

  /** @param conditions of the spill; null in fidelity `energy` */
  constructor(belief: Belief, conditions: Conditions | null) {
    this.watches = MONITORS.map(({ name, watch }) => ({ name, watch: watch(belief, conditions) }));
  }

  event(event: Watched): void {
    for (const { watch } of this.watches) watch.event?.(event);
  }

  /** At the end of the spill. */
  finish(spill: BuiltSpill): Said {
    const all: Alarm[] = this.watches.flatMap(({ name, watch }) =>
      watch.finish(spill).map((found) => ({ monitor: name, ...found })),
    );
    const isAlarm = ({ severity }: Alarm) => severity !== 'unwatched';
    const unwatched = all.filter((said) => !isAlarm(said));
    return { alarms: all.filter(isAlarm), unwatched, occupancy: this.occupancy() };
  }

  private occupancy(): Occupancy {
    const [found] = this.watches.flatMap(({ watch }) => watch.occupancy?.() ?? []);
    return found ?? ofFrontEnds(() => []);
  }
}

export const isBad = (alarms: readonly Alarm[]): boolean =>
  alarms.some(({ severity }) => severity === 'bad');

/** Events that alarms name: whether one is among them, and how many they are. */
export function flaggedIn(alarms: readonly Alarm[]) {
  const ranges = alarms.flatMap(({ events = [] }) => events);
  return {
    isFlagged: (event: number) => ranges.some(([a, b]) => event >= a && event <= b),
    named: ranges.reduce((sum, [a, b]) => sum + b - a + 1, 0),
  };
}

/**
 * What is left of the counts of a bad spill: that it was one, and what was built. Neither its events nor its scalers
 * count, so that rates, efficiencies and exposure are those of the others.
 */
export const leftOut = ({ spills, building }: Counts): Counts => ({
  ...emptyCounts(),
  spills,
  badSpills: spills,
  building,
});
