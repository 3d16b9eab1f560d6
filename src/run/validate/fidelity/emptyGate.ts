/**
 * The energy that the ECAL shows where nothing came near the trigger: what noise, pedestals and the suppression of
 * small energies add to every sum.
 */
import type { CalibratedEvent } from '../../../analyse/calibration/event.js';
import { FIDELITIES } from '../../../core/fidelity.js';
import { row, type ValidationRow } from '../row.js';
import type { Triple } from './sample.js';
import { Moments } from './sums.js';

/** Nothing came so long before and after the trigger, ns: no tail of a pulse reaches into its window. */
const CLEAR = { before: 250, after: 150 };
/** GeV. */
const ALLOWED = 0.05;

export class EmptyGate {
  private readonly of = { energy: new Moments(), waveform: new Moments() };

  add(triple: Triple): void {
    if (triple.physics || !isEmpty(triple.truth)) return;
    for (const fidelity of FIDELITIES) this.of[fidelity].add(triple[fidelity].event.ecal);
  }

  rows(): ValidationRow[] {
    return FIDELITIES.map((fidelity) => {
      const { n, mean, rms } = this.of[fidelity];
      const found = n > 1;
      return row({
        name: `E_ECAL of an empty gate, GeV, ${fidelity}`,
        role: 'out',
        expected: 0,
        allowed: [-ALLOWED, ALLOWED],
        emulated: found ? [mean, rms / Math.sqrt(n)] : [Number.NaN, Number.NaN],
        source: `no particle; ${n} gates`,
      });
    });
  }
}

const isEmpty = ({ ecal }: CalibratedEvent) =>
  ecal.time.every((t) => t < -CLEAR.before || t > CLEAR.after);
