/**
 * Lateral shower profile: share of the energy in a square cell, by Lednev's cumulative function
 * (A. A. Lednev, Nucl. Instrum. Meth. A 366 (1995) 292). Needed by the ECAL response and, as the
 * expected shape, by the analysis.
 */
import type { Grid } from './channels.js';
import { atan } from './math.js';

const TWO_PI = 6.283185307179586;

export interface LateralTerm {
  readonly weight: number;
  /** mm */
  readonly scale: number;
}

/** Share of the energy with x' < x and y' < y of the shower axis (mm). */
function below(terms: readonly LateralTerm[], x: number, y: number): number {
  let sum = 0.25;
  for (const { weight, scale: b } of terms) {
    const r = Math.sqrt(b * b + x * x + y * y);
    sum += (weight / TWO_PI) * (atan(x / b) + atan(y / b) + atan((x * y) / (b * r)));
  }
  return sum;
}

/** Shares between edges that lie at `from + k pitch` (mm) in x and y; returns their sum. */
function between(
  terms: readonly LateralTerm[],
  { nx, ny }: Pick<Grid, 'nx' | 'ny'>,
  pitch: number,
  fromX: number,
  fromY: number,
  out: Float64Array,
): number {
  const edges = ny + 1;
  const cumulative = new Float64Array((nx + 1) * edges);
  for (let i = 0; i <= nx; i++) {
    for (let j = 0; j < edges; j++) {
      cumulative[i * edges + j] = below(terms, fromX + i * pitch, fromY + j * pitch);
    }
  }
  let sum = 0;
  for (let i = 0; i < nx; i++) {
    for (let j = 0; j < ny; j++) {
      const a = i * edges + j;
      const share =
        cumulative[a + edges + 1] - cumulative[a + edges] - cumulative[a + 1] + cumulative[a];
      out[i * ny + j] = share;
      sum += share;
    }
  }
  return sum;
}

/**
 * Shares of the cells of a grid of the given pitch (mm) for a shower at (x, y) mm from the centre of the
 * array; of what the array sees, so that they add up to 1.
 */
export function lateralShares(
  terms: readonly LateralTerm[],
  grid: Grid,
  pitch: number,
  x: number,
  y: number,
  out: Float64Array = new Float64Array(grid.cells),
): Float64Array {
  const sum = between(
    terms,
    grid,
    pitch,
    -(grid.nx * pitch) / 2 - x,
    -(grid.ny * pitch) / 2 - y,
    out,
  );
  for (let i = 0; i < out.length; i++) out[i] /= sum;
  return out;
}

/** Nodes from the edge of a cell to its middle, closer to each other near the edge. */
const NODES = 24;

/**
 * The same shares, interpolated: a hundredfold faster. The offset of the impact from the nearest
 * edge of its cell, d, is tabulated at d = (pitch / 2) (k / 24)^2 in x and y, since a shower's core
 * is far narrower than a cell; linear between the nodes. Shares are off by less than 0.002.
 */
export class LateralTable {
  /** Cells of the table in x and y: relative to the cell that is hit a cell lies -(n - 1) to n - 1 away. */
  private readonly across: number;
  private readonly width: number;
  private readonly table: Float64Array;
  private readonly nx: number;
  private readonly ny: number;
  private readonly halfX: number;
  private readonly halfY: number;

  constructor(
    private readonly terms: readonly LateralTerm[],
    { nx, ny }: Grid,
    private readonly pitch: number,
  ) {
    this.nx = nx;
    this.ny = ny;
    this.across = 2 * nx - 1;
    this.width = 2 * ny - 1;
    this.halfX = (nx * pitch) / 2;
    this.halfY = (ny * pitch) / 2;
    const table = { nx: this.across, ny: this.width };
    const cells = this.across * this.width;
    this.table = new Float64Array((NODES + 1) * (NODES + 1) * cells);
    const lowX = -(nx - 1) * pitch;
    const lowY = -(ny - 1) * pitch;
    for (let a = 0; a <= NODES; a++) {
      for (let b = 0; b <= NODES; b++) {
        const start = (a * (NODES + 1) + b) * cells;
        const out = this.table.subarray(start, start + cells);
        between(terms, table, pitch, lowX - this.offset(a), lowY - this.offset(b), out);
      }
    }
  }

  private offset(node: number): number {
    return (this.pitch / 2) * (node / NODES) * (node / NODES);
  }

  /**
   * Shares of the whole shower, so that they add up to less than 1 by what leaks out at the sides.
   * An impact outside the array is computed, not looked up.
   * @returns their sum
   */
  shares(x: number, y: number, out: Float64Array): number {
    const { nx, ny, pitch, halfX, halfY, width } = this;
    const u = (x + halfX) / pitch;
    const v = (y + halfY) / pitch;
    const cx = Math.floor(u);
    const cy = Math.floor(v);
    if (!(cx >= 0 && cx < nx && cy >= 0 && cy < ny)) {
      return between(this.terms, { nx, ny }, pitch, -halfX - x, -halfY - y, out);
    }
    // In the right half of a cell the table is read from the right.
    const mirrorX = u - cx > 0.5;
    const mirrorY = v - cy > 0.5;
    const du = mirrorX ? cx + 1 - u : u - cx;
    const dv = mirrorY ? cy + 1 - v : v - cy;
    const a = NODES * Math.sqrt(2 * du);
    const b = NODES * Math.sqrt(2 * dv);
    const ia = Math.min(NODES - 1, Math.floor(a));
    const ib = Math.min(NODES - 1, Math.floor(b));
    // Linear in the distance, which is the square of the node's number.
    const ta = (a * a - ia * ia) / (2 * ia + 1);
    const tb = (b * b - ib * ib) / (2 * ib + 1);
    const w00 = (1 - ta) * (1 - tb);
    const w01 = (1 - ta) * tb;
    const w10 = ta * (1 - tb);
    const w11 = ta * tb;
    const cells = this.across * width;
    const p00 = (ia * (NODES + 1) + ib) * cells;
    const p01 = p00 + cells;
    const p10 = p00 + (NODES + 1) * cells;
    const p11 = p10 + cells;
    const { table } = this;
    let sum = 0;
    for (let i = 0; i < nx; i++) {
      const di = mirrorX ? cx - i : i - cx;
      const row = (di + nx - 1) * width;
      for (let j = 0; j < ny; j++) {
        const dj = mirrorY ? cy - j : j - cy;
        const k = row + dj + ny - 1;
        const share =
          w00 * table[p00 + k] + w01 * table[p01 + k] + w10 * table[p10 + k] + w11 * table[p11 + k];
        out[i * ny + j] = share;
        sum += share;
      }
    }
    return sum;
  }
}

const tables = new WeakMap<readonly LateralTerm[], LateralTable>();

/** The table of these terms, made when first asked for; an array of terms serves one grid and pitch. */
export function lateralTable(
  terms: readonly LateralTerm[],
  grid: Grid,
  pitch: number,
): LateralTable {
  let table = tables.get(terms);
  if (table === undefined) {
    table = new LateralTable(terms, grid, pitch);
    tables.set(terms, table);
  }
  return table;
}
