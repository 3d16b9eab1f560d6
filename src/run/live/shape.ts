/**
 * What a screen is told of a run that is going on, or is replayed: plain data, as they go over the wire as JSON. Of
 * sealed events it has their number alone.
 */
import type { EventRange } from '../../analyse/building/index.js';
import type { Alarm } from '../../analyse/monitors/index.js';
import type { EpsRow } from '../../analyse/limit.js';
import type { Fidelity } from '../../core/fidelity.js';
import type { Axis } from '../../core/histogram.js';
import type { Mode } from '../../core/mode.js';
import type { Ledger } from '../../core/wire/ledger.js';
import type { Command, State } from '../control/table.js';

export const LIVE_SCHEMA = 'spillway.live/1';

/** How fast spills follow each other: as fast as they can be made, as at the SPS, or so many times faster. */
export type Speed = 'max' | 'real' | number;

/** What is shown of one run at one moment; each is whole, the next takes its place. */
export interface Live {
  readonly schema: typeof LIVE_SCHEMA;
  readonly version: string;
  readonly source: 'emulation' | 'replay';
  readonly speed: Speed;
  readonly run: RunShown;
  /** Of a session: runs before this one, the first first. */
  readonly runs: readonly RunBefore[];
  readonly control: ControlShown;
  /** What may be changed at the next spill; none of a replay. */
  readonly knobs: readonly KnobShown[];
  /** The last one; null before the first. */
  readonly spill: SpillShown | null;
  /** The last ones of this run, the first first. */
  readonly history: readonly SpillLine[];
  /** Of the last spills of this run that have some, the first first. */
  readonly alarms: readonly SpillAlarms[];
  readonly totals: Totals;
}

export interface RunShown {
  /** Within the session, from 1. */
  readonly number: number;
  /** Name of its directory. */
  readonly directory: string;
  readonly name: string;
  readonly card: string;
  readonly cardHash: string;
  readonly seed: string;
  readonly mode: Mode;
  readonly fidelity: Fidelity;
  readonly spills: number;
  /** Whether the signal box is closed. */
  readonly sealed: boolean;
  /** Whether true parameters are drawn, and hidden with the ledger. */
  readonly hidden: boolean;
  /** GeV: where the plane has its lines. */
  readonly analysis: {
    readonly box: PlaneLimit;
    readonly seal: PlaneLimit;
    /** E_HCAL between these, and above `module` in each of HCAL1..3: dimuons. */
    readonly regionI: { readonly min: number; readonly max: number; readonly module: number };
    /** The sum of both within `width` of the beam's energy, E_HCAL above `min`. */
    readonly regionII: { readonly width: number; readonly min: number };
    readonly beamEnergy: number;
    readonly threshold: number;
  };
}

export interface PlaneLimit {
  readonly ecal: number;
  readonly hcal: number;
}

export interface RunBefore {
  readonly number: number;
  readonly directory: string;
  readonly spills: number;
  /** Why it was ended; null where it was done. */
  readonly reason: string | null;
}

export interface ControlShown {
  readonly state: State;
  /** In words, with what is under way and why. */
  readonly words: string;
  /** What may be commanded now. */
  readonly possible: readonly Command[];
}

export const KNOBS = ['intensity', 'threshold'] as const;
export type KnobName = (typeof KNOBS)[number];

export interface KnobShown {
  readonly name: KnobName;
  /** Of the card. */
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  readonly scale: 'linear' | 'log';
  readonly from: number;
  readonly to: number;
  /** Of the run that is going on. */
  readonly value: number;
  /** Taken at the next spill; null where nothing waits. */
  readonly next: number | null;
}

export interface SpillShown {
  readonly spill: number;
  /** When it was told of, ms since 1970, and how long it lasts, ms. */
  readonly at: number;
  readonly lastsMs: number;
  /** S coincidences in each bin, and those of them that found the readout busy. */
  readonly binMs: number;
  readonly coincidences: readonly number[];
  readonly busy: readonly number[];
  /** What the monitors could not judge. */
  readonly unwatched: readonly AlarmShown[];
}

export interface SpillAlarms {
  readonly spill: number;
  readonly alarms: readonly AlarmShown[];
}

/** Of the events that it names the first ranges, and how many ranges more there are. */
export interface AlarmShown extends Omit<Alarm, 'events'> {
  readonly events: readonly EventRange[];
  readonly more: number;
}

/** One spill in a line: for strips. */
export interface SpillLine {
  readonly spill: number;
  /** As far as they are to be seen. */
  readonly electrons: number;
  readonly triggers: number;
  /** Of the triggers; null where there are none. */
  readonly liveFraction: number | null;
  /** Events of all types. */
  readonly recorded: number;
  readonly lostInBuilding: number;
  readonly throttled: number;
  readonly bufferFull: number;
  readonly alarms: number;
  readonly bad: boolean;
}

/** As `Row` of a summary. */
export interface RowShown {
  readonly name: string;
  readonly events: number;
}

/** Of all spills of the run so far: what summary.json would say. */
export interface Totals {
  readonly spills: number;
  readonly badSpills: number;
  /** Null while a drawn nature is hidden. */
  readonly electronsOnTarget: number | null;
  readonly electronsOnTargetScaler: number;
  readonly triggers: number;
  /** Of the triggers; null where there are none. */
  readonly liveFraction: number | null;
  readonly recorded: number;
  readonly recordedPhysics: {
    readonly open: number;
    readonly sealed: number;
    readonly setAside: number;
  };
  /** Null while a drawn nature is hidden. */
  readonly ledger: Ledger | null;
  readonly cutflow: readonly RowShown[];
  readonly regions: readonly RowShown[];
  /** Null while it is sealed. */
  readonly box: number | null;
  /** Spills with an alarm of each monitor that gave one. */
  readonly alarms: Readonly<Record<string, number>>;
  readonly histograms: readonly HistogramShown[];
  /** Null before the first good spill. */
  readonly limit: LimitShown | null;
}

export interface HistogramShown {
  readonly name: string;
  readonly title: string;
  readonly axes: readonly Axis[];
  /** Entries in all, those beyond the axes included. */
  readonly total: number;
  /** Bins with entries within the axes: index i + bins of the first axis * j, both from 0; and their entries. */
  readonly bins: readonly number[];
  readonly counts: readonly number[];
  /** Null where there is none. */
  readonly reference: ReferenceShown | null;
}

export interface ReferenceShown {
  readonly name: string;
  /** Of the reference itself, in all: `counts` fluctuate as so many do. */
  readonly entries: number;
  /** What is expected of each bin, for as many entries as the histogram has, those without entries among them. */
  readonly counts: readonly number[];
}

export interface LimitShown {
  readonly spills: number;
  readonly cl: number;
  readonly electronsOnTarget: number;
  readonly fullElectrons: number;
  readonly background: number;
  readonly eps: readonly EpsRow[];
  /** Upper limits as published: mass in GeV, eps. */
  readonly published: {
    readonly source: string;
    readonly points: readonly (readonly [massGeV: number, eps: number])[];
  };
}
