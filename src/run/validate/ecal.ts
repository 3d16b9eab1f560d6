/**
 * Test beam on the ECAL: mono-energetic electrons, compared with a full simulation where there is
 * one.
 */
import { type EcalAnswer, shapeChi2 } from '../../analyse/reconstruction/ecal.js';
import { beliefOf, type Card } from '../../core/card/index.js';
import { ECAL_SIDE } from '../../core/channels.js';
import { seedKey, Stream } from '../../core/random/index.js';
import {
  containment,
  ecal as section,
  ecalEnergy,
  idealEcal,
} from '../../emulate/detector/ecal.js';
import { emptyProfile, rearLeak } from '../../emulate/detector/shower.js';
import { Module, seek, seekNoise } from '../../emulate/streams.js';
import { drawShowerProfile } from '../../emulate/target/index.js';
import { drawImpact } from '../../emulate/target/phaseSpace.js';
import { clearFate, emptyFate } from '../../emulate/target/fate.js';
import { loadSingleCard } from '../cards.js';
import { ECAL_REFERENCE, type EcalReference, SIMULATION } from './ecal-reference.js';
import { row, type ValidationRow } from './row.js';
import { type ValidateOptions, validation } from './validation.js';

const CELLS = ECAL_SIDE * ECAL_SIDE;

/** Energies in GeV over the beam energy unless said otherwise; fractions of the total. */
export interface TestBeam extends EcalReference {
  readonly energyGeV: number;
  readonly ideal: boolean;
  readonly responseMean: number;
  /** Share of events that pass the shape cut of the card. */
  readonly shapeEfficiency: number;
}

/** One electron: preshower and main cells (GeV, cell (ix, iy) at 6 ix + iy) and what it leaks. */
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
};

/** Electrons of a test beam, unless told otherwise. */
const EVENTS = 5000;

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

/** Electrons through the very functions that a spill calls, the magnets set for their momentum. */
export function* testBeamEvents(of: Card, options: TestBeamOptions): Generator<TestBeamEvent> {
  const { energy, at: offset, events, seed } = options;
  const card = { ...of, beam: { ...of.beam, momentum: energy } };
  const { ecal } = card.detector;
  const at = { key: seedKey(seed), run: card.run.number, spill: 0 };
  const stream = new Stream();
  const fate = emptyFate();
  const profile = emptyProfile();
  const seen = containment(ecal, offset[0], offset[1]);
  for (let index = 0; index < events; index++) {
    clearFate(fate, energy);
    seek(stream, at, 0, Module.fate, index);
    fate.em = seen * ecalEnergy(ecal, energy, stream.normal());
    [fate.x, fate.y] = offset;
    seek(stream, at, 0, Module.shower, index);
    drawShowerProfile(card, fate, stream, profile);
    drawImpact(card, fate, stream);
    const rear = rearLeak(profile, energy, stream);
    const preshower = new Float64Array(CELLS);
    const main = new Float64Array(CELLS);
    section.respond(card, fate, seek(stream, at, 0, Module.ecal, index), (channel, e) => {
      (channel < CELLS ? preshower : main)[channel % CELLS] += e;
    });
    section.noise?.(
      card,
      seekNoise(stream, at, { slice: 0, kind: 'particle', index }, Module.ecal),
      (channel, e) => {
        (channel < CELLS ? preshower : main)[channel % CELLS] += e;
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
  for (let i = 1; i < CELLS; i++) if (cells[i] > cells[hottest]) hottest = i;
  const answer: EcalAnswer = {
    energy: sum(cells),
    preshower: sum(event.preshower),
    hottest: [Math.floor(hottest / ECAL_SIDE), hottest % ECAL_SIDE],
    cells,
  };
  const { positionResolution } = card.detector.tracker;
  const x = event.x + positionResolution * stream.normal();
  const y = event.y + positionResolution * stream.normal();
  return answer.preshower > shape.preshower && shapeChi2(beliefOf(card), answer, x, y) < shape.chi2;
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
  const [cx, cy] = card.detector.ecal.beamCell;
  for (const event of testBeamEvents(card, options)) {
    const ps = sum(event.preshower);
    const mn = sum(event.main);
    const total = ps + mn;
    totals.push(total);
    preshowers.push(ps);
    mains.push(mn);
    rears.push(event.rear);
    for (let i = 0; i < CELLS; i++) {
      const ring = Math.max(
        Math.abs(Math.floor(i / ECAL_SIDE) - cx),
        Math.abs((i % ECAL_SIDE) - cy),
      );
      const share = (event.preshower[i] + event.main[i]) / total;
      for (let r = ring; r < around.length; r++) around[r] += share;
    }
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

/**
 * Closure of a test beam with the full simulation: means within 2 %, widths within 10 %, 5 and 95 %
 * quantiles within 5 % and 1 and 99 % within 10 % of the width (one standard deviation of the
 * simulation), correlation within 0.05. The error is statistical, of both samples together.
 */
export function closure(beam: TestBeam): ValidationRow[] {
  const { energyGeV, events, preshowerFraction: f } = beam;
  const reference = ECAL_REFERENCE.get(energyGeV);
  if (reference === undefined) return [];
  /** Error of a mean, from its standard deviation. */
  const both = (sigma: number) => sigma * Math.sqrt(1 / events + 1 / reference.events);
  const g = reference.preshowerFraction;
  const { sigma } = g;
  const rows: ValidationRow[] = [];
  const add = (name: string, expected: number, allowed: Allowed, got: number, error: number) =>
    rows.push(
      row({ name, role: 'fit', expected, allowed, emulated: [got, error], source: SIMULATION }),
    );
  const about = (value: number, by: number): Allowed => [value - by, value + by];
  add('responseMean', 1, 0.02, beam.responseMean, beam.resolution / Math.sqrt(events));
  add(
    'resolution',
    reference.resolution,
    0.1,
    beam.resolution,
    both(reference.resolution / Math.SQRT2),
  );
  add('preshowerFraction.mean', g.mean, 0.02, f.mean, both(sigma));
  add('preshowerFraction.sigma', sigma, 0.1, f.sigma, both(sigma / Math.SQRT2));
  // Error of a quantile: sqrt(p (1 - p)) / density, the density that of a normal distribution.
  add('preshowerFraction.q01', g.q01, about(g.q01, 0.1 * sigma), f.q01, both(3.73 * sigma));
  add('preshowerFraction.q05', g.q05, about(g.q05, 0.05 * sigma), f.q05, both(2.11 * sigma));
  add('preshowerFraction.q50', g.q50, 0.02, f.q50, both(1.253 * sigma));
  add('preshowerFraction.q95', g.q95, about(g.q95, 0.05 * sigma), f.q95, both(2.11 * sigma));
  add('preshowerFraction.q99', g.q99, about(g.q99, 0.1 * sigma), f.q99, both(3.73 * sigma));
  const r = reference.correlation;
  add('correlation', r, about(r, 0.05), beam.correlation, both(1 - r * r));
  // Standard deviations over the spot in the simulation.
  add('centralCell', reference.centralCell, 0.02, beam.centralCell, both(0.093));
  add('sum3x3', reference.sum3x3, 0.02, beam.sum3x3, both(0.0024));
  add('sum5x5', reference.sum5x5, 0.02, beam.sum5x5, both(0.0008));
  const leak = reference.rearLeak;
  add('rearLeak.mean', leak.mean, 0.02, beam.rearLeak.mean, both(1.2 * leak.mean));
  add(
    'rearLeak.q99',
    leak.q99,
    about(leak.q99, 0.1 * leak.mean),
    beam.rearLeak.q99,
    both(14 * leak.mean),
  );
  return rows;
}

type Allowed = ValidationRow['allowed'];

/** What is typed in, at any energy. */
function intrinsicRow(beam: TestBeam, card: Card): ValidationRow {
  const { stochastic, constant } = card.detector.ecal;
  const expected = Math.hypot(stochastic / Math.sqrt(beam.energyGeV), constant);
  const error = beam.resolution / Math.sqrt(2 * beam.events);
  return row({
    name: 'resolution',
    role: 'in',
    expected,
    allowed: 0.1,
    emulated: [beam.resolution, error],
    source: 'card',
  });
}

export const ecal = validation({
  name: 'ecal',
  describes: 'electrons in the ECAL against a full simulation',
  options: ['events', 'seed', 'energy', 'at', 'spot', 'ideal'],
  run(options) {
    const beam = testBeam({ ...options, events: options.events ?? EVENTS });
    const compared =
      options.ideal && options.at.every((v) => v === 0) && options.spot === null
        ? closure(beam)
        : [];
    const rows = compared.length > 0 ? compared : [intrinsicRow(beam, testBeamCard(options))];
    return { rows, document: { ...beam } };
  },
});

const sum = (values: Iterable<number>) => {
  let total = 0;
  for (const v of values) total += v;
  return total;
};
const mean = (values: readonly number[]) => sum(values) / values.length;
const spread = (values: readonly number[]) => {
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
