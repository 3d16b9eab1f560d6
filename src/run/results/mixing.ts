/**
 * Fig. 3 of the paper: upper limits on the mixing eps against the mass, ours beside those published.
 */
import type { Uncertainty } from '../../analyse/interchange/table.js';
import {
  BABAR_2017,
  muonMixing,
  NA62_2019,
  NA64_2019,
  publishedEps90,
  type PublishedLimit,
} from '../../core/signal/index.js';
import type { ChartAxis, ChartPanel, ChartSeries } from '../chart.js';
import type { Limit } from '../limit.js';
import { electrons, percent } from '../words.js';
import type { Result } from './result.js';

export type MixingData = Pick<Limit, 'cl' | 'fullElectrons' | 'electronsOnTarget' | 'eps'>;

const MASSES: ChartAxis = { name: 'm_A′', unit: 'GeV', scale: 'log', from: 1e-3, to: 1 };

/** Masses of curves that a formula gives, GeV: twelve in each decade. */
const GRID = Array.from({ length: 37 }, (_, i) => 1e-3 * 10 ** (i / 12));

/** The limits on eps of Figs. 3 and 4; undefined while the box is sealed. */
export const LIMITS = [
  { name: 'expected, asymptotic', look: 'expected', of: (r) => r.scaled },
  { name: 'expected, exact', look: 'expected exact', of: (r) => r.scaledExact },
  {
    name: 'observed of what was emulated, asymptotic',
    look: 'observed',
    of: (r) => r.observed?.asymptotic,
  },
  {
    name: 'observed of what was emulated, exact',
    look: 'observed exact',
    of: (r) => r.observed?.exact,
  },
] as const satisfies readonly {
  readonly name: string;
  readonly look: ChartSeries['look'];
  readonly of: (row: MixingData['eps'][number]) => number | undefined;
}[];

export const mixing: Result<MixingData> = {
  chart: (data, caption) => ({
    caption,
    file: 'fig3-mixing',
    title: 'Upper limits on the kinetic mixing',
    subtitle: `${percent(data.cl)} CL; expected: medians for ${electrons(data.fullElectrons)} electrons on target, from ${electrons(data.electronsOnTarget)} emulated${sealedWords(data)}`,
    x: MASSES,
    panels: [limits(data), ratios(data)],
  }),

  table: ({ cl, eps, fullElectrons, electronsOnTarget }) => {
    const column = (words: string, values: readonly number[], errors: Uncertainty[] = []) => ({
      name: 'Upper limit on epsilon',
      unit: '',
      values: values.map(orNone),
      qualifiers: [{ name: 'Limit', value: words }],
      errors,
    });
    const sigmas = (label: string, low: number, high: number): Uncertainty => ({
      label,
      minus: eps.map((row) => orNone(row.scaled - row.scaledBand[low])),
      plus: eps.map((row) => orNone(row.scaledBand[high] - row.scaled)),
    });
    const observed = eps.flatMap((row) => (row.observed === null ? [] : [row.observed]));
    const isOpen = observed.length > 0 && observed.length === eps.length;
    return {
      file: 'fig3-mixing',
      name: 'Upper limits on the mixing',
      location: 'Figure 3',
      description:
        `Upper limits at ${percent(cl)} confidence level on the kinetic mixing of an invisible dark photon against its mass. ` +
        `Expected: medians for ${electrons(fullElectrons)} electrons on target, with the bands of one and two standard deviations of the asymptotic formulae; ` +
        `observed: of the ${electrons(electronsOnTarget)} electrons that were emulated, where their box is open.`,
      independent: [
        { name: 'Mass of the dark photon', unit: 'GeV', values: eps.map((r) => r.massGeV) },
      ],
      dependent: [
        column(
          'expected, asymptotic',
          eps.map((r) => r.scaled),
          [sigmas('1 sigma', 1, 2), sigmas('2 sigma', 0, 3)],
        ),
        column(
          'expected, exact',
          eps.map((r) => r.scaledExact),
        ),
        column(
          'expected for what was emulated, asymptotic',
          eps.map((r) => r.emulated),
        ),
        column(
          'expected for what was emulated, exact',
          eps.map((r) => r.emulatedExact),
        ),
        ...(isOpen
          ? [
              column(
                'observed, asymptotic',
                observed.map((o) => o.asymptotic),
              ),
              column(
                'observed, exact',
                observed.map((o) => o.exact),
              ),
            ]
          : []),
        ...(cl === NA64_2019.cl
          ? [
              column(
                'NA64 2019, published',
                eps.map((r) => publishedEps90(r.massGeV)),
              ),
            ]
          : []),
      ],
    };
  },
};

/** A limit that was not found is no number. */
export const found = (limit: number): boolean => limit > 0 && limit < Infinity;

export const hasBand = ({ scaled, scaledBand }: MixingData['eps'][number]): boolean =>
  [scaled, ...scaledBand].every(found);

/** What stands in a table for a number, or for none. */
export const orNone = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Said where there are no observed limits. */
export const sealedWords = ({ eps }: MixingData): string =>
  eps.some(({ observed }) => observed !== null) ? '' : '; observed: sealed';

function limits(data: MixingData): ChartPanel {
  const looks = [
    [NA64_2019, 'published'],
    [BABAR_2017, 2],
    [NA62_2019, 3],
  ] as const;
  const others = looks
    .filter(([{ cl }]) => cl === data.cl)
    .map(([of, look]) => published(of, look));
  const favoured: ChartSeries = {
    label: 'muon g−2, ±2σ (Pospelov 2009)',
    draw: 'band',
    look: 'favoured',
    points: GRID.map((x) => {
      const [low, y, high] = [-2, 0, 2].map((sigmas) => muonMixing(x, sigmas));
      return { x, y, low, high };
    }),
  };
  return {
    y: { name: 'mixing ε', unit: '', scale: 'log' },
    legend: 'low right',
    weight: 2.6,
    series: [favoured, ...ours(data, () => 1, true), ...others],
  };
}

/** To the published limit of NA64, which is one of 90 %; nothing to compare at another level. */
function ratios(data: MixingData): ChartPanel {
  const y = { name: 'ratio to NA64', unit: '', scale: 'linear' } as const;
  if (data.cl !== NA64_2019.cl) return { y, series: [] };
  const one = { label: '', draw: 'line', look: 'published' } as const;
  const ends = [1e-3, 1].map((x) => ({ x, y: 1 }));
  // Observed limits of a smaller exposure lie far above.
  const near = { ...data, eps: data.eps.map((row) => ({ ...row, observed: null })) };
  return {
    y: { ...y, from: 0.4, to: 2.4 },
    series: [...ours(near, publishedEps90, false), { ...one, points: ends }],
  };
}

function published(
  { name, points }: PublishedLimit,
  look: NonNullable<ChartSeries['look']>,
): ChartSeries {
  return {
    label: look === 'published' ? `${name}, observed` : name,
    draw: 'line',
    look,
    points: points.map(([x, y]) => ({ x, y })),
  };
}

function ours(
  { eps }: MixingData,
  over: (massGeV: number) => number,
  named: boolean,
): ChartSeries[] {
  const line = (
    label: string,
    look: NonNullable<ChartSeries['look']>,
    value: (row: MixingData['eps'][number]) => number | undefined,
  ): ChartSeries => ({
    label: named ? label : '',
    draw: 'line',
    look,
    points: eps.flatMap((row) => {
      const y = value(row);
      return y === undefined || !found(y) ? [] : [{ x: row.massGeV, y: y / over(row.massGeV) }];
    }),
  });
  const band = (label: string, look: 'one sigma' | 'two sigma', low: number, high: number) => ({
    label: named ? label : '',
    draw: 'band' as const,
    look,
    points: eps.filter(hasBand).map((row) => {
      const unit = over(row.massGeV);
      const [from, to] = [row.scaledBand[low] / unit, row.scaledBand[high] / unit];
      return { x: row.massGeV, y: row.scaled / unit, low: from, high: to };
    }),
  });
  const lines = LIMITS.map(({ name, look, of }) => line(name, look, of)).filter(
    ({ points }) => points.length > 0,
  );
  return [band('±2σ', 'two sigma', 0, 3), band('±1σ', 'one sigma', 1, 2), ...lines];
}
