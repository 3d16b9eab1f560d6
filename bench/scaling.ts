/**
 * `npm run bench:scaling [-- NAME...] [--out FOLDER]`: CPU time against electrons per spill, share of electrons
 * that trigger, length of the gate and threads, as SVG in FOLDER (docs/figures unless told) and as tables. With
 * NAME (`cpu-electrons`, `cpu-triggers`, `cpu-pileup`, `speed-threads`) only those; all of them take a quarter of
 * an hour.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { FIDELITIES, type Fidelity } from '../dist/core/fidelity.js';
import type { Chart, ChartPoint } from '../dist/run/chart.js';
import { chartFigure } from '../dist/show/figures/chart.js';
import { CARD, jobOf, SEED } from './job.js';
import {
  calibrationFile,
  describeMachine,
  type Machine,
  machine,
  measure,
  type Spec,
} from './measure.js';
import { MODES } from '../dist/core/mode.js';
import { markdown, rounded } from './report.js';

interface Point extends ChartPoint {
  readonly electrons: number;
  readonly spills: number;
}

interface Scaling {
  readonly file: string;
  readonly title: string;
  readonly subtitle: string;
  readonly x: Chart['x'];
  readonly y: Chart['panels'][0]['y'];
  /** What is set for each value of x, a value in the fidelities in which it can be waited for. */
  readonly values: readonly number[];
  most(fidelity: Fidelity): number;
  spec(value: number): Partial<Spec>;
  /** Of a measurement at a value. */
  point(value: number, measured: ReturnType<typeof measure>): { x: number; y: number };
}

const perElectron = { name: 'CPU time per electron', unit: 'ns', scale: 'log' } as const;
const SPILL = ['beam.intensity=7e6'];
/** A tenth of it, where there are so many events that it takes long, and soon runs warm. */
const SHORT = ['beam.spill=480 ms', 'beam.intensity=7e5'];
/** Hardly another trigger of the menu fires. */
const BEAM_ALONE = [
  'trigger.ecal.threshold=100 MeV',
  'trigger.menu.random.rate=0 Hz',
  'trigger.menu.pulser.phase=60 s',
  'trigger.menu.led.number=0',
  'trigger.menu.pedestal.number=0',
];

const SCALINGS: readonly Scaling[] = [
  {
    file: 'cpu-electrons',
    title: 'What a spill costs',
    subtitle: 'CPU time of the whole chain, one thread; the beam lasts 4.8 s',
    x: { name: 'electrons per spill', unit: '', scale: 'log', from: 7e4, to: 1.5e8 },
    y: { name: 'CPU time per spill', unit: 's', scale: 'log' },
    values: [1e5, 3e5, 1e6, 3e6, 1e7, 3e7, 1e8],
    most: (fidelity) => (fidelity === 'waveform' ? 3e7 : 1e8),
    spec: (n) => ({ overrides: [`beam.intensity=${n}`] }),
    point: (x, { cpu }) => ({ x, y: (cpu * x) / 1e9 }),
  },
  {
    file: 'cpu-triggers',
    title: 'What triggers cost',
    subtitle:
      'the beam trigger alone, prescaled by 1e5 to 10, no dead time, 7e6 electrons per spill',
    x: { name: 'events per electron', unit: '', scale: 'log', from: 5e-6, to: 2e-1 },
    y: perElectron,
    values: [1e-5, 1e-4, 1e-3, 1e-2, 1e-1],
    most: (fidelity) => (fidelity === 'waveform' ? 1e-2 : 1e-1),
    spec: (share) => ({
      overrides: [
        ...(share < 1e-2 ? SPILL : SHORT),
        `trigger.menu.beam.prescale=${Math.round(1 / share)}`,
        ...BEAM_ALONE,
        'readout.deadTime=0 us',
      ],
    }),
    point: (_, { cpu, events, electrons }) => ({ x: events / electrons, y: cpu }),
  },
  {
    file: 'cpu-pileup',
    title: 'What pile-up costs',
    subtitle: 'length of the gate in which particles stand in an event, 7e6 electrons per spill',
    x: { name: 'gate', unit: 'ns', scale: 'log', from: 400, to: 6000 },
    y: perElectron,
    values: [460, 740, 1200, 2400, 4800],
    most: () => Infinity,
    // What comes behind the trigger, and how little before it, is bounded by the windows of the cuts.
    spec: (ns) => ({
      overrides: [...SPILL, `readout.before=${ns - 290} ns`, 'readout.pipeline=8 us'],
    }),
    point: (x, { cpu }) => ({ x, y: cpu }),
  },
  {
    file: 'speed-threads',
    title: 'What threads bring',
    subtitle: 'electrons of the whole chain in a second of wall time',
    x: { name: 'threads', unit: '', scale: 'linear', from: 0.5, to: machine().cores + 0.5 },
    y: { name: 'million electrons per second', unit: '', scale: 'linear', from: 0 },
    values: Array.from({ length: machine().cores }, (_, i) => i + 1),
    most: () => Infinity,
    spec: (threads) => ({ threads, rounds: 4, overrides: ['beam.intensity=7e6'] }),
    point: (x, { wall }) => ({ x, y: 1e3 / wall }),
  },
];

function draw(scaling: Scaling, here: Machine, calibration: string) {
  const { file, title, subtitle, x, y, values, most } = scaling;
  const lines = MODES.flatMap((mode) =>
    FIDELITIES.map((fidelity) => ({ label: `${mode}, ${fidelity}`, mode, fidelity })),
  );
  const series = lines.map(({ label, mode, fidelity }) => ({
    label,
    draw: 'points' as const,
    points: values
      .filter((value) => value <= most(fidelity))
      .map((value): Point => {
        process.stderr.write(`${file}: ${value}, ${label}\n`);
        const base = { what: 'chain', rounds: 1, mode, fidelity, threads: 1, calibration } as const;
        const spec = { ...base, overrides: [], ...scaling.spec(value) };
        const measured = measure(spec);
        const { electrons } = measured;
        return { ...scaling.point(value, measured), electrons, spills: spec.threads * spec.rounds };
      }),
  }));
  const sum = (of: (point: Point) => number) =>
    series.reduce((n, { points }) => n + points.reduce((m, p) => m + of(p), 0), 0);
  const { cardHash } = jobOf({ overrides: [], mode: MODES[0], fidelity: 'energy' });
  const chart: Chart = {
    ...{ file, title, subtitle, x },
    panels: [{ y, series, legend: 'left' }],
    caption: {
      card: CARD,
      cardHash,
      seed: SEED,
      spills: sum(({ spills }) => spills),
      electronsOnTarget: sum(({ electrons }) => electrons),
      machine: `${here.cpu}, ${here.cores} cores, Node ${here.node}`,
    },
  };
  return chart;
}

/** A line for each point, a column for each series. */
function tableOf({ x, panels: [{ y, series }] }: Chart): string {
  const named = ({ name, unit }: Chart['x']) => (unit ? `${name}, ${unit}` : name);
  const head = [named(x), ...series.map(({ label }) => `${label}: ${named(y)}`)];
  const rows = series[0].points.map((point, i) => [
    rounded(point.x),
    ...series.map(({ points }) => rounded(points[i]?.y)),
  ]);
  return markdown(head, rows);
}

const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string', default: path.join(import.meta.dirname, '../docs/figures') } },
});
const here = machine();
const calibration = await calibrationFile();
for (const scaling of SCALINGS) {
  if (names.length > 0 && !names.includes(scaling.file)) continue;
  const chart = draw(scaling, here, calibration.file);
  fs.writeFileSync(path.join(options.out, `${chart.file}.svg`), chartFigure(chart));
  process.stdout.write(`${tableOf(chart)}\n\n`);
}
calibration.remove();
process.stdout.write(`${describeMachine(here)}\n`);
