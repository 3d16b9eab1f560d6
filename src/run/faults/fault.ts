/**
 * One kind of fault of what stores a run: one file of this shape, one line in the registry, one entry in the card's schema.
 */
import type { StoringFault, StoringFaultOf } from '../../core/card/faults.js';
import type { Disk } from '../store/disk.js';

export type Name = StoringFault['kind'];

/** What a fault is given to act with. */
export interface Acts {
  /** Stops this thread, ms. */
  wait(ms: number): void;
  /** Says what it has done, of the spill that is stored. */
  label(details: object): void;
}

/** A fault at work in one run: it may remember what it has seen. */
export interface Working {
  /** Stands between the run and its disk. @param isStruck whether it strikes in a spill */
  disk?(disk: Disk, isStruck: (spill: number) => boolean): Disk;
  /** Behind a struck spill, when it has been stored. */
  stored?(): void;
}

export interface StoringFaultKind<K extends Name = Name> {
  readonly kind: K;
  readonly describes: string;
  /** Whether it ends the run: then only the first attempt has it, and `--resume` finds it repaired. */
  readonly isFatal: boolean;
  begin(own: StoringFaultOf<K>, acts: Acts): Working;
}

/** An error as the file system gives it. @param errno of Linux */
export function systemError(code: 'ENOSPC' | 'EIO', what: string, errno: number): Error {
  const message = `${code}: ${what}, write`;
  return Object.assign(new Error(message), { code, errno: -errno, syscall: 'write' });
}
