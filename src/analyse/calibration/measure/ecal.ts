/**
 * Gains of the ECAL from electrons of the beam energy E on every cell.
 *
 * With the table at cell i the mean heights a_ij of the cells j of a section hold sum_j g_j a_ij = E_i, as
 * many equations as cells, nearly diagonal. In the preshower E_i = f C_i E, with the mean share f of a shower
 * in it and C_i what the array contains of one on cell i over one on the beam cell; in the main section
 * E_i = C_i E less what the preshower's cells show of the very same electrons, so that the fluctuations of
 * the share cancel and the sum of both sections comes out right whatever f is.
 */
import type { Belief } from '../../../core/card/schema.js';
import { cellAt, ecalGrid } from '../../../core/channels.js';
import { lateralTable } from '../../../core/lateral.js';
import { solveLinear } from '../../../core/linear.js';

/** Mean heights of all channels in electrons on one cell, counts; null where it had none. */
export type CellMeans = readonly (Float64Array | null)[];

/**
 * @param nominal taken where there is no equation
 * @returns GeV per count of all channels
 */
export function ecalGains(belief: Belief, means: CellMeans, nominal: readonly number[]): number[] {
  const energy = belief.analysis.beamEnergy;
  const { share } = belief.detector.ecal.preshower;
  const contained = cellContainment(belief);
  const { cells } = ecalGrid(belief.detector.ecal);
  const preshower = section(means, nominal, 0, (i) => share * contained[i] * energy);
  const main = section(means, nominal, cells, (i, heights) => {
    let seen = 0;
    for (let j = 0; j < cells; j++) seen += preshower[j] * heights[j];
    return contained[i] * energy - seen;
  });
  return [...preshower, ...main];
}

function section(
  means: CellMeans,
  nominal: readonly number[],
  first: number,
  expected: (cell: number, heights: Float64Array) => number,
): number[] {
  const cells = means.length;
  const rows: number[][] = [];
  const right: number[] = [];
  means.forEach((heights, i) => {
    const row = new Array<number>(cells).fill(0);
    if (heights) {
      for (let j = 0; j < cells; j++) row[j] = heights[first + j];
      right.push(expected(i, heights));
    } else {
      row[i] = 1;
      right.push(nominal[first + i]);
    }
    rows.push(row);
  });
  return solveLinear(rows, right) ?? nominal.slice(first, first + cells);
}

/** What the array contains of a shower in the middle of each cell, over one in the beam cell. */
function cellContainment({ detector: { ecal } }: Belief): number[] {
  const grid = ecalGrid(ecal);
  const table = lateralTable(ecal.lateral, grid, ecal.pitch);
  const out = new Float64Array(grid.cells);
  const centre = (i: number, n: number) => (i + 0.5 - n / 2) * ecal.pitch;
  const at = ([ix, iy]: readonly [number, number]) =>
    table.shares(centre(ix, grid.nx), centre(iy, grid.ny), out);
  const beam = at(ecal.beamCell);
  return Array.from({ length: grid.cells }, (_, i) => at(cellAt(grid, i)) / beam);
}
