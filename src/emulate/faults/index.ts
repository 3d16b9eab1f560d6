/**
 * The faults of a card in one spill: those of beam and front ends, which are in the events themselves, and those on the
 * way from the front ends to the event builder. Functions of (key, run, spill) and of what they strike; they draw from
 * streams of their own. Beside what is left stand labels of what was done.
 */
import type { Fault } from '../../core/card/faults.js';
import { namedFaults } from '../../core/card/faults.js';
import type { Card } from '../../core/card/schema.js';
import { InternalError } from '../../core/errors.js';
import type { Id } from '../../core/id.js';
import { Stream } from '../../core/random/index.js';
import { SLICE_TICKS } from '../../core/ticks.js';
import type { Answers } from '../../core/wire/event.js';
import { decodeFragment, encodeFragment } from '../../core/wire/event.js';
import type { Crc32 } from '../../core/wire/framing.js';
import type { spillway } from '../../core/wire/messages.js';
import type { PulseList } from '../detector/pulses.js';
import { type SpillKey, seekFault } from '../streams.js';
import type { FaultKind, Gain, Sent, Source } from './fault.js';
import { kindOf } from './kinds.js';

export type { Sent } from './fault.js';

export type Label = spillway.Fault.$Properties;

/** A fault that strikes in a spill. */
interface Striking {
  readonly name: string;
  readonly own: Fault;
  readonly kind: FaultKind;
}

/** Whether a fault strikes in a spill. @param spills a share of them, drawn, or their numbers */
export function strikes(
  name: string,
  spills: number | readonly number[],
  at: SpillKey,
  stream: Stream,
): boolean {
  if (typeof spills !== 'number') return spills.includes(at.spill);
  return seekFault(stream, at, name).uniform() < spills;
}

/** Those of a card that strike in a spill, by name. */
function strikingIn({ faults }: Card, at: SpillKey): Striking[] {
  const stream = new Stream();
  return namedFaults(faults)
    .filter(([name, { spills }]) => strikes(name, spills, at, stream))
    .map(([name, own]) => ({ name, own, kind: kindOf(own) }));
}

/** What is wrong with a spill before its events are sent. */
export interface SpillFaults {
  /** Expected electrons of each slice. */
  readonly electrons: Float64Array;
  readonly labels: readonly Label[];
  /** Whether the trigger's sums are lower than the light says: electrons that are no candidates may fire it then. */
  readonly lowersSums: boolean;
  /** Factor on the trigger's sums in a slice. */
  sums(slice: number): number;
  /** Factors on the gains of the channels of a front end in a slice; undefined: none. */
  gains(frontEnd: string, channels: number, slice: number): Float64Array | undefined;
  /** Adds to the pulses of a front end in the gate of an id. */
  addPulses(frontEnd: string, id: Pick<Id, 'slice' | 'kind' | 'index'>, pulses: PulseList): void;
  /** What front ends answer. */
  answers(answers: Answers): Answers;
}

/** @returns null where nothing is wrong */
export function spillFaults(card: Card, at: SpillKey, profile: Float64Array): SpillFaults | null {
  const striking = strikingIn(card, at);
  if (striking.length === 0) return null;
  const labels: Label[] = [];
  const label = ({ name, own }: Striking, rest: Label) =>
    labels.push({ name, kind: own.kind, spill: at.spill, ...rest });
  const spill = { fromTick: 0, toTick: profile.length * SLICE_TICKS };

  let electrons = profile;
  for (const fault of striking) {
    const changed = fault.kind.beam?.(fault.own, electrons);
    if (!changed) continue;
    const slices = [...changed.keys()].filter((s) => changed[s] !== electrons[s]);
    electrons = changed;
    if (slices.length === 0) continue;
    const from = slices[0];
    const to = 1 + (slices.at(-1) as number);
    label(fault, { fromTick: from * SLICE_TICKS, toTick: to * SLICE_TICKS });
  }
  const gains: (readonly [frontEnd: string, gain: Gain])[] = [];
  for (const fault of striking) {
    const { own, kind } = fault;
    if (!('frontEnd' in own)) continue;
    const { frontEnd } = own;
    if (kind.gain) gains.push([frontEnd, kind.gain(own, card, electrons)]);
    label(fault, { source: frontEnd, ...('channel' in own && { channel: own.channel }), ...spill });
  }
  const ofSums = gains.filter(([of, { sums }]) => of === 'ecal' && sums);
  const stream = new Stream();
  const inFrontEnd = (frontEnd: string) =>
    striking.filter(({ own }) => 'frontEnd' in own && own.frontEnd === frontEnd);

  return {
    electrons,
    labels,
    lowersSums: ofSums.length > 0,
    sums: (slice) => ofSums.reduce((all, [, { at }]) => all * at(slice), 1),
    gains(frontEnd, channels, slice) {
      const own = gains.filter(([of]) => of === frontEnd);
      if (own.length === 0) return undefined;
      const factors = new Float64Array(channels).fill(1);
      for (const [, { channel, at }] of own) {
        if (channel === null) for (let c = 0; c < channels; c++) factors[c] *= at(slice);
        else factors[channel] *= at(slice);
      }
      return factors;
    },
    addPulses(frontEnd, id, pulses) {
      for (const { name, own, kind } of inFrontEnd(frontEnd)) {
        if (!kind.pulses) continue;
        seekFault(stream, at, name, id.slice, `${id.kind} ${id.index}`);
        kind.pulses(own, card, pulses, stream);
      }
    },
    answers(answers) {
      const changed: Record<string, spillway.Body.$Properties> = { ...answers };
      for (const { own, kind } of striking) {
        if (!kind.answer || !('frontEnd' in own) || !changed[own.frontEnd]) continue;
        changed[own.frontEnd] = kind.answer(own, card, changed[own.frontEnd]);
      }
      return changed;
    },
  };
}

/** What comes of the fragments of a spill on their way. */
export interface Arrived {
  /** In the order in which they come. */
  readonly sent: readonly Sent[];
  readonly labels: readonly Label[];
}

/**
 * @param sources their names, in the order of their numbers
 * @returns what becomes of all fragments of a spill, each source's in order; null where nothing is wrong
 */
export function onTheWay(
  card: Card,
  at: SpillKey,
  sources: readonly string[],
  crc32: Crc32,
): ((sent: readonly Sent[]) => Arrived) | null {
  const striking = strikingIn(card, at).filter(({ kind }) => kind.strike || kind.source);
  if (striking.length === 0) return null;
  return (fragments) => {
    const labels: Label[] = [];
    const label = ({ name, own }: Striking, { source, event, at: tick }: Sent, toTick = tick) =>
      labels.push({
        ...{ name, kind: own.kind, spill: at.spill, event, source: sources[source] },
        ...{ fromTick: Math.round(tick), toTick: Math.round(toTick) },
      });
    const stream = new Stream();
    const end = fragments.reduce((last, s) => Math.max(last, s.at), 0);
    let sent = fragments;
    // First what sources do wrong, which know of nothing that befalls their fragments later.
    for (const fault of striking.filter(({ kind }) => kind.source)) {
      const source = sources.indexOf((fault.own as { source: string }).source);
      seekFault(stream, at, fault.name, 0, 'source');
      const own = sent.filter((s) => s.source === source);
      const wrong = fault.kind.source?.(fault.own as never, own, sourceWith(stream, crc32));
      if (!wrong?.from) continue;
      label(fault, wrong.from, end);
      sent = [...sent.filter((s) => s.source !== source), ...wrong.sent];
    }
    for (const fault of striking.filter(({ kind }) => kind.strike)) {
      const { rate, source } = fault.own as { rate: number; source?: string };
      sent = sent.flatMap((s) => {
        if (source !== undefined && sources[s.source] !== source) return [s];
        seekFault(stream, at, fault.name, 0, `${s.event} ${s.source}`);
        if (stream.uniform() >= rate) return [s];
        label(fault, s);
        return fault.kind.strike?.(fault.own, s, stream) ?? [s];
      });
    }
    const byTime = (a: Sent, b: Sent) => a.at - b.at || a.event - b.event || a.source - b.source;
    return { sent: [...sent].sort(byTime), labels };
  };
}

const sourceWith = (stream: Stream, crc32: Crc32): Source => ({
  stream,
  read(bytes) {
    const fragment = decodeFragment(bytes, crc32);
    if (!fragment) throw new InternalError('a fragment is damaged before it is sent');
    // With every field of its own: a message keeps what is 0 in its prototype.
    const { source, spill, event, tick, body } = fragment;
    return { source, spill, event, tick, body };
  },
  write: (fragment) => encodeFragment(fragment, crc32).slice(),
});
