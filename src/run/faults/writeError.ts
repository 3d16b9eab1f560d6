import { type StoringFaultKind, systemError } from './fault.js';

export const writeError: StoringFaultKind<'writeError'> = {
  kind: 'writeError',
  describes: 'one write of a segment fails, and half of it is written',
  isFatal: true,
  begin({ write }, { label }) {
    let writes = 0;
    return {
      disk: (disk, isStruck) => ({
        ...disk,
        segment(fd, data, spill) {
          if (isStruck(spill)) writes++;
          if (!isStruck(spill) || writes !== write) return disk.segment(fd, data, spill);
          label({ write });
          disk.segment(fd, data.subarray(0, data.length >> 1), spill);
          throw systemError('EIO', 'i/o error', 5);
        },
      }),
    };
  },
};
