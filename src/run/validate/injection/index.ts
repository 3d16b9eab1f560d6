/**
 * Validation of discovery and limits with signal injected at the other end of the chain: 0, 3 and 10 A' in the box in the mean,
 * from the beam to fit, p-value, interval and limit.
 */
import { discoveryOfRuns } from '../../../analyse/discovery.js';
import type { RunCounts } from '../../../analyse/limit.js';
import { log } from '../../../core/math.js';
import { meanOf, powerOf, withinOf } from '../coverage/oneCount.js';
import { mean } from '../detectors/drive.js';
import { type Measured, row, share, type ValidationRow } from '../row.js';
import { validation } from '../validation.js';
import { cardWith, countsOf, efficiencyOf, epsilonOf, MASS, type Options } from './experiments.js';
import { backgroundOf, type Found, foundIn } from './found.js';
import { backgroundPerElectron } from './truth.js';

/** Of each signal. */
const EXPERIMENTS = 120;
/** A' and losses behind what is expected, for each of them. */
const PARTICLES = 50;
/** Events of signal in the box. */
const INJECTED = [0, 3, 10];
const CL = 0.9;
/** Events from which a pull is one of a normal distribution, nearly. */
const GAUSSIAN = 10;
/** Of p-values. */
const SIZE = 0.05;
/** Goodness of fit by toys: in so many bins, toys, of every so many experiments. */
const FIT = { bins: 5, toys: 100, every: 4 };
const POOR = 0.1;

export const injection = validation({
  name: 'injection',
  describes:
    "0, 3 and 10 A' through the whole chain: bias, coverage, p-values, pulls, goodness of fit",
  options: ['experiments', 'seed', 'workers'],
  async run({ experiments, ...options }) {
    const number = experiments ?? EXPERIMENTS;
    options.report("injection: A' in the spills, for their efficiency");
    const efficiency = await efficiencyOf(PARTICLES * number, options);
    const { value, low, high } = efficiency.masses[0].total;
    const relative = ((high ?? 0) - (low ?? 0)) / 2 / (value ?? 0);
    const { seed } = options;
    const background = backgroundPerElectron(
      cardWith(0, seed),
      seed,
      PARTICLES * number,
      efficiency,
    );
    const samples: Sample[] = [];
    for (const s of INJECTED) {
      const epsilon = s === 0 ? 0 : epsilonOf(s, efficiency);
      const card = cardWith(epsilon, `${seed} ${s}`);
      const runs = await countsOf(card, number, efficiency, options);
      const found: Found[] = [];
      for (const run of runs) found.push(await foundIn(run, epsilon));
      const electrons = mean(found.map((f) => f.electrons))[0];
      const poor = await poorOf(runs, options);
      samples.push({ s, found, relative, background: electrons * background, poor });
    }
    return {
      rows: [...samples.flatMap(rowsOf), ...backgroundRows(samples), goodnessRow(samples)],
    };
  },
});

interface Sample {
  readonly s: number;
  readonly found: readonly Found[];
  /** Statistical error of the efficiency. */
  readonly relative: number;
  /** Events in the box that nature has in the mean. */
  readonly background: number;
  /** Fits as bad as only one of ten is, and fits. */
  readonly poor: readonly [number, number];
}

async function poorOf(
  runs: readonly RunCounts[],
  { seed }: Options,
): Promise<readonly [number, number]> {
  const some = runs.filter((_, i) => i % FIT.every === 0);
  let poor = 0;
  for (const [i, run] of some.entries()) {
    const drawn = { seed: `${seed} fit ${i}`, toys: FIT.toys };
    const opened = [{ ...run, background: backgroundOf(run) }];
    const request = { masses: [MASS], bins: FIT.bins };
    const { masses } = await discoveryOfRuns(opened, request, { method: 'toys', drawn });
    if ((masses[0].goodnessOfFit.toys?.pValue ?? Number.NaN) <= POOR) poor++;
  }
  return [poor, some.length];
}

const around = (value: number, by: number) => [value - by, value + by] as const;

function rowsOf({ s, found, relative, background }: Sample): ValidationRow[] {
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
function backgroundRows(samples: readonly Sample[]): ValidationRow[] {
  const pulls = samples.flatMap(({ found, background: truth }) =>
    found.map(({ background: { events, logErrors } }) => log(events / truth) / logErrors.own),
  );
  return pullRows(
    'background from the sideband: pull',
    pulls,
    (name, emulated, expected, allowed, source) =>
      row({ name, role: 'out', expected, allowed, emulated, source }),
  );
}

const goodnessRow = (samples: readonly Sample[]): ValidationRow =>
  row({
    name: 'goodness of fit: p of toys below 0.1',
    role: 'out',
    expected: POOR,
    allowed: [0, POOR],
    emulated: share(
      samples.reduce((sum, { poor }) => sum + poor[0], 0),
      samples.reduce((sum, { poor }) => sum + poor[1], 0),
    ),
    source: `${FIT.bins} bins of E_ECAL, ${FIT.toys} toys of each`,
  });
