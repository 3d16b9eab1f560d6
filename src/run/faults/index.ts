/** The faults of a card that strike what stores its run: the disk, and the thread that journals. */
import { namedStoringFaults } from '../../core/card/faults.js';
import type { Card } from '../../core/card/index.js';
import { seedKey, Stream } from '../../core/random/index.js';
import { strikes } from '../../emulate/faults/index.js';
import { DISK, type Disk } from '../store/disk.js';
import { kindOf } from './kinds.js';

/** What was done: an event of the log. */
export interface StoringLabel {
  readonly name: string;
  readonly kind: string;
  /** That was being stored. */
  readonly spill: number;
}

export interface Storing {
  readonly disk: Disk;
  /** Behind each spill, when it has been stored. */
  stored(spill: number): void;
}

/**
 * @param isFirst whether the directory is begun: one that is gone on with meets no fault that ends a run
 * @param tell is called before a fault acts
 */
export function storingWith(
  card: Card,
  isFirst: boolean,
  tell: (label: StoringLabel) => void,
): Storing {
  const key = seedKey(card.run.seed);
  const stream = new Stream();
  let current = 0;
  const named = namedStoringFaults(card.faults).filter(
    ([, own]) => isFirst || !kindOf(own).isFatal,
  );
  const working = named.map(([name, own]) => {
    const { kind, spills } = own;
    const label = (details: object) => tell({ name, kind, spill: current, ...details });
    const isStruck = (spill: number) =>
      strikes(name, spills, { key, run: card.run.number, spill }, stream);
    return { ...kindOf(own).begin(own, { wait, label }), isStruck };
  });
  const faulty = working.reduce<Disk>(
    (disk, { disk: around, isStruck }) => around?.(disk, isStruck) ?? disk,
    DISK,
  );
  return {
    disk: {
      ...faulty,
      segment(fd, data, spill) {
        current = spill;
        faulty.segment(fd, data, spill);
      },
    },
    stored(spill) {
      for (const { stored, isStruck } of working) if (stored && isStruck(spill)) stored();
    },
  };
}

/** As a write that does not come back would. */
function wait(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
