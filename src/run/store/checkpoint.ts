/**
 * counts.pb: the merged counts of all journalled spills, with the CRC-32 of the message behind it
 * (uint32, little-endian).
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Counts, decodeCounts, encodeCounts } from '../../analyse/counts.js';
import { RunError } from '../../core/errors.js';
import { crc32 } from '../hash.js';
import { FILES } from './layout.js';
import { writeWhole } from './write.js';

export function writeCheckpoint(directory: string, counts: Counts): void {
  const message = Buffer.from(encodeCounts(counts));
  const crc = Buffer.alloc(4);
  crc.writeUInt32LE(crc32(message));
  writeWhole(path.join(directory, FILES.counts), Buffer.concat([message, crc]));
}

/** @throws RangeError when the bytes are damaged, or counts of another version */
export function decodeCheckpoint(data: Uint8Array): Counts {
  const size = data.length - 4;
  const message = data.subarray(0, Math.max(0, size));
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (size < 0 || view.getUint32(size, true) !== crc32(message)) {
    throw new RangeError('its CRC-32 is another: damaged');
  }
  return decodeCounts(message);
}

/** @throws RunError when the checkpoint is missing, damaged, or does not cover `spills` spills */
export function readCheckpoint(directory: string, spills?: number): Counts {
  const file = path.join(directory, FILES.counts);
  const refuse = (fault: string, next: string): never => {
    throw new RunError({ where: file, fault, next });
  };
  if (!fs.existsSync(file)) refuse('is not there', 'no spill is finished yet; see spillway info');
  let counts: Counts;
  try {
    counts = decodeCheckpoint(fs.readFileSync(file));
  } catch (error) {
    return refuse((error as Error).message, 'see spillway verify; --resume makes it again');
  }
  if (spills !== undefined && counts.spills !== spills) {
    refuse(`covers ${counts.spills} spills, the journal has ${spills}`, '--resume mends it');
  }
  return counts;
}
