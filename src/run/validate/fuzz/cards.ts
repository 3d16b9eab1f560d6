/** Run cards, the YAML that they stand in, and the texts of `--set`. */
import { cardHash, resolve } from '../../../core/card/index.js';
import { override } from '../../../core/card/override.js';
import { CardSchema } from '../../../core/card/schema.js';
import { leavesOf, parseTree } from '../../../core/card/tree.js';
import { describeProblem, type Problem, CardError } from '../../../core/errors.js';
import type { Schema } from '../../../core/card/walk.js';
import { below, oneOf, type Stream } from '../../../core/random/index.js';
import { sha256 } from '../../hash.js';
import type { Decoder, Input } from './decoder.js';
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
  refuses: () => false,
  prepare: () => ({
    originals: [bytesOf(YAML)],
    vary: (stream, original) => ofText(original, stream),
    decode({ bytes }) {
      const problems: Problem[] = [];
      const tree = parseTree(textOf(bytes), 'card.yaml', problems);
      for (const problem of problems) describeProblem(problem);
      if (tree) for (const [path] of leavesOf(tree)) path.length;
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
  refuses: () => false,
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
      },
    };
  },
};

export const CARD_DECODERS: readonly Decoder[] = [card, yaml, setting];
