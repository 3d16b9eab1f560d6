import type { Stream } from '../../../core/random/index.js';
import type { World } from './world.js';

/** Bytes that may have been damaged on their way. */
export interface Input {
  readonly bytes: Uint8Array;
  /** Whether checksums were made to fit what was changed: then other records than those written may come out. */
  readonly mended: boolean;
}

/** A decoder with inputs that it takes. */
export interface Prepared {
  /** Inputs that it has to take as they are. */
  readonly originals: readonly Uint8Array[];
  /** A damaged original; as `damaged` of mutate.ts does it unless given. */
  vary?(stream: Stream, original: Uint8Array): Input;
  /**
   * Decodes, and looks at all of what comes of it, at once: of what is awaited nothing would be seen.
   * @returns whether the decoder tells, as a value, that something is wrong
   * @throws what the decoder documents; `Wrong` when something was taken that was never written
   */
  decode(input: Input): Decoded;
}

export type Decoded = 'clean' | 'told';

/** One decoder: one entry of this shape in the registry. */
export interface Decoder {
  readonly name: string;
  /** Of all inputs, in parts of the sum over the registry. */
  readonly share: number;
  /** Whether it documents that it throws this; one that throws nothing tells faults as values. */
  refuses?(error: unknown): boolean;
  prepare(world: World): Prepared;
}

/** A record passed as good that is none of those written, or no record at all. */
export class Wrong extends Error {}
