/**
 * The ECAL's energy of electrons of the prescaled beam trigger: they have that of the beam. In fidelity `waveform` the
 * flashes of the spill correct what the gains do, and tell it (`gains`).
 */
import { BEAM } from '../../core/wire/ledger.js';
import { median } from '../../core/median.js';
import type { Monitor } from './monitor.js';

/** Relative spread of one electron, with momentum and neighbours. */
const SPREAD = 0.03;
/** Of a median over that of a mean. */
const MEDIAN = 1.2533;
const SIGMAS = 4.5;
/** What energy and gain are known to. */
const KNOWN = 0.015;
const LEAST_EVENTS = 10;

export const energy: Monitor = {
  name: 'energy',
  describes: 'median E_ECAL of the beam trigger over the energy of the beam',
  watch({ analysis: { beamEnergy } }) {
    const energies: number[] = [];
    return {
      event({ type, reconstructed }) {
        if (type & BEAM && reconstructed) energies.push(reconstructed.ecal);
      },
      finish() {
        if (energies.length < LEAST_EVENTS) {
          const what = 'events of the beam trigger';
          return [{ severity: 'unwatched', what, value: energies.length, limit: LEAST_EVENTS - 1 }];
        }
        const value = Math.abs(median(energies) / beamEnergy - 1);
        const limit = Math.max(KNOWN, (SIGMAS * MEDIAN * SPREAD) / Math.sqrt(energies.length));
        if (value <= limit) return [];
        return [{ severity: 'bad', what: 'median of E_ECAL off by', value, limit }];
      },
    };
  },
};
