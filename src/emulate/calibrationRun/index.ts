/**
 * The calibration run of an emulated experiment: the steps of the plan, taken before the first spill with
 * the gains of that day and at low rate. Same fragments as in a spill; no truth comes with them.
 */
import {
  CALIBRATION_INTENSITY,
  calibrationPlan,
  type CalibrationStep,
} from '../../core/calibrationPlan.js';
import type { Card } from '../../core/card/schema.js';
import { RunError } from '../../core/errors.js';
import type { Id } from '../../core/id.js';
import { type Key, Stream } from '../../core/random/index.js';
import { SLICE_TICKS } from '../../core/ticks.js';
import type { Bodies } from '../../core/wire/event.js';
import { BEAM, CALIBRATION } from '../../core/wire/ledger.js';
import type { spillway } from '../../core/wire/messages.js';
import { FRONT_ENDS } from '../detector/index.js';
import { PulseList } from '../detector/pulses.js';
import { Digitiser } from '../digitiser/index.js';
import { withoutElectronics } from '../digitiser/quiet.js';
import { addNoise, readOut } from '../pileup.js';
import { Module, type SpillKey, seek } from '../streams.js';
import { emptyFate } from '../target/fate.js';
import { STEP_KINDS } from './particles.js';

export interface CalibrationEvent {
  readonly header: spillway.EventHeader.$Properties;
  readonly bodies: Bodies;
}

/** No beam: the gains do not sag. */
const NO_BEAM = new Float64Array(0);
/** The n-th particle drawn for event i has the index i + n APART. */
const APART = 1 << 20;
/** Particles drawn for one that triggers: nine in ten do. */
const MOST = 1000;

/** One of so many equal parts of every step, from 0. */
export interface Part {
  readonly part: number;
  readonly of: number;
}
export const WHOLE: Part = { part: 0, of: 1 };

/**
 * The events of one step (an index into the plan), or of a part of it: a pure function of its arguments.
 * @throws RunError when no particle of the beam gives the step's trigger
 */
export function calibrationEvents(
  card: Card,
  key: Key,
  index: number,
  { part, of }: Part = WHOLE,
): CalibrationEvent[] {
  const at: SpillKey = { key, run: card.run.number, spill: 0 };
  const step = calibrationPlan(card.detector)[index];
  const run = new StepRun(card, at, step, index + 1);
  const [from, to] = [part, part + 1].map((p) => Math.floor((p * step.events) / of));
  return Array.from({ length: to - from }, (_, i) => run.event(from + i));
}

class StepRun {
  private readonly seen: Card;
  private readonly digitiser: Digitiser;
  private readonly pulses = FRONT_ENDS.map(() => new PulseList());
  private readonly fate = emptyFate();
  private readonly stream = new Stream();
  private readonly own = new Stream();

  constructor(
    private readonly card: Card,
    private readonly at: SpillKey,
    private readonly step: CalibrationStep,
    private readonly number: number,
  ) {
    this.seen = withoutElectronics(card);
    this.digitiser = new Digitiser(card, at, NO_BEAM);
  }

  event(i: number): CalibrationEvent {
    const { card, at, step, number, own } = this;
    for (const list of this.pulses) list.clear();
    seek(own, at, number, Module.calibrationRun, i);
    const tick = Math.floor(SLICE_TICKS * own.uniform());
    const kind = step.kind === 'pedestal' || step.kind === 'led' ? step.kind : 'particle';
    const id: Id = { spill: 0, slice: number, index: i, kind };
    addNoise(this.seen, at, id, this.stream, this.pulses);
    const withBeam = kind === 'particle';
    if (withBeam) {
      const tried = this.triggering(i);
      const { before, after } = card.readout;
      const neighbours = own.poisson((CALIBRATION_INTENSITY * (before + after)) / card.beam.spill);
      for (let k = 0; k < neighbours; k++) {
        const ns = (before + after) * own.uniform() - before;
        const index = i + (tried + k) * APART;
        this.draw(index);
        this.respond(index, ns);
      }
    }
    const header = {
      ...{ run: at.run, spill: number, event: i + 1 },
      type: withBeam ? BEAM : CALIBRATION,
      tick: i * SLICE_TICKS + tick,
      ...{ presented: i + 1, triggers: 0 },
    };
    return { header, bodies: readOut(card, this.digitiser, this.pulses, id, tick) };
  }

  /** Adds what the particle leaves that gives the trigger of event i; returns how many were drawn for it. */
  private triggering(i: number): number {
    for (let n = 0; n < MOST; n++) {
      const index = i + n * APART;
      this.draw(index);
      if (!STEP_KINDS[this.step.kind].triggers(this.fate)) continue;
      this.respond(index, 0);
      return n + 1;
    }
    throw new RunError(`calibration run: of ${MOST} particles none fires S1..S4 without V1 and V2`);
  }

  private draw(index: number): void {
    const { card, at, step, number, fate, stream } = this;
    seek(stream, at, number, Module.slice, index);
    STEP_KINDS[step.kind].draw(card, step, { at, step: number, index }, stream, fate);
  }

  /** Adds what the particle leaves that was drawn last and arrives `ns` after the trigger. */
  private respond(index: number, ns: number): void {
    const { at, step, number, seen, fate, stream } = this;
    const kind = STEP_KINDS[step.kind];
    FRONT_ENDS.forEach((detector, d) => {
      const list = this.pulses[d];
      seek(stream, at, number, detector.module, index);
      const add = (channel: number, energy: number, time: number) =>
        list.add(channel, energy, ns + time);
      if (kind.respond) kind.respond(seen, step, detector, fate, stream, add);
      else detector.respond(seen, fate, stream, add);
    });
  }
}
