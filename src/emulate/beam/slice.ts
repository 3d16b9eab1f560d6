/**
 * One slice of 1 ms: every beam particle's arrival, class, counters and energy, as columns. Whatever else is
 * asked of a particle is made then, from the streams of its id.
 *
 * Arrivals are a Poisson process at the slice's rate: their number is drawn, then the gaps between them,
 * which have to add up to the slice.
 */
import type { Card } from '../../core/card/schema.js';
import { fillExponential, fillNormal, fillWords, Stream } from '../../core/random/index.js';
import { SLICE_TICKS } from '../../core/ticks.js';
import { ecalEnergy } from '../detector/ecal.js';
import { Module, type SpillKey, seek } from '../streams.js';
import {
  BEAM_EDGE,
  BEAM_FLAT,
  beamMomentum,
  CLASSES,
  drawEncounter,
  drawFate,
  drawShower,
  measure,
  ORDINARY,
  visibleEnergy,
} from '../target/index.js';
import { ordinary } from '../target/ordinary.js';
import { ALL_COUNTERS, clearFate, emptyFate, type Fate } from '../target/fate.js';
import { analogue } from '../trigger/counts.js';
import { Lots } from './lots.js';

export class Slice {
  /** Index in the spill, from 0. */
  index = 0;
  size = 0;
  /** 0.1 ns since the start of the slice, ascending. */
  tick = new Uint32Array(0);
  /** Index into `CLASSES`. */
  kind = new Uint8Array(0);
  /** Counters over their thresholds: S1..S4 (bits 0 to 3), V1, V2 (bits 4 and 5). */
  fired = new Uint8Array(0);
  /** Visible in the ECAL, GeV; NaN where it was not needed yet: ask `ecal`. */
  energy = new Float64Array(0);
  /** How far the trigger's analogue sum of it is off, standard normal. */
  mark = new Float64Array(0);
  /** What decides on the class, and the momentum's normal part. */
  private word = new Uint32Array(0);
  private normal = new Float64Array(0);
  private readonly scratch = emptyFate();
  private readonly stream = new Stream();
  private readonly own = new Stream();
  private readonly lots: Lots;

  constructor(
    private readonly card: Card,
    private readonly at: SpillKey,
  ) {
    this.lots = new Lots(card);
  }

  /** Draws the slice anew, for `electrons` expected beam electrons. */
  draw(index: number, electrons: number): this {
    const { stream, lots } = this;
    this.index = index;
    this.size = 0;
    const expected = electrons * lots.perElectron;
    if (!(expected > 0)) return this;
    seek(stream, this.at, index, Module.slice);
    const n = stream.poisson(expected);
    if (n >= this.tick.length) this.grow(n + 1);
    this.size = n;
    fillExponential(stream, this.energy, n + 1);
    arrivals(this.energy, this.tick, n);
    fillWords(stream, this.word, n);
    fillNormal(stream, this.normal, n);
    fillNormal(stream, this.energy, n);
    fillNormal(stream, this.mark, n);
    this.kind.fill(ORDINARY, 0, n);
    this.fired.fill(ALL_COUNTERS, 0, n);
    this.energies(n);
    return this;
  }

  /** Turns normal numbers into energies; finds the particles that are not plain electrons. */
  private energies(n: number): void {
    const { word, normal, energy, lots } = this;
    const { momentum, momentumSpread } = this.card.beam;
    const { stochastic, constant } = this.card.detector.ecal;
    const { plain } = lots;
    // `beamMomentum` and `ecalEnergy` of them, in line.
    const perWord = (2 * BEAM_FLAT * momentumSpread * momentum) / plain;
    const lowest = momentum * (1 - BEAM_FLAT * momentumSpread) + 0.5 * perWord;
    const edge = BEAM_EDGE * momentumSpread * momentum;
    const linear = stochastic * stochastic;
    const square = constant * constant;
    for (let i = 0; i < n; i++) {
      const w = word[i];
      if (w >= plain) {
        this.special(i, w);
        continue;
      }
      const p = lowest + perWord * w + edge * normal[i];
      energy[i] = Math.max(0, p + Math.sqrt((linear + square * p) * p) * energy[i]);
    }
  }

  /** A particle that is no electron, no ordinary one, or does not fire just S1..S4. */
  private special(i: number, word: number): void {
    const { lots } = this;
    const lot = lots.of(word);
    const kind = lots.kind[lot];
    this.kind[i] = kind;
    this.fired[i] = lots.fired[lot];
    if (kind === ORDINARY) {
      this.energy[i] = ecalEnergy(this.card.detector.ecal, this.momentumOf(i), this.energy[i]);
    } else if (CLASSES[kind].beside) {
      this.energy[i] = Number.NaN;
    } else {
      const { card, own, scratch } = this;
      drawEncounter(card, CLASSES[kind], this.at, this.index, i, own, scratch);
      this.fired[i] = scratch.fired;
      if ((scratch.fired & ALL_COUNTERS) !== ALL_COUNTERS) {
        this.energy[i] = Number.NaN;
      } else {
        measure(card, own, scratch);
        this.energy[i] = visibleEnergy(card, scratch);
      }
    }
  }

  private momentumOf(i: number): number {
    return beamMomentum(this.card.beam, this.lots.rest(this.word[i]), this.normal[i]);
  }

  /** What particle i brings to the analogue ECAL sum, GeV. */
  ecal(i: number): number {
    if (Number.isNaN(this.energy[i])) {
      const { card, own, scratch } = this;
      drawFate(card, CLASSES[this.kind[i]], this.at, this.index, i, own, scratch);
      this.energy[i] = visibleEnergy(card, scratch);
    }
    return analogue(this.energy[i], this.mark[i], this.card.trigger.ecal.smear);
  }

  /** The same of the preshower; its noise is bounded at 4 standard deviations. */
  preshower(i: number): number {
    const { preshower } = this.fateOf(i, this.scratch);
    // The stream stands behind the shower's draws.
    const mark = Math.max(-4, Math.min(4, this.own.normal()));
    return analogue(preshower, mark, this.card.trigger.preshower.smear);
  }

  /** Makes all primitives of particle i, needed or not. */
  askAll(i: number): void {
    this.ecal(i);
    this.preshower(i);
  }

  /** Final state of particle i with impact point and preshower share, written into `out`. */
  fateOf(i: number, out: Fate): Fate {
    const { card, own, at, index } = this;
    if (this.kind[i] === ORDINARY) {
      clearFate(out, this.momentumOf(i));
      ordinary.draw(card, own, out);
      out.em = this.energy[i];
    } else {
      drawFate(card, CLASSES[this.kind[i]], at, index, i, own, out);
    }
    out.fired = this.fired[i];
    drawShower(card, at, index, i, own, out);
    return out;
  }

  private grow(n: number): void {
    let length = 4096;
    while (length < n) length *= 2;
    this.tick = new Uint32Array(length);
    this.kind = new Uint8Array(length);
    this.fired = new Uint8Array(length);
    this.energy = new Float64Array(length);
    this.mark = new Float64Array(length);
    this.word = new Uint32Array(length);
    this.normal = new Float64Array(length);
  }
}

/** Times of n arrivals from n + 1 gaps of any common scale. */
function arrivals(gaps: Float64Array, tick: Uint32Array, n: number): void {
  let total = 0;
  for (let i = 0; i <= n; i++) total += gaps[i];
  const scale = SLICE_TICKS / total;
  let time = 0;
  for (let i = 0; i < n; i++) {
    time += gaps[i];
    tick[i] = scale * time;
  }
}
