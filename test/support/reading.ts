/** What a run directory holds, read with this program's own decoders: the same numbers as `test/reader/read_run.py`. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { buildSpill } from '../../src/analyse/building/index.js';
import { CUTS } from '../../src/analyse/selection/index.js';
import { REGIONS } from '../../src/analyse/selection/regions.js';
import { formatId } from '../../src/core/id.js';
import { RECORD, readSegment } from '../../src/core/wire/framing.js';
import { spillway } from '../../src/core/wire/messages.js';
import { unpackSamples } from '../../src/core/wire/samples.js';
import { crc32 } from '../../src/run/hash.js';
import { readPrimitivesSegment, timeOf } from '../../src/run/recorded.js';
import { type OpenRun, openRun } from '../../src/run/replay.js';
import { readCheckpoint } from '../../src/run/store/checkpoint.js';
import { readSegmentOf } from '../../src/run/store/directory.js';
import { keptHash, type Summary } from '../../src/run/summary.js';
import { verifyRun } from '../../src/run/verify.js';

const sum = (values: Iterable<number> | null | undefined): number => {
  let total = 0;
  for (const value of values ?? []) total += value;
  return total;
};

export type Reading = ReturnType<typeof readingOf>;

export function readingOf(directory: string) {
  const run = openRun(directory);
  const { files, runHash, problems } = verifyRun(directory);
  if (problems.length > 0) throw new Error(`${directory}: ${JSON.stringify(problems)}`);
  const counts = readCheckpoint(directory, run.journal.length);
  const summary = JSON.parse(text(directory, 'summary.json')) as Summary;
  if (summary.runHash !== runHash) throw new Error(`${directory}: runHash`);
  return {
    runHash,
    rawHash: keptHash(run.journal),
    files,
    spills: run.journal.map(({ spill }) => spillOf(run, spill)),
    counts: {
      events: counts.events,
      physics: counts.physics,
      sealed: counts.sealed,
      setAside: counts.setAside,
      badSpills: counts.badSpills,
      cutflow: Object.fromEntries(CUTS.map(({ name }, i) => [name, counts.cutflow[i]])),
      regions: Object.fromEntries(REGIONS.map(({ name }, i) => [name, counts.regions[i]])),
      histograms: Object.fromEntries(counts.histograms.map((h) => [h.name, h.total])),
      building: counts.building,
    },
    gains:
      run.calibration &&
      Object.fromEntries(
        Object.entries(run.calibration.frontEnds).map(([name, { gain }]) => [name, sum(gain)]),
      ),
  };
}

const text = (...parts: string[]) => fs.readFileSync(path.join(...parts), 'utf8');

function spillOf(run: OpenRun, spill: number) {
  const { records: triggers } = readPrimitivesSegment(run, spill);
  const truth = readSegmentOf(run, 'truth', spill);
  return {
    spill,
    alarms: run.journal[spill - 1].alarms ?? [],
    raw: rawOf(run, readSegmentOf(run, 'raw', spill) as Uint8Array),
    primitives: {
      records: triggers.length,
      recorded: triggers.filter(({ event }) => event > 0).length,
      ids: triggers.map((p) => [formatId(p), timeOf(p)]),
      sums: [sum(triggers.map((p) => p.ecalCounts)), sum(triggers.map((p) => p.preshowerCounts))],
    },
    ...(truth && { truth: truthOf(truth) }),
  };
}

function rawOf({ card }: OpenRun, raw: Uint8Array) {
  const spill = buildSpill(raw, crc32, card.readout.building);
  const types: Record<string, number> = {};
  for (const { header } of spill.events) {
    types[`${header.type}`] = (types[`${header.type}`] ?? 0) + 1;
  }
  const names = spill.header.sources.flatMap(({ name }) =>
    !name || name === 'trigger' || name === 'tracker' ? [] : [name],
  );
  const bodies = (name: string) =>
    spill.events.map(({ bodies }) => spillway.Body.decode(bodies[name]));
  const hits = bodies('tracker').map((body) => body.hits);
  const all = (of: (h: spillway.Hits.$Properties) => number[] | null | undefined) =>
    sum(hits.map((h) => sum(h && of(h))));
  const lengths = (of: (h: spillway.Hits.$Properties) => number[] | null | undefined) =>
    sum(hits.map((h) => (h && of(h))?.length ?? 0));
  const { met, fired, kept, ...scalers } = spill.scalers;
  const { fragments, damaged, strays, duplicates, late } = spill.building;
  return {
    staged: spill.staged,
    events: spill.recorded,
    setAside: spill.setAside,
    lost: [
      ...spill.incomplete.map(({ event }) => event),
      ...spill.missing.flatMap(([from, to]) =>
        Array.from({ length: to - from + 1 }, (_, i) => from + i),
      ),
    ].sort((a, b) => a - b),
    came: { fragments, damaged, strays, again: duplicates + late },
    types,
    ticks: sum(spill.events.map(({ header }) => Number(header.tick))),
    numbers: sum(spill.events.map(({ header }) => header.event ?? 0)),
    frontEnds: Object.fromEntries(
      names.map((name) => [name, frontEnd(bodies(name), card.detector.sampling.samples)]),
    ),
    tracker: {
      strips: lengths((h) => h.strip),
      amplitude: all((h) => h.amplitude),
      ticks: all((h) => h.timeTicks),
      tubes: lengths((h) => h.tube),
      tdc: all((h) => h.tdc),
      samples: all((h) => h.sample),
    },
    scalers: { ...scalers, met: sum(met), fired: sum(fired), kept: sum(kept) },
    coincidences: sum(spill.profile.coincidences),
  };
}

function frontEnd(bodies: readonly spillway.Body.$Properties[], samples: number) {
  const digest = createHash('sha256');
  const sums = { pulses: 0, kev: 0, ps: 0, samples: 0 };
  for (const { energies, waveforms } of bodies) {
    sums.pulses += energies?.channel?.length ?? 0;
    sums.kev += sum(energies?.energyKev);
    sums.ps += sum(energies?.timePs);
    if (!waveforms) continue;
    const n = samples * (waveforms.channel?.length ?? 0);
    const row = unpackSamples(waveforms.samples ?? new Uint8Array(), n);
    sums.samples += n;
    digest.update(new Uint8Array(row.buffer));
  }
  return { ...sums, digest: digest.digest('hex') };
}

function truthOf(data: Uint8Array) {
  const records = [...readSegment(data, crc32)];
  const bodiesOf = (wanted: number) =>
    records.filter(({ type }) => type === wanted).map(({ body }) => body);
  const truths = bodiesOf(RECORD.truth).map((body) => spillway.Truth.decode(body));
  const faults = bodiesOf(RECORD.fault).map((body) => spillway.Fault.decode(body));
  const particles = truths.flatMap((t) => t.particles);
  return {
    ids: truths.map(({ id }) => id),
    particles: particles.length,
    momentum: sum(particles.map((p) => p.momentumGev ?? 0)),
    faults: faults.map((f) => ({
      ...{ name: f.name, kind: f.kind, spill: f.spill, event: f.event, source: f.source },
      ...{ channel: f.channel ?? null, fromTick: f.fromTick, toTick: f.toTick },
    })),
  };
}

/** A directory whose files were packed one by one, as they were, in `into`. */
export function unpack(packed: string, into: string): string {
  for (const name of fs.readdirSync(packed, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.gz')) continue;
    const file = path.join(into, name.slice(0, -'.gz'.length));
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, gunzipSync(fs.readFileSync(path.join(packed, name))));
  }
  return into;
}
