/**
 * The numbers of the paper beside ours: the rows of every table "paper | ours". `in` is typed in, `fit` fitted to the
 * number, `out` comes out of the chain: only the last is a prediction.
 */
import { type BackgroundTable, CARD_RATE, type Estimate } from '../../analyse/background/index.js';
import { MEASURED } from '../../analyse/limit.js';
import {
  below,
  exactly,
  PAPER_BACKGROUND,
  PAPER_BACKGROUNDS,
  PAPER_EFFICIENCY,
  PAPER_ELECTRONS,
  PAPER_FACTORS,
  PAPER_OBSERVED,
  PAPER_PILE_UP,
  PAPER_RATES,
  PAPER_YIELD_SYSTEMATIC,
  type Quoted,
  within,
} from '../../core/paper.js';
import { NA64_2019, publishedEps90 } from '../../core/signal/index.js';
import type { Limit } from '../limit.js';
import { shownElectrons, type Summary } from '../summary.js';
import { electrons, percent } from '../words.js';

export type Role = 'in' | 'fit' | 'out' | 'in x out';

/** As they are called in figures and tables. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  in: 'input',
  fit: 'fit',
  out: 'prediction',
  'in x out': 'input × prediction',
};

/** Why a number is not shown: the signal box is sealed, or a drawn nature is hidden. */
export type Withheld = 'sealed' | 'hidden';

export interface ComparisonRow {
  readonly name: string;
  readonly role: Role;
  /** Null where the paper has no number. */
  readonly paper: Quoted | null;
  /** Of what was emulated. */
  readonly ours: Quoted | Withheld;
  /** The same for the exposure of the paper; null where it does not change with exposure. */
  readonly scaled: Quoted | null;
  /** Of `scaled`, else of `ours`, to the paper's; null where one of them is a limit and the other none. */
  readonly ratio: number | null;
  /** What to know about it; may be empty. */
  readonly remark: string;
}

export interface ComparisonTable {
  readonly title: string;
  readonly rows: readonly ComparisonRow[];
}

interface Given {
  readonly name: string;
  readonly role: Role;
  readonly paper?: Quoted | undefined;
  readonly ours: Quoted | Withheld;
  readonly scaled?: Quoted;
  readonly remark?: string;
}

function row({ name, role, paper, ours, scaled, remark = '' }: Given): ComparisonRow {
  return {
    ...{ name, role, remark, ours },
    paper: paper ?? null,
    scaled: scaled ?? null,
    ratio: ratioOf(scaled ?? ours, paper),
  };
}

function ratioOf(own: Quoted | Withheld, paper: Quoted | undefined): number | null {
  if (typeof own === 'string' || paper === undefined || !(paper.value > 0)) return null;
  return (own.sign === '<') === (paper.sign === '<') ? own.value / paper.value : null;
}

/** Mean of a Poisson count with which nothing is seen in 10 % of cases: ln 10. */
const NONE_SEEN_90 = 2.302585092994046;

/** A count per electron with its Poisson error; the 90 % upper limit where nothing was counted. */
function perElectron(events: number, electrons: number): Quoted {
  if (!(electrons > 0)) return exactly(Number.NaN);
  if (events === 0) return { ...below(NONE_SEEN_90 / electrons), note: '90 % CL' };
  return within(events / electrons, Math.sqrt(events) / electrons);
}

/** What a run came to, as its rows need it. */
export type RunResults = Pick<
  Summary,
  | 'spills'
  | 'badSpills'
  | 'electronsOnTarget'
  | 'electronsOnTargetScaler'
  | 'triggers'
  | 'recordedPhysics'
  | 'regions'
  | 'box'
  | 'efficiency'
  | 'dimuons'
>;

/** What one run has: exposure, rates, and its efficiency factor by factor. */
export function runRows(run: RunResults): ComparisonRow[] {
  const electrons = shownElectrons(run);
  const per = (name: string, role: Role, events: number, paper?: Quoted, remark?: string) =>
    row({ name, role, paper, ours: perElectron(events, electrons), ...(remark && { remark }) });
  const events = (region: string) => run.regions.find((r) => r.name === region)?.events ?? 0;
  return [
    row({
      name: 'electrons on target',
      role: 'in',
      paper: { ...exactly(PAPER_ELECTRONS), note: 'three runs' },
      ours: run.electronsOnTarget === null ? 'hidden' : exactly(run.electronsOnTarget),
      remark: 'a sample of the exposure',
    }),
    row({
      name: 'electrons on target from scalers',
      role: 'out',
      ours: exactly(run.electronsOnTargetScaler),
    }),
    per('triggers per electron', 'out', run.triggers),
    per(
      'loose events per electron',
      'fit',
      events('loose'),
      PAPER_RATES.loose,
      "the paper's exponent is not legible: 3e6 events, which fits the dimuons",
    ),
    per('selected events per electron', 'fit', events('selected'), PAPER_RATES.selected),
    per(
      'dimuons below the box edge per electron',
      'out',
      events('I below box edge'),
      PAPER_RATES.dimuons,
      'of the paper: derived from the cross section and its efficiencies',
    ),
    per('events of region II per electron', 'fit', events('II')),
    row({ name: 'sealed events', role: 'out', ours: exactly(run.recordedPhysics.sealed) }),
    row({
      name: 'events in the signal box',
      role: 'out',
      paper: exactly(PAPER_OBSERVED),
      ours: run.box === null ? 'sealed' : exactly(run.box),
    }),
    ...efficiencyRows(run),
    ...dimuonRows(run),
  ];
}

/** The dead time is what makes up for the paper's live fraction. */
const LIVE = { role: 'fit', remark: 'the dead time is fitted at 7e6 electrons per spill' } as const;
const PILE_UP = ['pile-up in the trigger gate', 'pile-up offline'];
const DETECTORS = ['srd', 'veto', 'hcal'];

/** Detectors as they are written. */
const factorName = (name: string) => (DETECTORS.includes(name) ? name.toUpperCase() : name);

/** Factor by factor, pile-up as a whole, and the product for a light A'. */
export function efficiencyRows({
  efficiency: { factors, total },
  electronsOnTargetScaler,
  ...run
}: RunResults): ComparisonRow[] {
  const pileUp = factors.filter(({ name }) => PILE_UP.includes(name));
  const spills = run.spills - run.badSpills;
  const intensity = spills > 0 ? electronsOnTargetScaler / spills : 0;
  const block = Object.entries(PAPER_EFFICIENCY).find(
    ([, { from, to }]) => intensity >= from && intensity <= to,
  );
  return [
    ...factors.map(({ name, role, value }) =>
      row({
        name: `efficiency: ${factorName(name)}`,
        ...(name === 'live' ? LIVE : { role }),
        paper: PAPER_FACTORS[name.toLowerCase()],
        ours: exactly(value),
      }),
    ),
    ...(pileUp.length === 0
      ? []
      : [
          row({
            name: 'efficiency: pile-up, both',
            role: 'out',
            paper: PAPER_PILE_UP,
            ours: exactly(pileUp.reduce((product, { value }) => product * value, 1)),
          }),
        ]),
    row({
      name: "efficiency, light A'",
      role: 'in x out',
      paper: block?.[1].light,
      ours: exactly(total),
      remark: block === undefined ? 'other intensity' : `${block[0]} intensity`,
    }),
  ];
}

function dimuonRows({ dimuons }: RunResults): ComparisonRow[] {
  const { observed, predicted, ratio, error, yieldSystematic } = dimuons;
  if (ratio === null || error === null || yieldSystematic === null) return [];
  return [
    row({
      name: 'dimuons, observed over predicted',
      role: 'out',
      ours: within(ratio, error),
      remark: `${observed} observed, ${Number(predicted.toPrecision(4))} predicted`,
    }),
    row({
      name: 'yield systematic from dimuons',
      role: 'out',
      paper: PAPER_YIELD_SYSTEMATIC,
      ours: exactly(yieldSystematic),
    }),
  ];
}

const NUMERALS = ['i', 'ii', 'iii', 'iv', 'v'];

/**
 * Where an estimate from counts is no prediction: the losses in the beam line are fitted to the paper's number, decays
 * rest on a suppression by the SRD and a share of kaons that are typed in.
 */
const ROLES: Readonly<Record<string, Role>> = {
  'decays in flight': 'in x out',
  'hadrons made in the beam line': 'fit',
};

/** Of some runs the card's rate may hold, of others not. */
const roleOf = ({ name, method }: Pick<Estimate, 'name' | 'method'>): Role =>
  method === CARD_RATE ? 'in' : (ROLES[name] ?? (method.includes(CARD_RATE) ? 'in x out' : 'out'));

const expected = ({ kind, events, error }: Pick<Estimate, 'kind' | 'events' | 'error'>): Quoted =>
  kind === 'limit' ? { ...below(events), note: '90 % CL' } : within(events, error);

/** Name of a source as Table I numbers it. @example "(i) dimuons" */
function numbered(name: string): string {
  const place = Object.keys(PAPER_BACKGROUNDS).indexOf(name);
  return place < 0 ? name : `(${NUMERALS[place]}) ${name}`;
}

/** Table I: sources of background in the signal box, and their sum; scaled in proportion to the electrons. */
export function backgroundRows(
  { sources, events, error, method }: BackgroundTable,
  { electronsOnTarget, fullElectrons }: Pick<Limit, 'electronsOnTarget' | 'fullElectrons'>,
): ComparisonRow[] {
  const factor = electronsOnTarget > 0 ? fullElectrons / electronsOnTarget : Number.NaN;
  const scaled = (of: Pick<Estimate, 'kind' | 'events' | 'error'>) =>
    expected({ ...of, events: of.events * factor, error: of.error * factor });
  const total = { kind: 'estimate', events, error } as const;
  const roles = new Set(sources.map(roleOf));
  return [
    ...sources.map((source) =>
      row({
        name: `background ${numbered(source.name)}`,
        role: roleOf(source),
        paper: PAPER_BACKGROUNDS[source.name],
        ours: expected(source),
        scaled: scaled(source),
        remark: [source.method, ...source.warnings].join('; '),
      }),
    ),
    row({
      name: 'background, total',
      // A sum says no more than the part that says least.
      role: roles.size === 1 ? [...roles][0] : roles.has('fit') ? 'fit' : 'in x out',
      paper: PAPER_BACKGROUND,
      ours: expected(total),
      scaled: scaled(total),
      remark: method,
    }),
  ];
}

/** What runs together give: upper limits in events and on eps. */
export function limitRows(limit: Limit): ComparisonRow[] {
  const { expected: median, observed, cl, fullElectrons, eps } = limit;
  // Cards have most factors of the efficiency, and rates of background, from the paper.
  const counted = limit.backgroundMethods.every((m) => !m.includes(CARD_RATE));
  const measured = limit.efficiencyMethods.every((m) => m === MEASURED);
  const ofEvents = counted ? 'out' : 'in x out';
  const role = counted && measured ? 'out' : 'in x out';
  const comparable = cl === NA64_2019.cl;
  const level = `eps${Math.round(100 * cl)}`;
  const events = (which: string, value: number) =>
    row({ name: `upper limit in events, ${which}`, role: ofEvents, ours: exactly(value) });
  const remark = `scaled to ${electrons(fullElectrons)} electrons on target`;
  return [
    events('expected (median), asymptotic', median.asymptotic[2]),
    events('expected (median), exact', median.exact[2]),
    ...(observed
      ? [
          events('observed, asymptotic', observed.asymptotic),
          events('observed, exact', observed.exact),
        ]
      : []),
    ...eps.flatMap((at) => {
      const paper = comparable
        ? { ...exactly(publishedEps90(at.massGeV)), note: 'observed' }
        : undefined;
      const name = `${level} at ${Number((1000 * at.massGeV).toPrecision(4))} MeV`;
      const expectedAt = (method: string, emulated: number, scaled: number) =>
        row({
          ...{ name: `${name}, expected (median), ${method}`, role, paper, remark },
          ...{ ours: exactly(emulated), scaled: exactly(scaled) },
        });
      const observedAt = (method: string, value: number) =>
        row({ ...{ name: `${name}, observed, ${method}`, role }, ours: exactly(value) });
      return [
        expectedAt('asymptotic', at.emulated, at.scaled),
        expectedAt('exact', at.emulatedExact, at.scaledExact),
        ...(at.observed
          ? [
              observedAt('asymptotic', at.observed.asymptotic),
              observedAt('exact', at.observed.exact),
            ]
          : []),
      ];
    }),
  ];
}

/** The tables of a page. */
export function tablesOf(
  runs: readonly (RunResults & { readonly name: string })[],
  limit: Limit,
  background: BackgroundTable,
): ComparisonTable[] {
  return [
    { title: `Upper limits at ${percent(limit.cl)} confidence level`, rows: limitRows(limit) },
    {
      title: 'Table I: background expected in the signal box',
      rows: backgroundRows(background, limit),
    },
    ...runs.map((run) => ({
      title: `${run.name}: ${run.spills} ${run.spills === 1 ? 'spill' : 'spills'}`,
      rows: runRows(run),
    })),
  ];
}
