/**
 * Another set-up by its card alone: NA64 in 2022, whose SRD has four modules and whose ECAL has 5 x 6 cells, and one that
 * has other numbers of everything and a beam of 70 GeV, through the whole chain.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exitHere, fresh, jsonHere, ROOT, summaryOf } from './cli.js';

type Ledger = NonNullable<ReturnType<typeof summaryOf>['ledger']>;
const ledgerOf = (directory: string) => summaryOf(directory).ledger as Ledger;

const cwd = fresh();
process.chdir(cwd);
const spillway = (...args: string[]) => exitHere(0, args);

/** Other numbers of everything, and no HCAL3 nor HCAL0. */
const OTHER = `run: { number: 70, name: other numbers, electrons: 1e9, spills: 1, seed: other numbers }
beam:
  from: ${ROOT}/config/beam/h4.yaml
  momentum: 70 GeV
  intensity: 1e6
nature:
  from: ${ROOT}/config/nature/nominal.yaml
detector:
  from: ${ROOT}/config/detector/h4.yaml
  srd: { modules: 2 }
  ecal: { cells: [8, 7], pitch: 30 mm, beamCell: [4, 3] }
  veto: { slabs: 4, slabWidth: 150 mm }
  hcal:
    cells: [4, 2]
    pitch: 145 mm
    modules: { third: none }
trigger:
  from: ${ROOT}/config/menu/physics.yaml
  ecal: { threshold: 56 GeV, keep: 60 GeV }
readout:
  from: ${ROOT}/config/readout/fixed.yaml
analysis:
  from: ${ROOT}/config/analysis/na64.yaml
  beamEnergy: 70 GeV
  box: { ecal: 35 GeV }
  seal: { ecal: 39 GeV }
  cuts: { ecal: { loose: 42 GeV } }
`;

interface Shape {
  readonly card: string;
  readonly beam: number;
  /** Columns and rows. */
  readonly ecal: readonly [number, number];
  readonly channels: Readonly<Record<string, number>>;
  readonly columns: readonly string[];
}

const SHAPES: readonly Shape[] = [
  {
    card: 'na64-2022',
    beam: 100,
    ecal: [5, 6],
    channels: { ecal: 60, hcal: 36, veto: 6, srd: 4, counters: 6 },
    columns: ['E_SRD4_GeV', 'E_HCAL3_GeV', 'E_VETO3_GeV'],
  },
  {
    card: 'other.yaml',
    beam: 70,
    ecal: [8, 7],
    channels: { ecal: 112, hcal: 16, veto: 8, srd: 2, counters: 6 },
    columns: ['E_SRD2_GeV', 'E_HCAL2_GeV', 'E_VETO4_GeV'],
  },
];
fs.writeFileSync(path.join(cwd, 'other.yaml'), OTHER);

interface Shown {
  readonly channels: readonly { frontEnd: string; channel: number; name: string }[];
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Rows of exported events, by the names of their columns. */
async function events(out: string): Promise<Record<string, string>[]> {
  await spillway('export', out, '--to', 'csv', '--out', `${out}-csv`);
  const text = fs.readFileSync(path.join(cwd, `${out}-csv`, 'events.csv'), 'utf8');
  const [names, ...rows] = text
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('#'));
  return rows.map((row) => {
    const values = row.split(',');
    return Object.fromEntries(names.split(',').map((name, i) => [name, values[i]]));
  });
}

for (const { card, beam, ecal, channels, columns } of SHAPES) {
  const out = card.replace('.yaml', '-run');
  const options = ['--spills', '2', '--set', 'beam.intensity=1e6'];
  const kept = ['--store-primitives', 'kept'];
  const beamTrigger = ['--set', 'trigger.menu.beam.prescale=5000'];

  test(`${card}: run, verify, and the same by two workers`, async () => {
    await spillway(
      'run',
      card,
      ...options,
      ...beamTrigger,
      '--workers',
      '1',
      ...kept,
      '--out',
      out,
    );
    await spillway('verify', out);
    const again = `${out}-again`;
    await spillway(
      'run',
      card,
      ...options,
      ...beamTrigger,
      '--workers',
      '2',
      ...kept,
      '--out',
      again,
    );
    const [one, two] = [out, again].map((name) => summaryOf(path.join(cwd, name)));
    assert.is(two.runHash, one.runHash);
    assert.is(two.rawHash, one.rawHash);
  });

  test(`${card}: rate, live time, ledger and blinding`, async () => {
    const { liveFraction, box } = summaryOf(path.join(cwd, out));
    const ledger = ledgerOf(path.join(cwd, out));
    const { triggers } = ledger;
    const particles = Object.values(ledger.particles).reduce((a, b) => a + b, 0);
    const outcomes = Object.values(ledger.outcomes).reduce((a, b) => a + b, 0);
    assert.is(outcomes, particles);
    assert.ok(Math.abs(ledger.electronsOnTarget - 2e6) < 0.02 * 2e6);
    // Of 70 us each, at triggers per second of spill.
    const expected = 1 / (1 + (70e-6 * triggers) / 9.6);
    assert.ok(Math.abs(liveFraction - expected) < 0.015, `${liveFraction}, expected ${expected}`);
    const physics = ledger.scalers.presented[0] / ledger.electronsOnTarget;
    assert.ok(physics > 2e-4 && physics < 2e-3, `physics triggers per electron: ${physics}`);
    assert.is(box, null, 'sealed');
  });

  test(`${card}: beam energy and columns as the card has them`, async () => {
    const rows = await events(out);
    for (const column of columns) assert.ok(column in rows[0], column);
    const last = columns.map((name) => name.replace(/\d/, (n) => `${Number(n) + 1}`));
    for (const column of last) assert.not.ok(column in rows[0], column);
    const electrons = rows.filter((row) => row.is_beam === 'true' && row.sealed === 'false');
    assert.ok(electrons.length > 200, `${electrons.length}`);
    const energy = median(electrons.map((row) => Number(row.E_ECAL_GeV)));
    assert.ok(Math.abs(energy / beam - 1) < 0.01, `${energy} GeV in the ECAL, of ${beam}`);
    const momentum = median(electrons.map((row) => Number(row.momentum_GeV)));
    assert.ok(Math.abs(momentum / beam - 1) < 0.01, `track of ${momentum} GeV, of ${beam}`);
  });

  test(`${card}: the channels of an event lie within those that it has`, async () => {
    const seen = new Map<string, number>();
    let labels: string[] = [];
    for (let event = 1; event <= 20; event++) {
      const shown = await jsonHere<Shown>([
        ...['event', out, '--spill', '1', '--event', `${event}`],
      ]);
      for (const { frontEnd, channel } of shown.channels) {
        seen.set(frontEnd, Math.max(seen.get(frontEnd) ?? 0, channel + 1));
      }
      labels = shown.channels.filter((c) => c.frontEnd === 'ecal').map(({ name }) => name);
    }
    for (const [name, n] of Object.entries(channels)) {
      assert.ok((seen.get(name) ?? 0) <= n, `${name}: ${seen.get(name)} of ${n}`);
    }
    // All cells of the ECAL are read out.
    assert.is(seen.get('ecal'), channels.ecal);
    assert.ok(labels.includes(`ECAL main ${ecal[0] - 1} ${ecal[1] - 1}`));
  });

  test(`${card}: candidates, another readout, and the limit`, async () => {
    const quick = `${out}-candidates`;
    await spillway('run', card, ...options, '--mode', 'candidates', '--out', quick);
    const [every, candidates] = [out, quick].map(
      (name) => ledgerOf(path.join(cwd, name)).scalers.presented[0],
    );
    const sigma = Math.sqrt(every + candidates);
    assert.ok(Math.abs(every - candidates) < 5 * sigma, `${every} and ${candidates} triggers`);
    await spillway('retrigger', out, '--readout', 'throttle', '--ghosts', '40');
    const { stdout } = await spillway('limit', out);
    assert.match(stdout, /expected \(median\)/);
  });
}

test.run();
