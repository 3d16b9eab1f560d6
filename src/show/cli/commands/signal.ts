import { type Command, InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../../../core/errors.js';
import {
  crossSection,
  elementOf,
  LEAD,
  LEAST_ENERGY,
  type Method,
  METHODS,
  signalYield,
  type Target,
  total,
  type Yield,
} from '../../../core/signal/index.js';
import { formatQuantity } from '../../../core/units.js';
import { exitWith, json, result } from '../io.js';
import { quantity, wholeNumber } from '../options.js';
import { digits } from '../../digits.js';
import { table } from '../table.js';

interface Options {
  mass: number;
  energy: number;
  method: Method;
  target?: string;
  Z?: number;
  A?: number;
  json?: boolean;
}

const energy = (text: string) => quantity(text, 'energy');

export function signalCommand(program: Command): void {
  program
    .command('signal')
    .description("cross section of A' emission and A' per electron on target, for eps = 1")
    .requiredOption('--mass <M>', 'mass of the A\', 1 MeV to 1 GeV, such as "100 MeV"', energy)
    .option('--energy <E>', 'energy of the electrons, 20 to 300 GeV', energy, 100)
    .option('--target <ELEMENT>', 'symbol of the element of the dump (default: Pb)')
    .option('--Z <Z>', 'or its nuclear charge ...', wholeNumber(1))
    .option('--A <A>', '... and relative atomic mass', atomicMass)
    .addOption(
      new Option('--method <METHOD>', 'exact tree level, or (improved) Weizsaecker-Williams')
        .choices(Object.keys(METHODS))
        .default('etl'),
    )
    .option('--json', 'print it as one JSON document')
    .addHelpText(
      'after',
      '\nExamples:\n  spillway signal --mass "100 MeV"\n  spillway signal --mass "16.7 MeV" --energy "150 GeV" --target W --method iww',
    )
    .action(
      exitWith((options: Options) => {
        const signal = signalOf(options);
        result(options.json ? json(signal) : signalText(signal));
        return 0;
      }),
    );
}

type Signal = ReturnType<typeof signalOf>;

function signalOf(options: Options) {
  const { mass, energy, method } = options;
  const target = targetOf(options);
  const process = { mass, energy, target };
  const section = crossSection(method, process);
  const { trackLengthX0, firstGenerationX0, perEot, bins }: Yield = signalYield(method, process);
  return {
    ...{ schema: 'spillway.signal/1', massGeV: mass, energyGeV: energy, ...target, method },
    ...{ sigmaPb: total(section), xMin: section.xMin, xMax: 1 - section.leastLeft },
    ...{ trackLengthX0, firstGenerationX0, yieldPerEot: perEot, yieldBins: bins },
  };
}

/** @throws UsageError unless it is named in one way, whole */
function targetOf({ target, Z, A }: Options): Target {
  if (target !== undefined && (Z !== undefined || A !== undefined)) {
    throw new UsageError({
      ...{ where: 'signal', got: '--target beside --Z or --A' },
      expected: 'either --target ELEMENT, or --Z and --A',
    });
  }
  if (target !== undefined) return elementOf(target);
  if (Z === undefined && A === undefined) return LEAD;
  if (Z !== undefined && A !== undefined) return { Z, A };
  throw new UsageError({
    ...{ where: 'signal', got: Z === undefined ? '--A without --Z' : '--Z without --A' },
    expected: 'both of them',
  });
}

function signalText(s: Signal): string {
  const gev = (value: number) => formatQuantity(value, 'energy');
  return [
    `A' of ${gev(s.massGeV)} from electrons of ${gev(s.energyGeV)}, Z ${s.Z}, A ${s.A}, ${s.method}, eps = 1`,
    '',
    table(
      ['quantity', 'value'],
      [
        ['cross section, pb', digits(s.sigmaPb, 5)],
        ['x from', digits(s.xMin, 4)],
        ['x to, below 1 by', digits(1 - s.xMax, 3)],
        [`track length above ${LEAST_ENERGY} GeV, X0`, digits(s.trackLengthX0)],
        ['of the first generation alone (Tsai, Whitis), X0', digits(s.firstGenerationX0)],
        [`A' above ${LEAST_ENERGY} GeV per electron on target`, digits(s.yieldPerEot, 4)],
      ],
    ),
    '',
    table(
      ['missing energy', "A' per electron on target"],
      s.yieldBins.map(({ fromGeV, toGeV, perEot }) => [
        `${digits(fromGeV)} to ${digits(toGeV)} GeV`,
        digits(perEot, 4),
      ]),
    ),
  ].join('\n');
}

function atomicMass(text: string): number {
  const value = Number(text);
  if (!(text.trim() !== '' && value >= 1 && value < Infinity)) {
    throw new InvalidArgumentError(`got "${text}", expected a relative atomic mass such as 207.2.`);
  }
  return value;
}
