/** A stored run against its own truth; what is sealed stays so. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fresh, spillway } from './cli.js';

const cwd = fresh();
const card = ['run3-2018', '--spills', '1', '--set', 'beam.intensity=1e6', '--seed', 'truth'];

interface Document {
  readonly schema: string;
  readonly sealed: number;
  readonly composition: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly rows: readonly { readonly name: string; readonly agrees: boolean; emulated: number }[];
}

test('events, sums and the cut flow by class agree with the truth', () => {
  assert.is(spillway(['run', ...card, '--truth', '--out', 'own'], { cwd }).exit, 0);
  const { exit, stdout } = spillway(['validate', '--run', 'own', '--json'], { cwd });
  assert.is(exit, 0);
  const { schema, sealed, rows, composition } = JSON.parse(stdout) as Document;
  assert.is(schema, 'spillway.validate/1');
  assert.ok(rows.length > 10 && rows.every((r) => r.agrees));
  const summary = JSON.parse(fs.readFileSync(path.join(cwd, 'own/summary.json'), 'utf8')) as {
    readonly recordedPhysics: { readonly sealed: number };
    readonly cutflow: readonly { readonly name: string; readonly events: number }[];
  };
  // Only open events are told apart by class: as many as the cut flow of the blind summary has.
  assert.is(sealed, summary.recordedPhysics.sealed);
  for (const { name, events } of summary.cutflow) {
    if (!composition[name]) continue;
    const all = Object.values(composition[name]).reduce((a, b) => a + b, 0);
    assert.is(all, events, name);
  }
});

test('without truth, without raw data, and beside other options: what to do is said', () => {
  spillway(['run', ...card, '--out', 'bare'], { cwd });
  const bare = spillway(['validate', '--run', 'bare'], { cwd });
  assert.is(bare.exit, 1);
  assert.match(bare.stderr, /bare truth\/: was not asked for; a run with --truth has it/);
  spillway(['run', ...card, '--truth', '--raw', 'drop', '--out', 'dropped'], { cwd });
  const dropped = spillway(['validate', '--run', 'dropped'], { cwd });
  assert.is(dropped.exit, 1);
  assert.match(dropped.stderr, /there are none; .*--raw drop.*--raw keep keeps them/);
  const beside = spillway(['validate', 'ecal', '--run', 'own', '--events', '5'], { cwd });
  assert.is(beside.exit, 2);
  assert.match(beside.stderr, /ecal: is not used/);
  assert.match(beside.stderr, /--events: is not used/);
});

test.run();
