import { type StoringFaultKind, systemError } from './fault.js';

export const fullDisk: StoringFaultKind<'fullDisk'> = {
  kind: 'fullDisk',
  describes: 'so many bytes of segments and journal find room, then none',
  isFatal: true,
  begin({ bytes }, { label }) {
    let left = bytes;
    let isBegun = false;
    /** Writes what finds room. */
    const fill = (data: Uint8Array, write: (data: Uint8Array) => void) => {
      if (!isBegun) return write(data);
      const fits = Math.min(left, data.length);
      left -= fits;
      write(data.subarray(0, fits));
      if (fits === data.length) return;
      label({ bytes: data.length, written: fits });
      throw systemError('ENOSPC', 'no space left on device', 28);
    };
    return {
      disk: (disk, isStruck) => ({
        segment(fd, data, spill) {
          isBegun ||= isStruck(spill);
          fill(data, (part) => disk.segment(fd, part, spill));
        },
        journal: (file, lines) => fill(lines, (part) => disk.journal(file, part)),
      }),
    };
  },
};
