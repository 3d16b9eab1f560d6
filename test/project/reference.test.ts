/** The pages of docs/reference that are made from the code are those that the code makes. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { PAGES } from '../../scripts/docs.js';
import { SCHEMAS } from '../../src/core/card/jsonSchema.js';
import { spillway } from '../../src/show/cli/program.js';

const root = path.resolve(import.meta.dirname, '../..');

for (const { file, text } of PAGES) {
  test(`${file} is up to date: npm run docs`, () => {
    assert.is(fs.readFileSync(path.join(root, file), 'utf8'), text());
  });
}

test('every command and option, every section of a card', () => {
  const [commands, cards] = PAGES.map(({ text }) => text());
  for (const command of spillway().commands) {
    const [, own] = commands.split(`\n## ${command.name()}\n`);
    assert.ok(own, command.name());
    for (const { long } of command.options) assert.ok(own.includes(`${long}`), `${long}`);
  }
  for (const name of SCHEMAS) {
    if (name === 'card' || name === 'campaign') continue;
    assert.match(cards, `## ${name === 'menu' ? 'trigger' : name}`);
  }
  // From the file: its value, role and source.
  assert.match(
    cards,
    '| `beam.spill` | a time such as "70 us", in ps, ns, us, ms, s; from 1 ms to 65 s | 4.8 s (in: PRL 2019) |',
  );
});

test.run();
