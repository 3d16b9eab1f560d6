/** What the trigger asks of a particle: only what it needs to be certain, or everything. The outcome is the same. */
export const PRIMITIVES = ['lazy', 'all'] as const;
export type Asked = (typeof PRIMITIVES)[number];
