/** The registry: one entry for each kind of fault. */
import type { Fault } from '../../core/card/faults.js';
import { clockSlip } from './clockSlip.js';
import { cutShort } from './cutShort.js';
import { deadChannel } from './deadChannel.js';
import { duplicatedFragment } from './duplicatedFragment.js';
import type { FaultKind, Name } from './fault.js';
import { flippedBits } from './flippedBits.js';
import { gainSag } from './gainSag.js';
import { lateFragment } from './lateFragment.js';
import { lostFragment } from './lostFragment.js';
import { noisyChannel } from './noisyChannel.js';
import { numberSlip } from './numberSlip.js';
import { spike } from './spike.js';
import { stalledBoard } from './stalledBoard.js';
import { stuckBit } from './stuckBit.js';
import { stuckChannel } from './stuckChannel.js';
import { truncatedFragment } from './truncatedFragment.js';

/** From the beam to the event builder. */
export const FAULT_KINDS: { readonly [K in Name]: FaultKind<K> } = {
  cutShort,
  spike,
  gainSag,
  deadChannel,
  noisyChannel,
  stuckChannel,
  stuckBit,
  lostFragment,
  duplicatedFragment,
  lateFragment,
  truncatedFragment,
  flippedBits,
  numberSlip,
  clockSlip,
  stalledBoard,
};

/** What a fault does. */
export const kindOf = (fault: Fault): FaultKind => FAULT_KINDS[fault.kind] as FaultKind;
