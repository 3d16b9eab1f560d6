/**
 * Hadron calorimeter: HCAL1..3 behind each other, 3 x 3 cells each.
 */
import type { Card } from '../../core/card/schema.js';
import { CHANNELS, HCAL_CELLS, HCAL_SIDE, hcalChannel } from '../../core/channels.js';
import { exp } from '../../core/math.js';
import type { Stream } from '../../core/random/index.js';
import { Module } from '../streams.js';
import type { SubDetector } from './subdetector.js';

const MODULES = 3;
/** Number of HCAL0, on the axis of zero degrees. */
const ZERO_DEGREE = 3;
/** Lateral spread of the shower axis behind the dump and of the shower itself, mm [estimate]. */
const AXIS_SPREAD = 40;
const SHOWER_SPREAD = 70;
/** Length scale of a hadron shower's depth profile, a gamma function of shape 2, in lambda. */
const DEPTH = 1.0;
/** A shower is shared among cells in this many parts. */
const PARTS = 12;

/** Share of a shower (profile t exp(-t/d)) that is deeper than t lambda behind its start. */
const deeper = (t: number) => (t <= 0 ? 1 : exp(-t / DEPTH) * (1 + t / DEPTH));

/** Adds energy where (x, y) mm lies on the face of a module. */
type Deposit = (module: number, x: number, y: number, energyGeV: number) => void;

/** A hadron shower that starts somewhere in depth and is shared among modules and cells. */
function shower(
  hcal: Card['detector']['hcal'],
  energy: number,
  x0: number,
  y0: number,
  stream: Stream,
  deposit: Deposit,
): void {
  const { stochastic, constant, interactionLengths } = hcal;
  const sigma = Math.sqrt(stochastic * stochastic * energy + constant * constant * energy * energy);
  const visible = Math.max(0, energy + sigma * stream.normal());
  const start = stream.exponential();
  const x = x0 + AXIS_SPREAD * stream.normal();
  const y = y0 + AXIS_SPREAD * stream.normal();
  for (let module = 0; module < MODULES; module++) {
    const front = module * interactionLengths - start;
    const share = deeper(front) - deeper(front + interactionLengths);
    for (let part = 0; part < PARTS && share > 0; part++) {
      const dx = SHOWER_SPREAD * stream.normal();
      const dy = SHOWER_SPREAD * stream.normal();
      deposit(module, x + dx, y + dy, (visible * share) / PARTS);
    }
  }
}

export const hcal: SubDetector = {
  name: 'hcal',
  channels: CHANNELS.hcal,
  label(channel) {
    const module = Math.floor(channel / HCAL_CELLS);
    const cell = channel % HCAL_CELLS;
    const name = `HCAL${module === ZERO_DEGREE ? 0 : module + 1}`;
    return `${name} ${Math.floor(cell / HCAL_SIDE)} ${cell % HCAL_SIDE}`;
  },
  module: Module.hcal,
  respond(card, fate, stream, add) {
    const { hcal } = card.detector;
    const cell = (v: number) => Math.floor(v / hcal.pitch + HCAL_SIDE / 2);
    const onFace = (i: number) => i >= 0 && i < HCAL_SIDE;
    const deposit: Deposit = (module, x, y, e) => {
      const ix = cell(x);
      const iy = cell(y);
      if (e <= 0 || !onFace(ix) || !onFace(iy)) return;
      add(hcalChannel(module, ix, iy), e, hcal.timeResolution * stream.normal());
    };

    const shape = 1 / (hcal.muonSpread * hcal.muonSpread);
    for (let i = 0; i < fate.muons; i++) {
      for (let module = 0; module < MODULES; module++) {
        deposit(module, fate.x, fate.y, (hcal.muon * stream.gamma(shape)) / shape);
      }
    }
    if (fate.intoHcal > 0) shower(hcal, fate.intoHcal, fate.x, fate.y, stream, deposit);
  },
  noise(card, stream, add) {
    const { hcal } = card.detector;
    const energy = hcal.noise * stream.exponential();
    add(hcalChannel(0, 1, 1), energy, hcal.timeResolution * stream.normal());
  },
};
