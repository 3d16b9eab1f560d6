/**
 * Beam hodoscope: two planes of 16 scintillating fibres of 2 mm in front of the ECAL. It stands nowhere but in
 * conformance.test.ts, which puts this folder into the house.
 */
import { log } from '../../../src/core/math.js';
import { streamOf } from '../../../src/emulate/streams.js';
import type { SubDetector } from '../../../src/emulate/detector/subdetector.js';

const FIBRES = 16;
const PITCH = 2; // mm
const MIP = 0.0004; // GeV
const TIME_RESOLUTION = 0.8; // ns

export const hodoscope: SubDetector = {
  name: 'hodoscope',
  channels: () => 2 * FIBRES,
  label: (channel) => `hodoscope ${channel < FIBRES ? 'x' : 'y'} ${channel % FIBRES}`,
  module: streamOf('hodoscope'),
  respond(_card, fate, stream, add) {
    if (fate.track <= 0) return;
    [fate.beamX, fate.beamY].forEach((at, view) => {
      const fibre = Math.floor(at / PITCH + FIBRES / 2);
      if (fibre < 0 || fibre >= FIBRES) return;
      const z = stream.normal();
      const loss = MIP * Math.max(0.1, 1 - 0.1 * log(z * z));
      add(FIBRES * view + fibre, loss, TIME_RESOLUTION * stream.normal());
    });
  },
  noise(_card, stream, add) {
    const dark = stream.poisson(0.05);
    for (let k = 0; k < dark; k++) {
      add(Math.floor(2 * FIBRES * stream.uniform()), MIP, 200 * (2 * stream.uniform() - 1));
    }
  },
};
