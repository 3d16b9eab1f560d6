import * as path from 'node:path';
import { type Command, Option } from 'commander';
import { FIDELITIES, type Fidelity } from '../../../core/fidelity.js';
import { MODES, type Mode } from '../../../core/mode.js';
import { formatQuantity } from '../../../core/units.js';
import { parseAxis } from '../../../run/scan/grid.js';
import { readScan, SCAN_FILES, SCANS, type ScanRecord } from '../../../run/scan/directory.js';
import type { Interval, Point } from '../../../run/scan/point.js';
import {
  runScan,
  type Scan,
  type ScanOptions,
  type ScanProgress,
  type ScanResult,
} from '../../../run/scan/scan.js';
import { resolveSingleCard } from '../../../run/cards.js';
import { requireDirectory } from '../../../run/store/ours.js';
import { written } from '../../figures/png.js';
import { scanCharts, scanFigures } from '../../figures/scan.js';
import { digits } from '../../digits.js';
import { counted, plural } from '../../plural.js';
import {
  clusterOption,
  outstandingOption,
  shareOption,
  type Executors,
  type Where,
  withExecutors,
} from '../computing.js';
import { exitWith, json, note, progress, result } from '../io.js';
import { collect, massList, wholeNumber, workersOption } from '../options.js';
import { duration, table } from '../table.js';
import { type UnderControl, underControl } from '../underControl.js';

interface Options extends Where {
  vary?: string[];
  set?: string[];
  spills?: number;
  ghosts?: number;
  masses?: number[];
  mode?: Mode;
  fidelity?: Fidelity;
  seed?: string;
  out: string;
  resume?: boolean;
  force?: boolean;
  png?: boolean;
  json?: boolean;
}

const GHOSTS = 1000;
const MASSES = [0.001, 0.01, 0.1];

export function scanCommand(program: Command): void {
  program
    .command('scan')
    .description(
      'run a card at each point of a grid of one or two of its values: rates, live time, efficiency, limit',
    )
    .argument('<CARD>', 'path of a card, or the name of a shipped one (see spillway card)')
    .option(
      '--vary <PATH=GRID>',
      'what is varied: a key of the card, and its values with their units as FROM:TO:STEP, FROM:TO:log:N or A,B,C; once or twice',
      collect,
    )
    .option(
      '--set <KEY=VALUE>',
      'override another value of the card, at all points; repeatable',
      collect,
    )
    .option('--spills <N>', "spills of each point (default: the card's)", wholeNumber(1))
    .option(
      '--ghosts <N>',
      `A' of each mass that are put into copies of the spills of each point, for its efficiency (default: ${GHOSTS})`,
      wholeNumber(1),
    )
    .addOption(
      new Option('--masses <LIST>', "masses of the A' (default: 1MeV,10MeV,100MeV)").argParser(
        massList,
      ),
    )
    .addOption(new Option('--mode <MODE>', 'way through a spill (default: every)').choices(MODES))
    .addOption(
      new Option('--fidelity <F>', 'detail of raw events (default: energy)').choices(FIDELITIES),
    )
    .option(
      '--seed <TEXT>',
      "seed of all points, which so have the same particles (default: the card's)",
    )
    .addOption(workersOption())
    .addOption(clusterOption())
    .addOption(outstandingOption())
    .addOption(shareOption())
    .requiredOption('--out <DIR>', 'directory of the scan: journal, table and figures')
    .option(
      '--resume',
      'go on with an interrupted scan; --vary and all the others are those it was begun with',
    )
    .addOption(
      new Option('--force', 'delete the directory first, if it holds a scan').conflicts('resume'),
    )
    .option('--png', 'figures also as PNG, for talks')
    .option('--json', 'print points and what was asked for as one JSON document')
    .addHelpText(
      'after',
      `
All points are checked before the first is computed. Each is the run that spillway run CARD --set ... makes.
Ctrl-C, or q on a terminal, finishes the points under way and ends; Ctrl-C twice ends at once. p pauses and goes on.
From elsewhere: spillway control DIR pause|resume|stop|status. What a directory holds: spillway info DIR.

Examples:
  spillway scan run3-2018 --vary trigger.ecal.threshold=60GeV:88GeV:4GeV --spills 1 --out thresholds
  spillway scan run3-2018 --vary beam.intensity=1e6:3e7:log:12 --vary readout.deadTime=35us,70us,140us --out rates
  spillway scan run3-2018 --out rates --resume`,
    )
    .action(exitWith(scanAction));
}

async function scanAction(card: string, options: Options): Promise<number> {
  const asked = optionsOf(card, options);
  return withExecutors(options, (executors) => scanOver(asked, options, executors));
}

async function scanOver(
  asked: ReturnType<typeof optionsOf>,
  options: Options,
  { seen, ...executors }: Executors,
): Promise<number> {
  const session = underControl('points');
  try {
    const figures = await written(options.png ?? false);
    const scan = await runScan({
      ...{ ...asked, ...executors },
      control: session.control,
      report: reporter(session, seen),
      figures: (done) => figures(scanFigures(done)),
    });
    result(options.json ? json(resultOf(scan)) : scanText(scan, options.out));
    return scan.state === 'done' ? 0 : session.exitCode();
  } finally {
    session.end();
  }
}

/** What goes on does so as it was begun. */
function optionsOf(
  card: string,
  options: Options,
): Omit<ScanOptions, 'control' | 'report' | 'figures'> {
  const { out: directory, workers, resume = false, force = false } = options;
  requireDirectory(directory, SCANS, { resume, force });
  const begun: ScanRecord | null = resume ? readScan(directory) : null;
  const set = options.set ?? begun?.set ?? [];
  const seed = options.seed ?? begun?.seed;
  const spills = options.spills ?? begun?.spills;
  const masses = options.masses ?? begun?.masses ?? MASSES;
  return {
    ...{ card, directory, workers, resume, force, set },
    axes: options.vary?.map(parseAxis) ?? begun?.axes ?? [],
    spills: spills ?? resolveSingleCard(card, set).card.run.spills,
    ghosts: options.ghosts ?? begun?.ghosts ?? GHOSTS,
    masses: [...new Set(masses)].sort((a, b) => a - b),
    mode: options.mode ?? begun?.mode ?? 'every',
    fidelity: options.fidelity ?? begun?.fidelity ?? 'energy',
    ...(seed === undefined ? {} : { seed }),
  };
}

const resultOf = (scan: Scan): ScanResult => ({ ...scan, schema: 'spillway.scan-result/1' });

function reporter({ seconds, keys }: UnderControl, seen: () => string): (p: ScanProgress) => void {
  let there = 0;
  return (p) => {
    switch (p.phase) {
      case 'plan': {
        const { electrons, seconds: needed } = p.plan;
        there = p.there;
        for (const setting of p.raised) {
          note(`--set ${setting} at all points: no threshold may be looser than what is kept`);
        }
        if (there > 0) note(`resume: ${counted(there, 'point')} there already`);
        note(
          `plan: ${counted(p.points, 'point')}, about ${digits(electrons, 2)} electrons, ` +
            `${duration(needed)} and A' besides; writing to ${p.directory}`,
        );
        break;
      }
      case 'point': {
        const { point, triggers, live, set, values } = p.point;
        const left = (seconds() * (p.of - point)) / Math.max(1, point - there);
        progress(
          `${keys()}${seen()}scan: point ${point} of ${p.of} (${set.slice(-values.length).join(', ')}), ${counted(triggers, 'physics trigger')}, ` +
            `live ${digits(live.value)}${point === p.of ? '' : `, about ${duration(left)} left`}`,
        );
        break;
      }
      case 'step':
        progress(`${keys()}${seen()}scan: point ${p.point} of ${p.of}, ${p.what}`);
        break;
      case 'worker':
        note(p.message);
        break;
      case 'write':
        note(`write: ${p.what}`);
    }
  };
}

export function scanText(scan: Scan, directory: string): string {
  const { axes, points, masses, seed, spills, ghosts, state, cardHashes } = scan;
  const heads = axes.map(({ path: key, unit }) => (unit === '' ? key : `${key}, ${unit}`));
  const rows = (of: (point: Point) => readonly string[]) =>
    points.map((point) => [...point.values.map((value) => digits(value, 4)), ...of(point)]);
  const rates = table(
    [
      ...heads,
      ...['electrons', 'physics triggers', 'rate, Hz', 'per electron', 'live fraction'],
      ...['recorded, Hz', 'MB/s', 'run'],
    ],
    rows((p) => [
      digits(p.electronsOnTarget, 4),
      `${p.triggers}`,
      interval(p.rateHz, 4),
      digits(p.perElectron.value),
      interval(p.live, 4),
      digits(p.recordedHz),
      digits(p.bytesPerSecond === null ? null : p.bytesPerSecond / 1e6),
      p.runHash.slice(0, 8),
    ]),
  );
  const signal = masses.map((massGeV, m) => {
    const head = ['efficiency', 'lost by pile-up', 'eps, asymptotic', 'eps, exact'];
    return [
      '',
      `A' of ${formatQuantity(massGeV, 'energy')}`,
      table(
        [...heads, ...head],
        rows(({ masses: own }) => [
          interval(own[m].efficiency),
          interval(own[m].pileUpLoss),
          digits(own[m].limit?.asymptotic),
          digits(own[m].limit?.exact),
        ]),
      ),
    ].join('\n');
  });
  const bad = points.reduce((n, p) => n + p.badSpills, 0);
  const missing = cardHashes.length - points.length;
  const figures = scanCharts(scan);
  const files = [
    ...[SCAN_FILES.points, SCAN_FILES.table],
    ...figures.map(({ file }) => `${SCAN_FILES.figures}/${file}.svg`),
  ];
  return [
    `seed "${seed}", ${counted(spills, 'spill')} and ${counted(ghosts, 'ghost')} of each mass at each point; ` +
      'intervals of Clopper and Pearson, one sigma',
    '',
    rates,
    ...signal,
    '',
    'eps: expected (median) limit from the exposure of the point alone, not scaled.',
    ...(bad === 0
      ? []
      : [
          `${counted(bad, 'spill')} of all points ${plural(bad, 'was', 'were')} bad and left out (bad_spills of the table).`,
        ]),
    ...(state === 'done'
      ? []
      : [`The scan was interrupted, ${counted(missing, 'point')} missing: go on with --resume.`]),
    'Written:',
    ...files.map((file) => `  ${path.join(directory, file)}`),
  ].join('\n');
}

/** @example interval({ value: 0.93, low: 0.92, high: 0.94 }) // '0.93 (0.92 to 0.94)' */
const interval = ({ value, low, high }: Interval, n = 3): string =>
  value === null ? '-' : `${digits(value, n)} (${digits(low, n)} to ${digits(high, n)})`;
