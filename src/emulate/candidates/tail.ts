/**
 * Electrons whose own analogue ECAL sum lies below the ceiling, and only these, from the distributions that the
 * every-electron way samples: a cell of the variables is proposed by a bound on its share, the variables by the
 * density in it, then how far the sum is off, from the tail beyond the least deviation that any point of the cell
 * needs; whatever does not reach the ceiling is rejected. What is left is exact; the cells only make it cheap.
 */
import type { Card } from '../../core/card/schema.js';
import { InternalError } from '../../core/errors.js';
import { exp } from '../../core/math.js';
import { normalCdf } from '../../core/normal.js';
import { normalBeyond, seedKey, Stream } from '../../core/random/index.js';
import { containment, resolutionOf } from '../detector/ecal.js';
import { LOG_SOFTEST, radiateAt, screened } from '../target/bremsstrahlung.js';
import { ALL_COUNTERS, clearFate, emptyFate, type Fate } from '../target/fate.js';
import { BREMSSTRAHLUNG, CLASSES, ORDINARY } from '../target/index.js';
import { BEAM_EDGE, BEAM_FLAT } from '../target/phaseSpace.js';

/** Kinds of which the tail below the ceiling is a candidate, and no other. */
export const hasTail = (kind: number): boolean => kind === ORDINARY || kind === BREMSSTRAHLUNG;

/** Kinds that are no candidates as a whole: these, and those that miss some of S1..S4. */
export const isCommon = (kind: number): boolean =>
  hasTail(kind) || CLASSES[kind].misses !== undefined;

/** A kind of electrons below the ceiling. */
export interface Tail {
  /** Proposals and those that are not rejected, per electron of the class or beam electron. */
  readonly proposals: number;
  readonly share: number;
  /**
   * Draws one, up to what the ECAL sees, into `fate`.
   * @returns whether there is one; then `mark` tells how far its analogue sum is off, standard normal
   */
  draw(stream: Stream, fate: Fate): boolean;
  readonly mark: number;
}

/** Momentum in units of its spread about the mean: where its density is above 1e-16 of its height. */
const FARTHEST = BEAM_FLAT + 8.3 * BEAM_EDGE;

/** Density of the momentum in these units: a flat top with normal edges. */
const density = (x: number) =>
  (normalCdf((x + BEAM_FLAT) / BEAM_EDGE) - normalCdf((x - BEAM_FLAT) / BEAM_EDGE)) /
  (2 * BEAM_FLAT);

interface Cell {
  readonly weight: number;
  /** Momentum, in units of the spread, and the greatest and least density in the cell. */
  readonly from: number;
  readonly height: number;
  readonly floor: number;
  /** The deviation that every point of the cell needs at least, standard deviations of the sum. */
  readonly least: number;
  /** Of the photon: log y and how much of the bend is left, with their widths. */
  readonly logY: number;
  readonly left: number;
  readonly leftWidth: number;
  /** Height of the photon's spectrum. */
  readonly screened: number;
}

type Photon = Pick<Cell, 'logY' | 'left' | 'leftWidth' | 'screened'>;

/** Sizes of cells. */
const MOMENTUM = 0.25;
const LOG_Y = -LOG_SOFTEST / 24;
const LEFT = 1 / 12;

const TRIALS = 20000;
const TRIALS_KEY = seedKey('candidates');

abstract class Cells implements Tail {
  mark = 0;
  proposals = 0;
  share = 0;
  protected readonly cells: Cell[] = [];
  private sums = new Float64Array(0);
  private readonly smear: number;
  private readonly ceiling: number;

  constructor(protected readonly card: Card) {
    this.smear = card.trigger.ecal.smear;
    this.ceiling = card.trigger.ecal.keep;
  }

  abstract draw(stream: Stream, fate: Fate): boolean;

  /** All cells in momentum, for a share of it that is seen of at least `least`. */
  protected add(share: number, least: number, photon: Photon) {
    for (let from = -FARTHEST; from < FARTHEST; from += MOMENTUM) {
      const to = from + MOMENTUM;
      // It falls on both sides of the mean.
      const height = density(from > 0 ? from : Math.min(0, to));
      const floor = Math.min(density(from), density(to));
      const sum = this.momentum(from) * least;
      const deviation =
        sum > this.ceiling ? (sum - this.ceiling) / this.sigma(this.momentum(to)) : -Infinity;
      const weight = share * height * MOMENTUM * normalCdf(-deviation);
      if (!(weight > 0)) continue;
      this.cells.push({ weight, from, height, floor, least: deviation, ...photon });
    }
  }

  protected ready(): void {
    let sum = 0;
    this.sums = Float64Array.from(this.cells, ({ weight }) => (sum += weight));
    this.proposals = sum;
    this.share = sum * this.accepted();
  }

  /** Share of the proposals that is not rejected, from some of them: good to 1 % of what is no 1e-3 itself. */
  private accepted(): number {
    const stream = new Stream().seek(TRIALS_KEY, 0, 0, 0, 0);
    const fate = emptyFate();
    let n = 0;
    for (let i = 0; i < TRIALS; i++) if (this.draw(stream, fate)) n++;
    return n / TRIALS;
  }

  protected pick(stream: Stream): Cell {
    const { sums } = this;
    const u = stream.uniform() * this.proposals;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] <= u) low = middle + 1;
      else high = middle;
    }
    return this.cells[low];
  }

  /** Momentum in a cell, GeV; 0 = rejected. */
  protected drawMomentum({ from, height, floor }: Cell, stream: Stream): number {
    const x = from + MOMENTUM * stream.uniform();
    const u = stream.uniform() * height;
    return u < floor || u < density(x) ? this.momentum(x) : 0;
  }

  /** Lets the ECAL see the electromagnetic energy, less than the ceiling with the sum's deviation. */
  protected below({ least }: Cell, inside: number, stream: Stream, fate: Fate): boolean {
    const { smear } = this;
    const sigma = inside * this.spread(fate.em);
    const all = Math.sqrt(sigma * sigma + smear * smear);
    const needed = (inside * fate.em - this.ceiling) / all;
    if (needed < least) throw new InternalError('candidates: a cell is bounded too tightly');
    const deviation = normalAbove(least, stream);
    if (!(deviation > needed)) return false;
    const other = stream.normal();
    this.mark = -(smear * deviation + sigma * other) / all;
    fate.em = Math.max(0, inside * fate.em + (sigma * (smear * other - sigma * deviation)) / all);
    return true;
  }

  private momentum(x: number): number {
    const { momentum, momentumSpread } = this.card.beam;
    return momentum * (1 + momentumSpread * x);
  }

  /** Resolution at an energy of an electron, GeV. */
  protected spread(energy: number): number {
    return resolutionOf(this.card.detector.ecal, energy);
  }

  private sigma(energy: number): number {
    const own = this.spread(energy);
    return Math.max(1e-9, Math.sqrt(own * own + this.smear * this.smear));
  }
}

const NO_PHOTON: Photon = { logY: 0, left: 0, leftWidth: 0, screened: 0 };

/** Ordinary electrons. */
export class LowOrdinary extends Cells {
  constructor(card: Card) {
    super(card);
    this.add(1, 1, NO_PHOTON);
    this.ready();
  }

  draw(stream: Stream, fate: Fate): boolean {
    const cell = this.pick(stream);
    const p = this.drawMomentum(cell, stream);
    if (p === 0) return false;
    clearFate(fate, p);
    fate.radiates = p;
    fate.em = p;
    return this.below(cell, 1, stream, fate);
  }

  /** The same for all of them. */
  protected override spread(): number {
    return resolutionOf(this.card.detector.ecal, this.card.beam.momentum);
  }
}

/** Room for what lies between the corners of a cell, where the containment is taken. */
const SLACK = 0.003;

/** Electrons with upstream bremsstrahlung that go through S4. */
export class LowBremsstrahlung extends Cells {
  constructor(card: Card) {
    super(card);
    const whole = (4 / 3) * -LOG_SOFTEST;
    const { upstreamMaterial, beforeMagnets } = card.nature;
    for (let logY = LOG_SOFTEST; logY < -1e-9; logY += LOG_Y) {
      const height = Math.max(screened(exp(logY)), screened(exp(logY + LOG_Y)));
      const inY = (LOG_Y / -LOG_SOFTEST) * height;
      const share = upstreamMaterial * whole * inY;
      const photon = { logY, screened: height };
      this.addPhoton(share * beforeMagnets, { ...photon, left: 1, leftWidth: 0 });
      for (let left = 0; left < 1 - 1e-9; left += LEFT) {
        this.addPhoton(share * (1 - beforeMagnets) * LEFT, { ...photon, left, leftWidth: LEFT });
      }
    }
    this.ready();
  }

  private addPhoton(share: number, photon: Photon): void {
    const { logY, left, leftWidth } = photon;
    const softest = this.at(exp(logY), left);
    if (!softest.through) return;
    const hardest = this.at(Math.min(1 - 1e-9, exp(logY + LOG_Y)), left + leftWidth);
    const middle = this.at(exp(logY + LOG_Y / 2), left + leftWidth / 2);
    const inside = Math.min(softest.inside, hardest.inside, middle.inside) - SLACK;
    this.add(share, hardest.seen * inside, photon);
  }

  /** Of a photon with the share y: what of the momentum meets the ECAL, and how much of it is contained. */
  private at(y: number, left: number) {
    const fate = emptyFate();
    clearFate(fate, 1);
    const seen = radiateAt(this.card, y, left, fate) + fate.em;
    return { seen, inside: this.inside(fate), through: fate.counters === ALL_COUNTERS };
  }

  private inside({ x, y }: Fate): number {
    return x !== 0 || y !== 0 ? containment(this.card.detector.ecal, x, y) : 1;
  }

  draw(stream: Stream, fate: Fate): boolean {
    const cell = this.pick(stream);
    const p = this.drawMomentum(cell, stream);
    if (p === 0) return false;
    const y = exp(cell.logY + LOG_Y * stream.uniform());
    if (stream.uniform() * cell.screened >= screened(y)) return false;
    const left = cell.left + cell.leftWidth * stream.uniform();
    clearFate(fate, p);
    const energy = radiateAt(this.card, y, left, fate);
    if (fate.counters !== ALL_COUNTERS) return false;
    fate.em += energy;
    return this.below(cell, this.inside(fate), stream, fate);
  }
}

/** A standard normal number above `least`, which may be anything. */
function normalAbove(least: number, stream: Stream): number {
  if (least >= 1) return normalBeyond(stream, least);
  for (;;) {
    const z = stream.normal();
    if (z > least) return z;
  }
}
