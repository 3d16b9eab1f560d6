/**
 * Phoenix JSON, held to what `PhoenixLoader` and `PhoenixObjects` of phoenix-event-display 3.0.5 read of it
 * (dist/loaders/phoenix-loader.js, dist/loaders/objects/phoenix-objects.js), with the classes of three.js that they build.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Box3, CatmullRomCurve3, Color, Vector3 } from 'three';
import { ConvexGeometry } from 'three/examples/jsm/geometries/ConvexGeometry.js';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as v from 'valibot';
import { displayOf, nextOf } from '../../../src/run/display/index.js';
import { phoenixOf } from '../../../src/run/display/phoenix.js';
import type { Display } from '../../../src/run/display/shape.js';
import { readPrimitives } from '../../../src/run/recorded.js';
import { madeRun } from '../../support/madeRun.js';
import { MANY_SEALED } from '../../support/sealed.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-test-'));
test.after(() => fs.rmSync(folder, { recursive: true, force: true }));
const run = await madeRun(path.join(folder, 'run'), MANY_SEALED);

const place = nextOf(run, 'I', { spill: 1, event: 0 });
const open = displayOf(run, 1, place?.event ?? 0);
let sealed: Display | undefined;
for (const { event } of readPrimitives(run, 1)) {
  sealed = displayOf(run, 1, event);
  if (sealed.sealed) break;
}

const number = v.pipe(v.number(), v.finite());
const collections = <T extends v.GenericSchema>(of: T) => v.record(v.string(), v.array(of));
/** What the loader and the objects take from an event, and no more. */
const EVENT = v.strictObject({
  'event number': v.pipe(number, v.integer()),
  'run number': v.pipe(number, v.integer()),
  IrregularCaloCells: collections(
    v.looseObject({
      layer: number,
      energy: number,
      vtx: v.pipe(v.array(number), v.length(24)),
      color: v.pipe(
        v.array(v.pipe(number, v.integer(), v.minValue(0), v.maxValue(255))),
        v.length(3),
      ),
      opacity: v.pipe(number, v.minValue(0), v.maxValue(1)),
    }),
  ),
  Tracks: v.optional(
    collections(
      v.looseObject({
        // Fewer points are extrapolated by a field that is not there.
        pos: v.pipe(v.array(v.pipe(v.array(number), v.length(3))), v.minLength(3)),
        color: v.pipe(v.string(), v.regex(/^[\da-f]{6}$/)),
      }),
    ),
  ),
  Hits: v.optional(
    collections(
      v.looseObject({ type: v.literal('Point'), pos: v.pipe(v.array(number), v.length(3)) }),
    ),
  ),
});
const FILE = v.record(v.string(), EVENT);

/** As a file comes back. */
const readBack = (display: Display) =>
  v.parse(FILE, JSON.parse(JSON.stringify(phoenixOf(display))));

test('an event has the shape that the loader reads', () => {
  const [[name, event]] = Object.entries(readBack(open));
  assert.is(name, `spill 1, event ${open.event}`);
  assert.equal([event['event number'], event['run number']], [open.event, run.record.run]);
  assert.ok((event.Tracks?.tracks.length ?? 0) === 1);
  assert.ok((event.Hits?.['tracker hits'].length ?? 0) >= 5);
  assert.equal(Object.keys(event.IrregularCaloCells), [
    ...['ECAL preshower', 'ECAL', 'HCAL1', 'HCAL2', 'HCAL3', 'HCAL0'],
  ]);
});

test('the corners are a box of the size and at the place of the cell', () => {
  const [event] = Object.values(readBack(open));
  const { hcal, ecal } = run.card.detector;
  const { bend } = open.setUp;
  for (const [name, cells] of Object.entries(event.IrregularCaloCells)) {
    const isHcal = name.startsWith('HCAL');
    const pitch = isHcal ? hcal.pitch : ecal.pitch;
    const turned = name === 'HCAL0' ? 0 : bend;
    const module = open.modules.find((m) => m.name === name);
    assert.is(cells.length, module?.cells.filter(({ energy }) => energy > 0).length);
    for (const { vtx, color } of cells) {
      const corners = Array.from(
        { length: 8 },
        (_, i) => new Vector3(...vtx.slice(3 * i, 3 * i + 3)),
      );
      const geometry = new ConvexGeometry(corners);
      // Six faces of two triangles each: no corner lies within the others.
      assert.is(geometry.getAttribute('position').count, 36);
      const [z0, z1] = module?.box?.z ?? [0, 0];
      const box = new Box3().setFromPoints(corners).getSize(new Vector3());
      const depth = z1 - z0;
      const [c, s] = [Math.cos(turned), Math.sin(turned)];
      assert.ok(Math.abs(box.x - (pitch * c + depth * s)) < 1e-6, `${name} ${box.x}`);
      assert.ok(Math.abs(box.y - pitch) < 1e-6, `${name} ${box.y}`);
      assert.ok(Math.abs(box.z - (depth * c + pitch * s)) < 1e-6, `${name} ${box.z}`);
      assert.ok(new Color(`rgb(${color.join(',')})`).b > 0.4);
    }
  }
});

test('a track is a curve from S1 to the ECAL', () => {
  const [event] = Object.values(readBack(open));
  const [{ pos }] = event.Tracks?.tracks ?? [];
  const curve = new CatmullRomCurve3(pos.map(([x, y, z]) => new Vector3(x, y, z)));
  const { ecal } = run.card.detector.position;
  assert.ok(Math.abs(curve.getPoint(0).z) < 1);
  assert.ok(Math.abs(curve.getPoint(1).z - ecal) < 10);
  assert.ok(curve.getLength() > ecal && curve.getLength() < 1.01 * ecal);
});

test('of a sealed event the cells alone, and the word', () => {
  if (!sealed?.sealed) throw new Error('no sealed event');
  const [[name, event]] = Object.entries(readBack(sealed));
  assert.match(name, /, sealed$/);
  assert.equal(Object.keys(event).sort(), ['IrregularCaloCells', 'event number', 'run number']);
  assert.ok(Object.values(event.IrregularCaloCells).flat().length > 10);
});

test.run();
