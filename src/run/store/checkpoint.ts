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

/** @throws RunError when the checkpoint is missing, damaged, or does not cover `spills` spills */
export function readCheckpoint(directory: string, spills?: number): Counts {
  const file = path.join(directory, FILES.counts);
  const refuse = (fault: string, next: string): never => {
    throw new RunError({ where: file, fault, next });
  };
  if (!fs.existsSync(file)) refuse('is not there', 'no spill is finished yet; see spillway info');
  const data = fs.readFileSync(file);
  const message = data.subarray(0, Math.max(0, data.length - 4));
  if (data.length < 4 || data.readUInt32LE(message.length) !== crc32(message)) {
    refuse('damaged', 'see spillway verify; --resume makes it again');
  }
  let counts: Counts;
  try {
    counts = decodeCounts(message);
  } catch (error) {
    return refuse((error as Error).message, 'run again with this version');
  }
  if (spills !== undefined && counts.spills !== spills) {
    refuse(`covers ${counts.spills} spills, the journal has ${spills}`, '--resume mends it');
  }
  return counts;
}
