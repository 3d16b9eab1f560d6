/** Ways through a spill. */
export const MODES = ['every', 'candidates'] as const;

/**
 * `every`: each beam particle is drawn. `candidates`: those that could trigger, with their neighbours; of the
 * others only how many there are.
 */
export type Mode = (typeof MODES)[number];
