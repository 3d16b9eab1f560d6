/** What a screen is told of an event: the analysis' own values and places, of a sealed one its channels alone. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { outline, volumesOf } from '../../../src/core/geometry.js';
import { RunError, UsageError } from '../../../src/core/errors.js';
import { displayOf, type Kind, nextOf, type Place } from '../../../src/run/display/index.js';
import { cellBox } from '../../../src/run/display/phoenix.js';
import type { Display } from '../../../src/run/display/shape.js';
import { findEvent, makeEvent } from '../../../src/run/event.js';
import type { OpenRun } from '../../../src/run/replay.js';
import { readPrimitives } from '../../../src/run/recorded.js';
import type { Summary } from '../../../src/run/summary.js';
import { madeRun } from '../../support/madeRun.js';
import { MANY_SEALED } from '../../support/sealed.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-test-'));
test.after(() => fs.rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => path.join(folder, name);

const SPILLS = 2;
const run = await madeRun(at('run'), MANY_SEALED, { spills: SPILLS });
const summary = JSON.parse(fs.readFileSync(path.join(run.directory, 'summary.json'), 'utf8'));
const { regions } = summary as Summary;

/** The first events of a kind. */
function some(kind: Kind, most: number, of: OpenRun = run): Place[] {
  const found: Place[] = [];
  let after: Place = { spill: 1, event: 0 };
  while (found.length < most) {
    const next = nextOf(of, kind, after);
    if (!next) break;
    found.push(next);
    after = next;
  }
  return found;
}
const shown = ({ spill, event }: Place) => displayOf(run, spill, event);

/** Some sealed events of the first spill. */
const sealed: Display[] = [];
for (const { event } of readPrimitives(run, 1)) {
  if (sealed.length === 3) break;
  const display = displayOf(run, 1, event);
  if (display.sealed) sealed.push(display);
}

const energyOf = ({ modules }: Display, ...names: string[]) =>
  modules
    .filter(({ name }) => names.includes(name))
    .reduce((sum, { cells }) => cells.reduce((s, { energy }) => s + energy, sum), 0);
const isNear = (a: number, b: number) => Math.abs(a - b) < 1e-9 * Math.max(1, Math.abs(b));

test('the next of a kind, and the next: as many as the summary counts, each in its region', () => {
  for (const kind of ['I', 'II', 'A', 'C'] as const) {
    const expected = regions.find(({ name }) => name === kind)?.events ?? -1;
    const found = some(kind, Number.POSITIVE_INFINITY);
    assert.is(found.length, expected, kind);
    const [first] = found;
    if (first) assert.ok(shown(first).selection?.regions.includes(kind));
  }
  assert.ok(regions.filter(({ name, events }) => name !== 'loose' && events > 0).length >= 3);
});

test('cells of the modules sum up to what is reconstructed', () => {
  const places = [...some('I', 3), ...some('II', 3)];
  for (const display of places.map(shown)) {
    const { reconstructed: r } = display;
    if (!r) throw new Error(`${display.id} is sealed`);
    assert.ok(isNear(energyOf(display, 'ECAL', 'ECAL preshower'), r.ecal), display.id);
    assert.ok(isNear(energyOf(display, 'ECAL preshower'), r.preshower), display.id);
    const hcal = r.hcal.map((_, i) => energyOf(display, `HCAL${i + 1}`));
    assert.ok(
      hcal.every((e, i) => isNear(e, r.hcal[i])),
      display.id,
    );
    assert.ok(isNear(energyOf(display, 'HCAL0'), r.hcal0), display.id);
    const srd = r.srd.reduce((sum, e) => sum + e, 0);
    assert.ok(isNear(energyOf(display, 'SRD'), srd), display.id);
    assert.equal(r, makeEvent(run, findEvent(run, display.spill, display.event)).reconstructed);
    assert.is(display.equalsRaw, true);
  }
});

test('every pulse of every channel that `event` shows stands in a cell, and no other', () => {
  const display = shown({ spill: 1, event: 3 });
  const { channels } = makeEvent(run, findEvent(run, 1, 3));
  const pulses = display.modules.flatMap(({ frontEnd, cells }) =>
    cells.flatMap(({ channel, name, pulses }) =>
      pulses.map(({ energy, time }) => [frontEnd, channel, name, energy, time].join(' ')),
    ),
  );
  const expected = channels.map((c) =>
    [c.frontEnd, c.channel, c.name, c.energyGeV, c.timeNs].join(' '),
  );
  assert.ok(expected.length > 20);
  assert.equal(pulses.sort(), expected.sort());
});

test('a track passes the clusters, and ends at the ECAL', () => {
  const [place] = some('I', 1);
  const { tracker, setUp } = shown(place);
  const [track] = tracker?.tracks ?? [];
  const { points } = track;
  const distance = tracker?.clusters
    .filter(({ view }) => view === 'x')
    .map(({ place: [x, z] }) => {
      const i = points.findIndex((p) => p[2] >= z - 1e-6);
      return Math.abs(points[i][0] - x);
    });
  assert.ok((distance ?? []).filter((d) => d < 1).length >= 5, `${distance}`);
  const [x, , z] = points[points.length - 1];
  const ecal = setUp.volumes.find(({ name }) => name === 'ECAL');
  const corners = ecal?.outline ?? [];
  assert.ok(x > Math.min(...corners.map((c) => c[0])) && x < Math.max(...corners.map((c) => c[0])));
  assert.ok(Math.abs(z - Math.min(...corners.map((c) => c[1]))) < 10, `${z}`);
});

test('boxes of cells fill the volumes of the set-up that have their name, but for their frames', () => {
  const { modules, setUp } = shown({ spill: 1, event: 1 });
  const { detector } = run.card;
  for (const { name, box, side, cells } of modules) {
    const volume = volumesOf(detector).find((v) => v.name === name);
    if (!box || !side || name === 'ECAL' || !volume) continue;
    const all = side[0] * side[1];
    assert.is(cells.length, all);
    const [first, last] = [cellBox(box, side, 0), cellBox(box, side, all - 1)];
    // Around them is a frame of 9 mm: 600 mm in all, of which 3 x 194 are cells.
    for (const [from, to, around] of [
      [first.x[0], last.x[1], volume.x],
      [first.y[0], last.y[1], volume.y],
    ] as const) {
      assert.ok(isNear(from, around[0] + 9) && isNear(to, around[1] - 9), `${name} ${from} ${to}`);
    }
    assert.equal(box.z, volume.z, name);
    const drawn = setUp.volumes.find((v) => v.name === name);
    assert.equal(drawn?.outline, outline(detector, volume));
    assert.is(drawn?.kind, 'hcal');
  }
  const kinds = new Set(setUp.volumes.map(({ kind }) => kind));
  assert.is(kinds.size, 8, [...kinds].join());
});

test('why it was accepted: the terms of the decision, and a sentence', () => {
  const { trigger } = shown(some('I', 1)[0]);
  assert.is(trigger?.answer, 'Accepted by physics (coincidence AND ecal AND preshower was true).');
  assert.ok(trigger?.terms.every(({ isTrue }) => isTrue));
  const clock = readPrimitives(run, 1).find(({ kind }) => kind === 'random');
  const random = displayOf(run, 1, clock?.event ?? 0);
  assert.is(random.trigger?.answer, 'Accepted by random (by the clock).');
  assert.equal(random.types, ['random']);
  assert.equal(random.selection?.regions, []);
});

test('a sealed event has its channels and the word, and nothing reconstructed', () => {
  assert.is(sealed.length, 3);
  const open = shown(some('I', 1)[0]);
  for (const display of sealed) {
    const { tracker, reconstructed, selection, trigger, ...rest } = display;
    assert.equal([tracker, reconstructed, selection, trigger], [null, null, null, null]);
    assert.equal(Object.keys(rest).sort(), [
      ...['alarms', 'equalsRaw', 'event', 'events', 'id', 'lostInBuilding', 'modules', 'run'],
      ...['schema', 'sealed', 'setUp', 'spill', 'types', 'waveforms'],
    ]);
    assert.equal(rest.setUp, open.setUp);
    assert.equal(rest.types, ['physics']);
    assert.ok(rest.modules.some(({ cells }) => cells.some(({ pulses }) => pulses.length > 0)));
    for (const word of ['cellTimes', 'momentum', 'sums', 'passes', 'regions', 'hottest', 'why']) {
      assert.not.ok(JSON.stringify(display).includes(`"${word}"`), word);
    }
  }
});

test('no such event, and searches that end', async () => {
  assert.throws(
    () => displayOf(run, 9, 1),
    (e: unknown) => e instanceof UsageError && e.message.includes('1 to 2'),
  );
  const message = (search: () => unknown): string => {
    try {
      search();
    } catch (error) {
      assert.ok(error instanceof RunError);
      return error.message;
    }
    return 'nothing thrown';
  };
  const last = some('A', Number.POSITIVE_INFINITY).pop() as Place;
  const begin = { spill: 1, event: 100_000 };
  assert.is(nextOf(run, 'A', last), null);
  assert.is(
    message(() => nextOf(run, 'A', begin, 1)),
    'region A: none in spills 1 to 1; go on from spill 2',
  );
  const dropped = await madeRun(at('dropped'), ['beam.intensity=2000', 'beam.spill=20 ms'], {
    raw: 'drop',
  });
  const none = 'raw data from spill 1 on were not kept, so there is nothing to search';
  assert.is(
    message(() => nextOf(dropped, 'II', { spill: 1, event: 0 })),
    `region II: ${none}`,
  );
  assert.is(displayOf(dropped, 1, 1).equalsRaw, null);
});

test('events that alarms name are found one by one, and say so', async () => {
  const lost = 'faults.lost={kind: lostFragment, spills: [2], rate: 0.01}';
  const faulty = await madeRun(at('faulty'), [...MANY_SEALED, lost], { spills: 2 });
  const named = (faulty.journal[1].alarms ?? []).flatMap(({ events = [] }) => events);
  const numbers = new Set(
    named.flatMap(([a, b]) => Array.from({ length: b - a + 1 }, (_, i) => a + i)),
  );
  const found = some('fault', 1000, faulty);
  assert.ok(numbers.size > 1);
  assert.equal(
    found,
    [...numbers].sort((a, b) => a - b).map((event) => ({ spill: 2, event })),
  );
  const display = displayOf(faulty, 2, found[0].event);
  assert.is(display.lostInBuilding, true);
  assert.is(display.equalsRaw, null);
  assert.is(display.alarms[0].monitor, 'fragments');
});

test.run();
