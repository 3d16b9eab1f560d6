/**
 * The C twin of the trigger on every electron: its input, its compilation, its answer. Every number that comes
 * from the card is written to a file for it, none is typed twice.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Card } from '../../dist/core/card/index.js';
import { ticks } from '../../dist/core/ticks.js';
import { Lots } from '../../dist/emulate/beam/lots.js';
import { spillProfile } from '../../dist/emulate/beam/profile.js';
import { Module, type SpillKey } from '../../dist/emulate/streams.js';
import { ELECTRON_MASS, MUON_MASS } from '../../dist/core/signal/constants.js';
import { CLASSES } from '../../dist/emulate/target/index.js';
import { A_027, Z_THIRD } from '../../dist/emulate/target/muonPair.js';
import { thresholdCounts } from '../../dist/emulate/trigger/counts.js';
import { Menu } from '../../dist/emulate/trigger/menu.js';
import { growTree, type Tree } from '../../dist/emulate/trigger/tree.js';
import { weightsOf } from '../../dist/emulate/trigger/weights.js';
import type { Fired, Triggered } from '../kernel.js';

/** No contraction to fused operations, which round once where JavaScript rounds twice. */
const FLAGS = ['-O3', '-ffp-contract=off'];
const COMPILERS = ['cc', 'clang', 'gcc'];

type Numbers = Record<string, number | ArrayLike<number>>;

export interface Twin {
  /** Compiler, version and flags. */
  readonly compiler: string;
  /** Triggers a spill so many times. */
  run(card: Card, at: SpillKey, rounds: number): TwinRun;
  /** Removes its files. */
  remove(): void;
}

export interface TwinRun extends Triggered {
  /** CPU time of each round, s. */
  readonly seconds: number[];
  /** CPU time of a step of the calibrator, s. */
  readonly step: number;
  readonly peakRssMb: number;
}

/** Compiles the twin; null where there is no C compiler. @throws when it does not compile */
export function compileTwin(): Twin | null {
  const compiler = COMPILERS.find((name) => spawnSync(name, ['--version']).status === 0);
  if (compiler === undefined) return null;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-twin-'));
  const program = path.join(folder, 'twin');
  const source = path.join(import.meta.dirname, 'main.c');
  command(compiler, [...FLAGS, '-o', program, source, '-lm']);
  const [version] = command(compiler, ['--version']).split('\n');
  return {
    compiler: `${version}, ${FLAGS.join(' ')}`,
    run(card, at, rounds) {
      const input = path.join(folder, 'card');
      fs.writeFileSync(input, formatNumbers(numbersOf(card, at)));
      return readAnswer(command(program, [input, `${rounds}`]));
    },
    remove: () => fs.rmSync(folder, { recursive: true }),
  };
}

function command(name: string, args: string[]): string {
  const { status, error, stdout, stderr } = spawnSync(name, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(`${name} ${args.join(' ')}: ${error?.message ?? stderr}`);
  return stdout;
}

/** A line `name n value...` each, in digits that read back as the same doubles. */
const formatNumbers = (numbers: Numbers): string =>
  Object.entries(numbers)
    .map(([name, value]) => {
      const values = typeof value === 'number' ? [value] : Array.from(value);
      return `${[name, values.length, ...values].join(' ')}\n`;
    })
    .join('');

function readAnswer(answer: string): TwinRun {
  const lines = answer.trimEnd().split('\n');
  const words = (lines.pop() as string).split(' ');
  const numbers = words.map(Number);
  return {
    particles: numbers[words.indexOf('particles') + 1],
    seconds: numbers.slice(words.indexOf('kernel') + 1, words.indexOf('step')),
    step: numbers[words.indexOf('step') + 1],
    peakRssMb: (numbers[words.indexOf('peak') + 1] * 1024) / 1e6,
    fired: lines.map((line): Fired => {
      const [slice, index, triggers] = line.split(' ').map(Number);
      return { slice, index, triggers };
    }),
  };
}

function numbersOf(card: Card, at: SpillKey): Numbers {
  return {
    'key.k0': at.key.k0,
    'key.k1': at.key.k1,
    run: at.run,
    spill: at.spill,
    'module.slice': Module.slice,
    'module.fate': Module.fate,
    'module.shower': Module.shower,
    profile: spillProfile(card.beam, at).electrons,
    ...particleNumbers(card),
    ...triggerNumbers(card),
  };
}

function particleNumbers(card: Card): Numbers {
  const { beam, detector, nature } = card;
  const { ecal, counters, position } = detector;
  const { electroNuclear, upstreamElectroNuclear, dimuon } = nature;
  const lots = new Lots(card);
  const spectrum = dimuon.spectrum as { energy: number; above: number }[];
  return {
    'beam.momentum': beam.momentum,
    'beam.momentumSpread': beam.momentumSpread,
    'ecal.stochastic': ecal.stochastic,
    'ecal.constant': ecal.constant,
    'ecal.mip': ecal.mip,
    'ecal.preshowerDepth': ecal.preshowerDepth,
    'ecal.preshower.share': ecal.preshower.share,
    'ecal.radiationLengths': ecal.radiationLengths,
    'ecal.interactionLengths': ecal.interactionLengths,
    'ecal.pitch': ecal.pitch,
    'ecal.beamCell': ecal.beamCell,
    'ecal.lateral.weight': ecal.lateral.map(({ weight }) => weight),
    'ecal.lateral.scale': ecal.lateral.map(({ scale }) => scale),
    'counters.efficiency': counters.efficiency,
    'counters.selfVeto': counters.selfVeto,
    'counters.s4Radius': counters.s4Radius,
    'position.magnets': position.magnets,
    'position.s4': position.s4,
    'position.ecal': position.ecal,
    'magnets.bend': detector.magnets.bend,
    'hcal.pitch': detector.hcal.pitch,
    'electroNuclear.minimum': electroNuclear.minimum,
    'electroNuclear.slope': electroNuclear.slope,
    'electroNuclear.neutralFraction': electroNuclear.neutralFraction,
    beforeMagnets: nature.beforeMagnets,
    'upstreamElectroNuclear.largeAngleFraction': upstreamElectroNuclear.largeAngleFraction,
    'upstreamElectroNuclear.slope': upstreamElectroNuclear.slope,
    'upstreamElectroNuclear.secondaries': upstreamElectroNuclear.secondaries,
    'hadron.neutralExit': nature.hadron.neutralExit,
    'hadron.softLength': nature.hadron.softLength,
    'hadron.softResponse': nature.hadron.softResponse,
    'hadron.secondaries': nature.hadron.secondaries,
    'dimuon.energy': spectrum.map(({ energy }) => energy),
    'dimuon.above': spectrum.map(({ above }) => above),
    'muonPair.masses': [ELECTRON_MASS, MUON_MASS],
    'muonPair.lead': [Z_THIRD, A_027],
    classes: CLASSES.length,
    ...Object.fromEntries(CLASSES.map(({ name }, k) => [`class.${name}`, k])),
    'lots.perElectron': lots.perElectron,
    'lots.edges': lots.edges,
    'lots.kind': lots.kind,
    'lots.fired': lots.fired,
    'lots.low': lots.low,
  };
}

function triggerNumbers({ trigger }: Card): Numbers {
  const menu = new Menu(trigger);
  const { terms, entries, plain, strobe } = menu;
  const sums = Object.entries(terms).flatMap(([name, term]) =>
    term.kind === 'sum' ? [{ name, ...term }] : [],
  );
  // Clock triggers have no condition, and no prescale that a particle moves.
  const ratios = entries.map(({ ratio }) => ratio);
  return {
    gate: ticks(trigger.coincidence.gate),
    'ecal.smear': trigger.ecal.smear,
    'ecal.count': trigger.ecal.count,
    'preshower.smear': trigger.preshower.smear,
    'preshower.count': trigger.preshower.count,
    weights: weightsOf(trigger.overlap),
    strobe,
    'terms.of': sums.map(({ of }) => (of === 'ecal' ? 0 : 1)),
    'terms.below': sums.map(({ below }) => (below === undefined ? 0 : 1)),
    'terms.threshold': sums.map(({ of, below, above }) =>
      thresholdCounts(below ?? above ?? 0, trigger[of].count),
    ),
    'terms.ecal': sums.findIndex(({ name }) => name === 'ecal'),
    ...treeNumbers(menu, sums),
    'plain.counts': plain?.counts ?? -1,
    'plain.met': plain?.met ?? 0,
    'prescales.keep': ratios.map(({ keep }) => keep),
    'prescales.of': ratios.map(({ of }) => of),
    'prescales.phase': ratios.map(({ phase }) => phase),
  };
}

/**
 * For each code of the discriminators that opens a coincidence, and for the ECAL's term false and true, what is
 * left to ask: `roots` at 2 code + term is the number of a node; a node that asks no term says what is met.
 */
function treeNumbers(
  { terms, tests, entries, strobe }: Menu,
  sums: readonly { name: string; of: string }[],
): Numbers {
  const nodes = {
    term: [] as number[],
    no: [] as number[],
    yes: [] as number[],
    met: [] as number[],
  };
  const add = (tree: Tree): number => {
    const inner = 'term' in tree;
    const no = inner ? add(tree.no) : 0;
    const yes = inner ? add(tree.yes) : 0;
    nodes.term.push(inner ? sums.findIndex(({ name }) => name === tree.term) : -1);
    nodes.no.push(no);
    nodes.yes.push(yes);
    return nodes.met.push(inner ? 0 : tree.met) - 1;
  };
  const conditions = new Map(
    entries.flatMap(({ when }, bit) => (when === null ? [] : [[bit, when] as const])),
  );
  const cheapestFirst = [
    ...sums.filter(({ of }) => of === 'ecal'),
    ...sums.filter(({ of }) => of !== 'ecal'),
  ].map(({ name }) => name);
  const none = () => 0;
  const roots = Array.from(strobe).flatMap((opens, code) => {
    if (opens === 0) return [0, 0];
    const coincidences = Object.keys(terms).flatMap((name) => {
      const test = terms[name].kind === 'coincidence' ? tests.get(name) : undefined;
      return test ? [[name, test({ code, own: none, total: none })] as const] : [];
    });
    return [false, true].map((ecal) =>
      add(growTree(conditions, terms, cheapestFirst, new Map([...coincidences, ['ecal', ecal]]))),
    );
  });
  return {
    roots,
    'nodes.term': nodes.term,
    'nodes.no': nodes.no,
    'nodes.yes': nodes.yes,
    'nodes.met': nodes.met,
  };
}
