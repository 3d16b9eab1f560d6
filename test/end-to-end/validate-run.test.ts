/** A stored run against its own truth; what is sealed stays so. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fresh, spillwayHere } from './cli.js';

const cwd = fresh();
process.chdir(cwd);
const card = ['run3-2018', '--spills', '1', '--set', 'beam.intensity=1e6', '--seed', 'truth'];

interface Document {
  readonly schema: string;
  readonly sealed: number;
  readonly composition: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly rows: readonly { readonly name: string; readonly agrees: boolean; emulated: number }[];
}

test('events, sums and the cut flow by class agree with the truth', async () => {
  assert.is((await spillwayHere(['run', ...card, '--truth', '--out', 'own'])).exit, 0);
  const { exit, stdout } = await spillwayHere(['validate', '--run', 'own', '--json']);
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

test('without truth, without raw data, and beside other options: what to do is said', async () => {
  await spillwayHere(['run', ...card, '--out', 'bare']);
  const bare = await spillwayHere(['validate', '--run', 'bare']);
  assert.is(bare.exit, 1);
  assert.match(bare.stderr, /bare truth\/: was not asked for; a run with --truth has it/);
  await spillwayHere(['run', ...card, '--truth', '--raw', 'drop', '--out', 'dropped']);
  const dropped = await spillwayHere(['validate', '--run', 'dropped']);
  assert.is(dropped.exit, 1);
  assert.match(dropped.stderr, /there are none; .*--raw drop.*--raw keep keeps them/);
  const beside = await spillwayHere(['validate', 'ecal', '--run', 'own', '--events', '5']);
  assert.is(beside.exit, 2);
  assert.match(beside.stderr, /ecal: is not used/);
  assert.match(beside.stderr, /--events: is not used/);
});

test.run();
