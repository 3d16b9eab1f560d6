/**
 * One channel on the bench: pulses of known energy and time through the electronics and the reconstruction,
 * with the constants of a calibration run.
 */
import { conditionsOf } from '../../../analyse/calibration/conditions.js';
import type { Calibration } from '../../../analyse/calibration/constants.js';
import { noDrift } from '../../../analyse/calibration/drift.js';
import { readPulses } from '../../../analyse/calibration/pulses.js';
import { type Belief, beliefOf, type Card } from '../../../core/card/index.js';
import type { FrontEnd } from '../../../core/channels.js';
import { seedKey } from '../../../core/random/index.js';
import { SLICE_TICKS } from '../../../core/ticks.js';
import { PulseList } from '../../../emulate/detector/pulses.js';
import { Digitiser } from '../../../emulate/digitiser/index.js';

/** Energy (GeV) and time (ns after the trigger). */
export interface Pulse {
  readonly energy: number;
  readonly time: number;
}

const NO_BEAM = new Float64Array(0);

export class Bench {
  private readonly digitiser: Digitiser;
  private readonly list = new PulseList();
  private readonly conditions;
  private event = 0;

  /**
   * The electronics of the day of the calibration run, spill 0.
   * @param belief what reads them; that of the card unless its nature is drawn
   */
  constructor(
    card: Card,
    seed: string,
    calibration: Calibration,
    private readonly belief: Belief = beliefOf(card),
  ) {
    const at = { key: seedKey(seed), run: card.run.number, spill: 0 };
    this.digitiser = new Digitiser(card, at, NO_BEAM);
    this.conditions = conditionsOf(belief, calibration, noDrift(belief.detector));
  }

  /** Pulses that are found in a channel that holds these, in order of time. */
  read(frontEnd: FrontEnd, channel: number, pulses: readonly Pulse[]): Pulse[] {
    const index = this.event++;
    this.list.clear();
    for (const { energy, time } of pulses) this.list.add(channel, energy, time);
    // Triggers come at any phase of the sampling clock: 12,345.67 ns apart.
    const tick = (index * 123_457 + 1) % SLICE_TICKS;
    this.digitiser.begin({ spill: 0, slice: 0, kind: 'particle', index }, tick);
    const waveforms = this.digitiser.digitise(frontEnd, this.list);
    const own = this.conditions.frontEnds[frontEnd];
    const { sampling } = this.belief.detector;
    const found = readPulses(frontEnd, waveforms, own, sampling, 0, 0);
    return found.channel.flatMap((c, i) =>
      c === channel ? [{ energy: found.energy[i], time: found.time[i] }] : [],
    );
  }
}
