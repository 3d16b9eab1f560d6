/** The examples of docs/examples, as a user runs them, with the built package. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeFragment } from '../../src/core/wire/event.js';
import { crc32 } from '../../src/run/hash.js';

const folder = path.join(import.meta.dirname, '../../docs/examples');
const ran = (file: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(folder, file), ...args],
    {
      encoding: 'utf8',
    },
  );
  assert.is(status, 0, stderr);
  return stdout;
};

test('workspace.mjs: the limits that pyhf has of this workspace', () => {
  // pyhf, "Hello World" of its README: 1.0115 observed, 1.0624 expected.
  const limit = JSON.parse(ran('workspace.mjs'));
  assert.ok(Math.abs(limit.observed - 1.0115) < 1e-3, `${limit.observed}`);
  assert.ok(Math.abs(limit.expected[2] - 1.0624) < 1e-3, `${limit.expected[2]}`);
});

test('threshold.mjs: a higher threshold takes more', () => {
  const rows = ran('threshold.mjs', '60', '80', '20').trim().split('\n').slice(1);
  const triggers = rows.map((row) => Number(row.split('|')[1]));
  assert.is(triggers.length, 2);
  assert.ok(triggers[1] > 1.2 * triggers[0], `${triggers}`);
});

test('tcp-source.mjs: whole fragments of one spill, each front end in the order of its events', async () => {
  const source = spawn(process.execPath, [path.join(folder, 'tcp-source.mjs'), '0', '1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface(source.stdout);
  const [greeting] = (await once(lines, 'line')) as [string];
  const socket = connect(Number(/port (\d+)/.exec(greeting)?.[1]), '127.0.0.1');
  const parts: Buffer[] = [];
  for await (const part of socket) parts.push(part as Buffer);
  source.kill();
  const all = Buffer.concat(parts);
  const last = new Map<number, number>();
  let fragments = 0;
  for (let at = 0; at < all.length; fragments++) {
    const length = all.readUInt32LE(at);
    const from = all.readUInt8(at + 4);
    const fragment = decodeFragment(all.subarray(at + 5, at + 4 + length), crc32);
    assert.ok(fragment, `fragment ${fragments}`);
    assert.ok(fragment.event >= (last.get(from) ?? 0));
    last.set(from, fragment.event);
    at += 4 + length;
  }
  assert.ok(last.size >= 7, `${last.size} front ends`);
  assert.is(new Set(last.values()).size, 1, 'all end with the same event');
  assert.ok(fragments > 100, `${fragments}`);
});

test.run();
