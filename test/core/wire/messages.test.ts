/**
 * The wire contract read back by another decoder: the text of proto/, parsed at run time by protobufjs'
 * reflection, not the generated codec.
 */
import { readFileSync } from 'node:fs';
import { crc32 as zlibCrc32 } from 'node:zlib';
import protobuf from 'protobufjs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { seedKey } from '../../../src/core/random/index.js';
import { RECORD, readSegment } from '../../../src/core/wire/framing.js';
import { spillway } from '../../../src/core/wire/messages.js';
import { processSpill } from '../../../src/run/spill.js';
import { emulateSpill } from '../../../src/emulate/spill.js';
import { cardOf } from '../../support/card.js';
import { SEED } from '../../support/statistics.js';

const { root } = protobuf.parse(readFileSync('proto/spillway.proto', 'utf8'));
const type = (name: string) => root.lookupType(`spillway.${name}`);
/** Decoded by reflection, 64-bit fields as numbers. */
const reflected = (name: string, body: Uint8Array) =>
  type(name).toObject(type(name).decode(body), { longs: Number, defaults: true, arrays: true });

const card = cardOf('beam.intensity=50000', 'beam.spill=50 ms', 'nature.admixture.pion=0.02');
const SOURCES = [
  { name: 'trigger', channels: 0 },
  { name: 'counters', channels: 6 },
  { name: 'srd', channels: 3 },
  { name: 'ecal', channels: 72 },
  { name: 'veto', channels: 6 },
  { name: 'hcal', channels: 36 },
  { name: 'tracker', channels: 0 },
];
const job = {
  card,
  cardHash: 'abc',
  seed: SEED,
  mode: 'every',
  fidelity: 'energy',
  truth: true,
} as const;

test('every event of a segment decodes to what was emulated', () => {
  const { raw } = processSpill(job, 1);
  const { events, ledger } = emulateSpill(card, seedKey(SEED), 1);
  const records = [...readSegment(raw, (data, value = 0) => zlibCrc32(data, value))];
  assert.equal(
    records.map((r) => r.type),
    [
      RECORD.header,
      RECORD.beginOfBurst,
      ...events.flatMap(() => SOURCES.map(() => RECORD.fragment)),
      RECORD.endOfBurst,
    ],
  );
  assert.ok(events.length > 30);
  const header = reflected('SegmentHeader', records[0]?.body as Uint8Array);
  assert.equal(header, {
    schema: 'spillway.raw/1',
    cardHash: 'abc',
    seed: SEED,
    run: 3,
    spill: 1,
    fidelity: 'energy',
    mode: 'every',
    sources: SOURCES,
    menuHash: '',
    burst: null,
  });
  let pulses = 0;
  events.forEach((event, i) => {
    SOURCES.forEach(({ name }, source) => {
      const { body: record } = records[2 + i * SOURCES.length + source] as { body: Uint8Array };
      const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
      const message = record.subarray(0, record.length - 4);
      assert.is(view.getUint32(message.length, true), zlibCrc32(message), 'the CRC-32 behind it');
      const fragment = reflected('Fragment', message);
      assert.equal(
        [fragment.source, fragment.spill, fragment.event, fragment.tick],
        [source, 1, i + 1, event.header.tick],
      );
      if (source === 0) {
        assert.equal(reflected('EventHeader', fragment.body), event.header);
        return;
      }
      assert.is(Buffer.compare(fragment.body, event.bodies[name] as Uint8Array), 0);
      const body = reflected('Body', fragment.body);
      const own = spillway.Body.decode(event.bodies[name] as Uint8Array);
      for (const column of ['strip', 'amplitude', 'timeTicks', 'tube', 'tdc'] as const) {
        assert.equal(body.hits?.[column] ?? [], own.hits?.[column] ?? []);
      }
      const channels: number[] = body.energies?.channel ?? [];
      assert.equal(channels, own.energies?.channel ?? []);
      assert.equal(body.energies?.energyKev ?? [], own.energies?.energyKev ?? []);
      assert.equal(body.energies?.timePs ?? [], own.energies?.timePs ?? []);
      pulses += channels.length;
      assert.ok(
        channels.every((c, k) => k === 0 || c >= (channels[k - 1] as number)),
        'sorted',
      );
    });
  });
  assert.ok(pulses > 1000);
  const end = reflected('EndOfBurst', records[records.length - 1]?.body as Uint8Array);
  assert.is(end.events, events.length);
  assert.equal(end.scalers, ledger.scalers);
  const sum = (column: readonly number[]) => column.reduce((a, b) => a + b, 0);
  assert.is(sum(end.coincidences), ledger.scalers.coincidences);
  assert.is(sum(end.busyCoincidences), ledger.scalers.busyCoincidences);
});

test('signs and 64 bits survive', () => {
  const energies = {
    channel: [0, 122],
    energyKev: [-2147483648, 2147483647],
    timePs: [-450000, 290000],
  };
  assert.equal(reflected('Body', spillway.Body.encode({ energies }).finish()), { energies });
  const hits = {
    strip: [7, 4095],
    amplitude: [65535, 1],
    timeTicks: [-2500, 750],
    tube: [9],
    tdc: [845],
    sample: [0, 17, 4095, 3, 2, 1],
  };
  assert.equal(reflected('Body', spillway.Body.encode({ hits }).finish()), { hits });
  const large = Number.MAX_SAFE_INTEGER;
  const scalers = {
    singles: [1, 2, 3, large],
    veto: 5,
    coincidences: 2 ** 40,
    coincidencePairs: large,
    ecalTerm: 0,
    presented: [1, 2, 3],
    accepted: [],
    busyTicks: 2 ** 33,
    clockTicks: 48_000_000_000,
    busyCoincidences: 2 ** 33 + 1,
    met: [2 ** 40, 0],
    fired: [1, 0],
    kept: [0, 1],
  };
  const bytes = spillway.Scalers.encode(scalers).finish();
  assert.equal(reflected('Scalers', bytes), scalers);
  // And the other way: bytes of the reflection, read by the codec.
  const other = type('Scalers').encode(type('Scalers').fromObject(scalers)).finish();
  assert.is(Buffer.compare(other, bytes), 0);
  assert.is(spillway.Scalers.decode(other).coincidencePairs, large);
});

test.run();
