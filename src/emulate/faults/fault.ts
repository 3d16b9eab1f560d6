/**
 * One kind of fault: one file of this shape, one line in the registry, one entry in the card's schema. Its hooks are
 * pure: they get what is there and give what is left of it.
 */
import type { Fault, FaultOf } from '../../core/card/faults.js';
import type { Card } from '../../core/card/schema.js';
import type { Stream } from '../../core/random/index.js';
import type { Fragment } from '../../core/wire/event.js';
import type { spillway } from '../../core/wire/messages.js';
import type { PulseList } from '../detector/pulses.js';

export type Name = Fault['kind'];

/** What a photomultiplier, or its ADC, makes of the light. */
export interface Gain {
  /** One channel of the front end; null: all. */
  readonly channel: number | null;
  /** The trigger's sums see it as well: it is of the photomultipliers. */
  readonly sums: boolean;
  /** Factor in a slice, also behind the spill. */
  at(slice: number): number;
}

/** A fragment on its way. */
export interface Sent {
  readonly source: number;
  /** The event that it is of, whatever it says itself. */
  readonly event: number;
  readonly bytes: Uint8Array;
  /** When it comes, 0.1 ns since the start of the spill. */
  readonly at: number;
}

/** What a source that remembers is told. */
export interface Source {
  readonly stream: Stream;
  /** Tells what stands in bytes that are sound. */
  read(bytes: Uint8Array): Fragment;
  /** Makes bytes with their own CRC. */
  write(fragment: Fragment): Uint8Array;
}

/** What is left of the fragments of a source, and from which one on it goes wrong; null: nowhere. */
export interface Wrong {
  readonly sent: readonly Sent[];
  readonly from: Sent | null;
}

export interface FaultKind<K extends Name = Name> {
  readonly kind: K;
  readonly describes: string;
  /** Changes the expected electrons of each 1 ms slice. */
  beam?(own: FaultOf<K>, electrons: Float64Array): Float64Array;
  /** Changes a gain. @param electrons expected in each slice */
  gain?(own: FaultOf<K>, card: Card, electrons: Float64Array): Gain;
  /** Adds to the pulses of its front end in a gate. */
  pulses?(own: FaultOf<K>, card: Card, pulses: PulseList, stream: Stream): void;
  /** Changes what its front end answers. */
  answer?(own: FaultOf<K>, card: Card, body: spillway.Body.$Properties): spillway.Body.$Properties;
  /** What comes of a fragment that it strikes. */
  strike?(own: FaultOf<K>, sent: Sent, stream: Stream): Sent[];
  /** What comes of the fragments of its source, one of every event, in order. */
  source?(own: FaultOf<K>, sent: readonly Sent[], source: Source): Wrong;
}
