/**
 * A slice with every beam particle in it: arrival, class, counters and energy of each are drawn.
 *
 * Arrivals are a Poisson process at the slice's rate: their number is drawn, then the gaps between them,
 * which have to add up to the slice.
 */
import type { Card } from '../../core/card/schema.js';
import { fillExponential, fillNormal, fillWords } from '../../core/random/index.js';
import { SLICE_TICKS } from '../../core/ticks.js';
import { Module, type SpillKey, seek } from '../streams.js';
import { ALL_COUNTERS, clearFate, emptyFate, type Fate } from '../target/fate.js';
import {
  CLASSES,
  drawEncounter,
  drawFate,
  measure,
  ORDINARY,
  visibleEnergy,
} from '../target/index.js';
import { BEAM_FLAT, beamMomentum } from '../target/phaseSpace.js';
import {
  drawMark,
  LOW,
  momentumBehind,
  ordinary,
  type Scatter,
  type Seen,
  scatterOf,
} from '../target/ordinary.js';
import { analogue } from '../trigger/counts.js';
import { Lots } from './lots.js';
import { Slice } from './slice.js';

export class EverySlice extends Slice {
  /** What decides on the class and the flat part of the momentum; the deviation of the energy, standard normal. */
  private word = new Uint32Array(0);
  private normal = new Float64Array(0);
  private readonly lots: Lots;
  private readonly scatter: Scatter;
  private readonly seen: Seen = { momentum: 0, energy: 0 };
  private readonly scratch = emptyFate();

  constructor(card: Card, at: SpillKey) {
    super(card, at);
    this.lots = new Lots(card);
    this.scatter = scatterOf(card);
  }

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
    fillExponential(stream, this.least, n + 1);
    arrivals(this.least, this.tick, n);
    fillWords(stream, this.word, n);
    fillNormal(stream, this.normal, n);
    this.kind.fill(ORDINARY, 0, n);
    this.fired.fill(ALL_COUNTERS, 0, n);
    this.energies(n);
    return this;
  }

  /** Turns normal numbers into energies; finds the particles that are not plain electrons. */
  private energies(n: number): void {
    const { word, normal, least, lots } = this;
    const { momentum, momentumSpread } = this.card.beam;
    const { plain } = lots;
    const gain = this.sumGain;
    const all = gain * this.scatter.all;
    // `seenOf` in line, its sum as low as it gets in the lot of plain electrons.
    const perWord = (gain * (2 * BEAM_FLAT * momentumSpread * momentum)) / plain;
    const lowest =
      gain * (momentum * (1 - BEAM_FLAT * momentumSpread)) +
      0.5 * perWord -
      gain * (LOW * this.card.trigger.ecal.smear);
    for (let i = 0; i < n; i++) {
      const w = word[i];
      if (w >= plain) this.special(i, w);
      else least[i] = lowest + perWord * w + all * normal[i];
    }
  }

  /** A particle that is no electron, no ordinary one, or does not fire just S1..S4. */
  private special(i: number, word: number): void {
    const { lots } = this;
    const lot = lots.of(word);
    const kind = lots.kind[lot];
    this.kind[i] = kind;
    this.fired[i] = lots.fired[lot];
    this.least[i] = Number.NaN;
    if (kind === ORDINARY || CLASSES[kind].misses !== undefined) return;
    const { card, own, scratch } = this;
    drawEncounter(card, CLASSES[kind], this.at, this.index, i, own, scratch);
    this.fired[i] = scratch.fired;
    if (scratch.fired !== ALL_COUNTERS) return;
    measure(card, own, scratch);
    this.least[i] = this.sumOf(scratch);
  }

  /** Of a particle that is no ordinary electron; `own` stands behind what the ECAL sees of it. */
  private sumOf(fate: Fate): number {
    const { card, own } = this;
    const { smear } = card.trigger.ecal;
    return this.sumGain * analogue(visibleEnergy(card, fate), own.normal(), smear);
  }

  ecal(i: number): number {
    const { card, own, scratch, lots } = this;
    if (this.kind[i] === ORDINARY) {
      const { energy } = this.seenOf(i);
      const isLow = lots.low[lots.of(this.word[i])] === 1;
      const { smear } = card.trigger.ecal;
      return this.sumGain * analogue(energy, drawMark(isLow, own), smear);
    }
    if (Number.isNaN(this.least[i])) {
      this.drawOther(i, scratch);
      this.least[i] = this.sumOf(scratch);
    }
    return this.least[i];
  }

  fateBeforeShower(i: number): Fate {
    const { card, own, scratch } = this;
    if (this.kind[i] === ORDINARY) {
      const { momentum, energy } = this.seenOf(i);
      clearFate(scratch, momentum);
      ordinary.draw(card, own, scratch);
      scratch.em = energy;
    } else {
      this.drawOther(i, scratch);
    }
    scratch.fired = this.fired[i];
    return scratch;
  }

  private drawOther(i: number, out: Fate): void {
    const { card, at, own, index } = this;
    drawFate(card, CLASSES[this.kind[i]], at, index, i, own, out);
  }

  /** What an ordinary electron has; valid until the next is asked for, `own` then stands behind it. */
  seenOf(i: number): Seen {
    const { seen, own, scatter, normal } = this;
    const flat = beamMomentum(this.card.beam, this.lots.rest(this.word[i]), 0);
    seek(own, this.at, this.index, Module.fate, i);
    seen.momentum = flat + momentumBehind(scatter, normal[i], own.normal());
    seen.energy = Math.max(0, flat + scatter.all * normal[i]);
    return seen;
  }

  protected override grow(n: number): number {
    const length = super.grow(n);
    this.word = new Uint32Array(length);
    this.normal = new Float64Array(length);
    return length;
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
