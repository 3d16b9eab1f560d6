/**
 * Hadron calorimeter: HCAL1..3 behind each other, 3 x 3 cells each.
 */
import { HCAL_SIDE, hcalChannel } from '../../core/channels.js';
import { exp } from '../../core/math.js';
import type { Stream } from '../../core/random/index.js';
import { Module } from '../streams.js';
import type { AddPulse, SubDetector } from './subdetector.js';

const MODULES = 3;
/** Lateral spread of the shower axis behind the dump and of the shower itself, mm [estimate]. */
const AXIS_SPREAD = 40;
const SHOWER_SPREAD = 70;
/** Length scale of a hadron shower's depth profile, a gamma function of shape 2, in lambda. */
const DEPTH = 1.0;
/** A shower is shared among cells in this many parts. */
const PARTS = 12;

/** Share of a shower (profile t exp(-t/d)) that is deeper than t lambda behind its start. */
const deeper = (t: number) => (t <= 0 ? 1 : exp(-t / DEPTH) * (1 + t / DEPTH));

export const hcal: SubDetector = {
  name: 'hcal',
  module: Module.hcal,
  respond(card, fate, stream, add) {
    const { hcal } = card.detector;
    const timed: AddPulse = (channel, e) => add(channel, e, hcal.timeResolution * stream.normal());
    const cell = (v: number) => {
      const i = Math.floor(v / hcal.pitch + HCAL_SIDE / 2);
      return i < 0 || i >= HCAL_SIDE ? -1 : i;
    };
    const deposit = (module: number, x: number, y: number, e: number) => {
      const ix = cell(x);
      const iy = cell(y);
      if (ix >= 0 && iy >= 0 && e > 0) timed(hcalChannel(module, ix, iy), e, 0);
    };

    for (let i = 0; i < fate.muons; i++) {
      const shape = 1 / (hcal.muonSpread * hcal.muonSpread);
      for (let module = 0; module < MODULES; module++) {
        deposit(module, fate.x, fate.y, (hcal.muon * stream.gamma(shape)) / shape);
      }
    }
    if (fate.intoHcal > 0) showers(fate.intoHcal, fate.x, fate.y, stream);
    if (fate.em > 0 && hcal.leak > 0) deposit(0, fate.x, fate.y, hcal.leak * stream.exponential());

    function showers(energy: number, x0: number, y0: number, stream: Stream): void {
      const sigma = Math.sqrt(
        hcal.stochastic * hcal.stochastic * energy + hcal.constant * hcal.constant * energy * energy,
      );
      const visible = Math.max(0, energy + sigma * stream.normal());
      const start = stream.exponential();
      const x = x0 + AXIS_SPREAD * stream.normal();
      const y = y0 + AXIS_SPREAD * stream.normal();
      for (let module = 0; module < MODULES; module++) {
        const front = module * hcal.interactionLengths - start;
        const share = deeper(front) - deeper(front + hcal.interactionLengths);
        for (let part = 0; part < PARTS && share > 0; part++) {
          deposit(
            module,
            x + SHOWER_SPREAD * stream.normal(),
            y + SHOWER_SPREAD * stream.normal(),
            (visible * share) / PARTS,
          );
        }
      }
    }
  },
};
