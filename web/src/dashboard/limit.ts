/** The running expected limit on eps against the mass, and the one that was published. */
import type { Live } from '../../../src/run/live/shape.js';
import { setText } from '../dom.js';
import { asTable, frame, type Panel } from './panel.js';
import {
  border,
  type Box,
  log,
  path,
  picture,
  px,
  type Scale,
  text,
  xAxis,
  yAxis,
} from './picture.js';
import { percent, plural, scientific } from './words.js';

type Limit = NonNullable<Live['totals']['limit']>;
type Row = Limit['eps'][number];
type Point = readonly [massGeV: number, eps: number];

const MARGIN = { left: 44, right: 14, top: 18, bottom: 32 };

export function limit(into: HTMLElement): Panel {
  const { words, body } = frame(into, 'limit', 'Expected limit on the mixing ε');
  let shown: Limit | undefined;
  const drawn = picture(
    body,
    'Upper limits on the mixing against the mass of the dark photon',
    (width) => Math.max(280, Math.min(580, Math.round(1.08 * width))),
    (width, height) => (shown ? content(shown, width, height) : []),
  );
  const table = asTable(
    body,
    'Upper limits on the mixing: medians expected',
    ['mass (MeV)', 'this run', 'full exposure', '−2σ', '−1σ', '+1σ', '+2σ', 'observed'],
    () => shown?.eps.map(rowOf) ?? [],
  );
  return {
    show({ totals, run }) {
      if (totals.limit === null) {
        setText(words, 'No good spill yet.');
        return;
      }
      shown = totals.limit;
      const words_ = inWords(shown);
      setText(words, words_);
      const { eps } = shown;
      const key = `${run.directory} ${shown.spills} ${eps.length} ${eps[0]?.emulated} ${eps[0]?.scaled}`;
      drawn.draw(key, () => words_);
      table.show();
    },
    close: drawn.close,
  };
}

const inWords = ({ cl, spills, electronsOnTarget, background }: Limit): string =>
  [
    `${percent(cl, 0)} CL`,
    `${plural(spills, 'spill')}, ${scientific(electronsOnTarget)} electrons on target`,
    `background ${scientific(background, 2)} events`,
  ].join('  ·  ');

const rowOf = ({ massGeV, emulated, scaled, scaledBand, observed }: Row) => [
  scientific(1000 * massGeV),
  ...[emulated, scaled, ...scaledBand].map((eps) => scientific(eps)),
  observed === null ? 'sealed' : scientific(observed.asymptotic),
];

const positive = (value: number) => value > 0 && value < Number.POSITIVE_INFINITY;

function content(limit: Limit, width: number, height: number): Node[] {
  const { eps, published, electronsOnTarget, fullElectrons } = limit;
  const panel = {
    ...{ x: MARGIN.left, y: MARGIN.top },
    width: width - MARGIN.left - MARGIN.right,
    height: height - MARGIN.top - MARGIN.bottom,
  };
  const curve = (of: (row: Row) => number): Point[] =>
    eps.map((row): Point => [row.massGeV, of(row)]).filter(([, e]) => positive(e));
  const emulated = curve(({ emulated }) => emulated);
  const scaled = curve(({ scaled }) => scaled);
  const observed = curve(({ observed }) => observed?.asymptotic ?? Number.NaN);
  const all = [...published.points, ...emulated, ...scaled, ...observed];
  if (all.length === 0) return [];
  const masses = all.map(([mass]) => mass);
  const values = all.map(([, e]) => e);
  const x = log([Math.min(...masses), Math.max(...masses)], [panel.x, panel.x + panel.width]);
  const y = log(
    [Math.min(...values) / 2.5, Math.max(...values) * 8],
    [panel.y + panel.height, panel.y],
  );
  const band = (low: number, high: number) =>
    closed(
      eps.filter(({ scaledBand }) => scaledBand.every(positive)),
      (row) => row.scaledBand[low],
      (row) => row.scaledBand[high],
      x,
      y,
    );
  return [
    path('rule', grid(panel, x, y)),
    path('band-2', band(0, 3)),
    path('band-1', band(1, 2)),
    path('published', line(published.points, x, y)),
    path('expected', line(scaled, x, y)),
    path('emulated', line(emulated, x, y)),
    path('observed', line(observed, x, y)),
    ...xAxis(panel, x, 'mass of the A′ (GeV)'),
    ...yAxis(panel, y, 'upper limit on ε'),
    border(panel),
    ...legend(panel, [
      ['emulated', `expected, ${scientific(electronsOnTarget)} electrons`],
      ...(observed.length > 0 ? ([['observed', 'observed']] as const) : []),
      ['expected', `expected, ${scientific(fullElectrons)} electrons, ±1σ, ±2σ`],
      ['published', `published: ${published.source}`],
    ]),
  ];
}

const line = (points: readonly Point[], x: Scale, y: Scale): string =>
  points.map(([mass, e], i) => `${i === 0 ? 'M' : 'L'}${px(x(mass))},${px(y(e))}`).join('');

function closed(
  rows: readonly Row[],
  low: (row: Row) => number,
  high: (row: Row) => number,
  x: Scale,
  y: Scale,
): string {
  if (rows.length === 0) return '';
  const there = rows.map((row) => `${px(x(row.massGeV))},${px(y(low(row)))}`);
  const back = [...rows].reverse().map((row) => `${px(x(row.massGeV))},${px(y(high(row)))}`);
  return `M${[...there, ...back].join('L')}Z`;
}

const grid = ({ x: left, y: top, width, height }: Box, x: Scale, y: Scale): string =>
  x.major.map(({ value }) => `M${px(x(value))},${px(top)}v${px(height)}`).join('') +
  y.major.map(({ value }) => `M${px(left)},${px(y(value))}h${px(width)}`).join('');

const LINE = 16;
/** Pixels of a letter, at most on average. */
const LETTER = 6.6;

/** In the upper left, where limits of a run are not: they rise with the mass. */
function legend(
  { x, y, width }: Box,
  rows: readonly (readonly [name: string, words: string])[],
): SVGElement[] {
  let at = y + 18 - LINE;
  return rows.flatMap(([name, words]) => {
    const key = path(name, `M${px(x + 8)},${px(at + LINE - 4)}h30`);
    const lines = broken(words, (width - 52) / LETTER);
    return [
      key,
      ...lines.map((line) => {
        at += LINE;
        return text('haloed', x + 44, at, line);
      }),
    ];
  });
}

/** Into lines of at most so many letters, at blanks. */
function broken(words: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}
