/**
 * The bodies of an event: what each front end says of the particles that arrived from `readout.before`
 * before to `readout.after` after the trigger. In fidelity `energy` pulses that a channel cannot tell apart
 * are merged, in `waveform` a digitiser makes samples of them. A pure function of card, key, moment and the
 * particles about it.
 */
import type { Card } from '../core/card/schema.js';
import type { FrontEnd } from '../core/channels.js';
import type { Id } from '../core/id.js';
import { Stream } from '../core/random/index.js';
import { nanoseconds, ticks } from '../core/ticks.js';
import { type Answers, type Bodies, encodeBodies } from '../core/wire/event.js';
import { FieldWriter } from '../core/wire/fields.js';
import type { Memory } from '../core/wire/memory.js';
import type { spillway } from '../core/wire/messages.js';
import { FRONT_ENDS } from './detector/index.js';
import { PulseList } from './detector/pulses.js';
import { srd } from './detector/srd.js';
import type { AddPulse, SubDetector } from './detector/subdetector.js';
import type { Digitiser } from './digitiser/index.js';
import { withoutElectronics } from './digitiser/quiet.js';
import type { SpillFaults } from './faults/index.js';
import { type SpillKey, seek, seekGains, seekNoise } from './streams.js';
import type { Fate } from './target/fate.js';

/** Of each front end, what the gain of each channel is off by in a spill, as a factor; undefined: by nothing. */
type Gains = readonly (Float64Array | undefined)[];
const KNOWN: Gains = [];

/** What calibration and LED leave of the gains, which are another ones in every spill. */
function residualGains(card: Card, at: SpillKey): Gains {
  const errors: { readonly [name: string]: number | undefined } = card.readout.residualGain;
  const stream = new Stream();
  return FRONT_ENDS.map(({ name, channels, module }) => {
    const error = errors[name];
    if (!error) return undefined;
    seekGains(stream, at, module);
    return Float64Array.from({ length: channels(card.detector) }, () =>
      Math.max(0, 1 + error * stream.normal()),
    );
  });
}

/** The front ends, in the order of their fragments. */
export const frontEndSources = ({
  detector,
}: Pick<Card, 'detector'>): readonly { name: string; channels: number }[] =>
  FRONT_ENDS.map(({ name, channels }) => ({ name, channels: channels(detector) }));

/** Particles of which a payload may be made. */
export interface Particles {
  /** Slice of their random streams. */
  readonly index: number;
  /** Final state of one; to be read, and valid until another is asked for. */
  fateOf(i: number): Fate;
  /** The same before its shower: enough for counters and SRD. */
  fateBeforeShower(i: number): Fate;
}

/** Those about a moment. */
export interface Neighbourhood {
  visit(
    tick: number,
    from: number,
    to: number,
    each: (particles: Particles, index: number, dt: number) => void,
  ): void;
}

/** Some of the front ends: from one, up to but without another. */
type Some = readonly [from: number, to: number];
const ALL: Some = [0, FRONT_ENDS.length];
/** Those that tell electrons, and the others. */
const FIRST: Some = [0, 1 + FRONT_ENDS.indexOf(srd)];
const REST: Some = [FIRST[1], FRONT_ENDS.length];

export class PayloadBuilder {
  private readonly stream = new Stream();
  private readonly before: number;
  private readonly after: number;
  /** By sub-detector. */
  private readonly pulses = FRONT_ENDS.map(() => new PulseList());
  /** Takes a pulse of the particle at hand, which comes so many ns behind the trigger. */
  private readonly add: readonly AddPulse[] = this.pulses.map(
    (list) => (channel, energy, time) => list.add(channel, energy, this.behind + time),
  );
  private behind = 0;

  /** With which the sub-detectors answer, and what their gains are off by in this spill. */
  private readonly seen: Card;
  private readonly gains: Gains;
  private readonly writer: FieldWriter;

  /**
   * @param digitiser of the spill, in fidelity `waveform`
   * @param memory where the bodies stand; their own, for good, unless given
   * @param faults what is wrong with the front ends; null: nothing
   */
  constructor(
    private readonly card: Card,
    private readonly at: SpillKey,
    private readonly digitiser: Digitiser | null = null,
    memory: Memory | null = null,
    private readonly faults: SpillFaults | null = null,
  ) {
    this.seen = digitiser ? withoutElectronics(card) : card;
    this.gains = digitiser ? KNOWN : residualGains(card, at);
    this.before = ticks(card.readout.before);
    this.after = ticks(card.readout.after);
    this.writer = new FieldWriter(memory);
  }

  /**
   * The bodies of the trigger with that id at `tick` of the current slice.
   * @param slice the current one, where it is not that of the id
   */
  build(about: Neighbourhood, tick: number, id: Id, slice = id.slice): Bodies {
    this.digitiser?.begin(id, tick, slice);
    return encodeBodies(this.answers(ALL, about, tick, id, slice), this.writer);
  }

  /**
   * The same where it is worth it.
   * @param isWorth told what those say that answer first
   */
  buildIf(
    about: Neighbourhood,
    tick: number,
    id: Id,
    isWorth: (first: Answers) => boolean,
  ): Bodies | null {
    this.digitiser?.begin(id, tick);
    const first = this.answers(FIRST, about, tick, id);
    if (!isWorth(first)) return null;
    return encodeBodies({ ...first, ...this.answers(REST, about, tick, id) }, this.writer);
  }

  private answers(
    some: Some,
    about: Neighbourhood,
    tick: number,
    id: Id,
    slice = id.slice,
  ): Answers {
    for (const list of this.pulses) list.clear();
    addNoise(this.seen, this.at, id, this.stream, this.pulses, some);
    about.visit(tick, -this.before, this.after + 1, (particles, i, dt) => {
      const fate = some === FIRST ? particles.fateBeforeShower(i) : particles.fateOf(i);
      this.behind = nanoseconds(dt);
      this.respond(some, fate, particles.index, i);
    });
    const { card, digitiser, pulses, gains, faults } = this;
    if (faults === null) return answersOf(card, digitiser, pulses, some, gains);
    for (let d = some[0]; d < some[1]; d++) faults.addPulses(FRONT_ENDS[d].name, id, pulses[d]);
    const faulty = FRONT_ENDS.map(({ name, channels }) =>
      faults.gains(name, channels(card.detector), slice),
    );
    return faults.answers(answersOf(card, digitiser, pulses, some, gains, faulty));
  }

  private respond([from, to]: Some, fate: Fate, slice: number, i: number): void {
    for (let d = from; d < to; d++) {
      const detector = FRONT_ENDS[d];
      const stream = seek(this.stream, this.at, slice, detector.module, i);
      detector.respond(this.seen, fate, stream, this.add[d]);
    }
  }
}

/** Adds to the pulses of each front end what the gate of an id holds without any particle. */
export function addNoise(
  card: Card,
  at: SpillKey,
  id: Pick<Id, 'slice' | 'kind' | 'index'>,
  stream: Stream,
  pulses: readonly PulseList[],
  [from, to] = ALL,
): void {
  for (let d = from; d < to; d++) {
    const detector = FRONT_ENDS[d];
    if (!detector.noise) continue;
    seekNoise(stream, at, id, detector.module);
    detector.noise(card, stream, (channel, energy, time) => pulses[d].add(channel, energy, time));
  }
}

/**
 * The bodies of a trigger at `tick` of a slice, from the pulses of each front end.
 * @param digitiser in fidelity `waveform`; null: energies
 */
export function readOut(
  card: Card,
  digitiser: Digitiser | null,
  pulses: readonly PulseList[],
  id: Id,
  tick: number,
  slice = id.slice,
): Bodies {
  digitiser?.begin(id, tick, slice);
  return encodeBodies(answersOf(card, digitiser, pulses, ALL));
}

/**
 * Of the event that the digitiser has begun, whose front ends are asked in their order.
 * @param faulty factors on the gains, of faults
 */
function answersOf(
  card: Card,
  digitiser: Digitiser | null,
  pulses: readonly PulseList[],
  [from, to]: Some,
  gains: Gains = KNOWN,
  faulty: Gains = KNOWN,
): Answers {
  const answers: Record<string, spillway.Body.$Properties> = {};
  for (let d = from; d < to; d++) {
    const detector = FRONT_ENDS[d];
    answers[detector.name] = digitiser
      ? samples(card, digitiser, detector, pulses[d], faulty[d])
      : energies(card, detector, pulses[d], gains[d], faulty[d]);
  }
  return answers;
}

function energies(
  card: Card,
  detector: SubDetector,
  pulses: PulseList,
  gain: Float64Array | undefined,
  faulty: Float64Array | undefined,
): spillway.Body.$Properties {
  const { twoPulse, zeroSuppression } = card.readout;
  const limits: { readonly [name: string]: number | undefined } = zeroSuppression;
  if (gain) pulses.scale(gain);
  if (faulty) pulses.scale(faulty);
  return (
    detector.readOut?.(card, pulses) ?? {
      energies: pulses.merged(twoPulse, limits[detector.name] ?? 0),
    }
  );
}

function samples(
  card: Card,
  digitiser: Digitiser,
  detector: SubDetector,
  pulses: PulseList,
  faulty: Float64Array | undefined,
): spillway.Body.$Properties {
  return (
    detector.readOutSamples?.(card, pulses, digitiser.stream) ?? {
      waveforms: digitiser.digitise(detector.name as FrontEnd, pulses, faulty),
    }
  );
}
