/**
 * Non-interference of the sealed set for the other kinds of run (`blinding.test.ts` goes through all commands on one):
 * waveforms, staged, a hidden nature, a campaign.
 */
import * as fs from 'node:fs';
import { register } from 'node:module';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ReconstructedEvent } from '../../src/analyse/reconstruction/event.js';
import { resolved } from '../support/card.js';
import { MANY_SEALED } from '../support/sealed.js';

register('../support/exchanged/hooks.js', import.meta.url);
const { state } = await import('../support/exchanged/state.js');
const { command, exchange, isRaw, standStill } = await import('../support/exchanged/harness.js');
const { filesBelow } = await import('../../src/run/store/manifest.js');
const { beliefOf } = await import('../../src/core/card/index.js');

const belief = beliefOf(resolved(MANY_SEALED).card);
standStill();

const set = (...settings: string[]) => settings.flatMap((setting) => ['--set', setting]);
const SEALED = set(...MANY_SEALED);
const cardOf = (name: string) => path.join(import.meta.dirname, `../../config/${name}.yaml`);
fs.writeFileSync(
  'campaign.yaml',
  `name: two
seed: two
runs:
  - { card: ${cardOf('run2-2017')}, electrons: 1e5 }
  - { card: ${cardOf('run3-2018')}, electrons: 1e5 }
`,
);

interface Kind {
  readonly name: string;
  readonly run: readonly string[];
  /** The same with fewer spills, made once: what comes behind them, and all that is made of both, is compared. */
  readonly begun?: readonly string[];
  /** What reads the run. */
  readonly readers: readonly (readonly string[])[];
}

const WAVEFORM = ['run3-2018', ...SEALED, '--fidelity', 'waveform'];

const KINDS: readonly Kind[] = [
  {
    name: 'waveform',
    // Its calibration run takes long.
    begun: [...WAVEFORM, '--spills', '1'],
    run: [...WAVEFORM, '--spills', '2', '--resume'],
    readers: [],
  },
  {
    name: 'staged, by candidates, raw data dropped',
    run: [
      ...['run3-2018', ...SEALED, '--evaluate', 'staged', '--mode', 'candidates'],
      ...['--raw', 'drop', '--spills', '2'],
    ],
    readers: [
      ['replay', 'run', '--again', '--json'],
      ['info', 'run', '--json'],
    ],
  },
  {
    name: 'drawn nature',
    run: ['run3-2018', ...SEALED, '--nature', 'drawn', '--spills', '1'],
    readers: [
      ['replay', 'run', '--json'],
      ['info', 'run', '--json'],
      ['verify', 'run', '--json'],
    ],
  },
  {
    name: 'campaign',
    run: ['campaign.yaml', ...SEALED, '--spills', '1'],
    readers: [['info', 'run', '--json']],
  },
];

const MAKE = ['--truth', '--workers', '1', '--out', 'run'];

/** All that is derived, by name. */
async function derived({ name, run, begun, readers }: Kind): Promise<Map<string, string>> {
  fs.rmSync('run', { recursive: true, force: true });
  const found = new Map<string, string>();
  const said = async (args: readonly string[]) => {
    const { exit, text } = await command(args);
    assert.ok(exit === 0, `${args.join(' ')}: exit ${exit}, ${text}`);
    return text;
  };
  if (begun && !fs.existsSync(name)) {
    await said(['run', ...begun, ...MAKE]);
    fs.cpSync('run', name, { recursive: true });
  } else if (begun) fs.cpSync(name, 'run', { recursive: true });
  for (const args of [['run', ...run, ...MAKE], ...readers]) {
    found.set(args.join(' '), await said(args));
  }
  for (const file of filesBelow('run')) {
    if (!isRaw(file)) found.set(file, fs.readFileSync(path.join('run', file), 'latin1'));
  }
  return found;
}

function differing(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): string[] {
  assert.equal([...a.keys()], [...b.keys()]);
  return [...a].flatMap(([name, text]) => (b.get(name) === text ? [] : [name]));
}

const sealedOf = async (kind: Kind) => {
  const found = new Map<string, ReconstructedEvent>();
  state.sealed = found;
  const plain = await derived(kind);
  state.sealed = null;
  return { plain, sealed: [...found.values()] };
};

for (const kind of KINDS) {
  test(`${kind.name}: with sealed events exchanged no byte differs; with the seal off they are seen`, async () => {
    exchange([], belief, null);
    const { plain, sealed } = await sealedOf(kind);
    assert.ok(sealed.length > 8, `${sealed.length} sealed`);
    exchange(sealed, belief, 7);
    assert.equal(differing(plain, await derived(kind)), []);
    assert.ok(state.exchanged > sealed.length / 3, `${state.exchanged} exchanged`);
    const alone = { ...kind, readers: [] };
    state.isSealed = false;
    const exchanged = await derived(alone);
    exchange([], belief, null);
    const seen = differing(await derived(alone), exchanged);
    state.isSealed = true;
    for (const name of ['summary.json', 'spills.jsonl']) {
      assert.ok(
        seen.some((file) => file.endsWith(name)),
        `${name} not among ${seen}`,
      );
    }
  });
}

test.run();
