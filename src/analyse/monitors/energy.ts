/**
 * The ECAL's energy of electrons of the prescaled beam trigger: they have that of the beam. In fidelity `waveform` the
 * flashes of the spill correct what the gains do, and tell it (`gains`).
 */
import { inQuadrature } from '../../core/in-quadrature.js';
import { BEAM } from '../../core/wire/ledger.js';
import { median } from '../../core/median.js';
import type { Monitor } from './monitor.js';

/**
 * Relative spread of the beam's momentum, rms: the line accepts 2 % at most (H4 user page, sba.web.cern.ch). With the ECAL's
 * believed resolution 1.73 % for one electron of 100 GeV; measured 1.72 %, from the density about the median.
 */
const MOMENTUM = 0.01;
/** Error of a median over that of a mean, of normal numbers: sqrt(pi / 2). */
const MEDIAN = 1.2533;
/** By luck 2e-9 of the spills. */
const SIGMAS = 6;
/**
 * A choice, what rules above 70 events: 1.5 GeV, three times what gains of a front end drift from spill to spill and within
 * the 5 GeV that the seal is wider than the box. Smaller sags are left to pass.
 */
const KNOWN = 0.015;
/** A choice: with fewer the limit, 4 % here, does not tell a sag of 5 % any more. */
const LEAST_EVENTS = 10;

export const energy: Monitor = {
  name: 'energy',
  describes: 'median E_ECAL of the beam trigger over the energy of the beam',
  watch({ analysis: { beamEnergy }, detector: { ecal } }) {
    const spread = inQuadrature(ecal.stochastic / Math.sqrt(beamEnergy), ecal.constant, MOMENTUM);
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
        const limit = Math.max(KNOWN, (SIGMAS * MEDIAN * spread) / Math.sqrt(energies.length));
        if (value <= limit) return [];
        return [{ severity: 'bad', what: 'median of E_ECAL off by', value, limit }];
      },
    };
  },
};
