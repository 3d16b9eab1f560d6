/** Maps of the cells: what is where, whatever the numbers of columns, rows and modules. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { channelCounts, channelIn, ecalGrid, hcalGrid } from '../../../src/core/channels.js';
import { occupancyOf } from '../../../src/run/live/occupancy.js';
import { histogramShown } from '../../../src/run/live/view.js';
import { cardOf } from '../../support/card.js';

for (const [cells, pitch] of [
  [[3, 3], 194],
  [[4, 2], 145],
  [[1, 5], 110],
] as const) {
  test(`each cell of an HCAL of ${cells.join(' x ')} and of an ECAL of 5 x 6 at its column and row`, () => {
    const { detector } = cardOf(
      `detector.hcal.cells=[${cells}]`,
      `detector.hcal.pitch=${pitch}mm`,
      'detector.hcal.modules.third=none',
      'detector.ecal.cells=[5,6]',
    );
    const counts = channelCounts(detector);
    // Every channel has a number of its own.
    const numbers = (n: number) => Array.from({ length: n }, (_, c) => 1 + c);
    const maps = occupancyOf(detector, { ecal: numbers(counts.ecal), hcal: numbers(counts.hcal) });
    const shown = maps.map((h) => histogramShown(h, null));
    assert.equal(
      shown.map(({ name }) => name),
      ['preshower-cells', 'ecal-cells', 'hcal1-cells', 'hcal2-cells', 'hcal0-cells'],
    );
    const parts = [
      [ecalGrid(detector.ecal), 0],
      [ecalGrid(detector.ecal), 1],
      ...[0, 1, 3].map((module) => [hcalGrid(detector.hcal), module] as const),
    ] as const;
    parts.forEach(([grid, part], i) => {
      const { axes, bins, counts } = shown[i];
      assert.equal(
        axes.map((axis) => axis.bins),
        [grid.nx, grid.ny],
      );
      assert.is(bins.length, grid.cells);
      bins.forEach((bin, k) => {
        const [column, row] = [bin % grid.nx, Math.floor(bin / grid.nx)];
        assert.is(counts[k], 1 + channelIn(grid, part, column, row));
      });
    });
  });
}

test('before the first spill there is nothing in them', () => {
  const maps = occupancyOf(cardOf().detector, { ecal: [], hcal: [] });
  assert.is(maps.length, 6);
  for (const { total } of maps) assert.is(total, 0);
});

test.run();
