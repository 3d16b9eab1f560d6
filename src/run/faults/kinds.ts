/** The registry: one entry for each kind of fault of what stores a run. */
import type { StoringFault } from '../../core/card/faults.js';
import type { Name, StoringFaultKind } from './fault.js';
import { fullDisk } from './fullDisk.js';
import { slowConsumer } from './slowConsumer.js';
import { slowDisk } from './slowDisk.js';
import { writeError } from './writeError.js';

export const STORING_FAULT_KINDS: { readonly [K in Name]: StoringFaultKind<K> } = {
  slowDisk,
  slowConsumer,
  fullDisk,
  writeError,
};

/** What a fault does. */
export const kindOf = (fault: StoringFault): StoringFaultKind =>
  STORING_FAULT_KINDS[fault.kind] as StoringFaultKind;
