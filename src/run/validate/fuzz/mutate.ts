/**
 * Damage of all kinds: flips, cuts, splices, insertions, and what is written to make a decoder allocate, recurse or turn
 * in circles.
 */
import { below, oneOf, type Stream } from '../../../core/random/index.js';

type Mutator = (bytes: Uint8Array, stream: Stream, others: readonly Uint8Array[]) => Uint8Array;

const text = (value: string) => new Uint8Array(Buffer.from(value));

const join = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

const spliced = (bytes: Uint8Array, at: number, gone: number, put: Uint8Array) =>
  join(bytes.subarray(0, at), put, bytes.subarray(at + gone));

const piece = (bytes: Uint8Array, stream: Stream): Uint8Array => {
  const from = below(bytes.length + 1, stream);
  return bytes.subarray(from, from + below(bytes.length - from + 1, stream));
};

/** Lengths that nobody has, little-endian. */
const LENGTHS = [
  0,
  1,
  0x7f,
  0xff,
  0x3ffffff,
  0x4000000,
  0x4000001,
  0x7fffffff,
  0x80000000,
  2 ** 32 - 1,
];

/** Of the wire format of messages: numbers without end, lengths beyond the end, groups in groups. */
const WIRE_BOMBS = [
  new Uint8Array(12).fill(0xff),
  Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f),
  Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01),
  Uint8Array.of(0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f),
  Uint8Array.of(0x2a, 0xff, 0xff, 0xff, 0x7f),
  new Uint8Array(20_000).fill(0x7b),
  new Uint8Array(20_000).fill(0x0b),
  Uint8Array.of(0x07),
  Uint8Array.of(0x00),
];

/** Of texts: nests, aliases, merges, tags, keys of prototypes, numbers of any size. */
const TEXT_BOMBS = [
  '['.repeat(20_000),
  '{"a":'.repeat(5000),
  '- '.repeat(5000),
  '? '.repeat(5000),
  'a: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: [*b, *b, *b, *b, *b, *b, *b, *b, *b]\n',
  '<<: *a\n',
  '&a ',
  '*a ',
  '!!binary ',
  '!<tag:yaml.org,2002:js/function> ',
  '%YAML 9.9\n---\n',
  '---\n',
  '"__proto__":{"x":1},',
  '__proto__:\n  x: 1\n',
  'constructor: 1\n',
  'from: ../../../../etc/passwd\n',
  'from: card.yaml\n',
  '1e999',
  '-1e308',
  '9007199254740993',
  '0x7fffffffffffffff',
  '.nan',
  '-.inf',
  'null',
  '""',
  '[]',
  '{}',
  '\u0000',
  '\ufeff',
  '\ud800',
  '\u2028',
  '\t',
  '\n',
  '"',
  "'",
  '|\n ',
  '#',
  ': ',
  'x'.repeat(3000),
  '9'.repeat(400),
].map(text);

const MUTATORS: readonly Mutator[] = [
  (bytes, stream) => {
    const out = bytes.slice();
    for (let n = 1 + below(4, stream); n > 0 && out.length > 0; n--) {
      out[below(out.length, stream)] ^= 1 << below(8, stream);
    }
    return out;
  },
  (bytes, stream) => {
    const out = bytes.slice();
    const value = oneOf([0, 1, 0x7f, 0x80, 0xff, below(256, stream)], stream);
    if (out.length > 0) out[below(out.length, stream)] = value;
    return out;
  },
  (bytes, stream) => bytes.slice(0, below(bytes.length + 1, stream)),
  (bytes, stream) => bytes.slice(below(bytes.length + 1, stream)),
  (bytes, stream) => {
    const at = below(bytes.length + 1, stream);
    return spliced(bytes, at, below(bytes.length - at + 1, stream), new Uint8Array());
  },
  (bytes, stream) => spliced(bytes, below(bytes.length + 1, stream), 0, piece(bytes, stream)),
  (bytes, stream, others) => {
    const other = oneOf(others, stream);
    return join(
      bytes.subarray(0, below(bytes.length + 1, stream)),
      other.subarray(below(other.length + 1, stream)),
    );
  },
  (bytes, stream, others) =>
    spliced(bytes, below(bytes.length + 1, stream), 0, piece(oneOf(others, stream), stream)),
  (bytes, stream) => {
    const put = Uint8Array.from({ length: 1 + below(16, stream) }, () => below(256, stream));
    return spliced(bytes, below(bytes.length + 1, stream), 0, put);
  },
  (bytes, stream) => {
    const out = bytes.slice();
    const put = new Uint8Array(4);
    new DataView(put.buffer).setUint32(0, oneOf(LENGTHS, stream), true);
    const at = stream.uniform() < 0.3 ? 0 : below(Math.max(1, out.length - 4), stream);
    if (out.length >= 4) out.set(put, at);
    return out;
  },
  (bytes, stream) => {
    const bomb = oneOf(WIRE_BOMBS, stream);
    return spliced(bytes, below(bytes.length + 1, stream), below(2, stream) * bomb.length, bomb);
  },
  (bytes, stream) => {
    const bomb = oneOf(TEXT_BOMBS, stream);
    return spliced(bytes, below(bytes.length + 1, stream), below(2, stream) * bomb.length, bomb);
  },
];

/** Of one kind mostly, of up to three at times. @param others what pieces may come from */
export function damaged(
  bytes: Uint8Array,
  stream: Stream,
  others: readonly Uint8Array[],
): Uint8Array {
  let out = bytes;
  const times = stream.uniform() < 0.7 ? 1 : 2 + below(2, stream);
  for (let n = times; n > 0; n--) out = oneOf(MUTATORS, stream)(out, stream, others);
  return out;
}

/** Values that stand in the place of any other in a document. */
const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  0.5,
  1e308,
  -1e308,
  2 ** 53,
  2 ** 32,
  5e-324,
  '',
  'x',
  '../../x',
  '__proto__',
  [],
  {},
  [[]],
  [1, 2],
  { x: 1 },
];

/** Another document: some values or keys of it are gone, doubled or others. */
export function damagedValue(value: unknown, stream: Stream): unknown {
  if (typeof value !== 'object' || value === null || stream.uniform() < 0.1) {
    return typeof value === 'number' && stream.uniform() < 0.5
      ? value * oneOf([-1, 0, 1e-30, 0.5, 2, 1e30, 1e300], stream)
      : oneOf(VALUES, stream);
  }
  if (Array.isArray(value)) {
    const at = below(value.length + 1, stream);
    const chosen = below(4, stream);
    if (chosen === 0) return value.toSpliced(at, 1);
    if (chosen === 1) return value.toSpliced(at, 0, value[at] ?? oneOf(VALUES, stream));
    return value.map((item, i) => (i === at ? damagedValue(item, stream) : item));
  }
  const entries = Object.entries(value);
  const at = below(entries.length + 1, stream);
  const chosen = below(6, stream);
  if (chosen === 0) entries.splice(at, 1);
  else if (chosen === 1) entries.push(['x', oneOf(VALUES, stream)]);
  else if (at < entries.length)
    entries[at] = [entries[at][0], damagedValue(entries[at][1], stream)];
  return Object.fromEntries(entries);
}
