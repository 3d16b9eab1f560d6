/**
 * Validation of the beam: time structure of the spill, intensities of the runs, composition, phase space,
 * decays in flight and what radiates before the target.
 */
import type { Card } from '../../core/card/index.js';
import { exp } from '../../core/math.js';
import { seedKey, Stream } from '../../core/random/index.js';
import { trackerLayout } from '../../core/tracker.js';
import { spillProfile } from '../../emulate/beam/profile.js';
import { Timeline } from '../../emulate/beam/timeline.js';
import { follow } from '../../emulate/detector/tracker/trajectory.js';
import { spillKey } from '../../emulate/spill.js';
import { KAON, PION } from '../../core/decay.js';
import { decayInFlight } from '../../emulate/target/decay.js';
import { clearFate, emptyFate } from '../../emulate/target/fate.js';
import { CLASSES, ORDINARY } from '../../emulate/target/index.js';
import { beamMomentum, drawImpact } from '../../emulate/target/phaseSpace.js';
import { loadSingleCard } from '../cards.js';
import { type Measured, row, share, type ValidationRow } from './row.js';
import { type ValidateOptions, validation } from './validation.js';

type Options = Pick<ValidateOptions, 'seed' | 'report'> & { readonly events: number };

/** Spills whose particles are drawn. */
const DRAWN_SPILLS = 4;
/** Particles behind each distribution; so many of them stand for a spill of which the profile is enough, or a track. */
const EVENTS = 1_000_000;
const EVENTS_PER_PROFILE = 10;
const EVENTS_PER_TRACK = 10;
const profilesOf = ({ events }: Options) => Math.ceil(events / EVENTS_PER_PROFILE);
/** Electrons per spill of those that are drawn, over the particles behind each distribution. */
const COMPOSITION = 10;
const DUTY_FACTOR = 2;
/** Allowed of a number that is typed in, and known less well than that. */
const TYPED_IN = 0.01;

const SPS = 'slow extraction of the SPS, ppe.gla.ac.uk/~skilli/SDF.html';
const PRL = 'PRL 123, 121801 (2019)';
const PRD = 'PRD 97, 072002 (2018)';

export const beam = validation({
  name: 'beam',
  describes: 'time structure, intensities, composition, phase space and decays of the beam',
  options: ['events', 'seed'],
  usual: { events: EVENTS },
  run({ seed, events, report }) {
    const options = { seed, events: events ?? EVENTS, report };
    return {
      rows: [
        ...dutyFactors(options),
        ...spills(options),
        ...intensities(options),
        ...composition(options),
        ...phaseSpace(options),
        ...beforeMagnets(options),
        ...decays(options),
      ],
    };
  },
});

function cardOf(name: string, ...overrides: string[]): Card {
  return loadSingleCard(name, overrides);
}

interface Mean {
  readonly mean: number;
  readonly error: number;
  readonly rms: number;
}

function meanOf(values: readonly number[]): Mean {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const squares = values.reduce((sum, x) => sum + (x - mean) * (x - mean), 0);
  return { mean, error: Math.sqrt(squares / (n - 1) / n), rms: Math.sqrt(squares / n) };
}

/**
 * <r>^2 / <r^2> in slices of 1 ms, of particles counted: n (n - 1) has the mean of r^2 without the counting
 * statistics that n^2 has.
 */
function dutyFactors({ seed, events, report }: Options): ValidationRow[] {
  const rows: ValidationRow[] = [];
  for (const [name, preset, from, to, source] of [
    ['beam/h4', '', 0.933, 0.943, `0.92 with statistics of 0.98, ${SPS}`],
    ['beam/rough', 'stress-spills', 0.915, 0.925, `0.92, ${SPS}`],
  ] as const) {
    report(`beam: duty factor of ${name}`);
    const ripple = preset ? cardOf(preset).beam.ripple : cardOf('run3-2018').beam.ripple;
    const plain = cardOf('run3-2018', 'beam.startSpike.probability=0');
    const intensity = DUTY_FACTOR * events;
    const card = { ...plain, beam: { ...plain.beam, ripple, intensity } };
    const factors: number[] = [];
    for (let spill = 1; spill <= DRAWN_SPILLS; spill++) {
      const counted = countSlices(card, seed, spill);
      const mean = counted.reduce((a, b) => a + b, 0) / counted.length;
      const pairs = counted.reduce((sum, n) => sum + n * (n - 1), 0) / counted.length;
      factors.push((mean * mean) / pairs);
    }
    const { mean, error } = meanOf(factors);
    const what = `duty factor in 1 ms, ${name}`;
    rows.push(
      row({
        name: what,
        role: 'fit',
        expected: (from + to) / 2,
        allowed: [from, to],
        emulated: [mean, error],
        source,
      }),
    );
  }
  return rows;
}

function countSlices(card: Card, seed: string, spill: number): number[] {
  const at = spillKey(card, seedKey(seed), spill);
  const profile = spillProfile(card.beam, at);
  const timeline = new Timeline(card, at, profile);
  return Array.from(profile.electrons, (_, slice) => timeline.moveTo(slice).size);
}

/** Start spikes, empty spills and those that end early. */
function spills(options: Options): ValidationRow[] {
  const { seed, report } = options;
  const n = profilesOf(options);
  report('beam: spikes, empty and short spills');
  const shares = (card: Card) => {
    let spike = 0;
    let empty = 0;
    let short = 0;
    const steady = { ...card.beam, ripple: [], intensity: 1e6, spill: 240e6 };
    for (let spill = 1; spill <= n; spill++) {
      const { electrons } = spillProfile(steady, spillKey(card, seedKey(seed), spill));
      const filled = electrons.filter((n) => n > 0);
      if (filled.length === 0) empty++;
      else if (filled.length < electrons.length) short++;
      if (filled.length > 25 && filled[0] > 1.5 * filled[25]) spike++;
    }
    return { spike, empty, short };
  };
  const nominal = shares(cardOf('run3-2018'));
  const stress = shares(cardOf('stress-spills'));
  const none = nominal.empty + nominal.short;
  return [
    row({
      name: 'spills with a start spike',
      role: 'in',
      expected: 0.07,
      allowed: TYPED_IN,
      emulated: share(nominal.spike, n),
      source: SPS,
    }),
    row({
      name: 'empty or cut-short spills, nominal',
      role: 'in',
      expected: 0,
      allowed: [0, 0],
      emulated: [none, 0],
      source: 'none unless a card asks',
    }),
    row({
      name: 'empty spills, stress-spills',
      role: 'in',
      expected: 0.1,
      allowed: TYPED_IN,
      emulated: share(stress.empty, n),
      source: 'card',
    }),
    row({
      name: 'cut-short spills, stress-spills',
      role: 'in',
      expected: 0.2 * 0.9,
      allowed: TYPED_IN,
      emulated: share(stress.short, n),
      source: 'card: 0.2 of those that are not empty',
    }),
  ];
}

/** Electrons per spill, and shares of the blocks of run I in electrons. */
function intensities(options: Options): ValidationRow[] {
  const { seed, report } = options;
  const n = profilesOf(options);
  report('beam: intensities');
  const drawn = (name: string) => {
    const card = cardOf(name);
    const steady = { ...card.beam, ripple: [], spill: 1e6 };
    return Array.from(
      { length: n },
      (_, i) => spillProfile(steady, spillKey(card, seedKey(seed), i + 1)).intensity,
    );
  };
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const run1 = drawn('run1-2016');
  const all = sum(run1);
  const rows = [
    [1.4e6, 2e6, 2.3e10],
    [3e6, 3.5e6, 1.1e10],
    [4.5e6, 5e6, 0.9e10],
  ].map(([from, to, electrons]) => {
    const own = run1.filter((x) => x >= from && x <= to);
    const [drawn, error] = share(own.length, n);
    const scale = sum(own) / all / drawn;
    const what = `run I: electrons at ${from / 1e6} to ${to / 1e6}e6 per spill`;
    return row({
      name: what,
      role: 'in',
      expected: electrons / 4.3e10,
      allowed: TYPED_IN,
      emulated: [scale * drawn, scale * error],
      source: PRD,
    });
  });
  for (const [name, from, to] of [
    ['run2-2017', 5e6, 6e6],
    ['run3-2018', 5e6, 9e6],
  ] as const) {
    const { mean, error } = meanOf(drawn(name));
    rows.push(
      row({
        name: `${name}: electrons per spill`,
        role: 'in',
        expected: (from + to) / 2,
        allowed: TYPED_IN,
        emulated: [mean, error],
        source: PRL,
      }),
    );
  }
  return rows;
}

/** Particles of each class per beam electron, counted in emulated spills. */
function composition({ seed, events, report }: Options): ValidationRow[] {
  report('beam: composition');
  const card = cardOf('run3-2018', `beam.intensity=${COMPOSITION * events}`);
  const counted = CLASSES.map(() => 0);
  for (let spill = 1; spill <= DRAWN_SPILLS; spill++) {
    const at = spillKey(card, seedKey(seed), spill);
    const profile = spillProfile(card.beam, at);
    const timeline = new Timeline(card, at, profile);
    for (let s = 0; s < profile.electrons.length; s++) {
      const slice = timeline.moveTo(s);
      for (let i = 0; i < slice.size; i++) counted[slice.kind[i]]++;
    }
  }
  const electrons = CLASSES.reduce((n, c, i) => n + (c.species === 'electron' ? counted[i] : 0), 0);
  return CLASSES.flatMap((kind, i) => {
    const rate = kind.rate(card);
    if (i === ORDINARY || rate === 0) return [];
    const error = Math.sqrt(Math.max(1, counted[i])) / electrons;
    const what = `${kind.name} per beam electron`;
    return [
      row({
        name: what,
        role: 'in',
        expected: rate,
        allowed: TYPED_IN,
        emulated: [counted[i] / electrons, error],
        source: 'card: nature',
      }),
    ];
  });
}

/** Momentum, spot, divergence and how they depend on each other, of single particles. */
function phaseSpace({ seed, events, report }: Options): ValidationRow[] {
  report('beam: phase space');
  const card = cardOf('run3-2018');
  const { momentum, momentumSpread, spot, divergence, correlation, dispersion } = card.beam;
  const { position, magnets } = card.detector;
  const stream = new Stream().seek(seedKey(`${seed}: phase space`), 0, 0, 0, 0);
  const fate = emptyFate();
  const columns = { p: [] as number[], x: [] as number[], y: [] as number[] };
  const angles = { x: [] as number[], y: [] as number[] };
  for (let i = 0; i < events; i++) {
    clearFate(fate, beamMomentum(card.beam, stream.uniform(), stream.normal()));
    drawImpact(card, fate, stream);
    columns.p.push(fate.momentum);
    columns.x.push(fate.x);
    columns.y.push(fate.y);
    angles.x.push(fate.angleX);
    angles.y.push(fate.angleY);
  }
  const p = meanOf(columns.p);
  /** Standard error of an rms. */
  const rmsError = (m: Mean) => m.rms / Math.sqrt(2 * events);
  const rows = [
    row({
      name: 'momentum, GeV',
      role: 'in',
      expected: momentum,
      allowed: 0.001,
      emulated: [p.mean, p.error],
      source: PRL,
    }),
    row({
      name: 'momentum spread',
      role: 'in',
      expected: momentumSpread,
      allowed: 0.01,
      emulated: [p.rms / p.mean, rmsError(p) / p.mean],
      source: 'H4',
    }),
  ];
  const deltas = columns.p.map((value) => value / momentum - 1);
  const way = position.ecal - position.magnets;
  for (const axis of ['x', 'y'] as const) {
    const at = meanOf(columns[axis]);
    const byMomentum = lineThrough(deltas, columns[axis]);
    const angleByMomentum = lineThrough(deltas, angles[axis]);
    const own = meanOf(angleByMomentum.rest);
    const together = lineThrough(byMomentum.rest, angleByMomentum.rest);
    const bend = axis === 'x' ? magnets.bend : 0;
    const dispersed = dispersion.position[axis] - way * bend;
    const dispersedAngle = dispersion.angle[axis] - bend;
    rows.push(
      row({
        name: `spot ${axis}, mm`,
        role: 'in',
        expected: spot[axis],
        allowed: 0.01,
        emulated: [at.rms, rmsError(at)],
        source: 'card: beam',
      }),
      row({
        name: `divergence ${axis} of one momentum, rad`,
        role: 'in',
        expected: divergence,
        allowed: 0.01,
        emulated: [own.rms, rmsError(own)],
        source: 'card: beam',
      }),
      row({
        name: `correlation of position and angle ${axis} of one momentum`,
        role: 'in',
        expected: correlation[axis],
        allowed: 0.01,
        emulated: together.correlation,
        source: 'card: beam',
      }),
      row({
        name: `dispersion ${axis}, mm per %`,
        role: 'in',
        expected: 0.01 * dispersed,
        allowed: 0.01,
        emulated: scaled(byMomentum.slope, 0.01),
        source: bend ? 'way behind the magnets x bend, with that of the line' : 'card: beam',
      }),
      row({
        name: `dispersion of the angle ${axis}, mrad per %`,
        role: 'in',
        expected: 10 * dispersedAngle,
        allowed: 0.01,
        emulated: scaled(angleByMomentum.slope, 10),
        source: bend ? 'bend, with that of the line' : 'card: beam',
      }),
      row({
        name: `correlation of position ${axis} and momentum`,
        role: 'in',
        expected: (dispersed * momentumSpread) / spot[axis],
        allowed: 0.01,
        emulated: byMomentum.correlation,
        source: 'dispersion x spread / spot',
      }),
    );
  }
  return rows;
}

/** Dispersion before the magnets, between the first two chambers, of tracks that are followed back from the ECAL. */
function beforeMagnets({ seed, events, report }: Options): ValidationRow[] {
  report('beam: dispersion before the magnets');
  const card = cardOf('run3-2018');
  const { momentum, dispersion } = card.beam;
  const { magnets, tracker } = card.detector;
  const stations = trackerLayout(tracker);
  const stream = new Stream().seek(seedKey(`${seed}: before the magnets`), 0, 0, 0, 0);
  const fate = emptyFate();
  const out = { x: new Float64Array(stations.length), y: new Float64Array(stations.length) };
  const n = Math.ceil(events / EVENTS_PER_TRACK);
  const deltas: number[] = [];
  const angles = { x: [] as number[], y: [] as number[] };
  for (let i = 0; i < n; i++) {
    clearFate(fate, beamMomentum(card.beam, stream.uniform(), stream.normal()));
    drawImpact(card, fate, stream);
    follow(card, stations, fate, stream, out);
    deltas.push(fate.momentum / momentum - 1);
    const way = stations[1].z - stations[0].z;
    for (const axis of ['x', 'y'] as const) {
      angles[axis].push((out[axis][1] - out[axis][0]) / way);
    }
  }
  return (['x', 'y'] as const).map((axis) => {
    const slope = scaled(lineThrough(deltas, angles[axis]).slope, 10);
    const expected = 10 * dispersion.angle[axis];
    // A hundredth of what the magnets add.
    const allowed = 0.01 * 10 * magnets.bend;
    return row({
      name: `dispersion of the angle ${axis} before the magnets, mrad per %`,
      role: 'out',
      expected,
      allowed: [expected - allowed, expected + allowed],
      emulated: slope,
      source: 'card: beam, the magnets add theirs behind',
    });
  });
}

const scaled = ([value, error]: Measured, by: number): Measured => [by * value, by * error];

/** Least squares y = a + slope x: what x explains of y, and the rest. */
function lineThrough(x: readonly number[], y: readonly number[]) {
  const n = x.length;
  const mx = meanOf(x);
  const my = meanOf(y);
  const cov = x.reduce((sum, v, i) => sum + (v - mx.mean) * (y[i] - my.mean), 0) / n;
  const slope = cov / (mx.rms * mx.rms);
  const rest = y.map((v, i) => v - my.mean - slope * (x[i] - mx.mean));
  const r = cov / (mx.rms * my.rms);
  const correlation: Measured = [r, (1 - r * r) / Math.sqrt(n)];
  const error = meanOf(rest).rms / (mx.rms * Math.sqrt(n));
  return { slope: [slope, error] as Measured, correlation, rest };
}

/** Share that decays before the ECAL, from lifetimes. */
function decays({ seed, events, report }: Options): ValidationRow[] {
  report('beam: decays in flight');
  const card = cardOf('run3-2018');
  const fate = emptyFate();
  const metres = card.detector.position.ecal / 1000;
  return (
    [
      ['pi', PION, 7.8045, 0.13957],
      ['K', KAON, 3.711, 0.49368],
    ] as const
  ).map(([name, kind, ctau, mass]) => {
    const stream = new Stream().seek(seedKey(`${seed}: ${name} decays`), 0, 0, 0, 0);
    let decayed = 0;
    for (let i = 0; i < events; i++) {
      clearFate(fate, 100);
      if (decayInFlight(card, kind, stream, fate)) decayed++;
    }
    const expected = 1 - exp((-metres * mass) / (100 * ctau));
    const what = `${name}- of 100 GeV that decay before the ECAL`;
    const source = 'c tau and mass, PTEP 2022, 083C01';
    return row({
      name: what,
      role: 'out',
      expected,
      allowed: 0.005,
      emulated: share(decayed, events),
      source,
    });
  });
}
