/** What `spillway limit` asks for and says of runs, and of the paper's inputs. */
import { UsageError } from '../../../core/errors.js';
import {
  type Asked,
  type BoxEdge,
  boxEdgeOf,
  boxEdgeOfPaper,
  type Limit,
  limitOf,
  limitOfPaper,
  type PaperLimit,
} from '../../../run/limit.js';
import { counted } from '../../plural.js';
import { digits } from '../../digits.js';
import { table } from '../table.js';
import { BANDS } from './bands.js';

export interface RunsAsked {
  readonly cl?: number;
  readonly inputs?: 'paper';
  readonly efficiency?: string;
  readonly masses?: number[];
  readonly bins?: number;
  readonly publishedEfficiency?: boolean;
  readonly boxEdge?: boolean;
}

export type RunsAnswer = Limit | PaperLimit | BoxEdge;

/** Background below which the asymptotic expected limit in events is more than a tenth off the exact one. */
const FEW_EVENTS = 5;

/** @throws UsageError where there is nothing to set a limit on, and for options that do not go together */
export function answerOfRuns(directories: readonly string[], options: RunsAsked): RunsAnswer {
  const refuse = (key: keyof RunsAsked, what: string, fault: string) => {
    if (key in options) throw new UsageError({ what, fault });
  };
  const { cl, efficiency, masses, bins, publishedEfficiency, boxEdge, inputs } = options;
  const asked: Asked = {
    ...(cl === undefined ? {} : { cl }),
    ...(masses === undefined ? {} : { masses }),
    ...(bins === undefined ? {} : { bins }),
    ...(publishedEfficiency === undefined ? {} : { publishedEfficiency }),
    ...(efficiency === undefined ? {} : { efficiency }),
  };
  if (boxEdge) {
    refuse('bins', '--bins', 'is not for --box-edge, which has one bin');
    refuse('publishedEfficiency', '--published-efficiency', 'is not for --box-edge');
  }
  if (inputs === undefined) {
    requireRuns(directories);
    return boxEdge ? boxEdgeOf(directories, asked) : limitOf(directories, asked);
  }
  refuse('efficiency', '--efficiency', 'is of runs, and --inputs paper has its own');
  if (directories.length > 0) {
    throw new UsageError({
      what: '--inputs',
      got: 'run directories besides',
      expected: 'either of them',
    });
  }
  return boxEdge ? boxEdgeOfPaper(asked) : limitOfPaper(asked);
}

/** @throws UsageError where there are none */
export function requireRuns(directories: readonly string[]): void {
  if (directories.length > 0) return;
  throw new UsageError({
    what: 'limit',
    fault: "missing required argument 'RUN'",
    next: 'or --workspace FILE, or --inputs paper',
  });
}

export function textOfRuns(answer: RunsAnswer): string {
  switch (answer.schema) {
    case 'spillway.limit/1':
      return textOfLimit(answer);
    case 'spillway.paper-limit/1':
      return textOfPaper(answer);
    case 'spillway.box-edge/1':
      return textOfBoxEdge(answer);
  }
}

/** Spills that monitors left out. */
const left = ({ spills, badSpills }: Limit) =>
  badSpills === 0 ? '' : ` (${badSpills === spills ? 'all' : badSpills} bad and left out)`;

function textOfLimit(limit: Limit): string {
  const { expected, observed } = limit;
  const row = (name: string, asymptotic: number, exact: number) => [
    name,
    digits(asymptotic, 4),
    digits(exact, 4),
  ];
  return [
    `${counted(limit.spills, 'spill')}${left(limit)}, ${digits(limit.electronsOnTarget, 4)} electrons on target from scalers, ` +
      `background ${digits(limit.background)}, CL ${limit.cl}`,
    '',
    table(
      ['upper limit in events', 'asymptotic', 'exact'],
      [
        ...BANDS.map((name, i) => row(name, expected.asymptotic[i], expected.exact[i])),
        ['expected (mean)', '', digits(expected.exactMean, 4)],
        observed
          ? row('observed', observed.asymptotic, observed.exact)
          : ['observed', 'sealed', 'sealed'],
      ],
    ),
    ...fewEvents(limit.background),
    '',
    table(
      [
        'eps, expected (median)',
        'emulated',
        'exact',
        `scaled to ${digits(limit.fullElectrons)} EOT`,
        'exact',
      ],
      limit.eps.map((e) => [
        mev(e.massGeV),
        digits(e.emulated),
        digits(e.emulatedExact),
        digits(e.scaled),
        digits(e.scaledExact),
      ]),
    ),
    '',
    nuisances(limit.nuisances, limit.eps[0]?.massGeV),
    ...inAddition(limit),
    ...[...new Set(limit.efficiencyMethods)].map((method) => `efficiency: ${method}`),
    ...[...new Set(limit.backgroundMethods)].map((method) => `background: ${method}`),
  ].join('\n');
}

const fewEvents = (background: number): string[] =>
  background < FEW_EVENTS
    ? ['With so few background events the asymptotic formulae do not hold: take the exact limits.']
    : [];

/** A row for each uncertainty: in percent of the signal or of the background of each run. */
function nuisances(rows: Limit['nuisances'], massGeV: number | undefined): string {
  const runs = rows[0]?.sizes.map((_, i) => `run ${i + 1}`) ?? [];
  const at = massGeV === undefined ? '' : `, ${mev(massGeV)}`;
  return table(
    [`uncertainty, %${at}`, 'on', 'between runs', 'from', ...runs],
    rows.map(({ name, on, correlation, origin, sizes }) => [
      name,
      on,
      correlation,
      origin,
      ...sizes.map((size) => digits(100 * size)),
    ]),
  );
}

function inAddition({ publishedEfficiencyInAddition: more }: Limit): string[] {
  if (more === null) return [];
  const sizes = more.sizes.map((size) => digits(100 * size)).join(', ');
  const [asymptotic, exact] = [more.asymptotic, more.exact].map((x) => digits(100 * (x - 1), 2));
  return [
    `Not in use: the error of the efficiency as published (${sizes} %), in which the yield may be contained. With it in ` +
      `addition the scaled limit on eps would be ${asymptotic} % (asymptotic) and ${exact} % (exact) higher.`,
  ];
}

const mev = (massGeV: number) => `${digits(massGeV * 1000)} MeV`;

function textOfPaper(limit: PaperLimit): string {
  return [
    `Inputs of ${limit.source}, none seen in the box; CL ${limit.cl}`,
    '',
    table(
      ['run', 'EOT', "efficiency, light A'", 'heavy', 'background'],
      limit.runs.map((r) => [
        r.name,
        digits(r.electronsOnTarget),
        digits(r.efficiencyLight),
        digits(r.efficiencyHeavy),
        digits(r.background),
      ]),
    ),
    '',
    table(
      [
        'mass',
        'efficiency',
        'events, asymptotic',
        'exact',
        'eps, asymptotic',
        'exact',
        'published',
        'asymptotic over published',
        'exact over published',
      ],
      limit.eps.map((e) => [
        mev(e.massGeV),
        digits(e.efficiency),
        digits(e.events.observed?.asymptotic, 4),
        digits(e.events.observed?.exact, 4),
        digits(e.asymptotic),
        digits(e.exact),
        digits(e.published),
        digits(e.asymptoticOverPublished),
        digits(e.exactOverPublished),
      ]),
    ),
    ...fewEvents(limit.runs.reduce((sum, r) => sum + r.background, 0)),
    '',
    nuisances(limit.nuisances, limit.eps[0]?.massGeV),
  ].join('\n');
}

function textOfBoxEdge({ rows, cl, electronsOnTarget, cardEdgeGeV, ...more }: BoxEdge): string {
  const points = rows[0].points.map(({ edgeGeV, background }, i) => [
    `${edgeGeV} GeV`,
    digits(background),
    ...rows.map((row) => digits(row.points[i].meanEps, 4)),
  ]);
  const masses = rows.map((row) => mev(row.massGeV));
  return [
    `Mean expected limit on eps (exact, CL ${cl}) for ${digits(electronsOnTarget)} electrons on target`,
    '',
    table(['edge of the box', 'background', ...masses], points),
    '',
    table(
      ['mass', 'best edge', 'within 1 % of it', `eps at ${cardEdgeGeV} GeV over the best`],
      rows.map((row) => [
        mev(row.massGeV),
        `${row.best.edgeGeV} GeV`,
        `${row.within1Percent[0]} to ${row.within1Percent[1]} GeV`,
        digits(row.cardOverBest, 4),
      ]),
    ),
    ...[...new Set(more.backgroundMethods)].map((method) => `background: ${method}`),
  ].join('\n');
}
