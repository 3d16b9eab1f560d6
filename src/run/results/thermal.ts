/**
 * Fig. 4 of the paper: the same limits for light dark matter chi with m_A' = 3 m_chi. Above: y against m_chi at two
 * couplings; below: the coupling alpha_D that leaves the observed relic density at the limit on eps, which is the least
 * that is not excluded.
 */
import {
  type DarkMatter,
  MASS_RATIO,
  NA64_2019,
  RELIC_FACTORS,
  relicCoupling,
  relicY,
  yOf,
} from '../../core/signal/index.js';
import type { ChartAxis, ChartPanel, ChartSeries } from '../chart.js';
import { found, hasBand, LIMITS, type MixingData, orNone, sealedWords } from './mixing.js';
import type { Result } from './result.js';

/** alpha_D of the panels above. */
const COUPLINGS = [0.5, 0.1] as const;
/** Kinds of the panels below. */
const FERMIONS = ['pseudo-Dirac', 'Majorana'] as const;

const DARK: ChartAxis = { name: 'm_χ', unit: 'GeV', scale: 'log', from: 3.4e-4, to: 0.35 };
const ENDS = [3e-4, 0.4];

export const thermal: Result<MixingData> = {
  chart: (data, caption) => ({
    caption,
    file: 'fig4-thermal',
    title: 'Limits on light thermal dark matter',
    subtitle: `m(A′) = ${MASS_RATIO} m(χ); below: couplings under the line are excluded by eq. (2) of the paper${sealedWords(data)}`,
    x: DARK,
    columns: 2,
    panels: [
      ...COUPLINGS.map((alphaD) => yPanel(data, alphaD)),
      ...FERMIONS.map((kind) => couplingPanel(data, kind)),
    ],
  }),

  table: ({ eps }) => ({
    file: 'fig4-thermal',
    name: 'Limits on light thermal dark matter',
    location: 'Figure 4',
    description:
      `Upper limits on the mixing (expected: medians, for the exposure of the paper; observed: of what was emulated, where the box is open) as limits on light dark matter with m(A') = ${MASS_RATIO} m(chi): ` +
      "upper limits on y = eps^2 alpha_D (m_chi/m_A')^4 at two couplings, and lower limits on the coupling of thermal relics by eq. (2) of the paper.",
    independent: [
      {
        name: 'Mass of the dark matter',
        unit: 'GeV',
        values: eps.map((r) => r.massGeV / MASS_RATIO),
      },
    ],
    dependent: LIMITS.filter(({ of }) => eps.some((row) => of(row) !== undefined)).flatMap(
      ({ name, of }) => [
        ...COUPLINGS.map((alphaD) => ({
          ...{ name: 'Upper limit on y', unit: '' },
          values: eps.map((r) => orNone(yOf(of(r) ?? Number.NaN, alphaD))),
          qualifiers: [
            { name: 'alpha_D', value: alphaD },
            { name: 'Limit', value: name },
          ],
        })),
        ...FERMIONS.map((kind) => ({
          ...{ name: 'Lower limit on alpha_D', unit: '' },
          values: eps.map((r) =>
            orNone(relicCoupling(kind, r.massGeV / MASS_RATIO, of(r) ?? Number.NaN)),
          ),
          qualifiers: [
            { name: 'Dark matter', value: kind },
            { name: 'Limit', value: name },
          ],
        })),
      ],
    ),
  }),
};

/** Of the panels below. */
const ALPHA_D = { from: 1e-5, to: 10 } as const;

const ABOVE: readonly DarkMatter[] = ['scalar', 'Majorana', 'pseudo-Dirac'];

function yPanel(data: MixingData, alphaD: number): ChartPanel {
  const relics = ABOVE.map(
    (kind, i): ChartSeries => ({
      label: `relic density, ${kind}, f = ${RELIC_FACTORS[kind]}`,
      draw: 'line',
      look: i + 1,
      points: ENDS.map((x) => ({ x, y: relicY(kind, x) })),
    }),
  );
  return {
    title: `α_D = ${alphaD}`,
    y: { name: 'y', unit: '', scale: 'log', from: 1e-15, to: 1e-6 },
    series: [...limitLines(data, (_, eps) => yOf(eps, alphaD)), ...relics],
  };
}

function couplingPanel(data: MixingData, kind: DarkMatter): ChartPanel {
  return {
    title: `${kind}, f = ${RELIC_FACTORS[kind]}`,
    y: { name: 'α_D', unit: '', scale: 'log', ...ALPHA_D },
    // Of a small exposure they lie far below.
    series: limitLines(data, (mass, eps) => relicCoupling(kind, mass, eps)).map((line) => ({
      ...line,
      points: line.points.filter(({ y }) => y >= ALPHA_D.from),
    })),
  };
}

/** Of our limits and of the published ones, with our bands. */
function limitLines(
  { eps, cl }: MixingData,
  of: (massGeV: number, eps: number) => number,
): ChartSeries[] {
  const at = (massGeV: number, mixing: number) => {
    const x = massGeV / MASS_RATIO;
    return { x, y: of(x, mixing) };
  };
  const band = (label: string, look: 'one sigma' | 'two sigma', low: number, high: number) => ({
    label,
    draw: 'band' as const,
    look,
    points: eps.filter(hasBand).map(({ massGeV, scaled, scaledBand }) => {
      const ends = [at(massGeV, scaledBand[low]).y, at(massGeV, scaledBand[high]).y];
      return { ...at(massGeV, scaled), low: Math.min(...ends), high: Math.max(...ends) };
    }),
  });
  const line = (
    label: string,
    look: NonNullable<ChartSeries['look']>,
    points: ChartSeries['points'],
  ) => ({ label, draw: 'line', look, points }) as const;
  return [
    band('±2σ', 'two sigma', 0, 3),
    band('±1σ', 'one sigma', 1, 2),
    ...LIMITS.map(({ name, look, of: limitOf }) =>
      line(
        name,
        look,
        eps.flatMap((row) => {
          const limit = limitOf(row);
          return limit !== undefined && found(limit) ? [at(row.massGeV, limit)] : [];
        }),
      ),
    ).filter(({ points }) => points.length > 0),
    ...(cl === NA64_2019.cl
      ? [
          line(
            `${NA64_2019.name}, observed`,
            'published',
            NA64_2019.points.map(([m, e]) => at(m, e)),
          ),
        ]
      : []),
  ];
}
