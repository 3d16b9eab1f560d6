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
const job = { card, cardHash: 'abc', seed: SEED, truth: true };

test('every event of a segment decodes to what was emulated', () => {
  const { raw } = processSpill(job, 1);
  const { events, ledger } = emulateSpill(card, seedKey(SEED), 1);
  const records = [...readSegment(raw, (data, value = 0) => zlibCrc32(data, value))];
  assert.equal(
    records.map((r) => r.type),
    [RECORD.header, RECORD.beginOfBurst, ...events.map(() => RECORD.event), RECORD.endOfBurst],
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
  });
  let pulses = 0;
  events.forEach((event, i) => {
    const raw = reflected('RawEvent', records[i + 2]?.body as Uint8Array);
    assert.equal(raw.header, event.header);
    assert.is(Buffer.compare(raw.payload, event.payload), 0);
    const payload = reflected('Payload', raw.payload);
    const own = spillway.Payload.decode(event.payload);
    assert.equal(payload.energies?.channel ?? [], own.energies?.channel ?? []);
    assert.equal(payload.energies?.energyKev ?? [], own.energies?.energyKev ?? []);
    assert.equal(payload.energies?.timePs ?? [], own.energies?.timePs ?? []);
    assert.equal([payload.strawX, payload.strawY], [own.strawX, own.strawY]);
    assert.is(payload.tracks.length, own.tracks.length);
    pulses += own.energies?.channel?.length ?? 0;
    const channels = own.energies?.channel ?? [];
    assert.ok(
      channels.every((c, k) => k === 0 || c >= channels[k - 1]),
      'sorted',
    );
  });
  assert.ok(pulses > 1000);
  const end = reflected('EndOfBurst', records[records.length - 1]?.body as Uint8Array);
  assert.is(end.events, events.length);
  assert.equal(end.scalers, ledger.scalers);
});

test('signs and 64 bits survive', () => {
  const payload = {
    energies: { channel: [0, 122], energyKev: [1, 4294967295], timePs: [-450000, 290000] },
    tracks: [{ timePs: -1, momentumMev: 2, angleXNrad: -3, angleYNrad: 4, xUm: -5, yUm: 6 }],
    strawX: 7,
    strawY: 8,
  };
  assert.equal(reflected('Payload', spillway.Payload.encode(payload).finish()), payload);
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
  };
  const bytes = spillway.Scalers.encode(scalers).finish();
  assert.equal(reflected('Scalers', bytes), scalers);
  // And the other way: bytes of the reflection, read by the codec.
  const other = type('Scalers').encode(type('Scalers').fromObject(scalers)).finish();
  assert.is(Buffer.compare(other, bytes), 0);
  assert.is(spillway.Scalers.decode(other).coincidencePairs, large);
});

test.run();
