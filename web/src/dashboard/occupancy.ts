/** Which cells of a calorimeter are hit, seen against the beam: x to the right, y up. */
import type { Live } from '../../../src/run/live/shape.js';
import { setText, svg } from '../dom.js';
import { dense, histogramOf } from './histogram.js';
import { asTable, frame, type MakePanel, type Row } from './panel.js';
import { picture, px, shadeBar, shadeOf, text } from './picture.js';
import { count, plural } from './words.js';

export interface Calorimeter {
  /** Its place in the grid. */
  readonly area: string;
  readonly title: string;
  /** Squares of cells, beside each other. */
  squares(live: Live): readonly Square[];
}

export interface Square {
  readonly name: string;
  readonly side: number;
  /** Row by row from below. */
  readonly cells: readonly number[];
}

/** Of a histogram by column and row; none where it is not told of. */
export function byColumnAndRow(live: Live, histogram: string, name: string): Square[] {
  const found = histogramOf(live, histogram);
  return found ? [{ name, side: found.axes[0].bins, cells: dense(found) }] : [];
}

/** Of a histogram by cell, `side` column + row, and module (src/core/channels.ts). */
export function byModule(live: Live, histogram: string, names: readonly string[]): Square[] {
  const found = histogramOf(live, histogram);
  if (found === undefined) return [];
  const all = dense(found);
  const cells = found.axes[0].bins;
  const side = Math.round(Math.sqrt(cells));
  return names.map((name, module) => ({
    ...{ name, side },
    cells: Array.from({ length: cells }, (_, i) => {
      const [column, row] = [i % side, Math.floor(i / side)];
      return all[cells * module + side * column + row];
    }),
  }));
}

export const occupancy =
  ({ area, title, squares }: Calorimeter): MakePanel =>
  (into) => {
    const { words, body } = frame(into, area, title);
    let shown: readonly Square[] = [];
    const drawn = picture(
      body,
      title,
      () => 248,
      (width, height) => content(shown, width, height),
    );
    const table = asTable(body, title, ['cell', 'events'], () => shown.flatMap(rowsOf));
    return {
      show(live: Live) {
        shown = squares(live);
        const said = inWords(shown);
        setText(words, said);
        drawn.draw(`${live.run.directory} ${live.totals.spills} ${said}`, () => describe(shown));
        table.show();
      },
      close: drawn.close,
    };
  };

const sumOf = (squares: readonly Square[]) =>
  squares.flatMap(({ cells }) => cells).reduce((a, b) => a + b, 0);

const inWords = (squares: readonly Square[]): string =>
  `${plural(sumOf(squares), 'event')} with a pulse in a cell, each cell's share in per cent`;

const rowsOf = ({ name, side, cells }: Square): Row[] =>
  cells.map((n, i) => [`${name}, column ${i % side}, row ${Math.floor(i / side)}`, count(n)]);

function describe(squares: readonly Square[]): string {
  const cells = squares.flatMap(({ cells }) => cells);
  const silent = cells.filter((n) => n === 0).length;
  return `${cells.length} cells, of which ${silent} have no entry; the highest has ${Math.max(0, ...cells)}.`;
}

const LEFT = 20;
const TOP = 20;
const BOTTOM = 66;
const GAP = 12;

function content(squares: readonly Square[], width: number, height: number): Node[] {
  const most = Math.max(1, ...squares.flatMap(({ cells }) => cells));
  const columns = squares.reduce((n, { side }) => n + side, 0);
  const rows = Math.max(1, ...squares.map(({ side }) => side));
  const high = Math.floor((height - TOP - BOTTOM) / rows);
  // In a wide cell the share stands in full.
  const room = (width - LEFT - GAP * squares.length) / columns;
  const wide = Math.floor(Math.min(room, 2 * high));
  const bottom = TOP + high * rows;
  let x = LEFT;
  const drawn = squares.flatMap((square) => {
    const left = x;
    x += wide * square.side + GAP;
    const sum = sumOf([square]);
    return [
      text('tick', left, TOP - 6, square.name),
      ...square.cells.flatMap((n, i) => {
        const [column, row] = [i % square.side, Math.floor(i / square.side)];
        const at = { x: left + wide * column, y: bottom - high * (row + 1) };
        return cell(n, most, sum, { ...at, width: wide, height: high });
      }),
      ...Array.from({ length: square.side }, (_, i) =>
        text('tick', left + wide * (i + 0.5), bottom + 13, `${i}`, { 'text-anchor': 'middle' }),
      ),
    ];
  });
  const ticks = Array.from({ length: rows }, (_, j) =>
    text('tick', LEFT - 6, bottom - high * (j + 0.5) + 4, `${j}`, { 'text-anchor': 'end' }),
  );
  const end = x - GAP;
  return [
    ...drawn,
    ...ticks,
    text('axis-name', end, bottom + 27, 'column (x); rows (y) go up', { 'text-anchor': 'end' }),
    ...shadeBar({ x: LEFT, y: height - 22, width: 136, height: 8 }, most, 'events in a cell'),
  ];
}

/** @param sum of the square that it is of */
function cell(
  n: number,
  most: number,
  sum: number,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): SVGElement[] {
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
