/** Interpolated lateral shares against the exact ones. */
import { SIX } from '../support/channels.js';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { LateralTable, lateralShares, lateralTable } from '../../src/core/lateral.js';
import { cardOf } from '../support/card.js';

const { lateral, pitch, preshower } = cardOf().detector.ecal;

for (const [name, terms] of [
  ['both sections', lateral],
  ['preshower', preshower.early],
  ['albedo', preshower.albedo.lateral],
] as const) {
  test(`${name}: within 0.002 of the exact shares everywhere on the face`, () => {
    const table = new LateralTable(terms, SIX, pitch);
    const out = new Float64Array(36);
    let worst = 0;
    for (let x = -114; x <= 114; x += 3.7) {
      for (let y = -114; y <= 114; y += 4.3) {
        const sum = table.shares(x, y, out);
        const exact = lateralShares(terms, SIX, pitch, x, y);
        for (let i = 0; i < 36; i++) worst = Math.max(worst, Math.abs(out[i] / sum - exact[i]));
      }
    }
    console.log(`  ${name}: worst ${worst.toExponential(1)}`);
    assert.ok(worst < 0.002, `worst ${worst}`);
  });
}

test('what is not in the cells has leaked: a tenth of a per cent at the beam cell, half at the edge', () => {
  const table = lateralTable(lateral, SIX, pitch);
  assert.is(lateralTable(lateral, SIX, pitch), table);
  const out = new Float64Array(36);
  const centre = table.shares(pitch / 2, pitch / 2, out);
  assert.ok(centre > 0.998 && centre < 1, `${centre}`);
  const edge = table.shares(3 * pitch, pitch / 2, out);
  assert.ok(Math.abs(edge - 0.5) < 0.01, `${edge}`);
  assert.ok(table.shares(5000, 0, out) < 1e-3);
});

test('mirror images see mirrored shares', () => {
  const table = lateralTable(lateral, SIX, pitch);
  const a = new Float64Array(36);
  const b = new Float64Array(36);
  table.shares(31, -7, a);
  table.shares(-31, 7, b);
  for (let i = 0; i < 36; i++) assert.ok(Math.abs(a[i] - b[35 - i]) < 1e-14);
});

test.run();
