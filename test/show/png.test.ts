import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inflateSync } from 'node:zlib';
import { rasteriser } from '../../src/show/figures/png.js';

const svg = (body: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="48" viewBox="0 0 96 48">${body}</svg>`;

/** Width, height and compressed rows of a PNG of one data chunk or more (W3C PNG, 5.3 and 11.2). */
function read(png: Uint8Array) {
  const bytes = Buffer.from(png);
  assert.is(bytes.subarray(0, 8).toString('hex'), '89504e470d0a1a0a');
  const data: Buffer[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') {
      data.push(bytes.subarray(at + 8, at + 8 + length));
    }
    at += 12 + length;
  }
  const size = { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  return { ...size, rows: inflateSync(Buffer.concat(data)) };
}

test('1920 pixels across, and what is drawn is there, text included', async () => {
  const rasterise = await rasteriser();
  const ink = (body: string) => {
    const { width, height, rows } = read(rasterise(svg(body)));
    assert.equal([width, height], [1920, 960]);
    return rows.filter((byte) => byte !== 0).length;
  };
  // Rows are told by how they differ from the one before: nothing of nothing, but for the filter's number.
  const empty = ink('');
  assert.ok(empty <= 960, `${empty}`);
  const words = ink(
    '<text x="4" y="30" font-size="20" font-family="Helvetica, sans-serif">ε A′</text>',
  );
  assert.ok(words > empty + 1000, `${words}`);
});

test('the same bytes each time', async () => {
  const rasterise = await rasteriser();
  const drawing = svg('<text x="4" y="30" font-size="20" font-weight="bold">Spillway</text>');
  assert.equal(rasterise(drawing), rasterise(drawing));
});

test.run();
