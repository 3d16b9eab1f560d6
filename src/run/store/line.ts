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
