/**
 * The ledger of a spill: every beam particle has exactly one outcome, the first that applies.
 * All entries are integers.
 */
import { total } from './tally.js';

export interface Particles {
  electron: number;
  pion: number;
  kaon: number;
  /** On the axis and in the halo. */
  muon: number;
}

/** In the order in which they are asked. */
export interface Outcomes {
  missedCounters: number;
  vetoed: number;
  /** In the same S coincidence as the particle before it. */
  mergedWithPrevious: number;
  noTerm: number;
  prescaled: number;
  deadTime: number;
  throttled: number;
  bufferFull: number;
  lostInBuilding: number;
  recorded: number;
}

/** Trigger types, in the order of the scalers; an event's type is a bit mask in this order. */
export const TRIGGER_TYPES = ['physics', 'beam', 'random', 'pulser', 'calibration'] as const;
export type TriggerType = (typeof TRIGGER_TYPES)[number];
export const PHYSICS = 1;
export const BEAM = 2;
export const RANDOM = 4;
export const PULSER = 8;
export const CALIBRATION = 16;
/** Triggers that a menu may have: bits of the trigger pattern, columns of the scalers. */
export const MAX_TRIGGERS = 16;

/** What the experiment counts without looking at an event. */
export interface Scalers {
  /** Pulses that the discriminators of S1..S4 took. */
  singles: number[];
  /** Those of V1 or V2. */
  veto: number;
  /** S1 S2 S3 S4 !V. */
  coincidences: number;
  /** Sum of n (n - 1) over the 1 ms slices: over `coincidences` and 1 ms, the beam-weighted rate. */
  coincidencePairs: number;
  /** Of these, with the ECAL sum below its threshold. */
  ecalTerm: number;
  /** By trigger type, before and after the readout. */
  presented: number[];
  accepted: number[];
  /** By trigger of the menu, in the order of their bits: conditions met, after prescales, recorded. */
  met: number[];
  fired: number[];
  kept: number[];
  /** Units of 0.1 ns. */
  busyTicks: number;
  clockTicks: number;
  /** Coincidences that came while the readout was busy: over all, its beam-weighted busy share. */
  busyCoincidences: number;
}

export interface Ledger {
  particles: Particles;
  /** Beam electrons at z(S1) in the gate. */
  electronsOnTarget: number;
  outcomes: Outcomes;
  clockTriggers: Outcomes;
  scalers: Scalers;
  /** Physics decisions before dead time, and those that found the readout free. */
  triggers: number;
  triggersLive: number;
}

export const emptyOutcomes = (): Outcomes => ({
  missedCounters: 0,
  vetoed: 0,
  mergedWithPrevious: 0,
  noTerm: 0,
  prescaled: 0,
  deadTime: 0,
  throttled: 0,
  bufferFull: 0,
  lostInBuilding: 0,
  recorded: 0,
});

export const emptyScalers = (): Scalers => ({
  singles: [0, 0, 0, 0],
  veto: 0,
  coincidences: 0,
  coincidencePairs: 0,
  ecalTerm: 0,
  presented: TRIGGER_TYPES.map(() => 0),
  accepted: TRIGGER_TYPES.map(() => 0),
  met: new Array(MAX_TRIGGERS).fill(0),
  fired: new Array(MAX_TRIGGERS).fill(0),
  kept: new Array(MAX_TRIGGERS).fill(0),
  busyTicks: 0,
  clockTicks: 0,
  busyCoincidences: 0,
});

export const emptyLedger = (): Ledger => ({
  particles: { electron: 0, pion: 0, kaon: 0, muon: 0 },
  electronsOnTarget: 0,
  outcomes: emptyOutcomes(),
  clockTriggers: emptyOutcomes(),
  scalers: emptyScalers(),
  triggers: 0,
  triggersLive: 0,
});

/**
 * Whether the ledger closes: the sum of outcomes is the sum of particles, exactly.
 * @returns null when it does, else what is missing in words
 */
export function ledgerGap(ledger: Ledger): string | null {
  const particles = total({ ...ledger.particles });
  const outcomes = total({ ...ledger.outcomes });
  if (particles === outcomes) return null;
  return `${particles} particles, but ${outcomes} outcomes`;
}
