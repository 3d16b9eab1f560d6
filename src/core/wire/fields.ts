/**
 * Writes messages of the wire contract field by field, to the same bytes as their codec and several times as fast:
 * for what every event has. Of a field that is absent, 0 or empty
 * nothing is written.
 */
import type { Memory } from './memory.js';

/** Kinds of fields on the wire. */
const VARINT = 0;
const LENGTH = 2;

/** Bytes of the longest numbers of 64 and of 32 bits. */
const LONGEST_64 = 10;
const LONGEST_32 = 5;

/** What is taken stands in pieces of memory of this size. */
const CHUNK = 1 << 17;

type Column = ArrayLike<number> | null | undefined;

export class FieldWriter {
  private chunk: Uint8Array = new Uint8Array(0);
  /** Where in the chunk the message begins, and where its next byte comes. */
  private start = 0;
  private at = 0;

  /** @param memory of what is taken; its own, for good, unless given */
  constructor(private readonly memory: Memory | null = null) {}

  /** An unsigned number up to 2^53. */
  number(field: number, value: number | null | undefined): void {
    if (!value) return;
    this.reserve(LONGEST_32 + LONGEST_64);
    this.varint((field << 3) | VARINT);
    this.varint(value);
  }

  bytes(field: number, value: Uint8Array | null | undefined): void {
    if (!value?.length) return;
    this.reserve(2 * LONGEST_32 + value.length);
    this.varint((field << 3) | LENGTH);
    this.varint(value.length);
    this.chunk.set(value, this.at);
    this.at += value.length;
  }

  /** Unsigned numbers of 32 bits. */
  numbers(field: number, values: Column): void {
    if (!values?.length) return;
    const from = this.begin(field, LONGEST_32 * values.length);
    let { at } = this;
    for (let i = 0; i < values.length; i++) at = put(this.chunk, at, values[i]);
    this.at = at;
    this.end(from);
  }

  /** Numbers of 32 bits with a sign. */
  signed(field: number, values: Column): void {
    if (!values?.length) return;
    const from = this.begin(field, LONGEST_32 * values.length);
    let { at } = this;
    for (let i = 0; i < values.length; i++) {
      at = put(this.chunk, at, ((values[i] << 1) ^ (values[i] >> 31)) >>> 0);
    }
    this.at = at;
    this.end(from);
  }

  /** Opens a field of yet unknown length, to which `bytes` come at once. @returns where, for `end` */
  begin(field: number, bytes = 0): number {
    this.reserve(2 * LONGEST_32 + bytes);
    this.varint((field << 3) | LENGTH);
    this.at += LONGEST_32;
    return this.at - this.start;
  }

  /** Closes what `begin` has opened. */
  end(from: number): void {
    const { chunk } = this;
    const first = this.start + from;
    const length = this.at - first;
    this.at = first - LONGEST_32;
    this.varint(length);
    chunk.copyWithin(this.at, first, first + length);
    this.at += length;
  }

  /** Four bytes, the lowest first. */
  fixed(value: number): void {
    this.reserve(4);
    for (let shift = 0; shift < 32; shift += 8) this.chunk[this.at++] = value >>> shift;
  }

  /** What was written since the last `take`; valid until more is. */
  written(): Uint8Array {
    return this.chunk.subarray(this.start, this.at);
  }

  /** The same, as long as the memory stays: another message begins. */
  take(): Uint8Array {
    const message = this.written();
    this.start = this.at;
    return message;
  }

  /** Begins the message anew. */
  clear(): void {
    this.at = this.start;
  }

  private varint(value: number): void {
    this.at = put(this.chunk, this.at, value);
  }

  private reserve(bytes: number): void {
    if (this.at + bytes <= this.chunk.length) return;
    const begun = this.written();
    const room = Math.max(CHUNK, 2 * (begun.length + bytes));
    this.chunk = this.memory?.take(room) ?? new Uint8Array(room);
    this.chunk.set(begun);
    this.start = 0;
    this.at = begun.length;
  }
}

/** Writes an unsigned number seven bits at a time, the lowest first. @returns where the next byte comes */
function put(chunk: Uint8Array, from: number, value: number): number {
  let at = from;
  let rest = value;
  while (rest > 0xffffffff) {
    chunk[at++] = (rest & 127) | 128;
    rest = Math.floor(rest / 128);
  }
  while (rest > 127) {
    chunk[at++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  chunk[at++] = rest;
  return at;
}
