/** Maps of events with a pulse, by column and row: sections of the ECAL, modules of the HCAL that there are. */
import type { Card } from '../../core/card/index.js';
import { cellAt, ecalGrid, type FrontEnd, type Grid, hcalGrid } from '../../core/channels.js';
import { hcalModules } from '../../core/geometry.js';
import { Histogram } from '../../core/histogram.js';

/** @param occupancy events with a pulse, by channel; of none where nothing was seen yet */
export function occupancyOf(
  detector: Card['detector'],
  { ecal, hcal }: Readonly<Record<Extract<FrontEnd, 'ecal' | 'hcal'>, readonly number[]>>,
): Histogram[] {
  const front = ecalGrid(detector.ecal);
  const behind = hcalGrid(detector.hcal);
  const title = (where: string) => `events with a pulse in a cell of ${where}`;
  return [
    map('preshower-cells', title('the preshower'), front, ecal, 0),
    map('ecal-cells', title('the ECAL behind it'), front, ecal, 1),
    ...hcalModules(detector).map(({ name, number }) =>
      map(`${name.toLowerCase()}-cells`, title(name), behind, hcal, number),
    ),
  ];
}

/** @param part section or module, in the channels */
function map(
  name: string,
  title: string,
  grid: Grid,
  channels: readonly number[],
  part: number,
): Histogram {
  const { nx, ny, cells } = grid;
  const axis = (name: string, bins: number) => ({ name, unit: '', bins, low: 0, high: bins });
  const histogram = new Histogram(name, title, [axis('column', nx), axis('row', ny)]);
  const own = channels.slice(cells * part, cells * (part + 1));
  return histogram.restore(
    own.map((n, i) => {
      const [column, row] = cellAt(grid, i);
      return [column + 1 + (nx + 2) * (row + 1), n] as const;
    }),
  );
}
