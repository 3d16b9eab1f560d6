/**
 * The tracker: beam electrons with the particles about them through hits and reconstruction, and where
 * the track efficiency is lost.
 */
import { pileUpWindow } from '../../analyse/efficiency.js';
import { calibrate } from '../../analyse/calibration/index.js';
import { reconstructTracks, type TrackAnswer } from '../../analyse/reconstruction/track/index.js';
import { normalCdf } from '../../core/normal.js';
import { beliefOf, type Card } from '../../core/card/index.js';
import { seedKey } from '../../core/random/index.js';
import { ticks } from '../../core/ticks.js';
import { trackerLayout } from '../../core/tracker.js';
import { spillProfile } from '../../emulate/beam/profile.js';
import { Timeline } from '../../emulate/beam/timeline.js';
import { PayloadBuilder } from '../../emulate/pileup.js';
import { spillKey } from '../../emulate/spill.js';
import { CLASSES } from '../../emulate/target/index.js';
import { ALL_COUNTERS } from '../../emulate/target/fate.js';
import { BEAM_EDGE, BEAM_FLAT } from '../../emulate/target/phaseSpace.js';
import { loadSingleCard } from '../cards.js';
import { type Measured, PAPER, row, share, type ValidationRow } from './row.js';
import { type Validated, type ValidateOptions, validation } from './validation.js';

type Options = Pick<ValidateOptions, 'events' | 'seed' | 'report'>;

/** Electrons of a sample, unless told otherwise; per 1 ms slice. */
const EVENTS = 20_000;
const PER_SLICE = 50;
/** Two particles this close, ns, are in time for every chamber. */
const CLOSE = 10;
/** No spike, so that the intensity is the one that is asked for. */
const STEADY = 'beam.startSpike.probability=0';
const ALONE = 'beam.intensity=2e5';

interface Electron {
  /** No other particle that the trigger would add to the sums. */
  readonly quiet: boolean;
  /** Another within `CLOSE`. */
  readonly close: boolean;
  readonly tracks: number;
  /** Of the first track against the truth: relative momentum, mm at the ECAL; null without one. */
  readonly momentumError: number | null;
  readonly impactError: number | null;
  /** Verdicts in the order of `STEPS`. */
  readonly passes: readonly boolean[];
}

const PLANES = 'efficiencies of the planes';
const STEPS = ['a track in time', 'one track only', 'momentum', 'angle', 'straws'];

function verdicts({ analysis: { cuts, beamEnergy } }: Card, answer: TrackAnswer): boolean[] {
  const { tracks, straws } = answer;
  const first = tracks[0];
  return [
    tracks.length > 0,
    tracks.length === 1,
    first !== undefined && Math.abs(first.momentum - beamEnergy) < cuts.track.tight,
    first !== undefined && first.angle < cuts.track.angle,
    straws.every((n) => n >= cuts.straws.min && n <= cuts.straws.max),
  ];
}

/** Beam electrons that fire S1..S4 without veto, on a card and with values set. */
export function trackedElectrons(
  name: string,
  overrides: readonly string[],
  events: number,
  seed: string,
): { card: Card; electrons: Electron[] } {
  const card = loadSingleCard(name, [STEADY, ...overrides]);
  const belief = beliefOf(card);
  const gate = ticks(pileUpWindow(belief).trigger / 2);
  const electrons: Electron[] = [];
  for (let spill = 1; electrons.length < events; spill++) {
    const at = spillKey(card, seedKey(seed), spill);
    const profile = spillProfile(card.beam, at);
    const timeline = new Timeline(card, at, profile);
    const payloads = new PayloadBuilder(card, at);
    for (let s = 0; s < profile.electrons.length && electrons.length < events; s++) {
      const slice = timeline.moveTo(s);
      const step = Math.max(1, Math.floor(slice.size / PER_SLICE));
      for (let i = 0; i < slice.size && electrons.length < events; i += step) {
        const kind = CLASSES[slice.kind[i]];
        if (slice.fired[i] !== ALL_COUNTERS || kind.species !== 'electron') continue;
        const id = { spill, slice: s, index: i, kind: 'particle' } as const;
        const event = calibrate(payloads.build(timeline, slice.tick[i], id), card.detector);
        const answer = reconstructTracks(belief, event.tracker);
        let nearest = Number.POSITIVE_INFINITY;
        timeline.visit(slice.tick[i], -ticks(100), ticks(100), (other, j, dt) => {
          if (other !== slice || j !== i) nearest = Math.min(nearest, Math.abs(dt));
        });
        const fate = slice.fateOf(i);
        const [first] = answer.tracks;
        electrons.push({
          quiet: nearest > gate,
          close: nearest < ticks(CLOSE),
          tracks: answer.tracks.length,
          momentumError: first ? first.momentum / fate.track - 1 : null,
          impactError: first ? first.x - fate.x : null,
          passes: verdicts(card, answer),
        });
      }
    }
  }
  return { card, electrons };
}

const passing = (electrons: readonly Electron[], steps: number) =>
  electrons.filter(({ passes }) => passes.slice(0, steps).every(Boolean)).length;
const efficiency = (electrons: readonly Electron[]) =>
  share(passing(electrons, STEPS.length), electrons.length);

/** Half the width of the middle 68.3 %: a width that tails do not move. */
function width(values: readonly (number | null)[]): Measured {
  const sorted = values.filter((v) => v !== null).sort((a, b) => a - b);
  const at = (p: number) => sorted[Math.floor(p * (sorted.length - 1))];
  const sigma = (at(0.8413) - at(0.1587)) / 2;
  return [sigma, (1.2 * sigma) / Math.sqrt(2 * sorted.length)];
}

/** Chance of at least `least` of independent planes with these efficiencies. */
function atLeast(least: number, planes: readonly number[]): number {
  let counts = [1];
  for (const e of planes) {
    counts = [...counts, 0].map((c, k) => c * (1 - e) + (k > 0 ? counts[k - 1] * e : 0));
  }
  return counts.slice(least).reduce((a, b) => a + b, 0);
}

/** Found tracks of a lone electron: both chambers before the magnets, three behind. */
export function foundAlone({ detector: { tracker, position } }: Card): number {
  const chambers = trackerLayout(tracker).filter(({ strips }) => strips !== null);
  const planes = (before: boolean) =>
    chambers
      .filter(({ z }) => z < position.magnets === before)
      .map((c) => c.strips?.efficiency ?? 0);
  return atLeast(2, planes(true)) * atLeast(3, planes(false));
}

/** Variance of the slope, rad^2, of a line through all chambers before or behind the magnets. */
function slopeVariance({ detector: { tracker, position } }: Card, before: boolean): number {
  const side = trackerLayout(tracker).filter(
    ({ z, strips }) => strips !== null && z < position.magnets === before,
  );
  const weights = side.map(({ strips }) => 1 / (strips?.resolution ?? 1) ** 2);
  const sum = weights.reduce((a, b) => a + b, 0);
  const mean = side.reduce((a, { z }, i) => a + weights[i] * z, 0) / sum;
  return 1 / side.reduce((a, { z }, i) => a + weights[i] * (z - mean) ** 2, 0);
}

/** Resolution of the momentum from the errors of two lines through all chambers, relative. */
const bendError = (card: Card): number =>
  Math.sqrt(slopeVariance(card, true) + slopeVariance(card, false)) / card.detector.magnets.bend;

/**
 * Electrons that pass S4 and have radiated between two energies (GeV) in the beam line, the spectrum of bremsstrahlung
 * being 4/3 X0 dk / k: the magnets bend those that lose much past it.
 */
function radiating(card: Card, from: number): number {
  const most = mostRadiated(card);
  return most > from ? (4 / 3) * card.nature.upstreamMaterial * Math.log(most / from) : 0;
}

/** Most that an electron may have radiated and pass S4, GeV. */
function mostRadiated({ beam, detector: { counters, magnets, position } }: Card): number {
  return (beam.momentum * counters.s4Radius) / (magnets.bend * (position.s4 - position.magnets));
}

/** Least that is radiated, GeV, and steps in its logarithm, the momentum and the vertical angle. */
const LEAST_RADIATED = 0.1;
const RADIATED = 30;
const MOMENTA = 160;
const ANGLES = 40;

/** Of tracks whose momentum passes, those whose angle behind the magnets does: what is slow is bent off the axis. */
function smallAngles(card: Card): number {
  const { beam, detector, analysis } = card;
  const { tight, angle } = analysis.cuts.track;
  const sigmaP = analysis.beamEnergy * bendError(card);
  const sigma = Math.sqrt(beam.divergence ** 2 + slopeVariance(card, false));
  const most = mostRadiated(card);
  const logStep = Math.log(most / LEAST_RADIATED) / RADIATED;
  const each = (4 / 3) * card.nature.upstreamMaterial * logStep;
  const radiated = [
    { energy: 0, share: 1 - RADIATED * each },
    ...Array.from({ length: RADIATED }, (_, i) => ({
      energy: most * Math.exp(-(i + 0.5) * logStep),
      share: each,
    })),
  ];
  const between = (from: number, to: number) => Math.max(0, normalCdf(to) - normalCdf(from));
  /** Within a circle about 0, of two normal numbers with means (rad). */
  const inCircle = (x: number, y: number) => {
    let sum = 0;
    for (let i = 0; i < ANGLES; i++) {
      const from = angle * ((2 * i) / ANGLES - 1);
      const to = from + (2 * angle) / ANGLES;
      const half = Math.sqrt(angle ** 2 - ((from + to) / 2) ** 2);
      sum +=
        between((from - y) / sigma, (to - y) / sigma) *
        between((-half - x) / sigma, (half - x) / sigma);
    }
    return sum;
  };
  let passed = 0;
  let all = 0;
  for (let i = 0; i < MOMENTA; i++) {
    const u = 8 * ((i + 0.5) / MOMENTA) - 4;
    const density = between((u - BEAM_FLAT) / BEAM_EDGE, (u + BEAM_FLAT) / BEAM_EDGE);
    const delta = u * beam.momentumSpread;
    for (const { energy, share } of radiated) {
      const p = beam.momentum * (1 + delta) - energy;
      const off = p - analysis.beamEnergy;
      const weight = density * share * between((-tight - off) / sigmaP, (tight - off) / sigmaP);
      const x = beam.dispersion.angle.x * delta + detector.magnets.bend * (beam.momentum / p - 1);
      all += weight;
      passed += weight * inCircle(x, beam.dispersion.angle.y * delta);
    }
  }
  return passed / all;
}

/** What each step lets through of those before, alone in the trigger's gate, where that can be calculated. */
function stepsExpected(card: Card): readonly (StepExpected | null)[] {
  const { beam, analysis } = card;
  const { tight } = analysis.cuts.track;
  const spread = analysis.beamEnergy * Math.hypot(beam.momentumSpread, bendError(card));
  return [
    { value: foundAlone(card), allowed: 0.02, source: PLANES },
    { value: 1, allowed: [0.999, 1], source: 'no other particle in time' },
    {
      value: (1 - 2 * normalCdf(-tight / spread)) * (1 - radiating(card, tight)),
      allowed: 0.005,
      source: 'spread of beam and bend, bremsstrahlung',
    },
    {
      value: smallAngles(card),
      allowed: 0.005,
      source: 'divergence, bend of momenta that pass, bremsstrahlung',
    },
    null,
  ];
}

type StepExpected = Pick<ValidationRow, 'allowed' | 'source'> & { readonly value: number };

function validateTracker({ events, seed, report }: Options): Validated {
  const n = events ?? EVENTS;
  const sample = (overrides: readonly string[], name = 'run3-2018') => {
    report(`${name} ${overrides.join(' ')}`);
    return trackedElectrons(name, overrides, n, seed);
  };
  const alone = sample([ALONE]);
  const { card } = alone;
  const rows: ValidationRow[] = [];
  const momentum = width(alone.electrons.map((e) => e.momentumError));
  const impact = width(alone.electrons.map((e) => e.impactError));
  const { positionResolution } = card.detector.tracker;
  rows.push(
    row({
      name: 'momentum resolution',
      role: 'out',
      expected: 0.01,
      allowed: [0.005, 0.012],
      emulated: momentum,
      source: `${PAPER}, ~1 %`,
    }),
  );
  rows.push(
    row({
      name: 'momentum resolution, from the chambers',
      role: 'out',
      expected: bendError(card),
      allowed: 0.1,
      emulated: momentum,
      source: 'errors of two lines',
    }),
  );
  rows.push(
    row({
      name: 'impact on the ECAL, mm',
      role: 'in',
      expected: positionResolution,
      allowed: [0, positionResolution],
      emulated: impact,
      source: 'card',
    }),
  );
  const found = share(passing(alone.electrons, 1), n);
  rows.push(
    row({
      name: 'a track, at 2e5 per spill',
      role: 'out',
      expected: foundAlone(card),
      allowed: 0.02,
      emulated: found,
      source: PLANES,
    }),
  );

  const steps: Record<string, Readonly<Record<string, number>>> = {};
  const at = new Map<string, Electron[]>();
  for (const intensity of ['3e6', '7e6']) {
    const { electrons } = sample([`beam.intensity=${intensity}`]);
    at.set(intensity, electrons);
    const quiet = electrons.filter((e) => e.quiet);
    const expected = stepsExpected(card);
    steps[`by step, at ${intensity}`] = Object.fromEntries(
      STEPS.map((step, i) => {
        const measured = share(passing(quiet, i + 1), passing(quiet, i));
        const of = expected[i];
        if (of)
          rows.push(
            row({
              name: `${step}, at ${intensity}`,
              role: 'out',
              expected: of.value,
              allowed: of.allowed,
              emulated: measured,
              source: of.source,
            }),
          );
        return [step, measured[0]];
      }),
    );
    rows.push(
      row({
        name: `track efficiency, at ${intensity}`,
        role: 'out',
        expected: 0.83,
        allowed: 0.06,
        emulated: efficiency(quiet),
        source: `${PAPER}, ~0.83`,
      }),
    );
    rows.push(
      row({
        name: `track efficiency, any trigger gate, at ${intensity}`,
        role: 'out',
        expected: 0.83,
        allowed: 0.06,
        emulated: efficiency(electrons),
        source: `${PAPER}, ~0.83`,
      }),
    );
  }
  const low = at.get('3e6') ?? [];
  const high = at.get('7e6') ?? [];
  const nominal = efficiency(high.filter((e) => e.quiet));
  /** The efficiency with one of the causes of its losses over that without it. */
  const withOver = (overrides: readonly string[]): Measured => {
    const { electrons } = sample(overrides);
    const [value, error] = efficiency(electrons.filter((e) => e.quiet));
    const ratio = nominal[0] / value;
    return [ratio, ratio * Math.hypot(nominal[1] / nominal[0], error / value)];
  };
  const full = 'beam.intensity=7e6';
  const all = (key: string, value: number) =>
    ['micromegas', 'gem', 'straw'].map((kind) => `detector.tracker.${kind}.${key}=${value}`);
  const secondaries = ['knockOn', 'photon'].map(
    (s) => `detector.tracker.secondaries.${s}.perRadiationLength=0`,
  );
  const chambers = withOver([full, ...all('efficiency', 1)]);
  const noise = withOver([full, ...all('noise', 0)]);
  const over = 'at 7e6, with over without';
  rows.push(
    row({
      name: `inefficient chambers, ${over}`,
      role: 'out',
      expected: foundAlone(card),
      allowed: 0.02,
      emulated: chambers,
      source: PLANES,
    }),
  );
  rows.push(
    row({
      name: `noise, ${over}`,
      role: 'out',
      expected: 1,
      allowed: [0.995, 1],
      emulated: noise,
      source: 'tenth of a hit in a plane',
    }),
  );
  const causes = {
    'inefficient chambers': chambers[0],
    noise: noise[0],
    secondaries: withOver([full, ...secondaries])[0],
    'pile-up': withOver([ALONE])[0],
  };

  const several = (electrons: readonly Electron[]) =>
    share(electrons.filter((e) => e.tracks > 1).length, electrons.length);
  const [l, h] = [several(low), several(high)];
  const ratio = h[0] / l[0];
  const poisson = 'proportional to the intensity';
  rows.push(
    row({
      name: 'two tracks or more, 7e6 over 3e6',
      role: 'out',
      expected: 7 / 3,
      allowed: 0.1,
      emulated: [ratio, ratio * Math.hypot(h[1] / h[0], l[1] / l[0])],
      source: poisson,
    }),
  );
  const close = high.filter((e) => e.close);
  rows.push(
    row({
      name: `another within ${CLOSE} ns, rejected, at 7e6`,
      role: 'out',
      expected: 1,
      allowed: [0.5, 1],
      emulated: share(close.length - passing(close, STEPS.length), close.length),
      source: 'one track, straws',
    }),
  );
  for (const [name, intensity] of [
    ['run1-2016', '3e6'],
    ['run2-2017', '5.5e6'],
  ] as const) {
    const { electrons } = sample([`beam.intensity=${intensity}`], name);
    const quiet = electrons.filter((e) => e.quiet);
    rows.push(
      row({
        name: `track efficiency, ${name} at ${intensity}`,
        role: 'out',
        expected: 0.83,
        allowed: 0.06,
        emulated: efficiency(quiet),
        source: `${PAPER}, ~0.83`,
      }),
    );
  }
  return { rows, document: { 'track efficiency': { ...steps, 'by cause, at 7e6': causes } } };
}

export const tracker = validation({
  name: 'tracker',
  describes: 'hits, tracks and where the track efficiency is lost',
  options: ['events', 'seed'],
  usual: { events: EVENTS },
  run: validateTracker,
});
