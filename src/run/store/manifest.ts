/**
 * manifest.json: size and SHA-256 of every file that no longer changes, each line with its own CRC, the
 * last line the SHA-256 of the lines before it. Files without records of their own also carry the
 * CRC-32 of their blocks, so that damage can be placed.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { crc32, sha256 } from '../hash.js';
import { FILES, isTransient, SEGMENT_KINDS } from './layout.js';
import { readLine, writeLine } from './line.js';
import { entryFault } from './shape.js';

export const BLOCK = 1024;

export interface ManifestEntry {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  /** CRC-32 of each block of 1024 bytes, hexadecimal; only where the file has no records. */
  readonly blocks?: string;
}

const HEAD = '{"schema":"spillway.manifest/1","files":[';
const last = (lines: string[]) => `],"sha256":"${sha256(`${lines.join('\n')}\n`)}"}`;

export const blocksOf = (data: Uint8Array): string[] =>
  Array.from({ length: Math.ceil(data.length / BLOCK) }, (_, i) =>
    crc32(data.subarray(i * BLOCK, (i + 1) * BLOCK))
      .toString(16)
      .padStart(8, '0'),
  );

const hasRecords = (file: string) =>
  file.endsWith('.jsonl') || SEGMENT_KINDS.some((kind) => file.startsWith(`${kind}/`));

/** Paths of all files below a directory, `/` between folders, in the order of their names. */
export function filesBelow(directory: string): string[] {
  return fs
    .readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path.relative(directory, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
    )
    .sort();
}

/** @returns the text of a manifest of everything in the directory but itself */
export function manifestOf(directory: string): string {
  const entries = filesBelow(directory)
    .filter((file) => file !== FILES.manifest && !isTransient(file))
    .map((file): ManifestEntry => {
      const data = fs.readFileSync(path.join(directory, file));
      const entry = { path: file, size: data.length, sha256: sha256(data) };
      return hasRecords(file) ? entry : { ...entry, blocks: blocksOf(data).join('') };
    });
  const lines = [
    HEAD,
    ...entries.map((e, i) => writeLine(e) + (i < entries.length - 1 ? ',' : '')),
  ];
  return `${lines.join('\n')}\n${last(lines)}\n`;
}

/** @returns the entries, and the first line that is damaged (from 1), or null */
export function readManifest(text: string): { entries: ManifestEntry[]; damaged: number | null } {
  const lines = text.split('\n');
  const entries: ManifestEntry[] = [];
  if (lines[0] !== HEAD) return { entries, damaged: 1 };
  let i = 1;
  for (; i < lines.length && lines[i].startsWith('{'); i++) {
    const entry = readLine<ManifestEntry>(lines[i].replace(/,$/, ''));
    if (!entry || entryFault(entry) !== null) return { entries, damaged: i + 1 };
    entries.push(entry);
  }
  const complete =
    lines[i] === last(lines.slice(0, i)) && lines[i + 1] === '' && lines.length === i + 2;
  // A line that only lacks its end is the last one there is.
  return { entries, damaged: complete ? null : Math.min(i + 1, lines.length) };
}
