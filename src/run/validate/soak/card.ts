/** The spills of a soak: short ones, and everything that can go wrong in them, each in a few of them. */
import type { Fault } from '../../../core/card/faults.js';
import type { Card } from '../../../core/card/index.js';
import type { Mode } from '../../../core/mode.js';
import { loadSingleCard } from '../../cards.js';

/** 3e4 electrons in half a second, as dense as nominal ones within a factor of 25, and some 200 events of the beam trigger. */
const OVERRIDES = ['beam.intensity=3e4', 'beam.spill=500 ms', 'trigger.menu.beam.prescale=100'];

/** Share of the spills that each strikes. */
const spills = 0.03;
/** Of the fragments of these. */
const some = { spills, rate: 0.002 };
const hcal = { spills, frontEnd: 'hcal', channel: 4 } as const;
const ecal = { spills, frontEnd: 'ecal' } as const;

/** One of each kind. */
const FAULTS: { readonly [K in Fault['kind']]: Fault } = {
  cutShort: { kind: 'cutShort', spills, at: 3e8 },
  spike: { kind: 'spike', spills, start: 1e8, duration: 5e6, factor: 10 },
  gainSag: { kind: 'gainSag', ...ecal, loss: 0.1, intensity: 3e4, time: 2e7 },
  deadChannel: { kind: 'deadChannel', ...ecal, channel: 57 },
  noisyChannel: { kind: 'noisyChannel', ...hcal, rate: 1e6, energy: 1 },
  stuckChannel: { kind: 'stuckChannel', ...hcal, count: 900 },
  stuckBit: { kind: 'stuckBit', ...ecal, channel: 57, bit: 10, value: 1 },
  lostFragment: { kind: 'lostFragment', ...some },
  duplicatedFragment: { kind: 'duplicatedFragment', ...some, delay: 1e7 },
  lateFragment: { kind: 'lateFragment', ...some, delay: { min: 1e8, max: 3e8 } },
  truncatedFragment: { kind: 'truncatedFragment', ...some },
  flippedBits: { kind: 'flippedBits', ...some, bits: 3 },
  numberSlip: { kind: 'numberSlip', spills, source: 'veto', by: 1 },
  clockSlip: { kind: 'clockSlip', spills, source: 'srd', by: 1000 },
  stalledBoard: { kind: 'stalledBoard', spills, source: 'hcal' },
};

export interface Soaked {
  readonly clean: Card;
  readonly struck: Card;
}

export function soakCards(seed: string, mode: Mode): Soaked {
  const clean = loadSingleCard('run3-2018', OVERRIDES, seed);
  const { gainSag, ...others } = FAULTS;
  // A trigger that sees a sag cannot be gone through by candidates.
  return {
    clean,
    struck: { ...clean, faults: mode === 'every' ? { gainSag, ...others } : others },
  };
}
