/** Exports, each opened by a reader that is not ours, and compared with the run. */
import * as fs from 'node:fs';
import { register } from 'node:module';
import * as os from 'node:os';
import * as path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parse } from 'jsroot';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as v from 'valibot';
import { parse as parseYaml } from 'yaml';
import type { ExportRequest, FormatName } from '../../../src/run/export/index.js';

// How well the constants are known does not matter here.
register('../../support/exchanged/hooks.js', {
  parentURL: import.meta.url,
  data: ['calibrationPlan.ts'],
});
const { DataTable, problemsIn } = await import(
  '../../../src/analyse/interchange/hepdata/schema.js'
);
const { workspaceLimit } = await import('../../../src/analyse/limits/index.js');
const { CUTS } = await import('../../../src/analyse/selection/index.js');
const { REGIONS } = await import('../../../src/analyse/selection/regions.js');
const { triggerNames } = await import('../../../src/core/card/trigger.js');
const { RunError, UsageError } = await import('../../../src/core/errors.js');
const { loadCard } = await import('../../../src/run/cards.js');
const { runHashOf } = await import('../../../src/run/digest.js');
const { columnsOf } = await import('../../../src/run/export/columns.js');
const { exportedEvents } = await import('../../../src/run/export/events.js');
const { exportRun, FORMATS } = await import('../../../src/run/export/index.js');
const { channelNames } = await import('../../../src/run/export/lists.js');
const { sha256 } = await import('../../../src/run/hash.js');
const { readCheckpoint } = await import('../../../src/run/store/checkpoint.js');
const { unblindRun } = await import('../../../src/run/unblind.js');
const { madeRun } = await import('../../support/madeRun.js');
const { MANY_SEALED } = await import('../../support/sealed.js');
const { UhiFile } = await import('../../support/uhi.js');

const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-export-'));
test.after(() => fs.rmSync(temporary, { recursive: true }));

const run = await madeRun(path.join(temporary, 'run'), MANY_SEALED, { spills: 2 });
const samples = await madeRun(path.join(temporary, 'samples'), ['beam.intensity=3e4'], {
  fidelity: 'waveform',
});
const counts = readCheckpoint(run.directory, 2);

/** Nothing triggers. */
const IDLE = [
  'beam.intensity=1',
  'trigger.menu.random.rate=0 Hz',
  'trigger.menu.pulser.period=20 s',
  'trigger.menu.pulser.phase=19 s',
  'trigger.menu.led.number=0',
  'trigger.menu.pedestal.number=0',
];

function exported(of: { directory: string }, format: FormatName, more: object = {}) {
  const out = path.join(temporary, `${path.basename(of.directory)}-${format}`);
  const record = exportRun(of.directory, {
    ...{ format, out, force: false, report: () => {} },
    ...{ channels: false, waveforms: false, events: undefined },
    ...more,
  });
  assert.ok(record.complete);
  for (const { name, bytes, sha256: hash } of record.files) {
    const data = fs.readFileSync(path.join(out, name));
    assert.equal([data.length, sha256(data)], [bytes, hash], name);
  }
  return { record, read: (name: string) => fs.readFileSync(path.join(out, name), 'utf8'), out };
}

const database = await DuckDBInstance.create(':memory:');
const connection = await database.connect();
async function query(sql: string): Promise<Record<string, unknown>[]> {
  const rows = (await connection.runAndReadAll(sql)).getRowObjectsJson();
  return rows as Record<string, unknown>[];
}

test('Parquet, read by DuckDB: every event, sealed ones as that alone', async () => {
  const file = path.join(exported(run, 'parquet').out, 'events.parquet');
  const [first] = await query(
    `select count(*) n, count(*) filter (sealed) sealed, count(E_ECAL_GeV) e,
            count(*) filter (is_physics) physics,
            count(*) filter (sealed and regions is null and cuts_passed is null) dark
     from '${file}'`,
  );
  assert.ok(counts.sealed >= 10);
  assert.equal([first.n, first.sealed, first.e, first.physics, first.dark].map(Number), [
    ...[counts.events, counts.sealed, counts.events - counts.sealed],
    ...[counts.physics, counts.sealed],
  ]);
  const names = Object.keys((await query(`select * from '${file}' limit 1`))[0]);
  const [told] = await query(
    `select ${names.map((name) => `count("${name}") "${name}"`).join(', ')} from '${file}' where sealed`,
  );
  // Spill, number, time, triggers and flags.
  const of = /^(?:spill|event|time_ns|is_.*|triggers|flagged|bad_spill|sealed)$/;
  for (const name of names) assert.is(Number(told[name]), of.test(name) ? counts.sealed : 0, name);
  const flow = await query(
    `select cuts_passed c, count(*) n from '${file}' where is_physics and not sealed group by c order by c`,
  );
  const passing = CUTS.map((_, k) =>
    flow.filter(({ c }) => Number(c) > k).reduce((sum, { n }) => sum + Number(n), 0),
  );
  assert.equal(passing, counts.cutflow);
  for (const [i, { name }] of REGIONS.entries()) {
    if (name === 'loose' || name === 'selected') continue;
    const [{ n }] = await query(
      `select count(*) n from '${file}' where list_contains(string_split(regions, ';'), '${name}')`,
    );
    assert.is(Number(n), counts.regions[i], name);
  }
});

test('Parquet: values are those of the analysis, and the file says where it comes from', async () => {
  const file = path.join(temporary, 'run-parquet', 'events.parquet');
  const rows = await query(`select * from '${file}' order by spill, event`);
  const events = [...exportedEvents(run)];
  assert.is(rows.length, events.length);
  events.forEach(({ spill, event, open }, i) => {
    const row = rows[i];
    assert.equal([row.spill, row.event, row.sealed], [spill, event, open === null]);
    const { reconstructed } = open ?? {};
    assert.is(row.E_ECAL_GeV, reconstructed?.ecal ?? null);
    assert.is(row.E_HCAL2_GeV, reconstructed?.hcal[1] ?? null);
    const tracks = (reconstructed?.tracks ?? 0) > 0;
    assert.is(row.momentum_GeV, tracks ? reconstructed?.momentum : null);
  });
  const metadata = new Map(
    (
      await query(
        `select decode(key) as key, decode(value) as value from parquet_kv_metadata('${file}')`,
      )
    ).map(({ key, value }) => [key, JSON.parse(`${value}`)]),
  );
  const about = metadata.get('spillway');
  assert.is(about.runHash, runHashOf(run.record, run.journal));
  assert.is(about.sealed, true);
  assert.equal(Object.keys(metadata.get('columns')), Object.keys(rows[0]));
  assert.match(metadata.get('columns').sealed, /number, time, triggers and flags; nothing recon/);
});

test('Parquet: bits of the triggers have their names beside them, and mean these', async () => {
  const file = path.join(temporary, 'run-parquet', 'events.parquet');
  // As docs/export.md has it.
  const rows = await query(
    `with names as (
       select unnest(from_json(decode(value), '["VARCHAR"]')) as trigger, generate_subscripts(from_json(decode(value), '["VARCHAR"]'), 1) - 1 as bit
       from parquet_kv_metadata('${file}') where decode(key) = 'triggers')
     select trigger, count(*) n, count(*) filter (is_physics) physics, count(*) filter (is_beam) beam,
            count(*) filter (is_random) random
     from '${file}', names where triggers >> bit & 1 = 1 group by all order by all`,
  );
  const { menu } = run.card.trigger;
  const found = new Map(rows.map(({ trigger, ...numbers }) => [trigger, numbers]));
  assert.ok([...found.keys()].every((name) => triggerNames(run.card.trigger).includes(`${name}`)));
  for (const type of ['physics', 'beam', 'random'] as const) {
    const [name] = Object.entries(menu).find(([, line]) => line.type === type) ?? [''];
    const numbers = found.get(name);
    assert.ok(Number(numbers?.n) > 0, name);
    assert.is(numbers?.[type], numbers?.n, name);
  }
});

test('Parquet: nothing where there is none', async () => {
  const file = path.join(temporary, 'run-parquet', 'events.parquet');
  const [of] = await query(
    `select count(*) filter (tracks = 0) trackless,
            count(*) filter (tracks = 0 and (momentum_GeV is not null or angle_rad is not null or track_chi2_ndf is not null)) invented,
            count(*) filter (tracks > 0) tracked,
            count(*) filter (tracks > 0 and momentum_GeV > 0 and angle_rad >= 0 and track_chi2_ndf >= 0) told,
            count(*) filter (E_ECAL_GeV <= 0) cold,
            count(*) filter (E_ECAL_GeV <= 0 and shower_chi2_ndf is not null) shapeless,
            count(E_HCAL0_GeV) zero, count(*) filter (not sealed) open
     from '${file}'`,
  );
  const numbers = Object.fromEntries(Object.entries(of).map(([name, n]) => [name, Number(n)]));
  assert.ok(numbers.trackless > 0 && numbers.tracked > 0 && numbers.cold > 0);
  assert.equal([numbers.invented, numbers.shapeless], [0, 0]);
  assert.is(numbers.told, numbers.tracked);
  assert.is(numbers.zero, numbers.open, 'run3-2018 has an HCAL0');
  const [event] = [...exportedEvents(run)].filter(({ open }) => open);
  const hottest = (cell: readonly [number, number]) =>
    columnsOf(run.card.detector)
      .filter(({ name }) => name.startsWith('hottest'))
      .map((column) => {
        const reconstructed = { ...event.open?.reconstructed, hottest: cell };
        return column.of({ ...event, open: { ...event.open, reconstructed } } as never);
      });
  assert.equal(
    [hottest([2, 0]), hottest([-1, -1])],
    [
      [2, 0],
      [null, null],
    ],
  );
  const resolved = loadCard('run1-2016', ['beam.intensity=3e4'], 'demo');
  const without = await madeRun(path.join(temporary, '2016'), [], { resolved } as never);
  const other = path.join(exported(without, 'parquet').out, 'events.parquet');
  const [{ n, zero }] = await query(`select count(*) n, count(E_HCAL0_GeV) zero from '${other}'`);
  assert.equal([Number(n) > 0, Number(zero)], [true, 0], 'run1-2016 has none');
});

test('Parquet: pulses and samples of every channel as lists', async () => {
  const more = { channels: true, waveforms: true };
  const file = path.join(exported(samples, 'parquet', more).out, 'events.parquet');
  const rows = await query(
    `select pulse_channel, pulse_E_GeV, pulse_time_ns, waveform_channel, waveform_samples
     from '${file}' order by spill, event`,
  );
  const events = [...exportedEvents(samples)];
  assert.is(rows.length, events.length);
  const { samples: each } = samples.card.detector.sampling;
  rows.forEach((row, i) => {
    const { open } = events[i];
    const lists = Object.values(row) as (readonly number[] | null)[];
    if (!open) {
      assert.equal(lists, [null, null, null, null, null]);
      return;
    }
    const [channel, energy, time, read, counted] = lists.map((list) => list ?? []);
    assert.equal([energy.length, time.length], [channel.length, channel.length]);
    assert.is(counted.length, each * read.length);
    const { ecal } = open.calibrated;
    assert.equal(
      energy.slice(0, ecal.energy.length),
      [...ecal.energy],
      'the ECAL is the first front end',
    );
    assert.ok(counted.every((sample) => Number.isInteger(sample) && sample >= 0 && sample < 4096));
    const names = channelNames(samples.card.detector);
    assert.ok(read.every((c) => names[c] !== undefined));
  });
  assert.ok(rows.some(({ waveform_samples: s }) => (s as number[]).length > 0));
});

test('Parquet comes in row groups: a piece of it is in memory at once', () => {
  const pieces = [
    ...FORMATS.parquet.files(samples, { channels: true, waveforms: true, events: undefined }),
  ].flatMap(({ pieces }) => [...pieces]);
  assert.ok(pieces.length >= 3, 'two groups, and what stands behind them');
  const whole = Buffer.concat(pieces as Uint8Array[]);
  assert.equal(
    whole,
    fs.readFileSync(path.join(temporary, 'samples-parquet', 'events.parquet')),
    'the same again',
  );
});

test('the queries of docs/export.md', async () => {
  const page = fs.readFileSync(path.join(import.meta.dirname, '../../../docs/export.md'), 'utf8');
  const [, queries] = page.match(/```sql\n([\s\S]*?)```/) ?? [];
  const asked = (queries ?? '')
    .replace(/^-- .*$/gm, '')
    .replaceAll("'events/", `'${path.join(temporary, 'run-parquet')}/`)
    .replaceAll("'waves/", `'${path.join(temporary, 'samples-parquet')}/`);
  const answers = [];
  for (const sql of asked.split(';').filter((text) => text.trim() !== '')) {
    answers.push(await query(sql));
  }
  assert.is(answers.length, 4);
  const [flow, metadata, [physics], [waves]] = answers;
  assert.ok(flow.length > 1);
  const about = metadata.map((row) => Object.values(row)[0]);
  assert.equal(about, ['spillway', 'columns', 'triggers', 'channels']);
  assert.is(triggerNames(run.card.trigger)[3], 'physics');
  assert.is(Number(Object.values(physics)[0]), counts.physics);
  assert.is((Object.values(waves)[1] as number[]).length, 32);
});

test('CSV: the same rows', async () => {
  const { out, read: text } = exported(run, 'csv');
  const file = path.join(out, 'events.csv');
  const bits = triggerNames(run.card.trigger).map((name, bit) => `bit ${bit} ${name}`);
  assert.ok(text('events.csv').includes(`\n# triggers: ${bits.join(', ')}\n`));
  const parquet = path.join(temporary, 'run-parquet', 'events.parquet');
  const columns = 'spill, event, sealed, E_ECAL_GeV, E_SRD3_GeV, angle_rad, tracks, regions';
  const read = `select ${columns} from read_csv('${file}', comment = '#', header = true, nullstr = '')`;
  const [{ n }] = await query(
    `select count(*) n from (select ${columns.replace('regions', "nullif(regions, '') regions")} from '${parquet}' except ${read})`,
  );
  assert.is(Number(n), 0);
  assert.is(Number((await query(`select count(*) n from (${read})`))[0].n), counts.events);
});

test('JSON of ROOT, opened by JSROOT: every bin and its margins', () => {
  const { read, record } = exported(run, 'root-json');
  assert.is(record.files.length, counts.histograms.length + 1);
  for (const histogram of counts.histograms) {
    const object = parse(read(`${histogram.name}.json`));
    const [x, y] = histogram.axes;
    assert.is(object._typename, y ? 'TH2D' : 'TH1D');
    assert.is(object.fXaxis.GetBinLowEdge(x.bins + 1), x.high);
    for (let j = 0; j <= (y ? y.bins + 1 : 0); j++) {
      for (let i = 0; i <= x.bins + 1; i++) {
        const got = y ? object.getBinContent(i, j) : object.getBinContent(i);
        assert.is(got, histogram.count(i, j), `${histogram.name} ${i} ${j}`);
      }
    }
  }
});

test('JSON of UHI is as its documentation says, with every bin', () => {
  const document = JSON.parse(exported(run, 'uhi').read('histograms.json'));
  const found = v.parse(UhiFile, document);
  assert.equal(
    Object.keys(found),
    counts.histograms.map(({ name }) => name),
  );
  const plane = counts.histograms.find(({ name }) => name === 'plane-loose');
  const values = found['plane-loose'].storage.values as number[][];
  values.forEach((column, i) => {
    assert.equal(
      column,
      column.map((_, j) => plane?.count(i, j)),
    );
  });
  const bad = structuredClone(document);
  bad['plane-loose'].storage.values[3].pop();
  assert.not(v.safeParse(UhiFile, bad).success);
});

test('a workspace of pyhf, with the limit of the run', async () => {
  const workspace = JSON.parse(exported(run, 'pyhf').read('workspace.json'));
  assert.match(workspace.measurements[0].name, /blinded/);
  const limit = await workspaceLimit(workspace, { cl: 0.9, method: 'asymptotic' } as never);
  assert.ok(limit);
});

test('a submission to HEPData has every histogram', () => {
  const { record, read } = exported(run, 'hepdata');
  const names = record.files.map(({ name }) => name);
  for (const { name, axes, total } of counts.histograms) {
    if (total === 0) continue;
    assert.ok(names.includes(`${name}.yaml`), name);
    const document = parseYaml(read(`${name}.yaml`));
    assert.equal(problemsIn(DataTable, document, name), []);
    axes.forEach((axis, i) => {
      const { header, values } = document.independent_variables[i];
      assert.is(header.name, axis.name);
      const bins: { low: number; high: number }[] = values;
      const width = (axis.high - axis.low) / axis.bins;
      assert.ok(
        bins.every(({ low, high }) => Math.abs(high - low - width) < 1e-3 * width),
        name,
      );
      if (axes.length === 2) return;
      assert.equal([bins[0].low, bins.at(-1)?.high, bins.length], [axis.low, axis.high, axis.bins]);
    });
  }
  assert.match(read('submission.yaml'), /EMULATED/);
});

test('Phoenix: the first events in a region', () => {
  const document = JSON.parse(exported(run, 'phoenix', { events: 2 }).read('events.phoenix.json'));
  const wanted = [...exportedEvents(run)].filter(({ open }) => open && open.regions.length > 0);
  assert.is(Object.keys(document).length, Math.min(2, wanted.length));
});

test('once the box is open nothing is null for the seal, and no text says that something is', async () => {
  const directory = path.join(temporary, 'opened');
  fs.cpSync(run.directory, directory, { recursive: true });
  unblindRun(directory, 'a test', Date.now, () => []);
  const opened = { directory };
  const file = path.join(exported(opened, 'parquet').out, 'events.parquet');
  const [{ n, e, sealed }] = await query(
    `select count(*) n, count(E_ECAL_GeV) e, count(*) filter (sealed) sealed from '${file}'`,
  );
  assert.equal([n, e, sealed].map(Number), [counts.events, counts.events, 0]);
  const { read, record } = exported(opened, 'hepdata');
  assert.is(record.of.sealed, false);
  assert.not.match(read('submission.yaml'), /Sealed events|Open physics/);
  const document = parseYaml(read('cutflow.yaml'));
  assert.ok(document.dependent_variables[0].values[0].value > counts.cutflow[0]);
});

test('refusals: what is there, what is of no use, what was not kept', async () => {
  const request = {
    ...{ format: 'csv', out: path.join(temporary, 'run-csv'), force: false, report: () => {} },
    ...{ channels: false, waveforms: false, events: undefined },
  } satisfies ExportRequest;
  const refused = (
    more: Partial<ExportRequest>,
    type: new (...args: never[]) => Error,
    says: RegExp,
    of = run,
  ) => {
    assert.throws(
      () => exportRun(of.directory, { ...request, ...more }),
      (error: Error) => error instanceof type && says.test(error.message),
    );
  };
  refused({}, UsageError, /holds a previous export already/);
  refused({ channels: true }, UsageError, /--channels.*--to csv.*parquet/);
  refused({ out: temporary }, UsageError, /exists already/);
  refused(
    { format: 'parquet', waveforms: true, force: true },
    ...([UsageError, /fidelity energy/] as const),
  );
  assert.ok(fs.existsSync(path.join(temporary, 'run-csv', 'events.csv')), 'nothing was deleted');
  const idle = await madeRun(path.join(temporary, 'idle'), IDLE);
  const display = path.join(temporary, 'display');
  refused({ format: 'phoenix', out: display }, RunError, /region.*none.*--to parquet/, idle);
  assert.not(fs.existsSync(display));
  const empty = path.join(exported(idle, 'parquet').out, 'events.parquet');
  assert.equal(await query(`select spill, sealed, E_ECAL_GeV from '${empty}'`), []);
  assert.match(exported(idle, 'csv').read('events.csv'), /\nspill,event,[^\n]*\n$/);
  const dropped = await madeRun(path.join(temporary, 'dropped'), ['beam.intensity=2e4'], {
    raw: 'drop',
  });
  refused({ out: path.join(temporary, 'none') }, RunError, /--raw keep/, dropped);
  assert.not(fs.existsSync(path.join(temporary, 'none')));
});

test.run();
