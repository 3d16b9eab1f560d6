/**
 * What the trigger sees of one particle: the two sums, alone and with its neighbours in time. Each is
 * made when first asked for.
 */
import { MAX_COUNTS, type Sum, type TriggerSection } from '../../core/card/trigger.js';
import { digitise } from './counts.js';
import { WEIGHT_BITS, weightsOf } from './weights.js';

/** Particles of one slice as the trigger needs them. */
export interface Arrivals {
  /** 0.1 ns since the start of the slice. */
  readonly tick: ArrayLike<number>;
  /** What particle i brings to the analogue sums, GeV. */
  ecal(i: number): number;
  preshower(i: number): number;
}

/** The particles about the current slice. */
export interface Surroundings<A extends Arrivals = Arrivals> {
  visit(
    tick: number,
    from: number,
    to: number,
    each: (slice: A, index: number, dt: number) => void,
  ): void;
}

const UNKNOWN = -1;

export class Look {
  private readonly weights: Uint16Array;
  private surroundings: Surroundings | null = null;
  private slice: Arrivals | null = null;
  private index = 0;
  private tick = 0;
  private ownEcal = UNKNOWN;
  private ownPreshower = UNKNOWN;
  private ecalTotal = UNKNOWN;
  private preshowerTotal = UNKNOWN;
  /** While neighbours are added: to which sum, and what it is so far. */
  private summed: Sum = 'ecal';
  private sum = 0;

  constructor(private readonly section: TriggerSection) {
    this.weights = weightsOf(section.overlap);
  }

  /** Turns to particle i of a slice. */
  at(surroundings: Surroundings, slice: Arrivals, i: number): void {
    this.surroundings = surroundings;
    this.slice = slice;
    this.index = i;
    this.tick = slice.tick[i];
    this.ownEcal = this.ownPreshower = this.ecalTotal = this.preshowerTotal = UNKNOWN;
  }

  /**
   * Turns to a particle at `tick` whose counts are given.
   * @param surroundings null: it is alone
   * @param self where it stands itself among its neighbours, if it does
   */
  atCounts(
    surroundings: Surroundings | null,
    tick: number,
    counts: { readonly ecal: number; readonly preshower: number },
    self: { readonly slice: Arrivals; readonly index: number } | null,
  ): void {
    this.surroundings = surroundings;
    this.slice = self?.slice ?? null;
    this.index = self?.index ?? -1;
    this.tick = tick;
    this.ownEcal = Math.min(counts.ecal, MAX_COUNTS);
    this.ownPreshower = Math.min(counts.preshower, MAX_COUNTS);
    this.ecalTotal = this.preshowerTotal = UNKNOWN;
  }

  /** Counts of the particle alone. */
  own(sum: Sum): number {
    if (sum === 'ecal') {
      if (this.ownEcal === UNKNOWN) this.ownEcal = this.ecalOf(this.slice as Arrivals, this.index);
      return this.ownEcal;
    }
    if (this.ownPreshower === UNKNOWN) {
      this.ownPreshower = this.preshowerOf(this.slice as Arrivals, this.index);
    }
    return this.ownPreshower;
  }

  /** Counts with all neighbours, never less than those of the particle alone. */
  total(sum: Sum): number {
    if (sum === 'ecal') {
      if (this.ecalTotal === UNKNOWN) {
        this.ecalTotal = this.withNeighbours('ecal', this.own('ecal'));
      }
      return this.ecalTotal;
    }
    if (this.preshowerTotal === UNKNOWN) {
      this.preshowerTotal = this.withNeighbours('preshower', this.own('preshower'));
    }
    return this.preshowerTotal;
  }

  private ecalOf(slice: Arrivals, i: number): number {
    return digitise(slice.ecal(i), this.section.ecal.count);
  }

  private preshowerOf(slice: Arrivals, i: number): number {
    return digitise(slice.preshower(i), this.section.preshower.count);
  }

  /** Adds all neighbours to what the particle has alone. */
  private withNeighbours(sum: Sum, own: number): number {
    const { surroundings, weights } = this;
    if (surroundings === null) return own;
    const reach = weights.length - 1;
    this.summed = sum;
    this.sum = own;
    surroundings.visit(this.tick, -reach, reach + 1, this.addNeighbour);
    return Math.min(this.sum, MAX_COUNTS);
  }

  // Made once: decisions are too many for a function each.
  private readonly addNeighbour = (other: Arrivals, j: number, dt: number): void => {
    if (other === this.slice && j === this.index) return;
    const counts = this.summed === 'ecal' ? this.ecalOf(other, j) : this.preshowerOf(other, j);
    this.sum += (counts * this.weights[Math.abs(dt)]) >> WEIGHT_BITS;
  };
}
