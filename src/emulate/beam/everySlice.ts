/**
 * A slice with every beam particle in it: arrival, class, counters and energy of each are drawn.
 *
 * Arrivals are a Poisson process at the slice's rate: their number is drawn, then the gaps between them,
 * which have to add up to the slice.
 */
import type { Card } from '../../core/card/schema.js';
import { fillExponential, fillNormal, fillWords } from '../../core/random/index.js';
import { SLICE_TICKS } from '../../core/ticks.js';
import { ecalEnergy } from '../detector/ecal.js';
import { Module, type SpillKey, seek } from '../streams.js';
import {
  BEAM_EDGE,
  BEAM_FLAT,
  beamMomentum,
  CLASSES,
  drawEncounter,
  measure,
  ORDINARY,
  visibleEnergy,
} from '../target/index.js';
import { ALL_COUNTERS } from '../target/fate.js';
import { Lots } from './lots.js';
import { Slice } from './slice.js';

export class EverySlice extends Slice {
  /** What decides on the class, and the momentum's normal part. */
  private word = new Uint32Array(0);
  private normal = new Float64Array(0);
  private readonly lots: Lots;

  constructor(card: Card, at: SpillKey) {
    super(card, at);
    this.lots = new Lots(card);
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

  protected momentumOf(i: number): number {
    return beamMomentum(this.card.beam, this.lots.rest(this.word[i]), this.normal[i]);
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
