import * as fs from 'node:fs';
import * as path from 'node:path';
import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { SPOT } from '../../../core/card/index.js';
import { UsageError } from '../../../core/errors.js';
import { nearest } from '../../../core/nearest.js';
import { NATURES } from '../../../core/nature.js';
import { formatQuantity } from '../../../core/units.js';
import { commandLine } from '../../../run/command.js';
import { threadExecutor } from '../../../run/executor/threads.js';
import { cannotBeWritten } from '../../../run/store/fault.js';
import { VALIDATIONS } from '../../../run/validate/index.js';
import { validateStored } from '../../../run/validate/stored.js';
import { answerOf, type ValidationRow } from '../../../run/validate/row.js';
import type {
  Computing,
  OptionName,
  Validated,
  ValidateOptions,
  Validation,
} from '../../../run/validate/validation.js';
import { chartFigure } from '../../figures/chart.js';
import { type Figure, written } from '../../figures/png.js';
import { histogramFigures } from '../../figures/run.js';
import { opensNature } from '../hidden.js';
import { exitWith, json, note, progress, result } from '../io.js';
import { quantity, seed, wholeNumber, workersOption } from '../options.js';
import { digits } from '../../digits.js';
import { table } from '../table.js';

interface Options
  extends Omit<
    ValidateOptions,
    keyof Computing | 'ideal' | 'events' | 'experiments' | 'spills' | 'journal' | 'case'
  > {
  workers: number;
  events?: number;
  experiments?: number;
  spills?: number;
  journal?: string;
  case?: string;
  ideal?: boolean;
  figures?: string;
  png?: boolean;
  run?: string;
  json?: boolean;
}

const NAMES = VALIDATIONS.map(({ name }) => name);
const LONGEST = Math.max(...NAMES.map((name) => name.length));

export function validateCommand(program: Command): void {
  program
    .command('validate')
    .description('compare the emulation with the paper and with independent calculations')
    .addArgument(
      new Argument('[NAME...]', 'what to validate')
        .argParser(validationName)
        .default([], 'all of them'),
    )
    .addOption(
      new Option('--electrons <N>', 'electrons on target behind the rates')
        .argParser(electrons)
        .default(1e9, '1e9'),
    )
    .option('--events <N>', 'events behind each number of a part driven alone', wholeNumber(2))
    .option('--experiments <N>', 'experiments that are repeated', wholeNumber(1))
    .option(
      '--spills <N>',
      'spills that are gone through: soak: in each mode; faults: clean ones; references: of each sample',
      wholeNumber(1),
    )
    .option(
      '--journal <FILE>',
      'keep a line of each experiment there, and go on behind those that it has',
    )
    .option('--case <CASE>', 'one case alone, as it is named where it failed')
    .option('--seed <TEXT>', 'seed of all random numbers', seed, 'validate')
    .addOption(
      new Option(
        '--nature <N>',
        'true parameters of sampled spills: those of the card, or drawn about them; what is expected stays that of the card',
      )
        .choices(NATURES)
        .default('nominal'),
    )
    .addOption(workersOption())
    .addOption(
      new Option('--energy <E>', 'energy of a test beam, such as "20 GeV"')
        .argParser(energy)
        .default(100, '100 GeV'),
    )
    .addOption(
      new Option('--at <X,Y>', 'its offset from the centre of the beam cell')
        .argParser(lengths)
        .default([0, 0], 'its centre'),
    )
    .addOption(
      new Option('--spot <S>', 'its spread in x and y, or "X, Y"')
        .argParser(spot)
        .default(null, 'as on the card'),
    )
    .option('--ideal', 'without photostatistics, spread of gains and noise')
    .option('--figures <DIR>', 'also write its figures there')
    .option('--png', 'figures also as PNG, for talks')
    .option('--run <DIR>', 'instead: a run made with --truth against its own truth')
    .option('--json', 'print the rows as one JSON document')
    .addHelpText(
      'after',
      `
Validations, and the options that each uses; in parentheses what it takes where none is given:
${VALIDATIONS.map((v) => `  ${v.name.padEnd(LONGEST)} ${v.describes}\n  ${' '.repeat(LONGEST)} ${flags(v.options, v.usual)}`).join('\n')}

Examples:
  spillway validate chain --electrons 1e8
  spillway validate readout
  spillway validate pileup --figures docs/figures
  spillway validate trigger --events 1e8
  spillway validate regions --nature drawn --seed another
  spillway validate background-chain --experiments 50 --electrons 1e10 --journal chain.jsonl
  spillway validate --run my-run --json
  spillway validate ecal --energy "20 GeV" --at "0 mm, 0 mm" --events 5000 --ideal --json`,
    )
    .action(
      exitWith(async (asked: string[], options: Options, command: Command) => {
        if (options.run !== undefined) {
          refuseBeside(asked, command);
          return print(validateStored(options.run, progress), options.json ?? false);
        }
        const chosen = VALIDATIONS.filter(({ name }) => asked.length === 0 || asked.includes(name));
        refuseUnused(command, chosen);
        const { workers, events = null, ideal = false, ...others } = options;
        const { experiments = null, spills = null, journal = null, case: only = null } = options;
        const wanted = { ...others, events, experiments, spills, journal, case: only, ideal };
        for (const validation of chosen) validation.check?.(wanted);
        if (options.figures !== undefined) makeFolder(options.figures);
        if (options.nature === 'drawn') note(opensNature('the shipped cards', options.seed));
        const rows: ValidationRow[] = [];
        const document: Record<string, unknown> = {};
        const figures: (readonly [file: string, svg: string])[] = [];
        const executor = threadExecutor(workers, { warn: note });
        const repeat = commandLine(...process.argv.slice(2));
        const computing = { executor, repeat, report: progress };
        try {
          for (const validation of chosen) {
            const done = await validation.run({ ...wanted, ...computing });
            rows.push(...done.rows);
            Object.assign(document, done.document);
            figures.push(...figuresOf(done));
          }
        } finally {
          await executor.close();
        }
        if (options.figures !== undefined) {
          writeFigures(options.figures, (await written(options.png ?? false))(figures));
        }
        return print({ rows, document }, options.json ?? false);
      }),
    );
}

/** @returns the exit code */
function print({ rows, document = {} }: Validated, asJson: boolean): number {
  if (asJson) {
    result(json({ schema: 'spillway.validate/1', ...document, rows }));
  } else {
    const { efficiencies, ...rest } = document;
    const numbers = Object.entries(rest).map(([name, value]) => `${name} ${shown(value)}`);
    if (efficiencies) numbers.push(efficienciesTable(efficiencies as Efficiencies));
    result([...numbers, ...(numbers.length > 0 ? [''] : []), rowsTable(rows)].join('\n'));
  }
  return rows.some((r) => answerOf(r) === 'NO') ? 1 : 0;
}

/** @throws UsageError for what a stored run has no use for */
function refuseBeside(asked: readonly string[], command: Command): void {
  const given = VALIDATIONS.flatMap(({ options }) => options).filter(
    (name) => command.getOptionValueSource(name) === 'cli',
  );
  const beside = [...asked, ...[...new Set(given)].map((name) => `--${name}`)];
  if (beside.length === 0) return;
  throw new UsageError(
    beside.map((what) => ({
      ...{ where: 'validate --run', what, fault: 'is not used' },
      expected: '--json, if anything',
    })),
  );
}

const flags = (names: readonly OptionName[], usual: Validation['usual'] = {}) =>
  names
    .map((name) => {
      const own = Object.entries(usual).find(([counted]) => counted === name)?.[1];
      return own === undefined ? `--${name}` : `--${name} (${own})`;
    })
    .join(', ');

/** @throws UsageError for an option on the command line that none of the validations uses */
function refuseUnused(command: Command, chosen: readonly Validation[]): void {
  const used = new Set(chosen.flatMap(({ options }) => options));
  const unused = [...new Set(VALIDATIONS.flatMap(({ options }) => options))].filter(
    (name) => !used.has(name) && command.getOptionValueSource(name) === 'cli',
  );
  if (unused.length === 0) return;
  const where = `validate ${chosen.map(({ name }) => name).join(' ')}`;
  throw new UsageError(
    unused.map((name) => {
      const of = VALIDATIONS.filter(({ options }) => options.includes(name)).map((v) => v.name);
      const next = `it is an option of ${of.join(', ')}`;
      return { where, what: `--${name}`, fault: 'is not used', expected: flags([...used]), next };
    }),
  );
}

type Share = Readonly<Record<'passed' | 'of' | 'low' | 'high', number>>;
/** By sample, by factor; a number that is no share is left to --json. */
type Efficiencies = Readonly<Record<string, Readonly<Record<string, Share | number>>>>;

function efficienciesTable(efficiencies: Efficiencies): string {
  const lines = Object.entries(efficiencies).flatMap(([sample, shares]) =>
    Object.entries(shares).flatMap(([factor, s]) =>
      typeof s === 'number'
        ? []
        : [[sample, factor, s.passed, s.of, s.of > 0 ? s.passed / s.of : 0, s.low, s.high]],
    ),
  );
  return table(
    ['sample', 'factor', 'passed', 'of', 'share', 'from', 'to'],
    lines.map(([sample, factor, passed, of, ...shares]) => [
      ...[sample, factor, passed, of].map(String),
      ...shares.map((x) => digits(x as number, 4)),
    ]),
  );
}

/** Charts of its own, and those that a run would draw of its histograms: file names and content. */
function figuresOf({ charts = [], monitored }: Validated): (readonly [string, string])[] {
  return [
    ...charts.map((chart) => [`${chart.file}.svg`, chartFigure(chart)] as const),
    ...(monitored ? histogramFigures(monitored) : []).map(
      ([file, svg]) => [path.basename(file), svg] as const,
    ),
  ];
}

/** Before anything is computed for it. @throws UsageError when nothing can be written there */
function makeFolder(directory: string): void {
  try {
    fs.mkdirSync(directory, { recursive: true });
    fs.accessSync(directory, fs.constants.W_OK | fs.constants.X_OK);
  } catch (error) {
    throw cannotBeWritten(directory, '--figures', error);
  }
}

function writeFigures(directory: string, figures: readonly Figure[]): void {
  for (const [file, content] of figures) fs.writeFileSync(path.join(directory, file), content);
}

function shown(value: unknown): string {
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'number' ? digits(value, 4) : String(value);
  }
  return Object.entries(value)
    .map(([name, v]) => `${name} ${shown(v)}`)
    .join(', ');
}

/** Adds the name of a validation. @throws UsageError when there is none of that name */
function validationName(text: string, before: readonly string[]): string[] {
  if (NAMES.includes(text)) return [...before, text];
  const close = nearest(text, NAMES);
  throw new UsageError({
    what: 'NAME',
    got: text,
    expected: `one of ${NAMES.join(', ')}`,
    ...(close === undefined ? {} : { next: `did you mean ${close}?` }),
  });
}

/** An energy of a test beam. */
function energy(text: string): number {
  const value = quantity(text, 'energy');
  if (!(value >= 0.1 && value <= 1000)) {
    throw new InvalidArgumentError(`got "${text}", expected 0.1 GeV to 1 TeV.`);
  }
  return value;
}

/** "X, Y", or one length for both; a bare 0 needs no unit. */
function lengths(text: string): [number, number] {
  const parts = text.split(',').map((part) => {
    const trimmed = part.trim();
    return Number(trimmed) === 0 && trimmed !== '' ? 0 : quantity(trimmed, 'length');
  });
  if (parts.length > 2) {
    throw new InvalidArgumentError(
      `got "${text}", expected one or two lengths such as "8 mm, 4 mm".`,
    );
  }
  return [parts[0], parts[1] ?? parts[0]];
}

function spot(text: string): [number, number] {
  const both = lengths(text);
  if (both.every((length) => length >= SPOT.min && length <= SPOT.max)) return both;
  const range = [SPOT.min, SPOT.max].map((length) => formatQuantity(length, 'length'));
  throw new InvalidArgumentError(`got "${text}", expected lengths from ${range.join(' to ')}.`);
}

function electrons(text: string): number {
  const value = Number(text);
  if (!(value >= 1 && value <= 1e13)) {
    throw new InvalidArgumentError(`got "${text}", expected a number of electrons such as 1e9.`);
  }
  return value;
}

function rowsTable(rows: readonly ValidationRow[]): string {
  return table(
    ['quantity', 'role', 'expected', 'emulated', 'error', 'pull', 'agrees', 'source'],
    rows.map((r) => [
      r.name,
      r.role,
      typeof r.allowed === 'number'
        ? `${digits(r.expected, 4)} +- ${digits(100 * r.allowed)} %`
        : `${digits(r.allowed[0])} to ${digits(r.allowed[1])}`,
      digits(r.emulated, 4),
      digits(r.error, 2),
      digits(r.pull, 2),
      answerOf(r),
      r.source,
    ]),
  );
}
