/**
 * One slice of 1 ms: every beam particle's arrival, class, counters and energy, as columns.
 *
 * An ordinary electron is drawn from the slice's own stream; any other particle from the stream of
 * its id. Arrivals are a Poisson process at the slice's rate: gaps are exponential.
 */
import type { Card } from '../../core/card/schema.js';
import { Stream } from '../../core/random/index.js';
import { ecalEnergy } from '../detector/ecal.js';
import { Module, type SpillKey, seek } from '../streams.js';
import {
  beamMomentum,
  CLASSES,
  classRates,
  drawFate,
  drawShower,
  ORDINARY,
} from '../target/index.js';
import { ordinary } from '../target/ordinary.js';
import { ALL_COUNTERS, clearFate, emptyFate, type Fate, MISSES_ALL } from '../target/fate.js';
import { SLICE_TICKS } from './profile.js';

/** Bits of `fired` beside those of S1..S4. */
export const V1 = 16;
export const V2 = 32;
export const VETO = V1 | V2;

const NOT_YET = -1;

/** Which counters a particle on the axis fires: almost always all of S and none of V. */
export function throughCounters(
  { efficiency, selfVeto }: Card['detector']['counters'],
  stream: Stream,
): number {
  const allAndQuiet = efficiency * efficiency * efficiency * efficiency * (1 - selfVeto);
  if (stream.uniform() < allAndQuiet) return ALL_COUNTERS;
  let fired: number;
  do {
    const u = stream.uniform();
    fired = u < selfVeto ? (2 * u < selfVeto ? V1 : V2) : 0;
    for (let s = 0; s < 4; s++) if (stream.uniform() < efficiency) fired |= 1 << s;
  } while (fired === ALL_COUNTERS);
  return fired;
}

export class Slice {
  /** Index in the spill, from 0. */
  index = 0;
  size = 0;
  /** 0.1 ns since the start of the slice, ascending. */
  tick = new Uint32Array(4096);
  /** Index into `CLASSES`. */
  kind = new Uint8Array(4096);
  /** Counters over their thresholds: S1..S4 (bits 0 to 3), V1, V2 (bits 4 and 5). */
  fired = new Uint8Array(4096);
  /** Visible in the ECAL, GeV, and how far the trigger's analogue sum of it is off, standard normal. */
  energy = new Float64Array(4096);
  mark = new Float64Array(4096);
  /** The same of the preshower, bounded at 4; known once its energy was asked for. */
  preshowerMark = new Float64Array(4096);
  private preshower = new Float64Array(4096);
  private momentum = new Float64Array(4096);
  private fate = new Int32Array(4096);
  private readonly fates: Fate[] = [];
  private readonly scratch = emptyFate();
  private readonly stream = new Stream();
  private readonly own = new Stream();
  /** Upper edges of the classes in the unit interval. */
  private readonly edges: Float64Array;
  private readonly perElectron: number;

  constructor(
    private readonly card: Card,
    private readonly at: SpillKey,
  ) {
    const rates = classRates(card);
    this.perElectron = rates.reduce((a, b) => a + b, 0);
    let edge = 0;
    this.edges = rates.map((rate) => (edge += rate / this.perElectron));
    this.edges[CLASSES.length - 1] = 1;
  }

  /** Draws the slice anew, for `electrons` expected beam electrons. */
  draw(index: number, electrons: number): this {
    const { card, stream } = this;
    const { beam, detector } = card;
    this.index = index;
    this.size = 0;
    const expected = electrons * this.perElectron;
    if (!(expected > 0)) return this;
    const gap = SLICE_TICKS / expected;
    const ordinaryEdge = this.edges[ORDINARY];
    let fates = 0;
    let time = 0;
    seek(stream, this.at, index, Module.slice);
    for (;;) {
      time += gap * stream.exponential();
      if (time >= SLICE_TICKS) break;
      const i = this.size;
      if (i === this.tick.length) this.grow();
      this.size = i + 1;
      this.tick[i] = time;
      const u = stream.uniform();
      let fired = throughCounters(detector.counters, stream);
      if (u < ordinaryEdge) {
        this.kind[i] = ORDINARY;
        const p = beamMomentum(beam, stream.uniform(), stream.normal());
        this.momentum[i] = p;
        this.energy[i] = ecalEnergy(detector.ecal, p, stream.normal());
        this.mark[i] = stream.normal();
      } else {
        let kind = 1;
        while (u >= this.edges[kind]) kind++;
        this.kind[i] = kind;
        if (fates === this.fates.length) this.fates.push(emptyFate());
        const fate = this.fates[fates];
        this.fate[i] = fates++;
        drawFate(card, CLASSES[kind], this.at, index, i, this.own, fate);
        this.energy[i] = fate.em + fate.hadron + fate.mips * detector.ecal.mip;
        this.mark[i] = this.own.normal();
        fired = fate.counters === MISSES_ALL ? this.halo() : fired & (fate.counters | VETO);
      }
      this.fired[i] = fired;
      this.preshower[i] = NOT_YET;
    }
    return this;
  }

  /** Which veto counter a particle beside S1..S4 fires. */
  private halo(): number {
    const { haloVeto } = this.card.detector.counters;
    const u = this.own.uniform();
    return u < haloVeto ? (2 * u < haloVeto ? V1 : V2) : 0;
  }

  /** Energy of particle i in the preshower, GeV, drawn when first asked for. */
  preshowerEnergy(i: number): number {
    const known = this.preshower[i];
    if (known !== NOT_YET) return known;
    const fate = this.fateOf(i, this.scratch);
    // The stream stands behind the shower's draws; noise is bounded at 4 sigma.
    this.preshowerMark[i] = Math.max(-4, Math.min(4, this.own.normal()));
    this.preshower[i] = fate.preshower;
    return fate.preshower;
  }

  /** Final state of particle i with impact point and preshower share, written into `out`. */
  fateOf(i: number, out: Fate): Fate {
    if (this.kind[i] === ORDINARY) {
      clearFate(out, this.momentum[i]);
      ordinary.draw(this.card, this.own, out);
      out.em = this.energy[i];
    } else {
      Object.assign(out, this.fates[this.fate[i]]);
    }
    out.fired = this.fired[i];
    drawShower(this.card, this.at, this.index, i, this.own, out);
    return out;
  }

  private grow(): void {
    for (const name of [
      'tick',
      'kind',
      'fired',
      'energy',
      'mark',
      'preshowerMark',
      'preshower',
      'momentum',
      'fate',
    ] as const) {
      const old = this[name];
      const larger = new (old.constructor as new (n: number) => typeof old)(old.length * 2);
      larger.set(old);
      (this as Record<string, unknown>)[name] = larger;
    }
  }
}
