import type { StoringFaultKind } from './fault.js';

export const slowDisk: StoringFaultKind<'slowDisk'> = {
  kind: 'slowDisk',
  describes: 'each write of a segment waits',
  isFatal: false,
  begin({ delay }, { wait, label }) {
    return {
      disk: (disk, isStruck) => ({
        ...disk,
        segment(fd, data, spill) {
          if (isStruck(spill)) {
            label({ bytes: data.length });
            wait(delay / 1e6);
          }
          disk.segment(fd, data, spill);
        },
      }),
    };
  },
};
