/** Run cards, the YAML that they stand in, and the texts of `--set`. */
import { cardHash, resolve } from '../../../core/card/index.js';
import { override } from '../../../core/card/override.js';
import { CardSchema } from '../../../core/card/schema.js';
import { leavesOf, parseTree } from '../../../core/card/tree.js';
import { describeProblem, type Problem, CardError, UsageError } from '../../../core/errors.js';
import type { Schema } from '../../../core/card/walk.js';
import { below, oneOf, type Stream } from '../../../core/random/index.js';
import { sha256 } from '../../hash.js';
import { gridOf, parseAxis } from '../../scan/grid.js';
import { type Decoder, type Input, Wrong } from './decoder.js';
import { damaged } from './mutate.js';

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text));
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

/** Values that stand in the place of any other on a card. */
const VALUES = [
  ...['0', '-1', '1e300', '1e-300', '9007199254740993', '.inf', 'null', '~', '""', '[]', '{}'],
  ...['1e300 GeV', '-5 ns', '0 mm', '1e-300 m', '80 MeVs', '50 %', '1e9 Hz', 'true', 'x', '[1, 2]'],
  ...['{ x: 1 }', '&a 1', '*a', '!!int 1', '|', '"', '{ not: { not: coincidence } }', '1e6 s'],
];

/** Lines lost, doubled, exchanged, indented otherwise, or with another value. */
function damagedLines(text: string, stream: Stream): string {
  const lines = text.split('\n');
  for (let n = 1 + below(2, stream); n > 0; n--) {
    const at = below(lines.length, stream);
    const line = lines[at];
    const chosen = below(6, stream);
    if (chosen === 0) lines.splice(at, 1);
    else if (chosen === 1) lines.splice(below(lines.length, stream), 0, line);
    else if (chosen === 2) lines[at] = ` ${line}`;
    else if (chosen === 3) lines[at] = line.replace(/[a-z]/, (letter) => letter + letter);
    else lines[at] = line.replace(/: .*$/, `: ${oneOf(VALUES, stream)}`);
  }
  return lines.join('\n');
}

const ofText = (original: Uint8Array, stream: Stream): Input => ({
  bytes:
    stream.uniform() < 0.3
      ? damaged(original, stream, [original])
      : bytesOf(damagedLines(textOf(original), stream)),
  mended: true,
});

const refusesCards = (error: unknown) => error instanceof CardError;

const card: Decoder = {
  name: 'card',
  share: 0.2,
  refuses: refusesCards,
  prepare(world) {
    return {
      originals: [bytesOf(world.yaml)],
      vary: (stream, original) => ofText(original, stream),
      decode({ bytes }) {
        const text = textOf(bytes);
        const read = (file: string) => (file === 'card.yaml' ? text : undefined);
        const resolved = resolve('card.yaml', { read });
        if (resolved.kind === 'card') cardHash(resolved.card, sha256);
        return 'clean';
      },
    };
  },
};

const YAML = `run:
  number: 3 # in: PRL 2019
  seed: demo
beam: { momentum: 100 GeV, intensity: 7e6 } # of both
trigger:
  menu:
    physics:
      when: { all: [coincidence, ecal, { not: preshower }] }
      prescale: 1
  list:
    - 1
    - - 2
      - "three"
  text: |
    of two
    lines
`;

const yaml: Decoder = {
  name: 'yaml',
  share: 5,
  prepare: () => ({
    originals: [bytesOf(YAML)],
    vary: (stream, original) => ofText(original, stream),
    decode({ bytes }) {
      const problems: Problem[] = [];
      const tree = parseTree(textOf(bytes), 'card.yaml', problems);
      for (const problem of problems) describeProblem(problem);
      if (tree) for (const [path] of leavesOf(tree)) path.length;
      return problems.length > 0 ? 'told' : 'clean';
    },
  }),
};

const SETTINGS = [
  'trigger.ecal.threshold=80 GeV',
  'beam.intensity=1e6',
  'trigger.menu.physics.when={ all: [coincidence, { not: ecal }] }',
  'run.seed="x"',
  'detector.tracker.gem.stations.0.z=1 m',
];

const setting: Decoder = {
  name: 'set',
  share: 0.5,
  prepare: ({ resolved }) => {
    const originals = SETTINGS.map(bytesOf);
    return {
      originals,
      vary(stream, original) {
        const [path, value] = textOf(original).split('=');
        const chosen = stream.uniform();
        if (chosen < 0.5) return { bytes: damaged(original, stream, originals), mended: true };
        const text =
          chosen < 0.7
            ? `${path}${`.${oneOf(['not', 'all', '0', '__proto__', 'x'], stream)}`.repeat(below(2000, stream))}=${value}`
            : `${path}=${oneOf(VALUES, stream)}`;
        return { bytes: bytesOf(text), mended: true };
      },
      decode({ bytes }) {
        const problems: Problem[] = [];
        override(resolved.tree, CardSchema as Schema, textOf(bytes), problems);
        for (const problem of problems) describeProblem(problem);
        return problems.length > 0 ? 'told' : 'clean';
      },
    };
  },
};

const AXES = [
  'trigger.ecal.threshold=60GeV:88GeV:2GeV',
  'beam.intensity=1e6:3e7:log:12',
  'readout.deadTime=35us,70us,0.14ms',
  'detector.tracker.gem.stations.0.z=-0.5 m : 0.5 m : 0.05 m',
];

/** Texts of `--vary`, and the grids that they span. */
const vary: Decoder = {
  name: 'vary',
  share: 1,
  refuses: (error) => error instanceof UsageError,
  prepare: () => {
    const originals = AXES.map(bytesOf);
    return {
      originals,
      vary(stream, original) {
        const [path, grid] = textOf(original).split('=');
        if (stream.uniform() < 0.5) {
          return { bytes: damaged(original, stream, originals), mended: true };
        }
        const parts = grid.split(/[:,]/);
        parts[below(parts.length, stream)] = oneOf([...NUMBERS, ...VALUES], stream);
        const text = parts.join(oneOf([':', ':', ','], stream));
        return { bytes: bytesOf(`${path}=${text}`), mended: true };
      },
      decode({ bytes }) {
        const axis = parseAxis(textOf(bytes));
        for (const [{ text, number }] of gridOf([axis])) {
          if (!Number.isFinite(number) || text === '') throw new Wrong('a value that is no number');
        }
        return 'clean';
      },
    };
  },
};

/** Ends, steps and numbers of steps that lead nowhere, or far. */
const NUMBERS = [
  ...['1e-999GeV', '1e999', '-0', '0', '1e-20', '0.1', '1000', '1001', '1e9', 'log', 'nan', '.'],
  ...['1e999GeV', '0GeV', '1eV', '1 TeV', '1Hz', '99999999999999999999', '0.00000000000000000001'],
];

export const CARD_DECODERS: readonly Decoder[] = [card, yaml, setting, vary];
