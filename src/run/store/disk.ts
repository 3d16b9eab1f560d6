/** What is written to the disk for each spill: a thing of its own, so that it can go wrong on purpose (`../faults`). */
import * as fs from 'node:fs';

export interface Disk {
  /** Writes a segment of a spill behind what its file has. @throws what the file system refuses; some of it may be written */
  segment(fd: number, data: Uint8Array, spill: number): void;
  /** Writes lines behind what a file has, and forces them to the disk. @throws as `segment` */
  journal(file: string, lines: Uint8Array): void;
}

export const DISK: Disk = {
  segment: (fd, data) => fs.writeFileSync(fd, data),
  journal: (file, lines) => fs.appendFileSync(file, lines, { flush: true }),
};
