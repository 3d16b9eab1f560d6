import { type Command, Option } from 'commander';
import { FIDELITIES, type Fidelity } from '../../../core/fidelity.js';
import {
  cardsOf,
  type EfficiencyDocument,
  measureEfficiency,
  requireWritable,
  writeEfficiency,
} from '../../../run/efficiency/index.js';
import {
  clusterOption,
  outstandingOption,
  shareOption,
  type Where,
  withComputing,
} from '../computing.js';
import { exitWith, json, result } from '../io.js';
import { collect, massList, seed, wholeNumber, workersOption } from '../options.js';
import { counted } from '../../plural.js';
import { digits } from '../../digits.js';
import { table } from '../table.js';

interface Options extends Where {
  masses: number[];
  spills: number;
  ghosts: number;
  seed: string;
  fidelity: Fidelity;
  set?: string[];
  out?: string;
  json?: boolean;
}

export function efficiencyCommand(program: Command): void {
  program
    .command('efficiency')
    .description("efficiency for an A', measured with ghosts in the spills of cards")
    .argument('<CARD...>', 'paths of cards, or names of shipped ones; of a campaign all its runs')
    .addOption(
      new Option('--masses <LIST>', "of the A'")
        .argParser(massList)
        .default([0.001, 0.01, 0.1, 0.5], '1MeV,10MeV,100MeV,500MeV'),
    )
    .option('--spills <N>', 'of each card', wholeNumber(1), 4)
    .option('--ghosts <N>', 'of each mass, in all spills of a card', wholeNumber(1), 4000)
    .option('--seed <TEXT>', 'seed of all random numbers', seed, 'efficiency')
    .addOption(
      new Option('--fidelity <F>', 'detail of raw events').choices(FIDELITIES).default('energy'),
    )
    .addOption(workersOption())
    .addOption(clusterOption())
    .addOption(outstandingOption())
    .addOption(shareOption())
    .option('--set <KEY=VALUE>', 'override a value of every card; repeatable', collect)
    .option('--out <FILE>', 'where to write them, for spillway limit --efficiency FILE')
    .option('--json', 'print them as one JSON document')
    .addHelpText(
      'after',
      `
Examples:
  spillway efficiency run3-2018
  spillway efficiency na64-2016-2018 --ghosts 20000 --spills 8 --out efficiency.json
  spillway limit run1 run2 run3 --efficiency efficiency.json`,
    )
    .action(
      exitWith(async (names: string[], options: Options) => {
        const { out, json: asJson, set = [], spills, ghosts, seed, fidelity } = options;
        const cards = cardsOf(names, set);
        if (out !== undefined) requireWritable(out);
        const masses = [...new Set(options.masses)].sort((a, b) => a - b);
        const asked = { spills, ghosts, seed, fidelity, masses };
        return withComputing(options, async (computing) => {
          const document = await measureEfficiency(cards, asked, computing);
          if (out !== undefined) writeEfficiency(out, document);
          result(asJson ? json(document) : textOf(document));
          return 0;
        });
      }),
    );
}

const textOf = ({ runs, seed, fidelity }: EfficiencyDocument): string =>
  [
    `seed "${seed}", fidelity ${fidelity}; intervals of Clopper and Pearson, one sigma`,
    ...runs.flatMap(({ name, spills, electrons, masses }) => [
      '',
      `${name}: ${counted(spills, 'spill')}, ${digits(electrons, 4)} electrons on target`,
      table(
        ['factor', ...masses.map(({ massGeV }) => `${digits(1000 * massGeV)} MeV`)],
        [...masses[0].factors.map((f) => f.name), 'all factors'].map((factor, i) => [
          factor,
          ...masses.map(({ factors, total }) => {
            const { passed, of, value, low, high } = factors[i] ?? total;
            return `${digits(value, 4)} (${digits(low, 4)} to ${digits(high, 4)}), ${passed} of ${of}`;
          }),
        ]),
      ),
    ]),
  ].join('\n');
