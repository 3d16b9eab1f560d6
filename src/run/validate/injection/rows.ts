/** The table of injections: what was found in the experiments of each signal beside what one count with a known background gives. */
import { log } from '../../../core/math.js';
import { meanOf, powerOf, withinOf } from '../coverage/oneCount.js';
import { mean } from '../detectors/drive.js';
import { type Measured, row, share, type ValidationRow } from '../row.js';
import type { Found } from './found.js';

const CL = 0.9;
/** Events from which a pull is one of a normal distribution, nearly. */
const GAUSSIAN = 10;
/** Of p-values. */
const SIZE = 0.05;
/** Goodness of fit by toys: in so many bins, so many of them. */
export const FIT = { bins: 5, toys: 100 };
export const POOR = 0.1;
/** Share of experiments that may be missing in the others' means. */
const UNFITTED = 0.01;

/** Experiments of one signal. */
export interface Sample {
  /** Events of signal in the box, in the mean. */
  readonly s: number;
  readonly found: readonly Found[];
  /** Experiments whose sideband has no fit: in no row but their own. */
  readonly unfitted: number;
  /** Statistical error of the efficiency. */
  readonly relative: number;
  /** Events in the box that nature has in the mean. */
  readonly background: number;
  /** Fits as bad as only one of ten is, and fits. */
  readonly poor: readonly [number, number];
}

const around = (value: number, by: number) => [value - by, value + by] as const;

function rowsOfOne({ s, found, relative, background }: Sample): ValidationRow[] {
  const of = found.length;
  const injected = mean(found.map((f) => f.injected))[0];
  const out = (
    name: string,
    emulated: Measured,
    expected: number,
    allowed: ValidationRow['allowed'],
    source: string,
  ) => row({ name: `${name}, s = ${s}`, role: 'out', expected, allowed, emulated, source });
  const holds = (is: (f: Found) => boolean) => share(found.filter(is).length, of);
  /** The error of the efficiency goes with the signal. */
  const withEfficiency = ([value, error]: Measured): Measured => [
    value,
    Math.hypot(error, relative * injected),
  ];
  const counted = 'one count, known background: summed';
  const rows = [
    out(
      'events in the box',
      withEfficiency(mean(found.map((f) => f.box))),
      injected + background,
      s === 0 ? 0.2 : 0.05,
      `eps^2 x electrons x yield x ghosts in the box${s === 0 ? '' : `, ${injected.toFixed(2)}`}; ${background.toFixed(2)} of background`,
    ),
    out(
      'mean fitted signal',
      withEfficiency(mean(found.map((f) => f.fitted))),
      meanOf(injected, background),
      around(meanOf(injected, background), 0.05 * (1 + s)),
      'one count, known background: E[max(n - b, 0)]',
    ),
    out(
      'exact CLs, 90 %: holds the signal',
      holds((f) => f.injected <= f.limits.exact),
      CL,
      [CL, 1],
      'nuisances averaged',
    ),
    out(
      'asymptotic CLs, 90 %: holds the signal',
      holds((f) => f.injected <= f.limits.asymptotic),
      CL,
      [0.8, 1],
      'too strong for few events',
    ),
    out(
      't~ below 1',
      holds((f) => f.t <= 1),
      withinOf(injected, background, 1),
      0.1,
      counted,
    ),
  ];
  const below = (name: 'exact' | 'asymptotic') => holds((f) => f[name] <= SIZE);
  if (s === 0) {
    return [
      ...rows,
      out('p of q0 below 0.05, exact', below('exact'), SIZE, [0, SIZE], 'no signal: at most that'),
      out('p of q0 below 0.05, asymptotic', below('asymptotic'), SIZE, [0, SIZE], 'the same'),
    ];
  }
  return [
    ...rows,
    out(
      'Feldman and Cousins, 68.3 %, both ends',
      holds((f) => f.unified === true),
      0.683,
      [0.683, 1],
      'for a known background, that of the fit',
    ),
    out(
      'p of q0 below 0.05, exact',
      below('exact'),
      powerOf(injected, background, SIZE),
      [0.8 * powerOf(injected, background, SIZE), powerOf(injected, background, SIZE)],
      'power: at most that of a known background',
    ),
    ...(s < GAUSSIAN
      ? []
      : pullRows(
          'pull of the fitted signal',
          found.flatMap((f) => (f.error === null ? [] : [(f.fitted - f.injected) / f.error])),
          out,
        )),
  ];
}

type Out = (
  name: string,
  emulated: Measured,
  expected: number,
  allowed: ValidationRow['allowed'],
  source: string,
) => ValidationRow;

function pullRows(name: string, pulls: readonly number[], out: Out): ValidationRow[] {
  const [m, error] = mean(pulls);
  const N = pulls.length;
  const width = error * Math.sqrt(N);
  return [
    out(`${name}: mean`, [m, error], 0, [-0.1, 0.1], `${N} fits off the bound`),
    out(`${name}: width`, [width, width / Math.sqrt(2 * N)], 1, 0.15, `${N} fits off the bound`),
  ];
}

/** ln of what sideband C predicts over what nature has in the mean, over its error. */
const backgroundRows = ({ s, found, background: truth }: Sample): ValidationRow[] =>
  pullRows(
    'background from the sideband: pull',
    found.map(({ background: { events, logErrors } }) => log(events / truth) / logErrors.own),
    (name, emulated, expected, allowed, source) =>
      row({ name: `${name}, s = ${s}`, role: 'out', expected, allowed, emulated, source }),
  );

/** Of all samples together. */
function commonRows(samples: readonly Sample[]): ValidationRow[] {
  const sum = (of: (sample: Sample) => number) => samples.reduce((all, s) => all + of(s), 0);
  const unfitted = sum((s) => s.unfitted);
  return [
    row({
      name: 'without a fit to the sideband',
      role: 'out',
      expected: 0,
      allowed: [0, UNFITTED],
      emulated: share(unfitted, unfitted + sum((s) => s.found.length)),
      source: 'experiments, which are in no other row',
    }),
    row({
      name: `goodness of fit: p of toys below ${POOR}`,
      role: 'out',
      expected: POOR,
      allowed: [0, POOR],
      emulated: share(
        sum((s) => s.poor[0]),
        sum((s) => s.poor[1]),
      ),
      source: `${FIT.bins} bins of E_ECAL, ${FIT.toys} toys of each`,
    }),
  ];
}

export const rowsOf = (samples: readonly Sample[]): ValidationRow[] => [
  ...samples.flatMap(rowsOfOne),
  ...samples.flatMap(backgroundRows),
  ...commonRows(samples),
];
