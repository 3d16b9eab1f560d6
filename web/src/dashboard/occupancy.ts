/** Which cells of a calorimeter are hit. */
import type { Live } from '../../../src/run/live/shape.js';
import { setText, svg } from '../dom.js';
import { dense, type Histogram, histogramOf, keyOf, nameOf } from './histogram.js';
import { asTable, frame, type MakePanel, type Row } from './panel.js';
import { picture, px, shadeBar, shadeOf, text } from './picture.js';
import { count, plural } from './words.js';

export interface Calorimeter {
  /** Its place in the grid. */
  readonly area: string;
  readonly title: string;
  /** A histogram of two axes: columns and rows, or cells and modules. */
  readonly histogram: string;
}

/** Cells of a module that stand in a square; others in a row. */
const SQUARE = 9;

/** Cells beside each other, as they are drawn. */
interface Group {
  readonly name: string;
  readonly columns: number;
  /** Row by row from below. */
  readonly cells: readonly number[];
}

export const occupancy =
  ({ area, title, histogram }: Calorimeter): MakePanel =>
  (into) => {
    const { words, body } = frame(into, area, title);
    let shown: Histogram | undefined;
    const drawn = picture(
      body,
      title,
      () => 248,
      (width, height) => (shown ? content(shown, width, height) : []),
    );
    const table = asTable(body, title, ['cell', 'entries'], () =>
      shown ? groupsOf(shown).flatMap(rowsOf) : [],
    );
    return {
      show(live: Live) {
        shown = histogramOf(live, histogram);
        if (shown === undefined) {
          setText(words, 'No such histogram is told of.');
          return;
        }
        setText(words, `${shown.title}: ${plural(shown.total, 'entry', 'entries')}`);
        drawn.draw(keyOf(live, shown), () => describe(shown as Histogram));
        table.show();
      },
      close: drawn.close,
    };
  };

/** One plane of cells; or cells of modules, of 9 each, 3 by 3. */
function groupsOf(histogram: Histogram): Group[] {
  const [first, second] = histogram.axes;
  const all = dense(histogram);
  if (first.bins !== SQUARE && second.bins !== SQUARE) {
    return [{ name: '', columns: first.bins, cells: all }];
  }
  const [cells, modules] = first.bins === SQUARE ? [first, second] : [second, first];
  const at = (cell: number, module: number) =>
    all[cells === first ? cell + first.bins * module : module + first.bins * cell];
  return Array.from({ length: modules.bins }, (_, module) => ({
    name: `${modules.name} ${module}`,
    columns: 3,
    cells: Array.from({ length: SQUARE }, (_, cell) => at(cell, module)),
  }));
}

const rowsOf = ({ name, columns, cells }: Group): Row[] =>
  cells.map((n, i) => {
    const cell = `column ${i % columns}, row ${Math.floor(i / columns)}`;
    return [name === '' ? cell : `${name}, ${cell}`, count(n)];
  });

function describe(histogram: Histogram): string {
  const cells = groupsOf(histogram).flatMap(({ cells }) => cells);
  const silent = cells.filter((n) => n === 0).length;
  return `${cells.length} cells, of which ${silent} have no entry; the highest has ${Math.max(...cells)}.`;
}

const TOP = 20;
const BOTTOM = 66;
const GAP = 12;

function content(histogram: Histogram, width: number, height: number): Node[] {
  const groups = groupsOf(histogram);
  const all = groups.flatMap(({ cells }) => cells);
  const most = all.reduce((a, b) => Math.max(a, b), 1);
  const sum = all.reduce((a, b) => a + b, 0);
  const columns = groups.reduce((n, group) => n + group.columns, 0);
  const rows = Math.max(...groups.map(({ cells, columns }) => cells.length / columns));
  const size = Math.floor((height - TOP - BOTTOM) / rows);
  // In a wide cell the share stands in full.
  const wide = Math.floor(Math.min((width - 24 - GAP * (groups.length - 1)) / columns, 2 * size));
  let x = 20;
  const [across, up] = histogram.axes;
  const drawn = groups.flatMap((group) => {
    const left = x;
    x += wide * group.columns + GAP;
    return [
      text('tick', left, TOP - 6, group.name === '' ? nameOf(up) : group.name),
      ...group.cells.flatMap((n, i) => {
        const row = Math.floor(i / group.columns);
        const at = {
          x: left + wide * (i % group.columns),
          y: TOP + size * (rows - 1 - row),
        };
        return cell(n, most, sum, { ...at, width: wide, height: size });
      }),
      ...(group.name === ''
        ? [
            ...Array.from({ length: group.columns }, (_, i) =>
              text('tick', left + wide * (i + 0.5), TOP + size * rows + 13, `${i}`, {
                'text-anchor': 'middle',
              }),
            ),
            ...Array.from({ length: rows }, (_, j) =>
              text('tick', left - 6, TOP + size * (rows - 0.5 - j) + 4, `${j}`, {
                'text-anchor': 'end',
              }),
            ),
            text('axis-name', left + wide * group.columns, TOP + size * rows + 27, nameOf(across), {
              'text-anchor': 'end',
            }),
          ]
        : []),
    ];
  });
  const bar = { x: 20, y: height - 22, width: 136, height: 8 };
  return [...drawn, ...shadeBar(bar, most, 'entries; in the cells per cent')];
}

function cell(
  n: number,
  most: number,
  sum: number,
  at: { x: number; y: number; width: number; height: number },
): SVGElement[] {
  const { x, y, width, height } = at;
  const rect = { x: px(x), y: px(y), width: px(width - 1), height: px(height - 1) };
  const shade = n === 0 ? 0 : shadeOf(n, most);
  const share = (100 * n) / Math.max(1, sum);
  const words = n === 0 ? '0' : share < 0.1 ? '<0.1' : share.toFixed(share < 10 ? 1 : 0);
  return [
    svg('rect', { class: n === 0 ? 'empty' : `shade-${shade}`, ...rect }),
    text(n === 0 ? 'faint' : `on-${shade}`, x + width / 2, y + height / 2 + 4, words, {
      'text-anchor': 'middle',
    }),
  ];
}
