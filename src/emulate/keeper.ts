/**
 * What is kept of a spill so that its trigger can be replayed: the triggers, the coincidences within the keep values,
 * and of all others how many there are.
 */
import type { TriggerSection } from '../core/card/trigger.js';
import type { Outcomes } from '../core/wire/ledger.js';
import type { Primitives } from '../core/wire/primitives.js';
import { keepOf } from './trigger/keep.js';

export interface Kept {
  /** All triggers, recorded or not, and all coincidences within the keep values, in order of time. */
  readonly records: readonly Primitives[];
  /** Coincidences of the menu without a record that met no condition, and those that no prescale kept. */
  readonly noTerm: number;
  readonly prescaled: number;
  /** Coincidences of the scalers without a record by their ECAL sum, counts, from 0 to below the keep value. */
  readonly ecal: readonly number[];
}

export class Keeper {
  private readonly records: Primitives[] = [];
  private readonly ecal: number[];
  private noTerm = 0;
  private prescaled = 0;

  constructor(trigger: TriggerSection) {
    this.ecal = new Array(keepOf(trigger).ecal).fill(0);
  }

  presented(p: Primitives): void {
    this.records.push(p);
  }

  /** A coincidence within the keep values that fires no trigger. */
  refused(p: Primitives, met: number): void {
    this.records.push(p);
    if (met === 0) this.noTerm++;
    else this.prescaled++;
  }

  /** One of the scalers below the ECAL's keep value that is no more than counted. */
  leave(ecalCounts: number): void {
    this.ecal[ecalCounts]++;
  }

  finish({ noTerm, prescaled }: Outcomes): Kept {
    return {
      records: this.records,
      noTerm: noTerm - this.noTerm,
      prescaled: prescaled - this.prescaled,
      ecal: this.ecal,
    };
  }
}
