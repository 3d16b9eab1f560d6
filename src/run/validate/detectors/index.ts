/**
 * The detectors behind the target, each driven alone, and beam electrons with all that arrives about them.
 */
import { seedKey } from '../../../core/random/index.js';
import { validation } from '../validation.js';
import type { Drive } from './drive.js';
import { gateRows } from './gates.js';
import { hcalRows } from './hcal.js';
import { muonRows } from './muons.js';
import { srdRows } from './srd.js';
import { counterRows, vetoRows } from './veto.js';

/** Events behind each number, unless told otherwise. */
const EVENTS = 50_000;

const PARTS = [counterRows, srdRows, vetoRows, hcalRows, muonRows, gateRows];

export const detectors = validation({
  name: 'detectors',
  describes: 'counters, SRD, VETO, HCAL and HCAL0 against calculations, and their quiet gates',
  options: ['events', 'seed'],
  usual: { events: EVENTS },
  run({ events, seed, report }) {
    const drive: Drive = { key: seedKey(seed), events: events ?? EVENTS, report };
    return { rows: PARTS.flatMap((part) => part(drive)) };
  },
});
