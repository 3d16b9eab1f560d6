import type { Card } from '../../core/card/schema.js';
import type { Stream } from '../../core/random/index.js';
import { ALL_COUNTERS, V1, V2 } from './fate.js';

/** Which counters a particle on the axis fires: almost always all of S and none of V. */
export function throughCounters(
  { efficiency, selfVeto }: Card['detector']['counters'],
  stream: Stream,
): number {
  const allAndQuiet = efficiency * efficiency * efficiency * efficiency * (1 - selfVeto);
  if (stream.uniform() < allAndQuiet) return ALL_COUNTERS;
  let fired: number;
  do {
    const u = stream.uniform();
    fired = u < selfVeto ? (2 * u < selfVeto ? V1 : V2) : 0;
    for (let s = 0; s < 4; s++) if (stream.uniform() < efficiency) fired |= 1 << s;
  } while (fired === ALL_COUNTERS);
  return fired;
}

/** The same as shares, all of S and none of V first. */
export function throughShares({
  efficiency,
  selfVeto,
}: Card['detector']['counters']): { fired: number; share: number }[] {
  const parts: { fired: number; share: number }[] = [];
  for (const [veto, chance] of [
    [0, 1 - selfVeto],
    [V1, selfVeto / 2],
    [V2, selfVeto / 2],
  ]) {
    for (let s = ALL_COUNTERS; s >= 0; s--) {
      let share = chance;
      for (let c = 0; c < 4; c++) share *= s & (1 << c) ? efficiency : 1 - efficiency;
      parts.push({ fired: s | veto, share });
    }
  }
  return parts;
}

/** Shares of what a particle beside S1..S4 fires. */
export const besideShares = ({ haloVeto }: Card['detector']['counters']) => [
  { fired: 0, share: 1 - haloVeto },
  { fired: V1, share: haloVeto / 2 },
  { fired: V2, share: haloVeto / 2 },
];
