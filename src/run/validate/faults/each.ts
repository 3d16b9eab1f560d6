/** One fault of each kind, for spills in which everything goes wrong. */
import type { FaultOf, Fault } from '../../../core/card/faults.js';

export type EachFault = { readonly [K in Fault['kind']]: FaultOf<K> };

export interface Struck {
  /** Share of the spills that each strikes. */
  readonly spills: number;
  /** Share of the fragments that those of fragments strike. */
  readonly rate: number;
  /** Of a spill, ns: when those of the beam begin, and how late a fragment is. */
  readonly duration: number;
  /** Electrons of a spill, which sag a gain. */
  readonly intensity: number;
}

export function oneOfEach({ spills, rate, duration, intensity }: Struck): EachFault {
  const some = { spills, rate };
  const hcal = { spills, frontEnd: 'hcal', channel: 4 } as const;
  const ecal = { spills, frontEnd: 'ecal' } as const;
  const [early, late] = [0.2 * duration, 0.6 * duration];
  return {
    cutShort: { kind: 'cutShort', spills, at: late },
    spike: { kind: 'spike', spills, start: early, duration: 5e6, factor: 10 },
    gainSag: { kind: 'gainSag', ...ecal, loss: 0.1, intensity, time: 2e7 },
    deadChannel: { kind: 'deadChannel', ...ecal, channel: 57 },
    noisyChannel: { kind: 'noisyChannel', ...hcal, rate: 1e6, energy: 1 },
    stuckChannel: { kind: 'stuckChannel', ...hcal, count: 900 },
    stuckBit: { kind: 'stuckBit', ...ecal, channel: 57, bit: 10, value: 1 },
    lostFragment: { kind: 'lostFragment', ...some },
    duplicatedFragment: { kind: 'duplicatedFragment', ...some, delay: 1e7 },
    lateFragment: { kind: 'lateFragment', ...some, delay: { min: early, max: late } },
    truncatedFragment: { kind: 'truncatedFragment', ...some },
    flippedBits: { kind: 'flippedBits', ...some, bits: 3 },
    numberSlip: { kind: 'numberSlip', spills, source: 'veto', by: 1 },
    clockSlip: { kind: 'clockSlip', spills, source: 'srd', by: 1000 },
    stalledBoard: { kind: 'stalledBoard', spills, source: 'hcal' },
  };
}
