/** Faults that are scored, and what is asked of the monitors. */
import type { Fault } from '../../../core/card/faults.js';

/** How an instance is recognised: by the number of an event, by how many fragments were too many, by an alarm of the spill. */
export type By = 'events' | 'surplus' | readonly string[];

export interface Case {
  readonly name: string;
  readonly fault: Fault;
  readonly by: By;
  /** Least recall. */
  readonly recall: number;
  /** Events from the one of its label on, or it alone, lack a fragment. */
  readonly spoils?: 'one' | 'rest';
  /** Events that no alarm names are those of the clean spill, byte by byte: nothing else is spoilt. */
  readonly spares?: true;
  /** Every electron has to be drawn: the trigger sees the fault. */
  readonly every?: true;
}

/** Of the fragments: some in each spill. */
const some = { spills: 1, rate: 0.002 };
const one = { by: 'events', spoils: 'one' } as const;
const rest = { by: 'events', spoils: 'rest' } as const;
const channel = { spills: 1, frontEnd: 'hcal', channel: 4 } as const;
const inChannels = ['channels', 'energy'];
const cell = { spills: 1, frontEnd: 'ecal' } as const;

export const CASES: readonly Case[] = [
  { name: 'lost fragment', fault: { kind: 'lostFragment', ...some }, ...one, recall: 0.99 },
  {
    name: 'duplicated fragment',
    fault: { kind: 'duplicatedFragment', ...some, delay: 1e8 },
    by: 'surplus',
    spares: true,
    recall: 0.99,
  },
  {
    name: 'late fragment',
    fault: { kind: 'lateFragment', ...some, delay: { min: 1e8, max: 3e8 } },
    // Behind the last events none is too late: theirs are built as ever.
    by: 'events',
    spares: true,
    recall: 0.9,
  },
  {
    name: 'truncated fragment',
    fault: { kind: 'truncatedFragment', ...some },
    ...one,
    recall: 0.99,
  },
  { name: 'flipped bits', fault: { kind: 'flippedBits', ...some, bits: 3 }, ...one, recall: 0.99 },
  {
    name: 'event-number slip',
    fault: { kind: 'numberSlip', spills: 1, source: 'veto', by: 1 },
    ...rest,
    recall: 0.99,
  },
  {
    name: 'clock slip of 200 ns',
    fault: { kind: 'clockSlip', spills: 1, source: 'srd', by: 200 },
    ...rest,
    recall: 0.99,
  },
  {
    name: 'stalled board',
    fault: { kind: 'stalledBoard', spills: 1, source: 'hcal' },
    ...rest,
    recall: 0.99,
  },
  {
    name: 'spill cut short',
    fault: { kind: 'cutShort', spills: 1, at: 4e9 },
    by: ['beam'],
    recall: 0.99,
  },
  {
    name: 'intensity 10 times for 3 ms',
    fault: { kind: 'spike', spills: 1, start: 1e9, duration: 3e6, factor: 10 },
    by: ['beam'],
    recall: 0.99,
  },
  {
    name: 'ECAL gain sag of 5 %',
    fault: { kind: 'gainSag', ...cell, loss: 0.05, intensity: 3e5, time: 2e8 },
    by: ['energy', 'gains'],
    recall: 0.9,
    every: true,
  },
  {
    name: 'dead cell of the ECAL',
    fault: { kind: 'deadChannel', ...cell, channel: 57 },
    by: inChannels,
    recall: 0.99,
  },
  {
    name: 'dead cell of the HCAL',
    fault: { kind: 'deadChannel', ...channel },
    by: inChannels,
    recall: 0.99,
  },
  {
    name: 'noisy cell of the HCAL, 1 MHz',
    fault: { kind: 'noisyChannel', ...channel, rate: 1e6, energy: 1 },
    by: inChannels,
    recall: 0.99,
  },
  {
    name: 'stuck cell of the HCAL',
    fault: { kind: 'stuckChannel', ...channel, count: 900 },
    by: inChannels,
    recall: 0.99,
  },
  {
    name: 'stuck bit 10, hottest cell of the ECAL',
    fault: { kind: 'stuckBit', ...cell, channel: 57, bit: 10, value: 1 },
    by: inChannels,
    recall: 0.99,
  },
];
