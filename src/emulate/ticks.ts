/** Nanoseconds in ticks of 0.1 ns. */
export const ticks = (ns: number) => Math.round(ns * 10);
