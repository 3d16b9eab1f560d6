/** Test beam on the ECAL: mono-energetic electrons, each as a spill would have it. */
import { type EcalAnswer, shapeChi2 } from '../../../analyse/reconstruction/ecal.js';
import { beliefOf, type Card } from '../../../core/card/index.js';
import { cellAt, ecalGrid } from '../../../core/channels.js';
import { UsageError } from '../../../core/errors.js';
import { ecalFace } from '../../../core/geometry.js';
import { seedKey, Stream } from '../../../core/random/index.js';
import { formatQuantity } from '../../../core/units.js';
import {
  containment,
  ecal as section,
  ecalEnergy,
  idealEcal,
} from '../../../emulate/detector/ecal.js';
import { emptyProfile, rearLeak } from '../../../emulate/detector/shower.js';
import { Module, seek, seekNoise } from '../../../emulate/streams.js';
import { drawShowerProfile } from '../../../emulate/target/index.js';
import { drawImpact } from '../../../emulate/target/phaseSpace.js';
import { clearFate, emptyFate } from '../../../emulate/target/fate.js';
import { loadSingleCard } from '../../cards.js';
import type { ValidateOptions } from '../validation.js';
import type { EcalReference } from './reference.js';

/** Energies in GeV over the beam energy unless said otherwise; fractions of the total. */
export interface TestBeam extends EcalReference {
  readonly energyGeV: number;
  readonly ideal: boolean;
  readonly responseMean: number;
}

/** One electron: preshower and main cells (GeV) and what it leaks. */
export interface TestBeamEvent {
  readonly preshower: Float64Array;
  readonly main: Float64Array;
  /** Impact, mm from the centre of the beam cell. */
  readonly x: number;
  readonly y: number;
  /** GeV. */
  readonly rear: number;
}

export type TestBeamOptions = Pick<ValidateOptions, 'energy' | 'at' | 'spot' | 'seed' | 'ideal'> & {
  readonly events: number;
  /** Draws where the next electron's spot has its centre, mm from that of the beam cell; in place of `at`. */
  readonly impact?: (stream: Stream) => readonly [number, number];
};

/** The card of a test beam: of one momentum, so that no dispersion has a part in its spot. */
export function testBeamCard(options: Pick<TestBeamOptions, 'ideal' | 'spot'>): Card {
  const card = loadSingleCard('run3-2018');
  const { spot, ideal } = options;
  return {
    ...card,
    beam: {
      ...card.beam,
      momentumSpread: 0,
      spot: spot === null ? card.beam.spot : { x: spot[0], y: spot[1] },
    },
    detector: ideal ? { ...card.detector, ecal: idealEcal(card.detector.ecal) } : card.detector,
  };
}

/** @throws UsageError for a test beam beside the ECAL, which would see nothing of it */
export function requireOnEcal({ at }: Pick<TestBeamOptions, 'at'>): void {
  const face = ecalFace(loadSingleCard('run3-2018').detector);
  if (face.every(([low, high], i) => at[i] >= low && at[i] <= high)) return;
  const shown = (value: number) => formatQuantity(Number(value.toPrecision(9)), 'length');
  const [x, y] = face.map(([low, high]) => `${shown(low)} to ${shown(high)}`);
  throw new UsageError({
    what: '--at',
    got: `"${at.map(shown).join(', ')}"`,
    expected: `a place on the ECAL: x from ${x}, y from ${y}`,
  });
}

/** Electrons through the very functions that a spill calls, the magnets set for their momentum. */
export function* testBeamEvents(of: Card, options: TestBeamOptions): Generator<TestBeamEvent> {
  const { energy, events, seed, impact } = options;
  const card = { ...of, beam: { ...of.beam, momentum: energy } };
  const { ecal } = card.detector;
  const { cells } = ecalGrid(ecal);
  const at = { key: seedKey(seed), run: card.run.number, spill: 0 };
  const stream = new Stream();
  const fate = emptyFate();
  const profile = emptyProfile();
  let offset = options.at;
  let seen = containment(ecal, offset[0], offset[1]);
  for (let index = 0; index < events; index++) {
    clearFate(fate, energy);
    seek(stream, at, 0, Module.fate, index);
    const visible = ecalEnergy(ecal, energy, stream.normal());
    if (impact) {
      offset = impact(stream);
      seen = containment(ecal, offset[0], offset[1]);
    }
    fate.em = seen * visible;
    [fate.x, fate.y] = offset;
    seek(stream, at, 0, Module.shower, index);
    drawShowerProfile(card, fate, stream, profile);
    drawImpact(card, fate, stream);
    const rear = rearLeak(profile, energy, stream);
    const preshower = new Float64Array(cells);
    const main = new Float64Array(cells);
    section.respond(card, fate, seek(stream, at, 0, Module.ecal, index), (channel, e) => {
      (channel < cells ? preshower : main)[channel % cells] += e;
    });
    section.noise?.(
      card,
      seekNoise(stream, at, { slice: 0, kind: 'particle', index }, Module.ecal),
      (channel, e) => {
        (channel < cells ? preshower : main)[channel % cells] += e;
      },
    );
    yield { preshower, main, x: fate.x, y: fate.y, rear };
  }
}

/** Whether an event passes the shape cut, its impact point known as well as the tracker knows it. */
export function passesShape(
  card: Card,
  event: Pick<TestBeamEvent, 'preshower' | 'main' | 'x' | 'y'>,
  stream: Stream,
): boolean {
  const { shape } = card.analysis.cuts;
  const cells = event.preshower.map((e, i) => e + event.main[i]);
  let hottest = 0;
  for (let i = 1; i < cells.length; i++) if (cells[i] > cells[hottest]) hottest = i;
  const answer: EcalAnswer = {
    energy: sum(cells),
    preshower: sum(event.preshower),
    hottest: cellAt(ecalGrid(card.detector.ecal), hottest),
    cells,
  };
  const { positionResolution } = card.detector.tracker;
  const x = event.x + positionResolution * stream.normal();
  const y = event.y + positionResolution * stream.normal();
  return answer.preshower > shape.preshower && shapeChi2(beliefOf(card), answer, x, y) < shape.chi2;
}

/** Shares of the energy in the beam cell, in the 3 x 3 and in the 5 x 5 cells about it. */
export function sharesAround(
  { detector }: Card,
  { preshower, main }: Pick<TestBeamEvent, 'preshower' | 'main'>,
): [number, number, number] {
  const [cx, cy] = detector.ecal.beamCell;
  const around: [number, number, number] = [0, 0, 0];
  const total = sum(preshower) + sum(main);
  const grid = ecalGrid(detector.ecal);
  for (let i = 0; i < grid.cells; i++) {
    const [ix, iy] = cellAt(grid, i);
    const ring = Math.max(Math.abs(ix - cx), Math.abs(iy - cy));
    const share = (preshower[i] + main[i]) / total;
    for (let r = ring; r < around.length; r++) around[r] += share;
  }
  return around;
}

/** All numbers of a test beam. */
export function testBeam(options: TestBeamOptions): TestBeam {
  const card = testBeamCard(options);
  const totals: number[] = [];
  const preshowers: number[] = [];
  const mains: number[] = [];
  const rears: number[] = [];
  const around = [0, 0, 0];
  let passed = 0;
  const stream = new Stream().seek(seedKey(options.seed), 0, 0, 0, 0);
  for (const event of testBeamEvents(card, options)) {
    const ps = sum(event.preshower);
    const mn = sum(event.main);
    totals.push(ps + mn);
    preshowers.push(ps);
    mains.push(mn);
    rears.push(event.rear);
    sharesAround(card, event).forEach((share, ring) => {
      around[ring] += share;
    });
    if (passesShape(card, event, stream)) passed++;
  }
  const n = totals.length;
  const fractions = preshowers.map((ps, i) => ps / totals[i]).sort((a, b) => a - b);
  const q = (p: number) => quantile(fractions, p);
  const sortedRears = [...rears].sort((a, b) => a - b);
  const [centralCell, sum3x3, sum5x5] = around.map((a) => a / n);
  return {
    energyGeV: options.energy,
    events: n,
    ideal: options.ideal,
    responseMean: mean(totals) / options.energy,
    resolution: spread(totals) / mean(totals),
    preshowerFraction: {
      mean: mean(fractions),
      sigma: spread(fractions),
      q01: q(0.01),
      q05: q(0.05),
      q50: q(0.5),
      q95: q(0.95),
      q99: q(0.99),
    },
    centralCell,
    sum3x3,
    sum5x5,
    rearLeak: { mean: mean(rears), q99: quantile(sortedRears, 0.99) },
    correlation: correlation(preshowers, mains),
    shapeEfficiency: passed / n,
  };
}

export const sum = (values: Iterable<number>) => {
  let total = 0;
  for (const v of values) total += v;
  return total;
};
export const mean = (values: readonly number[]) => sum(values) / values.length;
export const spread = (values: readonly number[]) => {
  const m = mean(values);
  return Math.sqrt(sum(values.map((v) => (v - m) * (v - m))) / values.length);
};
function correlation(a: readonly number[], b: readonly number[]): number {
  const ma = mean(a);
  const mb = mean(b);
  return mean(a.map((v, i) => (v - ma) * (b[i] - mb))) / (spread(a) * spread(b));
}
/** Linear between the order statistics. */
function quantile(sorted: readonly number[], p: number): number {
  const at = p * (sorted.length - 1);
  const i = Math.min(sorted.length - 2, Math.floor(at));
  if (i < 0) return sorted[0];
  return sorted[i] + (at - i) * (sorted[i + 1] - sorted[i]);
}
