/**
 * The trigger: S1 S2 S3 S4 !V in coincidence, the preshower sum above and the in-time ECAL sum below
 * their thresholds, a prescaled beam term beside. It decides on integers alone.
 */
import type { Card } from '../core/card/schema.js';
import { BEAM, PHYSICS } from '../core/wire/ledger.js';
import { NOT_EVALUATED } from '../core/wire/primitives.js';
import { MAX_COUNTS, type Slice } from './beam/slice.js';
import type { Timeline } from './beam/timeline.js';

/** Weights of neighbours in the sums are multiples of 1/256. */
const WEIGHT_BITS = 8;
const UNIT = 1 << WEIGHT_BITS;

/** What the trigger saw of one S coincidence. */
export interface Decision {
  ecalCounts: number;
  preshowerCounts: number;
  /** The ECAL sum was below its threshold. */
  ecalTerm: boolean;
  /** Bits PHYSICS and BEAM that are met, before the prescale of the beam term. */
  met: number;
  /** The same after prescales: 0 = no trigger. */
  fired: number;
}

export class Trigger {
  private readonly gate: number;
  private readonly ecalThreshold: number;
  private readonly preshowerThreshold: number;
  private readonly weights: Uint16Array;
  private readonly prescale: number;
  private coincidenceUntil = 0;
  readonly decision: Decision = {
    ecalCounts: 0,
    preshowerCounts: 0,
    ecalTerm: false,
    met: 0,
    fired: 0,
  };
  /** S coincidences without veto so far in the spill. */
  ordinal = 0;

  constructor(trigger: Card['trigger']) {
    this.gate = ticks(trigger.coincidence.gate);
    this.ecalThreshold = Math.round(trigger.ecal.threshold / trigger.ecal.count);
    this.preshowerThreshold = Math.round(trigger.preshower.threshold / trigger.preshower.count);
    this.prescale = trigger.beam.prescale;
    const full = ticks(trigger.overlap.full);
    const zero = ticks(trigger.overlap.zero);
    this.weights = Uint16Array.from({ length: Math.max(zero, full + 1) }, (_, dt) =>
      dt <= full ? UNIT : Math.floor((UNIT * (zero - dt)) / (zero - full)),
    );
  }

  /**
   * Whether a full S coincidence at `time` (0.1 ns since the start of the spill) opens a new gate; the
   * discriminators are dead for one gate after the last that they took.
   */
  opens(time: number): boolean {
    if (time < this.coincidenceUntil) return false;
    this.coincidenceUntil = time + this.gate;
    return true;
  }

  /** Decides on particle i of the current slice, which opened a gate and was not vetoed. */
  decide(timeline: Timeline, slice: Slice, i: number): Decision {
    const { decision } = this;
    this.ordinal++;
    let ecal = slice.ecal[i];
    decision.met = BEAM;
    decision.fired = this.ordinal % this.prescale === 0 ? BEAM : 0;
    decision.preshowerCounts = NOT_EVALUATED;
    // Neighbours only add: what is above the threshold alone stays above it.
    if (ecal < this.ecalThreshold || decision.fired !== 0) {
      ecal = this.sum(timeline, slice, i, ecal, (s, j) => s.ecal[j]);
    }
    decision.ecalCounts = ecal;
    decision.ecalTerm = ecal < this.ecalThreshold;
    if (decision.ecalTerm) {
      const own = slice.preshowerCounts(i);
      const preshower = this.sum(timeline, slice, i, own, (s, j) => s.preshowerCounts(j));
      decision.preshowerCounts = preshower;
      if (preshower > this.preshowerThreshold) {
        decision.met |= PHYSICS;
        decision.fired |= PHYSICS;
      }
    }
    return decision;
  }

  private sum(
    timeline: Timeline,
    slice: Slice,
    i: number,
    own: number,
    counts: (slice: Slice, i: number) => number,
  ): number {
    const reach = this.weights.length - 1;
    let sum = own;
    timeline.visit(slice.tick[i], -reach, reach + 1, (other, j, dt) => {
      if (other === slice && j === i) return;
      sum += (counts(other, j) * this.weights[Math.abs(dt)]) >> WEIGHT_BITS;
    });
    return Math.min(sum, MAX_COUNTS);
  }
}

/** Nanoseconds in ticks of 0.1 ns. */
export const ticks = (ns: number) => Math.round(ns * 10);
