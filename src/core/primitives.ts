/** What the trigger asks of a particle: only what it needs to be certain, or everything. The outcome is the same. */
export const PRIMITIVES = ['lazy', 'all'] as const;
export type Asked = (typeof PRIMITIVES)[number];

/**
 * Which primitives are stored: `accepted`, of recorded events; `kept`, of all triggers and of all coincidences within the
 * keep values of the menu, from which another menu can be replayed.
 */
export const STORED_PRIMITIVES = ['kept', 'accepted'] as const;
export type StoredPrimitives = (typeof STORED_PRIMITIVES)[number];
