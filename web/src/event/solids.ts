/** The calorimeters as solids in the frame of the set-up, in mm: what the 3D view and the projection draw. */
import type { Box, Display, Module } from '../../../src/run/display/shape.js';
import { shadeOf } from './energy.js';
import { placing } from './setUp.js';

export type Corner = readonly [x: number, y: number, z: number];

export interface Solid {
  readonly name: string;
  /** x low and high, of each z low and high, of each y low and high. */
  readonly corners: readonly Corner[];
  /** Null of the outline of a module. */
  readonly shade: number | null;
  readonly energy: number;
}

/** Outlines of the modules, and the cells that are on the scale of energies. */
export function solidsOf({ modules, setUp }: Display): { outlines: Solid[]; cells: Solid[] } {
  const boxed = modules.flatMap((m) =>
    m.box && m.side ? [{ ...m, box: m.box, side: m.side }] : [],
  );
  const of = (box: Box, name: string, energy: number, shade: number | null): Solid => ({
    ...{ name, energy, shade },
    corners: cornersOf(box, placing(setUp, box.axis)),
  });
  return {
    outlines: boxed.map(({ box, name }) => of(box, name, 0, null)),
    cells: boxed.flatMap(({ box, side, cells }) =>
      cells.flatMap(({ name, energy }, i) => {
        const shade = shadeOf(energy);
        return shade === null ? [] : [of(cellBox(box, side, i), name, energy, shade)];
      }),
    ),
  };
}

function cornersOf({ x, y, z }: Box, place: ReturnType<typeof placing>): Corner[] {
  return x.flatMap((cx) =>
    z.flatMap((cz) => {
      const [px, pz] = place([cx, cz]);
      return y.map((cy): Corner => [px, cy, pz]);
    }),
  );
}

/** Cell `i` = rows ix + iy of a module. */
function cellBox(
  { axis, x, y, z }: Box,
  [columns, rows]: NonNullable<Module['side']>,
  i: number,
): Box {
  const part = (
    [low, high]: Module['box'] extends infer _ ? Box['x'] : never,
    n: number,
    k: number,
  ) => {
    const width = (high - low) / n;
    return [low + k * width, low + (k + 1) * width] as const;
  };
  return { axis, x: part(x, columns, Math.floor(i / rows)), y: part(y, rows, i % rows), z };
}

/** Corners of the six faces, in turn about each. */
export const FACES: readonly (readonly [number, number, number, number])[] = [
  [0, 1, 3, 2],
  [4, 5, 7, 6],
  [0, 1, 5, 4],
  [2, 3, 7, 6],
  [0, 2, 6, 4],
  [1, 3, 7, 5],
];

/** The middle of its upper side, where its name stands. */
export function topOf({ corners }: Solid): Corner {
  const high = Math.max(...corners.map(([, y]) => y));
  const middle = (axis: 0 | 2) => corners.reduce((sum, c) => sum + c[axis], 0) / corners.length;
  return [middle(0), high, middle(2)];
}

/** Before the first solid, mm. */
const BEFORE = 1500;

/** Tracks in the frame of the set-up, from a little before the first solid. */
export function tracksNear(display: Display): Corner[][] {
  const { outlines } = solidsOf(display);
  const from = Math.min(...outlines.flatMap(({ corners }) => corners.map(([, , z]) => z)));
  return (display.tracker?.tracks ?? []).map(
    ({ points }) => points.filter(([, , z]) => z >= from - BEFORE) as Corner[],
  );
}
