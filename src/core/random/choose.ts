/** Whole numbers and choices, all equally likely; each draws one uniform number. */
import type { Stream } from './stream.js';

/** A whole number from 0 to below n. */
export const below = (n: number, stream: Stream): number => Math.floor(n * stream.uniform());

/** @param among at least one */
export const oneOf = <T>(among: readonly T[], stream: Stream): T =>
  among[below(among.length, stream)];
