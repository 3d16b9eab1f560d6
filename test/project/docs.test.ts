/** Pages in Markdown: code blocks end, and what `npm run validate` replaces is a table and nothing else. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { sectionsOf } from '../../scripts/validate.js';

const root = path.resolve(import.meta.dirname, '../..');

const pages = fs
  .readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ name, text: fs.readFileSync(path.join(root, 'docs', name), 'utf8') }));

test('every code block has an end', () => {
  assert.ok(pages.length > 20);
  for (const { name, text } of pages) {
    assert.is((text.match(/^\s*```/gm) ?? []).length % 2, 0, `${name}: a fence is missing`);
  }
});

test('a remade table takes neither a heading nor another table with it', () => {
  let tables = 0;
  for (const { name, text } of pages) {
    const sections = sectionsOf(text);
    const commands = text.match(/^<!-- spillway validate /gm) ?? [];
    assert.is(sections.length, commands.length, `${name}: a command without a table of its own`);
    for (const section of sections) {
      const [command, ...table] = section.split('\n');
      assert.not.match(table.join('\n'), /^#+ |^<!--/m, `${name}: ${command}`);
    }
    tables += sections.length;
  }
  assert.ok(tables > 10);
});

test.run();
