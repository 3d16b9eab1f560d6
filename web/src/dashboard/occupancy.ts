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
  /** Names of histograms by column and row, and what their cells are of, beside each other; those that are told of. */
  readonly maps: readonly (readonly [histogram: string, name: string])[];
}

interface CellMap {
  readonly name: string;
  readonly columns: number;
  readonly rows: number;
  /** Row by row from below. */
  readonly cells: readonly number[];
}

const mapsOf = (live: Live, { maps }: Calorimeter): CellMap[] =>
  maps.flatMap(([histogram, name]) => {
    const found = histogramOf(live, histogram);
    if (!found) return [];
    const [columns, rows] = found.axes.map(({ bins }) => bins);
    return [{ name, columns, rows, cells: dense(found) }];
  });

export const occupancy =
  (calorimeter: Calorimeter): MakePanel =>
  (into) => {
    const { area, title } = calorimeter;
    const { words, body } = frame(into, area, title);
    let shown: readonly CellMap[] = [];
    const drawn = picture(
      body,
      title,
      () => 248,
      (width, height) => content(shown, width, height),
    );
    const table = asTable(body, title, ['cell', 'events'], () => shown.flatMap(rowsOf));
    return {
      show(live: Live) {
        shown = mapsOf(live, calorimeter);
        const said = inWords(shown);
        setText(words, said);
        drawn.draw(`${live.run.directory} ${live.totals.spills} ${said}`, () => describe(shown));
        table.show();
      },
      close: drawn.close,
    };
  };

const sumOf = (maps: readonly CellMap[]) =>
  maps.flatMap(({ cells }) => cells).reduce((a, b) => a + b, 0);

const inWords = (maps: readonly CellMap[]): string =>
  `${plural(sumOf(maps), 'event')} with a pulse in a cell, each cell's share in per cent`;

const rowsOf = ({ name, columns, cells }: CellMap): Row[] =>
  cells.map((n, i) => [`${name}, column ${i % columns}, row ${Math.floor(i / columns)}`, count(n)]);

function describe(maps: readonly CellMap[]): string {
  const cells = maps.flatMap(({ cells }) => cells);
  const silent = cells.filter((n) => n === 0).length;
  return `${cells.length} cells, of which ${silent} have no entry; the highest has ${Math.max(0, ...cells)}.`;
}

const LEFT = 20;
const TOP = 20;
const BOTTOM = 66;
const GAP = 12;

function content(maps: readonly CellMap[], width: number, height: number): Node[] {
  const most = Math.max(1, ...maps.flatMap(({ cells }) => cells));
  const columns = maps.reduce((n, map) => n + map.columns, 0);
  const rows = Math.max(1, ...maps.map((map) => map.rows));
  const high = Math.floor((height - TOP - BOTTOM) / rows);
  // In a wide cell the share stands in full.
  const room = (width - LEFT - GAP * maps.length) / columns;
  const wide = Math.floor(Math.min(room, 2 * high));
  const bottom = TOP + high * rows;
  let x = LEFT;
  const drawn = maps.flatMap((map) => {
    const left = x;
    x += wide * map.columns + GAP;
    const sum = sumOf([map]);
    return [
      text('tick', left, TOP - 6, map.name),
      ...map.cells.flatMap((n, i) => {
        const [column, row] = [i % map.columns, Math.floor(i / map.columns)];
        const at = { x: left + wide * column, y: bottom - high * (row + 1) };
        return cell(n, most, sum, { ...at, width: wide, height: high });
      }),
      ...Array.from({ length: map.columns }, (_, i) =>
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

/** @param sum of the map that it is of */
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
