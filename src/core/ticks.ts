/**
 * Units of time of the data: a tick of 0.1 ns, a slice of 1 ms. Times on cards are in ns.
 */
export const TICKS_PER_NS = 10;
export const TICKS_PER_SECOND = 1e10;
export const PS_PER_TICK = 100;

/** A spill is emulated slice by slice. */
export const SLICE_NS = 1e6;
export const SLICE_TICKS = SLICE_NS * TICKS_PER_NS;

export const ticks = (ns: number) => Math.round(ns * TICKS_PER_NS);
export const nanoseconds = (ticks: number) => ticks / TICKS_PER_NS;
