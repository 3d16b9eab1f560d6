/**
 * The numbers of the paper beside ours. `in` is typed in, `fit` fitted to the number, `out` comes out of the chain: only
 * the last says anything.
 */
import { efficiencyFactors, scalerElectrons, totalEfficiency } from '../../analyse/efficiency.js';
import { isTypedIn, totalBackground } from '../../analyse/combination/background.js';
import { fullExposure, type RunCounts, runInputs } from '../../analyse/limit.js';
import { REGIONS } from '../../analyse/selection/regions.js';
import { PAPER_EFFICIENCY } from '../../core/paper.js';
import { NA64_2019, publishedEps90 } from '../../core/signal/index.js';
import type { Limit } from '../limit.js';

export type Role = 'in' | 'fit' | 'out' | 'in x out';

/** A value and its error, one sigma; null without one. */
export interface Value {
  readonly value: number;
  readonly error: number | null;
}

export interface ComparisonRow {
  readonly name: string;
  readonly role: Role;
  /** Null where the paper has no number. */
  readonly paper: Value | null;
  /** Null while it is sealed. */
  readonly ours: Value | null;
  /** Ours over the paper's. */
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
  readonly paper?: Value;
  readonly ours: Value | null;
  readonly remark?: string;
}

const exactly = (value: number): Value => ({ value, error: null });
const within = (value: number, error: number): Value => ({ value, error });

const row = ({ name, role, paper, ours, remark = '' }: Given): ComparisonRow => ({
  ...{ name, role, remark, ours },
  paper: paper ?? null,
  ratio:
    paper === undefined || ours === null || paper.value === 0 ? null : ours.value / paper.value,
});

/** A count per electron, with its Poisson error. */
const perElectron = (events: number, electrons: number): Value | null =>
  electrons > 0 ? within(events / electrons, Math.sqrt(Math.max(1, events)) / electrons) : null;

const FACTORS: Readonly<Record<string, Value>> = {
  geometry: exactly(0.97),
  trigger: within(0.95, 0.02),
  live: exactly(0.93),
  track: exactly(0.83),
  srd: exactly(0.95),
  veto: exactly(0.94),
  hcal: exactly(0.94),
};

/** The dead time is what makes up for the paper's live fraction. */
const LIVE = { role: 'fit', remark: 'the dead time is fitted at 7e6 electrons per spill' } as const;

/** What one run has: rates, live fraction, and its efficiency factor by factor. */
export function runTable(run: RunCounts, isOpen: boolean): ComparisonTable {
  const { belief, counts, name } = run;
  const electrons = scalerElectrons(belief, counts.scalers);
  const events = (region: string) => counts.regions[REGIONS.findIndex((r) => r.name === region)];
  const factors = efficiencyFactors(belief, counts);
  const intensity = counts.spills > 0 ? electrons / counts.spills : 0;
  const block = Object.entries(PAPER_EFFICIENCY).find(
    ([, { from, to }]) => intensity >= from && intensity <= to,
  );
  return {
    title: `${name}: ${counts.spills} ${counts.spills === 1 ? 'spill' : 'spills'}`,
    rows: [
      row({
        name: 'electrons on target',
        role: 'in',
        paper: exactly(belief.run.electrons),
        ours: exactly(electrons),
        remark: 'a sample of the exposure; from scalers',
      }),
      row({
        name: 'loose events per electron',
        role: 'fit',
        paper: exactly(1.06e-5),
        ours: perElectron(events('loose'), electrons),
        remark: "the paper's exponent is not legible: 3e6 events, which fits the dimuons",
      }),
      row({
        name: 'selected events per electron',
        role: 'fit',
        paper: exactly(5.6e-8),
        ours: perElectron(events('selected'), electrons),
      }),
      row({
        name: 'dimuons with E_ECAL < 50 GeV per electron',
        role: 'out',
        paper: exactly(4.4e-6),
        ours: perElectron(events('I below box edge'), electrons),
        remark: 'of the paper: derived from the cross section and its efficiencies',
      }),
      row({
        name: 'events in the signal box',
        role: 'out',
        paper: exactly(0),
        ours: isOpen ? exactly(counts.box) : null,
        remark: isOpen ? '' : 'sealed',
      }),
      ...factors.map((f) => {
        const paper = FACTORS[f.name];
        return row({
          name: `efficiency: ${f.name}`,
          ...(f.name === 'live' ? LIVE : { role: f.role }),
          ...(paper === undefined ? {} : { paper }),
          ours: exactly(f.value),
        });
      }),
      row({
        name: "efficiency, light A'",
        role: 'in x out',
        ...(block === undefined ? {} : { paper: block[1].light }),
        ours: exactly(totalEfficiency(factors)),
        remark:
          block === undefined ? 'between the intensities of the paper' : `${block[0]} intensity`,
      }),
    ],
  };
}

/** What all runs together give. */
export function limitTable(runs: readonly RunCounts[], limit: Limit): ComparisonTable {
  const full = limit.fullElectrons;
  const backgrounds = fullExposure(runs, runInputs(runs)).map(({ background }) => background);
  const methods = [...new Set(backgrounds.map(({ method }) => method))];
  const { events, error } = totalBackground(backgrounds);
  const comparable = limit.cl === NA64_2019.cl;
  const scaled = `expected median for ${full.toExponential(2).replace('e+', 'e')} electrons over the published, observed`;
  return {
    title: `All runs together: limits at ${Number((100 * limit.cl).toPrecision(4))} % confidence level`,
    rows: [
      row({
        name: 'background in the box, full exposure',
        role: backgrounds.every(isTypedIn) ? 'in' : 'out',
        paper: within(0.53, 0.17),
        ours: within(events, error),
        remark: methods.join('; '),
      }),
      row({
        name: 'upper limit in events, expected (median), asymptotic',
        role: 'out',
        ours: exactly(limit.expected.asymptotic[2]),
        remark: 'for what was emulated',
      }),
      row({
        name: 'upper limit in events, expected (median), exact',
        role: 'out',
        ours: exactly(limit.expected.exact[2]),
        remark: 'for what was emulated',
      }),
      ...limit.eps.flatMap((at) => {
        const mass = `${Number((1000 * at.massGeV).toPrecision(4))} MeV`;
        const paper = comparable ? { paper: exactly(publishedEps90(at.massGeV)) } : {};
        const of = (method: string, ours: number) =>
          row({
            ...{ name: `eps at ${mass}, ${method}`, role: 'out', ...paper },
            ...{ ours: exactly(ours), remark: scaled },
          });
        return [of('asymptotic', at.scaled), of('exact', at.scaledExact)];
      }),
    ],
  };
}
