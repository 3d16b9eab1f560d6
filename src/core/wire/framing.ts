/**
 * Segment files: a header record, data records, a footer record.
 *
 * A framed record is: length of the body (uint32), type (uint8), body, CRC-32 of all before it
 * (uint32); integers little-endian. The footer's body is the number of data records (uint32) and the
 * CRC-32 of the CRCs of all records before it (uint32): a file cut exactly between two records still
 * lacks its footer. Segments of kind `primitives` hold fixed records of 32 bytes, each with its own
 * CRC, between a framed header and a framed footer. A file may hold several segments, one behind the other.
 */

import { Memory } from './memory.js';

export type Crc32 = (data: Uint8Array, value?: number) => number;

export const RECORD = {
  header: 1,
  beginOfBurst: 2,
  /** A fixed record of a primitives segment. */
  event: 3,
  endOfBurst: 4,
  truth: 5,
  fragment: 6,
  /** Of a truth segment, behind the events. */
  fault: 7,
  footer: 255,
};

const HEAD = 5;
const TAIL = 4;
const FOOTER = HEAD + 8 + TAIL;
const MAX_BODY = 1 << 26;

/** What is wrong in a segment, and in which record (the header is record 0). */
export class SegmentError extends Error {
  constructor(
    readonly record: number | 'footer',
    readonly problem: string,
  ) {
    super(`record ${record}: ${problem}`);
  }
}

/** Bytes that a segment grows by. */
const PIECE = 1 << 19;

/** Collects the records of one segment in memory. */
export class SegmentWriter {
  /** What is full, and the piece that records are added to, with its length so far. */
  private readonly pieces: Uint8Array[] = [];
  private buffer = new Uint8Array(1 << 12);
  private view = new DataView(this.buffer.buffer);
  private length = 0;
  private records = -1; // the header does not count
  private chain = 0;
  private readonly crcBytes = new Uint8Array(4);
  private readonly crcView = new DataView(this.crcBytes.buffer);

  /** @param memory where the pieces stand until the segment is finished; their own unless given */
  constructor(
    private readonly crc32: Crc32,
    private readonly memory = new Memory(),
  ) {}

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    this.pieces.push(this.buffer.subarray(0, this.length));
    this.buffer = this.memory.take(Math.max(PIECE, bytes));
    this.view = new DataView(this.buffer.buffer);
    this.length = 0;
  }

  private link(crc: number): void {
    this.crcView.setUint32(0, crc, true);
    this.chain = this.crc32(this.crcBytes, this.chain);
    this.records++;
  }

  private frame(type: number, body: Uint8Array): number {
    this.reserve(HEAD + body.length + TAIL);
    const start = this.length;
    this.view.setUint32(start, body.length, true);
    this.buffer[start + 4] = type;
    this.buffer.set(body, start + HEAD);
    const end = start + HEAD + body.length;
    const crc = this.crc32(this.buffer.subarray(start, end));
    this.view.setUint32(end, crc, true);
    this.length = end + TAIL;
    return crc;
  }

  /** Appends a framed record. */
  record(type: number, body: Uint8Array): void {
    this.link(this.frame(type, body));
  }

  /** Appends a fixed record that ends with its own CRC-32. */
  fixed(body: Uint8Array): void {
    this.reserve(body.length);
    this.buffer.set(body, this.length);
    this.length += body.length;
    const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
    this.link(view.getUint32(body.length - TAIL, true));
  }

  /** Appends the footer and gives the whole segment. */
  finish(): Uint8Array {
    const footer = new Uint8Array(8);
    const view = new DataView(footer.buffer);
    view.setUint32(0, this.records, true);
    view.setUint32(4, this.chain, true);
    this.frame(RECORD.footer, footer);
    const pieces = [...this.pieces, this.buffer.subarray(0, this.length)];
    const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }
}

export interface SegmentRecord {
  type: number;
  body: Uint8Array;
}

/**
 * Reads a segment, checking every CRC, the count and the chain.
 * @param recordBytes length of fixed records, 0 for framed ones
 * @throws SegmentError naming the first record that is damaged
 */
export function* readSegment(
  data: Uint8Array,
  crc32: Crc32,
  recordBytes = 0,
): Generator<SegmentRecord> {
  const { at } = yield* segmentAt({ at: 0, record: 0 }, data, crc32, recordBytes);
  if (at === data.length) return;
  throw new SegmentError('footer', `${data.length - at} bytes after the footer`);
}

/** The same of a file of one segment behind the other; records are numbered through the file, footers too. */
export function* readSegments(
  data: Uint8Array,
  crc32: Crc32,
  recordBytes = 0,
): Generator<SegmentRecord> {
  let place: Place = { at: 0, record: 0 };
  do place = yield* segmentAt(place, data, crc32, recordBytes);
  while (place.at < data.length);
}

/** Where a segment begins, or what comes behind one: byte, and number of the record. */
interface Place {
  readonly at: number;
  readonly record: number;
}

function* segmentAt(
  begin: Place,
  data: Uint8Array,
  crc32: Crc32,
  recordBytes: number,
): Generator<SegmentRecord, Place> {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const link = new Uint8Array(4);
  const linkView = new DataView(link.buffer);
  let chain = 0;
  let records = 0;
  let { at } = begin;
  const damaged = (problem: string) => new SegmentError(begin.record + records, problem);

  const framed = (): SegmentRecord & { crc: number } => {
    const where = at;
    if (where + HEAD > data.length) {
      throw damaged(`cut off at byte ${data.length}: the footer is missing`);
    }
    const size = view.getUint32(where, true);
    const end = where + HEAD + size;
    if (size > MAX_BODY || end + TAIL > data.length) {
      throw damaged(
        `at byte ${where}: ${size} bytes announced, ${data.length - where - HEAD} left: cut off or damaged`,
      );
    }
    const crc = view.getUint32(end, true);
    const computed = crc32(data.subarray(where, end));
    if (computed !== crc) {
      throw damaged(`at byte ${where}: CRC-32 ${hex(computed)}, expected ${hex(crc)}`);
    }
    at = end + TAIL;
    return { type: data[where + 4], body: data.subarray(where + HEAD, end), crc };
  };
  const chained = (crc: number) => {
    linkView.setUint32(0, crc, true);
    chain = crc32(link, chain);
    records++;
  };

  const header = framed();
  if (header.type !== RECORD.header) throw damaged(`type ${header.type} is no header`);
  chained(header.crc);
  yield header;

  const isFooter = () =>
    at + FOOTER <= data.length &&
    view.getUint32(at, true) === FOOTER - HEAD - TAIL &&
    data[at + 4] === RECORD.footer &&
    view.getUint32(at + FOOTER - TAIL, true) === crc32(data.subarray(at, at + FOOTER - TAIL));
  while (recordBytes > 0 && at < data.length && !isFooter()) {
    if (at + recordBytes > data.length) throw damaged(`at byte ${at}: cut off or damaged`);
    const crc = view.getUint32(at + recordBytes - TAIL, true);
    const computed = crc32(data.subarray(at, at + recordBytes - TAIL));
    if (computed !== crc) {
      throw damaged(`at byte ${at}: CRC-32 ${hex(computed)}, expected ${hex(crc)}`);
    }
    const body = data.subarray(at, at + recordBytes);
    at += recordBytes;
    chained(crc);
    yield { type: RECORD.event, body };
  }

  for (;;) {
    const record = framed();
    if (record.type !== RECORD.footer) {
      chained(record.crc);
      yield record;
      continue;
    }
    const footer = new DataView(record.body.buffer, record.body.byteOffset, record.body.length);
    if (record.body.length !== 8 || footer.getUint32(0, true) !== records - 1) {
      throw new SegmentError('footer', `${records - 1} records read, the footer says otherwise`);
    }
    if (footer.getUint32(4, true) !== chain) {
      throw new SegmentError('footer', 'the records are not those that were written');
    }
    return { at, record: begin.record + records + 1 };
  }
}

const hex = (value: number) => `0x${value.toString(16).padStart(8, '0')}`;
