/**
 * The section `faults` of a card: what goes wrong, by name. It may be left out; no part of the belief. What each kind
 * does stands in docs/faults.md.
 */
import * as v from 'valibot';
import { FRONT_ENDS, type FrontEnd } from '../channels.js';
import { MAX_SAMPLE, SAMPLE_BITS } from '../wire/samples.js';
import { choice, count, energy, factor, fraction, frequency, time } from './quantity.js';

/** What sends fragments: the trigger, the front ends with sampling ADCs, the tracker. */
const BOARDS = [...FRONT_ENDS, 'tracker'];
const SOURCES = ['trigger', ...BOARDS];

/** Which spills it strikes: a share of them, drawn, or these. */
const spills = v.union([fraction(), v.pipe(v.array(count({ min: 1, max: 1e7 })), v.minLength(1))]);
const beam = { spills };
const frontEnd = choice(FRONT_ENDS) as v.GenericSchema<unknown, FrontEnd>;
/** One channel of a front end, for the whole spill. */
const channel = { spills, frontEnd, channel: count({ min: 0, max: 255 }) };
/** Each fragment with a probability; of all sources unless one is named. */
const fragment = { spills, rate: fraction(), source: v.optional(choice(SOURCES)) };
/** One source, from an event on that is drawn to the end of the spill. */
const source = { spills, source: choice(SOURCES) };
const delay = time({ min: 0, max: 1e10 });
const storing = time({ min: 1e6, max: 6e10 });

/** One entry for each kind in `src/emulate/faults/`. */
const EMULATED = [
  /** The beam is gone from this time after the start of the spill on. */
  v.strictObject({ kind: v.literal('cutShort'), ...beam, at: time({ min: 0, max: 6.5e10 }) }),
  v.strictObject({
    kind: v.literal('spike'),
    ...beam,
    start: time({ min: 0, max: 6.5e10 }),
    duration: time({ min: 1e6, max: 6.5e10 }),
    factor: factor({ max: 100 }),
  }),
  /** Of the photomultipliers of a front end: follows the rate, averaged with exp(-t/time). */
  v.strictObject({
    kind: v.literal('gainSag'),
    spills,
    frontEnd,
    /** Share of the gain that is lost at `intensity` electrons per spill held for ever. */
    loss: fraction(),
    intensity: count({ min: 1, max: 1e9 }),
    time: time({ min: 1e6, max: 1e11 }),
  }),
  v.strictObject({ kind: v.literal('deadChannel'), ...channel }),
  /** Pulses of an exponential of this mean, at this rate. */
  v.strictObject({
    kind: v.literal('noisyChannel'),
    ...channel,
    rate: frequency({ min: 0, max: 1e8 }),
    energy: energy({ min: 0, max: 100 }),
  }),
  /** Gives this count whatever comes. */
  v.strictObject({
    kind: v.literal('stuckChannel'),
    ...channel,
    count: count({ min: 0, max: MAX_SAMPLE }),
  }),
  v.strictObject({
    kind: v.literal('stuckBit'),
    ...channel,
    bit: count({ min: 0, max: SAMPLE_BITS - 1 }),
    value: count({ min: 0, max: 1 }),
  }),
  v.strictObject({ kind: v.literal('lostFragment'), ...fragment }),
  /** The copy comes up to `delay` later. */
  v.strictObject({ kind: v.literal('duplicatedFragment'), ...fragment, delay }),
  v.strictObject({
    kind: v.literal('lateFragment'),
    ...fragment,
    delay: v.strictObject({ min: delay, max: delay }),
  }),
  v.strictObject({ kind: v.literal('truncatedFragment'), ...fragment }),
  /** Up to so many bits of a fragment, at least one. */
  v.strictObject({
    kind: v.literal('flippedBits'),
    ...fragment,
    bits: count({ min: 1, max: 1000 }),
  }),
  /** Its numbers are too high by so much. */
  v.strictObject({ kind: v.literal('numberSlip'), ...source, by: count({ min: 1, max: 1000 }) }),
  v.strictObject({ kind: v.literal('clockSlip'), ...source, by: time({ min: 0.1, max: 1e9 }) }),
  /** Sends nothing more in a spill behind the first event of which zero suppression left it nothing. */
  v.strictObject({ kind: v.literal('stalledBoard'), spills, source: choice(BOARDS) }),
] as const;
const Emulated = v.variant('kind', EMULATED);
export type Fault = v.InferOutput<typeof Emulated>;

/** One entry for each kind in `src/run/faults/`: of what stores a run, and no part of what its spills are. */
const STORING = [
  /** Each write of a segment waits. */
  v.strictObject({ kind: v.literal('slowDisk'), spills, delay: storing }),
  /** The thread that journals waits behind a spill. */
  v.strictObject({ kind: v.literal('slowConsumer'), spills, delay: storing }),
  /** So many bytes find room from the first struck spill on, then none. */
  v.strictObject({ kind: v.literal('fullDisk'), spills, bytes: count({ min: 0, max: 1e15 }) }),
  /** The write of that number fails, of the segments of struck spills. */
  v.strictObject({ kind: v.literal('writeError'), spills, write: count({ min: 1, max: 1e9 }) }),
] as const;
const Storing = v.variant('kind', STORING);
export type StoringFault = v.InferOutput<typeof Storing>;
export type StoringFaultOf<K extends StoringFault['kind']> = Extract<StoringFault, { kind: K }>;

/** Its card keys. */
export type FaultOf<K extends Fault['kind']> = Extract<Fault, { kind: K }>;

export const AnyFault = v.variant('kind', [...EMULATED, ...STORING]);
export const Faults = v.record(v.string(), AnyFault);
export type FaultSection = v.InferOutput<typeof Faults>;

const isStoring = (fault: Fault | StoringFault): fault is StoringFault =>
  STORING.some(({ entries }) => entries.kind.literal === fault.kind);

const inOrder = (section: FaultSection | undefined) =>
  Object.entries(section ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));

/** What is part of the spills, by name, in the order of the names. */
export const namedFaults = (section: FaultSection | undefined): [string, Fault][] =>
  inOrder(section).filter((entry): entry is [string, Fault] => !isStoring(entry[1]));

/** The same of what stores them. */
export const namedStoringFaults = (section: FaultSection | undefined): [string, StoringFault][] =>
  inOrder(section).filter((entry): entry is [string, StoringFault] => isStoring(entry[1]));
