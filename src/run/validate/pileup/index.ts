/**
 * Validation of pile-up: how often a beam particle has company, what that costs an A' in the trigger's gate and in
 * the offline window, and what it does to the silence of VETO and HCAL, from 1e5 to 3e7 electrons per spill.
 */
import { pileUpWindow } from '../../../analyse/efficiency.js';
import { beliefOf } from '../../../core/card/index.js';
import { type Measured, PAPER, row, type ValidationRow } from '../row.js';
import { validation } from '../validation.js';
import { chartOf } from './chart.js';
import { companyExpected, companyIn, WINDOWS } from './neighbours.js';
import {
  at,
  cardOf,
  factor,
  kept,
  LOOKED_AT,
  type Options,
  type Point,
  pointAt,
  trials,
} from './point.js';
import { type Quiet, quietOf, silenceAt } from './quiet.js';

/** Electrons per spill. */
const INTENSITIES = [1e5, 3e5, 1e6, 3e6, 5e6, 7e6, 9e6, 1.5e7, 3e7];
/** Ghosts behind each number. */
const EVENTS = 20_000;
/** As in beam/rough.yaml. */
const ROUGH =
  'beam.ripple=[{frequency: 100 Hz, amplitude: 0.38}, {frequency: 50 Hz, amplitude: 0.17}]';

export const pileup = validation({
  name: 'pileup',
  describes: "company in time, and what it costs an A', from 1e5 to 3e7 electrons per spill",
  options: ['events', 'seed', 'workers', 'figures'],
  usual: { events: EVENTS },
  async run({ events, seed, executor, repeat, report }) {
    const options = { seed, executor, repeat, report, events: events ?? EVENTS };
    const points: Point[] = [];
    for (const intensity of INTENSITIES) points.push(await pointAt(intensity, options));
    report('pileup: one particle of each class');
    const quiet = quietOf(points[0].card, seed, Math.ceil(options.events / 10));
    const window = effectiveWindow(points, seed);
    return {
      rows: [
        ...points.flatMap((p) => companyRows(p)),
        ...sdfRows(options),
        ...lossRows(points, window, seed),
        ...points.flatMap((p) => quietRows(p, quiet, seed)),
        effectRow(points),
      ],
      charts: [chartOf(points, quiet, window[0], seed)],
    };
  },
});

const perSpill = (intensity: number) =>
  `at ${Number(intensity.toPrecision(3)).toExponential()}`.replace('e+', 'e');

function companyRows({ intensity, company }: Point): ValidationRow[] {
  return WINDOWS.map((window, w) =>
    row({
      name: `another beam particle within ${window} ns, ${perSpill(intensity)}`,
      role: 'out',
      expected: company.expected[w],
      allowed: 0.005,
      emulated: company.accompanied[w],
      source: 'integral over r(t)',
    }),
  );
}

/** Of ROUGH, and electrons per spill at which it is looked at. */
const DUTY_FACTOR = 0.92;
const ROUGH_INTENSITIES = [1.4e6, 3e6, 5e6, 7e6, 9e6];
/** Windows, ns, in which company is rare enough for the duty factor alone to tell it: within a per cent. */
const SHORT_WINDOWS = WINDOWS.filter((window) => window <= 100);
const FIRST_ORDER = 0.01;

function sdfRows({ seed, events, report }: Options): ValidationRow[] {
  return ROUGH_INTENSITIES.flatMap((intensity) => {
    report(`pileup: duty factor ${DUTY_FACTOR}, ${intensity} electrons per spill`);
    const card = cardOf([...at(intensity), ROUGH], seed);
    const company = companyIn(card, seed, LOOKED_AT * events, true);
    return SHORT_WINDOWS.map((window, w) =>
      row({
        name: `another electron within ${window} ns, duty factor ${DUTY_FACTOR}, ${perSpill(intensity)}`,
        role: 'out',
        expected: 1 - Math.exp((-intensity * window) / (card.beam.spill * DUTY_FACTOR)),
        allowed: FIRST_ORDER,
        emulated: company.accompanied[w],
        source: `1 - exp(-r w / ${DUTY_FACTOR})`,
      }),
    );
  });
}

const LOSSES: readonly (readonly [number, number, ValidationRow['role']])[] = [
  [5e6, 0.062, 'out'],
  [7e6, 0.086, 'fit'],
  [9e6, 0.11, 'out'],
];

function lossRows(
  points: readonly Point[],
  [window, error]: Measured,
  seed: string,
): ValidationRow[] {
  const rows: ValidationRow[] = [];
  for (const [intensity, loss, role] of LOSSES) {
    const point = points.find((p) => p.intensity === intensity) as Point;
    const where = perSpill(intensity);
    const [gate, gateError] = factor(point.ghosts, 'pile-up in the trigger gate');
    const [offline, offlineError] = factor(point.ghosts, 'pile-up offline');
    const [left, leftError] = kept(point);
    const belief = pileUpWindow(beliefOf(point.card));
    const believed = (window: number) => companyExpected(point.card, seed, 1, window);
    const integral = "the analysis' window over r(t)";
    rows.push(
      row({
        name: `A' lost in the trigger's gate, ${where}`,
        role: 'out',
        expected: believed(belief.trigger),
        allowed: 0.05,
        emulated: [1 - gate, gateError],
        source: integral,
      }),
      row({
        name: `A' lost offline, ${where}`,
        role: 'out',
        expected: 0,
        allowed: [0, 0.01],
        emulated: [1 - offline, offlineError],
        source: 'counted once',
      }),
      row({
        name: `A' lost by pile-up, ${where}`,
        role,
        expected: loss,
        allowed: 0.05,
        emulated: [1 - left, leftError],
        source: '57 ns, duty factor 0.92',
      }),
    );
  }
  const high = points.filter(({ intensity }) => intensity >= 5e6 && intensity <= 9e6);
  const mean = high.reduce((sum, p) => sum + 1 - kept(p)[0], 0) / high.length;
  const meanError = Math.hypot(...high.map((p) => kept(p)[1])) / high.length;
  return [
    ...rows,
    row({
      name: "A' lost by pile-up, 5e6 to 9e6",
      role: 'fit',
      expected: 0.08,
      allowed: [0.07, 0.09],
      emulated: [mean, meanError],
      source: PAPER,
    }),
    row({
      name: "effective window of an A', ns",
      role: 'fit',
      expected: 57,
      allowed: 0.03,
      emulated: [window, error],
      source: '8 % at 7e6 without ripple',
    }),
  ];
}

/** The window w whose mean of 1 - exp(-r w) over r(t) is the loss, from all points where that is large. */
function effectiveWindow(points: readonly Point[], seed: string): Measured {
  let weights = 0;
  let sum = 0;
  for (const point of points.filter(({ intensity }) => intensity >= 3e6)) {
    const [left, error] = kept(point);
    let [low, high] = [0, 400];
    for (let i = 0; i < 40; i++) {
      const middle = (low + high) / 2;
      if (companyExpected(point.card, seed, 1, middle) < 1 - left) low = middle;
      else high = middle;
    }
    const lostIn = (ns: number) => companyExpected(point.card, seed, 1, ns);
    const slope = lostIn(low + 1) - lostIn(low);
    const weight = (slope / error) ** 2;
    weights += weight;
    sum += weight * low;
  }
  return [sum / weights, 1 / Math.sqrt(weights)];
}

function quietRows(p: Point, quiet: Quiet, seed: string): ValidationRow[] {
  const where = perSpill(p.intensity);
  const [veto, hcal] = silenceAt(p.card, quiet, seed);
  const source = 'classes in the gate, over r(t)';
  const rows = [
    row({
      name: `VETO silent, ${where}`,
      role: 'out',
      expected: veto,
      allowed: 0.005,
      emulated: trials(p, 'VETO'),
      source,
    }),
    row({
      name: `HCAL silent where the VETO is, ${where}`,
      role: 'out',
      expected: hcal,
      allowed: 0.005,
      emulated: trials(p, 'HCAL'),
      source,
    }),
  ];
  if (p.intensity !== 7e6) return rows;
  const names = [
    ['VETO silent, prescaled beam', 'VETO'],
    ['VETO silent, random triggers', 'VETO, random'],
    ['HCAL silent where the VETO is, prescaled beam', 'HCAL'],
    ['HCAL silent where the VETO is, random triggers', 'HCAL, random'],
  ] as const;
  for (const [name, measurement] of names) {
    rows.push(
      row({
        name: `${name}, ${where}`,
        role: 'fit',
        expected: 0.94,
        allowed: 0.015,
        emulated: trials(p, measurement),
        source: PAPER,
      }),
    );
  }
  return rows;
}

/** What pile-up takes of both together at 7e6: of the gates of electrons at the lowest intensity. */
function effectRow(points: readonly Point[]): ValidationRow {
  const both = (p: Point): Measured => {
    const [veto, vetoError] = trials(p, 'VETO');
    const [hcal, hcalError] = trials(p, 'HCAL');
    return [veto * hcal, Math.hypot(vetoError * hcal, hcalError * veto)];
  };
  const [quiet, quietError] = both(points[0]);
  const [busy, busyError] = both(points.find(({ intensity }) => intensity === 7e6) as Point);
  const effect = 1 - busy / quiet;
  const error = Math.hypot(busyError / quiet, (busy * quietError) / (quiet * quiet));
  return row({
    name: 'VETO and HCAL: lost by pile-up, at 7e6',
    role: 'fit',
    expected: 0.03,
    allowed: [0.02, 0.04],
    emulated: [effect, error],
    source: PAPER,
  });
}
