import type { Card } from '../../core/card/schema.js';
import type { Stream } from '../../core/random/index.js';
import type { ParticleClass } from './class.js';
import { ALL_COUNTERS, MISSES_S4, V1, V2, VETO } from './fate.js';

type Counters = Card['detector']['counters'];

/** S1..S4, V1 and V2 as bits, and how often just these fire. */
export interface Firing {
  readonly fired: number;
  readonly share: number;
}

const known = new WeakMap<Counters, readonly Firing[]>();

/** What a particle on the axis fires: almost always all of S and none of V, which is the first. */
export function throughShares(counters: Counters): readonly Firing[] {
  let shares = known.get(counters);
  if (shares === undefined) {
    const { efficiency, selfVeto } = counters;
    shares = [
      { fired: 0, share: 1 - selfVeto },
      { fired: V1, share: selfVeto / 2 },
      { fired: V2, share: selfVeto / 2 },
    ].flatMap((veto) =>
      Array.from({ length: ALL_COUNTERS + 1 }, (_, missing) => {
        let { share } = veto;
        for (let c = 0; c < 4; c++) share *= missing & (1 << c) ? 1 - efficiency : efficiency;
        return { fired: (ALL_COUNTERS - missing) | veto.fired, share };
      }),
    );
    known.set(counters, shares);
  }
  return shares;
}

/** Draws one of these. */
export function throughCounters(counters: Counters, stream: Stream): number {
  let u = stream.uniform();
  for (const { fired, share } of throughShares(counters)) {
    if (u < share) return fired;
    u -= share;
  }
  // What rounding has left.
  return ALL_COUNTERS;
}

/** What those of a class fire that miss no more of S1..S4 than all of the class do. */
export function firingsOf(
  { misses }: Pick<ParticleClass, 'misses'>,
  counters: Counters,
): readonly Firing[] {
  if (misses === 'all') return besideShares(counters);
  const through = throughShares(counters);
  if (misses === undefined) return through;
  return through.map(({ fired, share }) => ({ fired: fired & (MISSES_S4 | VETO), share }));
}

/** Shares of what a particle beside S1..S4 fires. */
const besideShares = ({ haloVeto }: Counters): readonly Firing[] => [
  { fired: 0, share: 1 - haloVeto },
  { fired: V1, share: haloVeto / 2 },
  { fired: V2, share: haloVeto / 2 },
];
