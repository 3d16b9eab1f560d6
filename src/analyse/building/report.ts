/**
 * What the event builder counts. Every fragment is exactly one of `used`, `duplicates`, `late`,
 * `misplaced`, `damaged` and `strays`; every event that was recorded is `complete`, `incomplete` or
 * `missing`.
 */
import type { spillway } from '../../core/wire/messages.js';

export interface Building {
  /** That came in. */
  fragments: number;
  /** That are part of an event, complete or not. */
  used: number;
  /** Of a source that the event has already. */
  duplicates: number;
  /** Of an event that has left. */
  late: number;
  /** Whose time stamp does not fit the event that they name. */
  misplaced: number;
  /** Whose CRC-32 is wrong. */
  damaged: number;
  /** Of another spill, of no source, or of an event beyond the last. */
  strays: number;
  /** Events with a fragment of every source. */
  complete: number;
  /** Events that lack one: flagged, and not analysed. */
  incomplete: number;
  /** Events of which nothing came. */
  missing: number;
}

/** With every field present. */
export const buildingOf = (b: spillway.Building.$Properties | null | undefined): Building => {
  const building = emptyBuilding();
  for (const key of Object.keys(building) as (keyof Building)[]) building[key] = b?.[key] ?? 0;
  return building;
};

export const emptyBuilding = (): Building => ({
  fragments: 0,
  used: 0,
  duplicates: 0,
  late: 0,
  misplaced: 0,
  damaged: 0,
  strays: 0,
  complete: 0,
  incomplete: 0,
  missing: 0,
});
