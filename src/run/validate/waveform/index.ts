/**
 * Waveforms: what reconstruction makes of known pulses, and calibration of known electronics.
 */
import { beliefOf, cardHash } from '../../../core/card/index.js';
import { takeCalibration } from '../../calibration.js';
import { loadSingleCard } from '../../cards.js';
import { sha256 } from '../../hash.js';
import { trueCard } from '../../nature.js';
import type { SpillJob } from '../../spill.js';
import { validation } from '../validation.js';
import { Bench } from './bench.js';
import { constantRows, driftRows, gainErrors } from './constants.js';
import { doubleRows } from './double.js';
import { singleRows } from './single.js';

/** Pulses behind each number. */
const EVENTS = 1000;
const SPILLS = 3;

export const waveform = validation({
  name: 'waveform',
  describes:
    'pulses from samples against what was put in, calibration against the electronics as built',
  options: ['events', 'seed', 'nature', 'workers'],
  usual: { events: EVENTS },
  async run({ seed, nature, events, ...computing }) {
    const { report } = computing;
    const card = loadSingleCard('run3-2018', [], seed);
    const identity = { card, cardHash: cardHash(card, sha256), seed, nature };
    const job: SpillJob = { ...identity, mode: 'every', fidelity: 'waveform', truth: false };
    const world = trueCard(job);
    const belief = beliefOf(card);
    report('calibration run');
    const calibration = await takeCalibration(job, computing);
    report('its quarters');
    const errors = await gainErrors(job, computing);
    const bench = new Bench(world, seed, calibration, belief);
    const n = events ?? EVENTS;
    report('pulses');
    const pulses = [...singleRows(card, bench, n), ...doubleRows(card, bench, n)];
    report('drift');
    const drift = driftRows(world, belief, calibration, SPILLS);
    return { rows: [...pulses, ...constantRows(world, calibration, errors), ...drift] };
  },
});
