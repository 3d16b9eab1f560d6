/** The streams that the library gives away. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { lastValueFrom, take, toArray } from 'rxjs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { spills$ as built$ } from '../../dist/run/stream.js';
import { buildSpill } from '../../src/analyse/building/index.js';
import { UsageError } from '../../src/core/errors.js';
import { crc32 } from '../../src/run/hash.js';
import { loadSingleCard } from '../../src/run/cards.js';
import { fragmentsOf, spills$ } from '../../src/run/stream.js';
import { madeRun } from '../support/madeRun.js';

const SETTINGS = ['beam.intensity=3e4'];
const card = loadSingleCard('run3-2018', SETTINGS, 'demo');

test('spills are those of a run, in order, in this thread and in others', async () => {
  const directory = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-stream-')), 'run');
  const { journal } = await madeRun(directory, SETTINGS, { spills: 3 });
  fs.rmSync(path.dirname(directory), { recursive: true });
  const hashes = journal.map(({ spillHash }) => spillHash);
  const here = await lastValueFrom(spills$({ card, spills: 3 }).pipe(toArray()));
  assert.equal(
    here.map(({ spill, hash }) => [spill, hash]),
    hashes.map((hash, i) => [i + 1, hash]),
  );
  const there = await lastValueFrom(built$({ card, spills: [3, 1], workers: 2 }).pipe(toArray()));
  assert.equal(
    there.map(({ hash }) => hash),
    [hashes[2], hashes[0]],
  );
});

test('without end, as long as somebody listens', async () => {
  const two = await lastValueFrom(spills$({ card }).pipe(take(2), toArray()));
  assert.equal(
    two.map(({ spill }) => spill),
    [1, 2],
  );
});

test('the fragments of a spill are those that its events are built from', async () => {
  const { raw } = await lastValueFrom(spills$({ card, spills: 1 }));
  const fragments = [...fragmentsOf(raw)];
  const { events, building } = buildSpill(raw, crc32, card.readout.building);
  const counts = new Map<string, number>();
  for (const { source } of fragments) counts.set(source, (counts.get(source) ?? 0) + 1);
  assert.is(fragments.length, building.fragments);
  for (const [source, n] of counts) assert.is(n, events.length, source);
});

test('what cannot be run is refused in the stream', async () => {
  const menu = loadSingleCard('run3-2018', ['beam.intensity=1e9'], 'demo');
  const failed = await lastValueFrom(spills$({ card: menu, mode: 'candidates', spills: 1 })).catch(
    (error) => error,
  );
  assert.instance(failed, UsageError);
});

test.run();
