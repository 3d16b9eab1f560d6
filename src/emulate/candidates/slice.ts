/**
 * A slice with the candidates and whoever is near one, near a clock trigger, near a coincidence that a prescale
 * keeps, or near the ends of the slice. Of the time in between only the length is known.
 */
import type { Card } from '../../core/card/schema.js';
import { fillExponential } from '../../core/random/index.js';
import { SLICE_TICKS, ticks } from '../../core/ticks.js';
import { Slice } from '../beam/slice.js';
import { Module, type SpillKey, seek } from '../streams.js';
import { ALL_COUNTERS, clearFate, emptyFate, type Fate } from '../target/fate.js';
import { CLASSES, drawFate, ORDINARY, PAST_S4, visibleEnergy } from '../target/index.js';
import { ordinary, type Scatter, scatterOf } from '../target/ordinary.js';
import { beamMomentum } from '../target/phaseSpace.js';
import { analogue } from '../trigger/counts.js';
import type { Candidates, Kept } from './index.js';

/** Numbers of the streams of fates: of neighbours from 0, of the others from here. */
const CANDIDATE = 0x40000000;
const KEPT = 0x80000000;
const PAIR = 0xc0000000;
const TRIPLE = 0xe0000000;

/** One particle. */
interface Row {
  tick: number;
  kind: number;
  /** Up to its shower, which is drawn when it is asked for. */
  readonly fate: Fate;
  /** What it brings to the analogue ECAL sum, GeV. */
  sum: number;
  /** How far its preshower sum is off; not a number as long as there is no shower. */
  preshowerMark: number;
  /** Triggers that keep it. */
  kept: number;
}

const emptyRow = (): Row => ({
  ...{ tick: 0, kind: 0, fate: emptyFate(), sum: 0, preshowerMark: Number.NaN, kept: 0 },
});

/** Rows up to which insertion is the faster way: most are in order, neighbours behind a few candidates. */
const FEW = 256;

/** Puts the first `size` rows in order of time; those of the same time stay as they are. */
function sortByTick(rows: Row[], size: number): void {
  if (size > FEW) {
    const sorted = rows.slice(0, size).sort((a, b) => a.tick - b.tick);
    for (let i = 0; i < size; i++) rows[i] = sorted[i];
    return;
  }
  for (let i = 1; i < size; i++) {
    const row = rows[i];
    let j = i;
    for (; j > 0 && rows[j - 1].tick > row.tick; j--) rows[j] = rows[j - 1];
    rows[j] = row;
  }
}

export class CandidateSlice extends Slice {
  /** The first `size` of them, in order of time once the slice is drawn. */
  private readonly rows: Row[] = [];
  private readonly windows: number[] = [];
  private centres = new Float64Array(64);
  private waits = new Float64Array(64);
  private readonly before: number;
  private readonly after: number;
  private readonly gate: number;
  private readonly smear: number;
  private readonly scatter: Scatter;
  private readonly ceiling: number;

  constructor(
    card: Card,
    at: SpillKey,
    private readonly candidates: Candidates,
  ) {
    super(card, at);
    const { readout, trigger } = card;
    this.gate = ticks(trigger.coincidence.gate);
    const reach = ticks(trigger.overlap.zero) + 1;
    // Whatever shadows a counter at the candidate, or what shadows that.
    this.before = Math.max(ticks(readout.before), reach, 4 * this.gate);
    this.after = Math.max(ticks(readout.after) + 1, reach);
    this.smear = trigger.ecal.smear;
    this.scatter = scatterOf(card);
    this.ceiling = trigger.ecal.keep;
    this.grow(0);
  }

  draw(index: number, electrons: number): this {
    const { candidates, stream, at } = this;
    this.index = index;
    this.size = 0;
    this.gaps.length = this.taken = 0;
    if (!(electrons > 0)) return this;
    seek(stream, at, index, Module.candidates);
    const kept = candidates.kept(index);
    // Nobody is left in the gate before a kept coincidence.
    this.taken = kept.length * this.gate;
    this.drawCandidates(electrons);
    for (const [j, { tick, bits }] of kept.entries()) this.drawKept(tick, bits, j);
    const clocks = candidates.clockTicks(index);
    this.openWindows(clocks);
    if (this.drawHelped(electrons)) this.openWindows(clocks);
    this.drawNeighbours(electrons, kept);
    this.place();
    return this;
  }

  override keptBy(i: number): number {
    return this.rows[i].kept;
  }

  override nextKept(from: number): number {
    let i = from;
    while (i < this.size && this.rows[i].kept === 0) i++;
    return i;
  }

  ecal(i: number): number {
    return this.rows[i].sum;
  }

  fateBeforeShower(i: number): Fate {
    return this.rows[i].fate;
  }

  override fateOf(i: number): Fate {
    return this.withShower(i).fate;
  }

  override preshower(i: number): number {
    const { fate, preshowerMark } = this.withShower(i);
    return analogue(fate.preshower, preshowerMark, this.card.trigger.preshower.smear);
  }

  private withShower(i: number): Row {
    const row = this.rows[i];
    if (Number.isNaN(row.preshowerMark)) row.preshowerMark = this.drawShower(i, row.fate);
    return row;
  }

  private drawCandidates(electrons: number): void {
    const { candidates, stream, own, at, index } = this;
    const n = stream.poisson(electrons * candidates.kinds.proposals);
    for (let k = 0; k < n; k++) {
      seek(own, at, index, Module.fate, CANDIDATE + k);
      const row = this.next(Math.floor(SLICE_TICKS * stream.uniform()));
      row.kind = candidates.propose(own, row.fate);
      if (row.kind < 0) this.size--;
      else this.measured(row, candidates.mark);
    }
  }

  private drawKept(tick: number, bits: number, j: number): void {
    const { candidates, own, at, index } = this;
    seek(own, at, index, Module.fate, KEPT + j);
    const row = this.next(tick);
    row.kind = candidates.drawKept(own, row.fate);
    row.kept = bits;
    this.measured(row, candidates.mark);
  }

  /**
   * An electron that misses S4 by bremsstrahlung opens a coincidence all the same where S4 is high and S1..S3 are not: shortly
   * behind one that fires S4 but not all of S1..S3, or behind one that fires all, but finds some of S1..S3 high from a
   * third, which missed S4. @returns whether there are some
   */
  private drawHelped(electrons: number): boolean {
    const { candidates, stream, gate, size } = this;
    const { past, partners, withoutS4, plainShare } = candidates.kinds.others;
    const perGate = (electrons * gate) / SLICE_TICKS;
    const pairs = stream.poisson(electrons * past * perGate * partners.share);
    for (let k = 0; k < pairs; k++) {
      const before = Math.ceil(gate * stream.uniform());
      const tick = this.drawPast(PAIR + k, before, 2, electrons);
      if (tick < 0) continue;
      this.addOrdinary(tick - before, partners.draw(stream).fired, stream.uniform());
    }
    // Two gates that overlap, the first over before the electron comes.
    const both = (perGate * plainShare * perGate * withoutS4.share) / 2;
    const triples = stream.poisson(electrons * past * both);
    for (let k = 0; k < triples; k++) {
      const before = Math.ceil(gate * Math.max(stream.uniform(), stream.uniform()));
      const first = gate + Math.floor(before * stream.uniform());
      const tick = this.drawPast(TRIPLE + 2 * k, first, 3, electrons);
      if (tick < 0) continue;
      this.addOrdinary(tick - before, ALL_COUNTERS, stream.uniform());
      this.addWithoutS4(tick - first, TRIPLE + 2 * k + 1);
    }
    return this.size > size;
  }

  /**
   * Adds an electron that misses S4, one of `together` drawn at once, the first of them so many ticks before it.
   * @returns its tick; -1 near a candidate, where such company is drawn as its neighbours, and at the edge of the slice
   */
  private drawPast(birth: number, before: number, together: number, electrons: number): number {
    const { candidates, stream } = this;
    const tick = Math.floor(SLICE_TICKS * stream.uniform());
    if (this.isInWindow(tick) || before > tick) return -1;
    this.taken -= (together * SLICE_TICKS) / (electrons * candidates.kinds.common.perElectron);
    this.addPast(tick, birth);
    return tick;
  }

  private addPast(tick: number, birth: number): Row {
    const { candidates, own, at, index } = this;
    seek(own, at, index, Module.fate, birth);
    const row = this.next(tick);
    row.kind = PAST_S4;
    candidates.drawPast(own, row.fate);
    this.measured(row, candidates.mark);
    return row;
  }

  private addWithoutS4(tick: number, birth: number): void {
    const { candidates, stream } = this;
    const { kind, fired } = candidates.kinds.others.withoutS4.draw(stream);
    if (kind !== PAST_S4) this.addOrdinary(tick, fired, stream.uniform());
    else this.addPast(tick, birth).fate.fired = fired;
  }

  /** Everybody in the windows who is no candidate. */
  private drawNeighbours(electrons: number, kept: readonly Kept[]): void {
    const { candidates, stream, windows } = this;
    const { common } = candidates.kinds;
    let length = 0;
    for (let w = 0; w < windows.length; w += 2) length += windows[w + 1] - windows[w];
    const n = stream.poisson((electrons * common.perElectron * length) / SLICE_TICKS);
    if (this.waits.length <= n) this.waits = new Float64Array(2 * n + 2);
    const { waits } = this;
    fillExponential(stream, waits, n + 1);
    let total = 0;
    for (let i = 0; i <= n; i++) total += waits[i];
    const scale = length / total;
    let time = 0;
    let w = 0;
    let gone = 0;
    for (let i = 0; i < n; i++) {
      time += waits[i];
      const at = Math.floor(scale * time);
      while (at >= gone + windows[w + 1] - windows[w]) {
        gone += windows[w + 1] - windows[w];
        w += 2;
      }
      const tick = windows[w] + at - gone;
      const word = stream.u32();
      const lot = common.of(word);
      const kind = common.kind[lot];
      const row =
        kind === ORDINARY
          ? this.addOrdinary(tick, common.fired[lot], common.rest(word))
          : this.addNeighbour(tick, kind, common.fired[lot], i);
      const isCandidate = row.fate.counters === ALL_COUNTERS && row.sum < this.ceiling;
      if (isCandidate || this.isShadow(row, kept) || this.isKeptAnyway(row)) this.size--;
    }
  }

  /** A kept coincidence finds the counters low: nobody comes within the gate before it. */
  private isShadow({ tick }: Row, kept: readonly Kept[]): boolean {
    for (const k of kept) if (k.tick >= tick && k.tick < tick + this.gate) return true;
    return false;
  }

  /** One of those that prescales keep, which are drawn apart. */
  private isKeptAnyway({ fate }: Row): boolean {
    const { keptShare } = this.candidates.kinds;
    return fate.fired === ALL_COUNTERS && this.stream.uniform() < keptShare;
  }

  /** The next row, at a tick; a fate and what was measured of it are still to come. */
  private next(tick: number): Row {
    const { rows } = this;
    if (this.size === rows.length) rows.push(emptyRow());
    const row = rows[this.size++];
    row.tick = tick;
    row.kept = 0;
    row.preshowerMark = Number.NaN;
    return row;
  }

  /** @param mark how far its analogue sum is off, standard normal */
  private measured(row: Row, mark: number): void {
    row.sum = analogue(visibleEnergy(this.card, row.fate), mark, this.smear);
  }

  /** @param fired of one that misses some of S1..S4 as all of its kind; of others the fate tells */
  private addNeighbour(tick: number, kind: number, fired: number, i: number): Row {
    const { card, stream, own, at, index } = this;
    const mark = stream.normal();
    const row = this.next(tick);
    row.kind = kind;
    drawFate(card, CLASSES[kind], at, index, i, own, row.fate);
    if (CLASSES[kind].misses) row.fate.fired = fired;
    this.measured(row, mark);
    return row;
  }

  /** @param flat what decides on the flat part of the momentum */
  private addOrdinary(tick: number, fired: number, flat: number): Row {
    const { card, stream } = this;
    const row = this.next(tick);
    const { fate } = row;
    row.kind = ORDINARY;
    clearFate(fate, beamMomentum(card.beam, flat, stream.normal()));
    ordinary.draw(card, stream, fate);
    fate.em = Math.max(0, fate.momentum + this.scatter.resolution * stream.normal());
    fate.fired = fired;
    this.measured(row, stream.normal());
    return row;
  }

  /** Puts the windows about all particles so far, clock triggers, and both ends, merged; the gaps between. */
  private openWindows(clocks: readonly number[]): void {
    const { windows, gaps, rows, size, before, after } = this;
    const centres =
      this.centres.length < size + clocks.length ? this.room(size + clocks.length) : this.centres;
    const n = clocks.length + size;
    centres.set(clocks);
    for (let i = 0; i < size; i++) centres[clocks.length + i] = rows[i].tick;
    centres.subarray(0, n).sort();
    windows.length = gaps.length = 0;
    // What lies near in the slice before, and in the one behind.
    let from = 0;
    let to = after;
    const open = (low: number, high: number) => {
      if (low > to) {
        windows.push(from, to);
        gaps.push(to, low);
        from = low;
      }
      to = Math.max(to, high);
    };
    for (let i = 0; i < n; i++) open(centres[i] - before, centres[i] + after);
    open(SLICE_TICKS - before, SLICE_TICKS);
    windows.push(from, Math.min(to, SLICE_TICKS));
  }

  private room(n: number): Float64Array {
    this.centres = new Float64Array(2 * n);
    return this.centres;
  }

  private isInWindow(tick: number): boolean {
    const { windows } = this;
    for (let w = 0; w < windows.length; w += 2) {
      if (tick >= windows[w] && tick < windows[w + 1]) return true;
    }
    return false;
  }

  /** In order of time, and into the columns. */
  private place(): void {
    const { rows, size } = this;
    sortByTick(rows, size);
    if (size > this.tick.length) this.grow(size);
    for (let i = 0; i < size; i++) {
      const { tick, kind, fate, sum } = rows[i];
      this.tick[i] = tick;
      this.kind[i] = kind;
      this.fired[i] = fate.fired;
      this.least[i] = sum;
    }
  }
}
