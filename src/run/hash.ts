/** The platform's hashes, passed into the pure folders from here. */
import { createHash } from 'node:crypto';
import { crc32 as zlibCrc32 } from 'node:zlib';

/** Hex SHA-256 of bytes or of UTF-8 text. */
export const sha256 = (data: Uint8Array | string): string =>
  createHash('sha256').update(data).digest('hex');

export const crc32 = (data: Uint8Array, value = 0): number => zlibCrc32(data, value);
