/**
 * The particles of a calibration run, by kind of step.
 */
import type { CalibrationStep } from '../../core/calibrationPlan.js';
import type { Card } from '../../core/card/schema.js';
import { hcalGrid } from '../../core/channels.js';
import type { Stream } from '../../core/random/index.js';
import { containment } from '../detector/ecal.js';
import type { AddPulse, SubDetector } from '../detector/subdetector.js';
import type { SpillKey } from '../streams.js';
import { CLASSES, classRates, drawFate, drawShower } from '../target/index.js';
import { ALL_COUNTERS, type Fate, MISSES_ALL } from '../target/fate.js';
import { haloMuon, muon } from '../target/muons.js';
import { ANY_V } from '../trigger/discriminators.js';

/** Where a particle is drawn: the step in place of the slice. */
export interface Place {
  readonly at: SpillKey;
  readonly step: number;
  readonly index: number;
}

/** One kind of step: what its particles are and how the detector stands. */
export interface StepKind {
  /** Draws what becomes of one particle, from the streams of its place. */
  draw(card: Card, step: CalibrationStep, place: Place, stream: Stream, fate: Fate): void;
  /** Whether that gives the trigger of the step. */
  triggers(fate: Fate): boolean;
  /** The response of a sub-detector, where it stands elsewhere than in a spill. */
  respond?(
    card: Card,
    step: CalibrationStep,
    detector: SubDetector,
    fate: Fate,
    stream: Stream,
    add: AddPulse,
  ): void;
}

const always = () => true;

/** Upper edges of the classes in the unit interval, those on the axis alone. */
const known = new WeakMap<Card, Float64Array>();
function edgesOf(card: Card): Float64Array {
  let edges = known.get(card);
  if (edges === undefined) {
    const rates = classRates(card).map((rate, i) => (CLASSES[i] === haloMuon ? 0 : rate));
    const all = rates.reduce((a, b) => a + b, 0);
    let edge = 0;
    edges = rates.map((rate) => (edge += rate / all));
    edges[edges.length - 1] = 1;
    known.set(card, edges);
  }
  return edges;
}

/** The beam as it is, halo apart; the trigger is S1 S2 S3 S4 !V1 !V2, as in a spill. */
const electrons: StepKind = {
  draw(card, _step, { at, step, index }, stream, fate) {
    const edges = edgesOf(card);
    const u = stream.uniform();
    let kind = 0;
    while (u >= edges[kind]) kind++;
    drawFate(card, CLASSES[kind], at, step, index, stream, fate);
    drawShower(card, at, step, index, stream, fate);
  },
  triggers: (fate) => fate.fired === ALL_COUNTERS,
  /** The table moves the ECAL: its impact point and what leaks out at the sides are others. */
  respond(card, step, detector, fate, stream, add) {
    if (step.kind !== 'electrons' || detector.name !== 'ecal') {
      detector.respond(card, fate, stream, add);
      return;
    }
    const { ecal } = card.detector;
    const dx = (step.cell[0] - ecal.beamCell[0]) * ecal.pitch;
    const dy = (step.cell[1] - ecal.beamCell[1]) * ecal.pitch;
    const contained = containment(ecal, dx, dy);
    const moved = {
      ...{ ...fate, x: fate.x + dx, y: fate.y + dy },
      ...{ em: contained * fate.em, preshower: contained * fate.preshower },
    };
    detector.respond(card, moved, stream, add);
  },
};

/** A muon on the axis, with V1 and V2 in the beam. */
const counters: StepKind = {
  draw(card, _step, { at, step, index }, stream, fate) {
    drawFate(card, muon, at, step, index, stream, fate);
    drawShower(card, at, step, index, stream, fate);
    fate.fired = ALL_COUNTERS | ANY_V;
  },
  triggers: always,
};

const muons: StepKind = {
  draw(card, _step, { at, step, index }, stream, fate) {
    drawFate(card, haloMuon, at, step, index, stream, fate);
    fate.counters = MISSES_ALL;
    fate.fired = 0;
    drawShower(card, at, step, index, stream, fate);
  },
  triggers: always,
};

/** HCAL0 answers as HCAL1, in whose place it stands. */
const hcal0: StepKind = {
  ...muons,
  respond(card, _step, detector, fate, stream, add) {
    const { cells } = hcalGrid(card.detector.hcal);
    const first = 3 * cells;
    detector.respond(card, fate, stream, (channel, energy, time) => {
      if (detector.name === 'hcal' && channel < cells) add(first + channel, energy, time);
      else if (detector.name !== 'hcal' || channel < first) add(channel, energy, time);
    });
  },
};

/** Nothing comes. */
const nothing: StepKind = { draw() {}, triggers: always };

export const STEP_KINDS: { readonly [Kind in CalibrationStep['kind']]: StepKind } = {
  pedestal: nothing,
  led: nothing,
  electrons,
  beam: electrons,
  counters,
  muons,
  hcal0,
};
