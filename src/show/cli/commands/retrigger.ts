import * as path from 'node:path';
import { type Command, Option } from 'commander';
import { total } from '../../../core/wire/tally.js';
import {
  type BeforeAfter,
  type MeasuredShare,
  openRetrigger,
  type RetriggerReport,
  retriggerRun,
} from '../../../run/retrigger/index.js';
import type { Change } from '../../../run/retrigger/spill.js';
import { digits } from '../../digits.js';
import { counted } from '../../plural.js';
import { HIDDEN } from '../hidden.js';
import {
  clusterOption,
  outstandingOption,
  shareOption,
  type Where,
  withComputing,
} from '../computing.js';
import { exitWith, json, result } from '../io.js';
import { massList, wholeNumber, workersOption } from '../options.js';
import { table } from '../table.js';

interface Options extends Where {
  menu?: string;
  readout?: string;
  masses: number[];
  ghosts: number;
  json?: boolean;
}

export function retriggerCommand(program: Command): void {
  program
    .command('retrigger')
    .description(
      'replay the trigger of a run with another menu or readout, without emulating it again',
    )
    .argument('<RUN>', 'run directory, made with --store-primitives kept')
    .option(
      '--menu <FILE>',
      'a section trigger, as config/menu/*.yaml, or the name of a shipped one',
    )
    .option(
      '--readout <FILE>',
      'a section readout, as config/readout/*.yaml, or the name of a shipped one',
    )
    .addOption(
      new Option('--masses <LIST>', "of the A' for efficiency and limit")
        .argParser(massList)
        .default([0.01], '10MeV'),
    )
    .option('--ghosts <N>', "A' of each mass for the efficiency; 0: none", wholeNumber(0), 400)
    .addOption(workersOption())
    .addOption(clusterOption())
    .addOption(outstandingOption())
    .addOption(shareOption())
    .option('--json', 'print the report as one JSON document, with all events gained and lost')
    .addHelpText(
      'after',
      `
Examples:
  spillway retrigger my-run --readout throttle
  spillway retrigger my-run --menu menu.yaml --ghosts 4000 --json
docs/retrigger.md says what can be replayed and what is refused.`,
    )
    .action(
      exitWith(async (directory: string, options: Options) => {
        const { menu, readout, ghosts, cluster } = options;
        // Workers read the run as well, from wherever they were started.
        const run = cluster === undefined ? directory : path.resolve(directory);
        const asked = openRetrigger(run, { menu, readout });
        const masses = [...new Set(options.masses)].sort((a, b) => a - b);
        return withComputing(options, async (computing) => {
          const report = await retriggerRun(asked, { masses, ghosts }, computing);
          result(options.json ? json(report) : textOf(report));
          return 0;
        });
      }),
    );
}

function textOf(report: RetriggerReport): string {
  const { run, cardHash, menuHash, runHash, asRecorded } = report;
  return [
    `${run.name}, seed "${run.seed}", mode ${run.mode}, ${counted(run.spills, 'spill')}` +
      (asRecorded ? '; every decision as recorded' : ''),
    table(
      ['', 'recorded', 'replayed'],
      [
        ['card', ...sides(cardHash, short)],
        ['menu', ...sides(menuHash, short)],
        ['run', ...sides(runHash, short)],
      ],
    ),
    '',
    ratesText(report),
    '',
    ...ledgerText(report.ledger),
    '',
    changesText('gained', report.gained, 'by key, was'),
    changesText('lost', report.lost, 'is'),
    '',
    analysisText(report),
    '',
    ...limitText(report),
  ].join('\n');
}

const short = (hash: string) => hash.slice(0, 16);

const sides = <T>({ before, after }: BeforeAfter<T>, show: (one: T) => string): string[] => [
  show(before),
  show(after),
];

function ratesText({ triggers, types, run, ...report }: RetriggerReport): string {
  const per = (of: number | undefined) =>
    of === undefined || run.counted === 0
      ? ''
      : `${digits(of / run.counted, 4)} (${digits(of / run.seconds)} Hz)`;
  const row = (name: string, fired: BeforeAfter<number | undefined>, recorded: typeof fired) => [
    ...[name, ...sides(fired, per)],
    ...sides(recorded, per),
  ];
  const { liveFraction: live, liveFractionOfScalers: scalers } = report;
  const fraction = (value: number) => digits(value, 4);
  return [
    table(
      ['per spill', 'fired', 'replayed', 'recorded', 'replayed'],
      [
        ...triggers.map(({ name, before, after }) =>
          row(
            name,
            { before: before?.fired, after: after?.fired },
            { before: before?.recorded, after: after?.recorded },
          ),
        ),
        ...types.map(({ type, presented, accepted }) => row(`type ${type}`, presented, accepted)),
      ],
    ),
    `live: ${sides(live, fraction).join(' -> ')}, by the scalers ${sides(scalers, fraction).join(' -> ')}`,
  ].join('\n');
}

function ledgerText({ before, after }: RetriggerReport['ledger']): string[] {
  if (before === null || after === null) return [HIDDEN];
  const outcomes = Object.entries(before.outcomes).map(([name, n]) => {
    const column = name as keyof typeof before.outcomes;
    const clock = (of: typeof before) => of.clockTriggers[column];
    return [
      ...[name, String(n), String(after.outcomes[column])],
      ...[before, after].map((of) => String(clock(of))),
    ];
  });
  const sum = total({ ...after.outcomes });
  return [
    table(['outcome', 'particles', 'replayed', 'clock triggers', 'replayed'], outcomes),
    `The ledger closes: ${counted(total({ ...after.particles }), 'beam particle')}, ${counted(sum, 'outcome')}.`,
  ];
}

/** How many of them are shown. */
const FEW = 5;

function changesText(what: string, changes: readonly Change[], other: string): string {
  const first = changes
    .slice(0, FEW)
    .map(({ id, type, otherwise }) => `${id} (${type.join(', ')}; ${other} ${otherwise})`);
  const more = changes.length > FEW ? `, and ${changes.length - FEW} more (--json)` : '';
  const shown = first.length > 0 ? `: ${first.join(', ')}${more}` : '';
  return `${counted(changes.length, 'event')} ${what}${shown}`;
}

function analysisText(report: RetriggerReport): string {
  const { badSpills, events, sealed, cutflow, regions, background } = report;
  const rows = (of: BeforeAfter<readonly { readonly name: string; readonly events: number }[]>) =>
    of.before.map(({ name, events: n }) => [
      name,
      String(n),
      String(of.after.find((row) => row.name === name)?.events ?? ''),
    ]);
  return table(
    ['events', 'recorded', 'replayed'],
    [
      ...(badSpills.before + badSpills.after > 0
        ? [['bad spills, left out', ...sides(badSpills, String)]]
        : []),
      ['all types', ...sides(events, String)],
      ['sealed', ...sides(sealed, String)],
      ...rows(cutflow),
      ...rows(regions),
      ['background expected in the box', ...sides(background, (n) => digits(n))],
    ],
  );
}

function limitText({ efficiency, limit }: RetriggerReport): string[] {
  const share = ({ value, low, high, passed, of }: MeasuredShare) =>
    `${digits(value, 4)} (${digits(low, 4)} to ${digits(high, 4)}), ${passed} of ${of}`;
  const measured = (efficiency ?? []).flatMap(({ massGeV, total: all, factors }) => [
    ...factors.map(({ name, ...of }) => [mass(massGeV), name, ...sides(of, share)]),
    [mass(massGeV), 'all factors', ...sides(all, share)],
  ]);
  const { before, after } = limit;
  const limits = (before ?? after ?? []).map(({ massGeV }, i) => [
    mass(massGeV),
    'eps expected, asymptotic (exact)',
    ...[before?.[i], after?.[i]].map((e) =>
      e ? `${digits(e.emulated)} (${digits(e.emulatedExact)})` : NO_LIMIT,
    ),
  ]);
  if (measured.length + limits.length === 0) return [`eps expected: ${NO_LIMIT}`];
  return [
    table(["A'", '', 'recorded', 'replayed'], [...measured, ...limits]),
    ...(efficiency
      ? ["Intervals of Clopper and Pearson, one sigma; the same A' on both sides."]
      : []),
  ];
}

const NO_LIMIT = "none: no spill counts, or no A' is left (more --ghosts)";

const mass = (massGeV: number) => `${digits(1000 * massGeV)} MeV`;
