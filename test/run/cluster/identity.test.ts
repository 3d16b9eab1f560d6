/** What tells tasks apart, and code: values and not how they came to be; each byte that computes and none that shows. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as v8 from 'node:v8';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ownCode } from '../../../dist/run/executor/cluster/code.js';
import { digestOf } from '../../../dist/run/executor/cluster/digest.js';
import { fresh } from './ground.js';

const job = () => ({
  card: { run: { name: 'III', number: 3 }, list: [1, 2.5, -0, Number.NaN, null] },
  bytes: Uint8Array.of(1, 2, 3),
  numbers: Float64Array.of(0.5),
  known: new Map([['a', new Set([1])]]),
});

test('a digest is of values: not of the order of keys, of what is undefined, or of a copy', () => {
  const { card, ...others } = job();
  const digest = digestOf(job());
  assert.match(digest, /^[0-9a-f]{64}$/);
  assert.is(
    digestOf({ ...others, card: { list: card.list, run: card.run }, more: undefined }),
    digest,
  );
  assert.is(digestOf(v8.deserialize(v8.serialize(job()))), digest);
  assert.is(digestOf({ ...job(), bytes: Buffer.of(1, 2, 3) }), digest);
});

test('any other value has another one', () => {
  const others = [
    { ...job(), bytes: Uint8Array.of(1, 2, 4) },
    { ...job(), bytes: [1, 2, 3] },
    { ...job(), numbers: new Uint8Array(Float64Array.of(0.5).buffer) },
    { ...job(), known: new Map([['a', new Set([2])]]) },
    { ...job(), more: null },
    { ...job(), card: { ...job().card, list: [1, 2.5, 0, Number.NaN, null] } },
    { ...job(), card: { ...job().card, list: [1, 25, -0, Number.NaN, null] } },
    ['ab', 'c'],
    ['a', 'bc'],
    [['a'], 'bc'],
    ['a', 1],
    ['a', '1'],
  ];
  const digests = [job(), ...others].map(digestOf);
  assert.is(new Set(digests).size, digests.length);
  assert.throws(() => digestOf({ compute: () => 1 }), /no plain data: function/);
});

test('code is what computes: not what shows, nor names of bundles', () => {
  const folder = fresh();
  const put = (file: string, text: string) => {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), text);
  };
  put('package.json', JSON.stringify({ dependencies: { seedrandom: '3.0.5' } }));
  for (const name of ['core', 'emulate', 'analyse', 'run', 'show']) put(`dist/${name}/a.js`, name);
  put('dist/run/executor/worker.js', 'import "../../bundle/chunk-1.js"');
  const id = () => ownCode(folder).id;
  const before = id();
  assert.match(before, /^[0-9a-f]{32}$/);
  put('dist/show/a.js', 'another');
  put('dist/run/executor/worker.js', 'import "../../bundle/chunk-2.js"');
  put('dist/core/a.d.ts', 'export {};');
  assert.is(id(), before);
  put('dist/core/a.js', 'another');
  const computes = id();
  assert.is.not(computes, before);
  put('package.json', JSON.stringify({ dependencies: { seedrandom: '3.0.6' } }));
  assert.is.not(id(), computes);
});

test.run();
