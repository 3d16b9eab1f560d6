/**
 * One event as a screen is to show it: plain data, as they go over the wire as JSON. Energies in GeV, times in ns after the
 * trigger, lengths in mm in the frame of the set-up: z along the straight axis from S1, x to where the beam is bent, y up.
 *
 * Of a sealed event there are its channels and the word, and nothing that a reconstruction, a trigger sum or a cut says.
 */
import type { ReconstructedEvent } from '../../analyse/reconstruction/event.js';
import type { Fidelity } from '../../core/fidelity.js';
import type { Point, Range, Volume } from '../../core/geometry.js';
import type { TriggerType } from '../../core/wire/ledger.js';
import type { DecisionRecord } from '../../emulate/trigger/record.js';

export const DISPLAY_SCHEMA = 'spillway.display/1';

export interface Display {
  readonly schema: typeof DISPLAY_SCHEMA;
  readonly run: {
    readonly number: number;
    readonly name: string;
    readonly card: string;
    readonly seed: string;
    readonly fidelity: Fidelity;
    readonly spills: number;
    readonly unblinded: boolean;
  };
  readonly id: string;
  readonly spill: number;
  readonly event: number;
  /** Recorded events of the spill: numbers go from 1 to this. */
  readonly events: number;
  readonly types: readonly TriggerType[];
  readonly sealed: boolean;
  /** Whether its raw data lack a fragment, so that it was not analysed. */
  readonly lostInBuilding: boolean;
  /** Whether the recorded raw event has the same bytes as what is shown; null where raw data were not kept, or lack a part. */
  readonly equalsRaw: boolean | null;
  /** Those that name it. */
  readonly alarms: readonly NamedBy[];
  readonly setUp: SetUp;
  readonly modules: readonly Module[];
  /** Samples of every channel; null in fidelity `energy`. */
  readonly waveforms: readonly Waveform[] | null;
  /** Null when sealed. */
  readonly tracker: TrackerShown | null;
  readonly reconstructed: ReconstructedEvent | null;
  readonly selection: SelectionShown | null;
  readonly trigger: TriggerShown | null;
}

export interface NamedBy {
  readonly monitor: string;
  readonly severity: string;
  readonly what: string;
}

/** Seen from above. */
export interface SetUp {
  readonly volumes: readonly {
    readonly name: string;
    readonly kind: VolumeKind;
    readonly outline: readonly Point[];
  }[];
  /** The way of a beam particle of nominal momentum, and where one goes that is not bent. */
  readonly beam: readonly Point[];
  readonly straight: readonly Point[];
  /** Rad, and z of the middle of the magnets, where the axes part. */
  readonly bend: number;
  readonly pivot: number;
}

export const VOLUME_KINDS = [
  'counter',
  'magnet',
  'vessel',
  'chamber',
  'srd',
  'ecal',
  'veto',
  'hcal',
] as const;
export type VolumeKind = (typeof VOLUME_KINDS)[number];

/** Cells that belong together: a section of the ECAL, a module of the HCAL, the VETO, the SRD, the counters. */
export interface Module {
  readonly name: string;
  readonly frontEnd: string;
  /** Of cells side by side: columns and rows, cell (ix, iy) at rows ix + iy; null of others. */
  readonly side: readonly [columns: number, rows: number] | null;
  /** What its cells fill, beside its own axis and along it; null where they are no boxes. */
  readonly box: Box | null;
  /** Times that its energies are taken from; null: all. */
  readonly window: { readonly from: number; readonly to: number } | null;
  readonly cells: readonly Cell[];
}

export interface Box {
  readonly axis: Volume['axis'];
  readonly x: Range;
  readonly y: Range;
  readonly z: Range;
}

/** One channel. */
export interface Cell {
  readonly channel: number;
  readonly name: string;
  /** In the window, and the time of the largest pulse there; 0 and null without one. */
  readonly energy: number;
  readonly time: number | null;
  /** All of its pulses, in time or not. */
  readonly pulses: readonly Pulse[];
}

export interface Pulse {
  readonly energy: number;
  readonly time: number;
}

export interface Waveform {
  readonly frontEnd: string;
  readonly channel: number;
  readonly name: string;
  /** Of the first sample, on the clock of the pulses: the delay of the channel is taken out. */
  readonly first: number;
  readonly period: number;
  /** Counts. */
  readonly samples: readonly number[];
  readonly pedestal: number;
  readonly noise: number;
  /** The largest value an ADC has. */
  readonly full: number;
  /** In order of time. */
  readonly fitted: readonly FittedPulse[];
  /** Counts, what the fit describes the samples by: `CURVE_POINTS` points for each sample; empty without a pulse. */
  readonly curve: readonly number[];
}

export const CURVE_POINTS = 4;

export interface FittedPulse extends Pulse {
  /** Counts above the pedestal; `time` is when it begins. */
  readonly height: number;
}

export interface TrackerShown {
  /** Clusters of strips in time. */
  readonly clusters: readonly ClusterShown[];
  readonly tubes: readonly TubeShown[];
  /** The best first. */
  readonly tracks: readonly TrackShown[];
}

export interface StationHit {
  readonly station: string;
  readonly view: 'x' | 'y';
  /** From the axis of its station. */
  readonly at: number;
  /** Seen from above; in view y that of the axis. */
  readonly place: Point;
}

export interface ClusterShown extends StationHit {
  readonly charge: number;
  readonly size: number;
  readonly time: number;
}

export interface TubeShown extends StationHit {
  readonly tdc: number;
  readonly inTime: boolean;
}

export interface TrackShown {
  /** GeV; rad; per degree of freedom. */
  readonly momentum: number;
  readonly angle: number;
  readonly chi2: number;
  readonly time: number;
  /** Before and behind the magnets, up to the ECAL. */
  readonly points: readonly (readonly [x: number, y: number, z: number])[];
}

export interface SelectionShown {
  readonly cuts: readonly { readonly name: string; readonly passes: boolean }[];
  /** Regions that the event counts in; none for one that is no physics trigger. */
  readonly regions: readonly string[];
}

export interface TriggerShown extends DecisionRecord {
  /** Why it was accepted, in a sentence. */
  readonly answer: string;
}
