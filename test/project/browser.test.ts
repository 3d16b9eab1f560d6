/** core, emulate and analyse run in a browser: they bundle without anything of Node, and do there what they do here. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { runInNewContext } from 'node:vm';
import { buildSync } from 'esbuild';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { emulateSpill } from '../../src/emulate/spill.js';
import { seedKey } from '../../src/core/random/index.js';
import { loadSingleCard } from '../../src/run/cards.js';

const src = path.join(import.meta.dirname, '../../src');

const bundle = (code: string, more: object = {}) =>
  buildSync({
    stdin: { contents: code, resolveDir: src, loader: 'ts' },
    ...{ bundle: true, write: false, platform: 'browser', target: 'es2022', logLevel: 'silent' },
    ...more,
  });

test('every module of the three folders bundles for the browser', () => {
  const files = ['core', 'emulate', 'analyse'].flatMap((folder) =>
    fs
      .readdirSync(path.join(src, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
      .map((file) => `./${folder}/${file.replaceAll(path.sep, '/').replace(/ts$/, 'js')}`),
  );
  assert.ok(files.length > 200, `${files.length}`);
  const { outputFiles, errors } = bundle(files.map((file) => `import '${file}';`).join('\n'));
  assert.equal(errors, []);
  assert.is(outputFiles.length, 1);
});

test('what Node alone has is missed where it is asked for', () => {
  assert.throws(() => bundle("import * as fs from 'node:fs'; console.log(fs);"));
});

test('a spill without anything of Node is the same spill', () => {
  const card = loadSingleCard('run3-2018', ['beam.intensity=3e4']);
  const { outputFiles } = bundle(
    `import { emulateSpill } from './emulate/spill.js';
     import { seedKey } from './core/random/index.js';
     result = (card) => {
       const { events, ledger } = emulateSpill(card, seedKey('browser'), 1);
       return { events: events.length, ledger };
     };`,
    { format: 'iife' },
  );
  const page: { result?: (card: object) => { events: number; ledger: object } } = {};
  Object.assign(page, { TextEncoder, TextDecoder, result: undefined });
  runInNewContext(outputFiles[0].text, page);
  const here = emulateSpill(card, seedKey('browser'), 1);
  const there = page.result?.(card);
  assert.is(there?.events, here.events.length);
  assert.is(JSON.stringify(there?.ledger), JSON.stringify(here.ledger));
});

test.run();
