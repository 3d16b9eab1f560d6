/** SHA-256 of plain data by their values, however they came to be: what tells tasks apart. */
import { createHash, type Hash } from 'node:crypto';

/**
 * The same for the same values in any order of keys; a key that is undefined is none.
 * @throws TypeError for what is no plain data, as a function
 */
export function digestOf(value: unknown): string {
  const hash = createHash('sha256');
  feed(hash, value);
  return hash.digest('hex');
}

function feed(hash: Hash, value: unknown): void {
  if (typeof value === 'string') hash.update(`s${value.length}:`).update(value);
  else if (typeof value === 'number') hash.update(`n${Object.is(value, -0) ? '-0' : value};`);
  else if (typeof value === 'bigint') hash.update(`b${value};`);
  else if (typeof value === 'boolean' || value === null || value === undefined) {
    hash.update(`${value};`);
  } else if (ArrayBuffer.isView(value)) feedBytes(hash, value);
  else if (Array.isArray(value)) feedAll(hash, 'a', value);
  else if (value instanceof Set) feedAll(hash, 'S', [...value]);
  else if (value instanceof Map) feedAll(hash, 'M', [...value].flat());
  else if (typeof value === 'object') feedAll(hash, 'o', sorted(value));
  else throw new TypeError(`no plain data: ${typeof value}`);
}

function feedBytes(hash: Hash, view: ArrayBufferView): void {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  // A Buffer is bytes like others.
  const name = view instanceof Uint8Array ? 'Uint8Array' : view.constructor.name;
  hash.update(`v${name}${bytes.length}:`).update(bytes);
}

/** Keys and values in turn. */
const sorted = (value: object): unknown[] =>
  Object.entries(value)
    .filter(([, own]) => own !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flat();

function feedAll(hash: Hash, tag: string, values: readonly unknown[]): void {
  hash.update(`${tag}${values.length}:`);
  for (const value of values) feed(hash, value);
}
