/**
 * Lines of JSON that carry their own CRC-32 as their last key: journal, manifest, unblindings.
 */
import { crc32 } from '../hash.js';

const crcOf = (json: string) => crc32(Buffer.from(json)).toString(16).padStart(8, '0');

/** One line, without its end. */
export function writeLine(value: object): string {
  const json = JSON.stringify(value);
  return `${json.slice(0, -1)},"crc":"${crcOf(json)}"}`;
}

/** Lines with their ends, as a journal has them. */
export const writeLines = (values: readonly object[]): string =>
  values.map((value) => `${writeLine(value)}\n`).join('');

/** @returns the value, or null when the line is damaged */
export function readLine<T>(line: string): T | null {
  const match = /^(.*),"crc":"([0-9a-f]{8})"\}$/s.exec(line);
  if (!match) return null;
  const json = `${match[1]}}`;
  if (crcOf(json) !== match[2]) return null;
  try {
    return JSON.parse(json) as T;
  } catch {
    return null;
  }
}

/**
 * The lines of a journal up to the first that is damaged, cut off, or not the one that comes there; its number, from 1, and
 * what is wrong with it.
 */
export function soundLines<T>(
  text: string,
  follows: (line: T, number: number) => boolean,
): { lines: T[]; damage: { readonly line: number; readonly fault: string } | null } {
  const lines: T[] = [];
  const written = text.split('\n');
  const tail = written.pop();
  for (const each of written) {
    const line = readLine<T>(each);
    const number = lines.length + 1;
    if (line === null || !follows(line, number)) {
      return { lines, damage: { line: number, fault: 'damaged or out of order' } };
    }
    lines.push(line);
  }
  return { lines, damage: tail === '' ? null : { line: lines.length + 1, fault: 'cut off' } };
}
