/**
 * Pages in Markdown: code blocks end, what `npm run validate` replaces is a table and nothing else, docs/format.md names
 * what the code writes, and the README the folders and commands that there are.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { gunzipSync } from 'node:zlib';
import { sectionsOf } from '../../scripts/validate.js';
import { RECORD } from '../../src/core/wire/framing.js';
import { SCAN_FILES } from '../../src/run/scan/directory.js';
import { readLine } from '../../src/run/store/line.js';
import { FILES } from '../../src/run/store/layout.js';
import { VERSION } from '../../src/run/version.js';

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

test('docs/README.md leads to every page', () => {
  const index = pages.find(({ name }) => name === 'README.md')?.text ?? '';
  const led = [...index.matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => target);
  for (const { name } of pages) {
    if (name === 'README.md' || name.startsWith('decisions/')) continue;
    const [folder] = name.includes('/') ? name.split('/') : [''];
    const byIndex = folder === 'howto' ? 'howto/README.md' : name;
    assert.ok(led.includes(byIndex), name);
  }
});

test('README.md: the house has every room of run, every folder and every command', () => {
  const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');
  const [, house] = readme.match(/## The house\n([\s\S]*?)\n\*\*core/) ?? [];
  const folders = (of: string) =>
    fs
      .readdirSync(path.join(root, of), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  const [row] = (house ?? '').match(/^\| `src\/run`.*$/m) ?? [''];
  for (const room of folders('src/run')) assert.match(row, new RegExp(`\\b${room}\\b`), room);
  const here = folders('src').map((name) => `src/${name}`);
  for (const folder of [...here, 'web', 'proto', 'config', 'test', 'bench', 'scripts']) {
    assert.ok(house?.includes(`\`${folder}\``), folder);
  }
  const commands = path.join(root, 'src/show/cli/commands');
  for (const file of fs.readdirSync(commands)) {
    const [name] = file.split('.');
    assert.match(readme, new RegExp(`^\\| \`${name} `, 'm'), name);
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

const format = fs.readFileSync(path.join(root, 'docs/format.md'), 'utf8');
const source = (name: string) => fs.readFileSync(path.join(root, 'src/run', name), 'utf8');
const golden = (name: string) =>
  gunzipSync(
    fs.readFileSync(path.join(root, 'test/golden/format', VERSION, 'energy', `${name}.gz`)),
  ).toString();

/** First cells of the table rows between a heading and the next, without their marks. */
function named(heading: string): string[] {
  const after = format.split(`\n${heading}\n`)[1];
  assert.ok(after, heading);
  const rows = after.split(/\n#+ /)[0].matchAll(/^\| ([^|]+) \|/gm);
  return [...rows].flatMap(([, cell]) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
}

test('docs/format.md: every file of a run and of a scan', () => {
  const all = (heading: string) => named(heading).map((name) => name.replace(/\/.*$/, ''));
  for (const file of Object.values(FILES)) assert.ok(all('## Files').includes(file), file);
  for (const file of Object.values(SCAN_FILES)) assert.ok(all('## Scans').includes(file), file);
});

test('docs/format.md: every event of the log', () => {
  const [, said] = /^\| `log.ndjson` \|([^|]*)/m.exec(format) ?? [];
  const written = [source('run.ts'), source('store/directory.ts')].flatMap((text) =>
    [...text.matchAll(/\.(?:log|note)\(\{ event: '(\w+)'/g)].map(([, event]) => event),
  );
  assert.equal([...new Set(written)].sort(), [
    'alarm',
    'beginOfRun',
    'calibration',
    'endOfRun',
    'error',
    'fault',
    'spill',
    'state',
    'worker',
  ]);
  for (const event of written) assert.match(said, `\`${event}\``);
});

test('docs/format.md: every type of a framed record', () => {
  const types = [...format.matchAll(/^\| (\d+) \| [a-z ]+ \| [^|]*`|^\| (255) \|/gm)];
  const said = types.map(([, type, footer]) => Number(type ?? footer));
  // Those of primitives stand without a frame.
  const framed = Object.values(RECORD).filter((type) => type !== RECORD.event);
  for (const type of framed) assert.ok(said.includes(type), `${type}`);
});

test('docs/format.md: every key of documents and lines', () => {
  const own = ({ crc: _crc, ...line }: Record<string, unknown>) => Object.keys(line);
  const keysOf = (name: string) => own(JSON.parse(golden(name)) as Record<string, unknown>);
  const run = named('### run.json');
  for (const key of keysOf('run.json')) assert.ok(run.includes(key), `run.json: ${key}`);
  const [line] = golden('spills.jsonl').split('\n');
  const journal = named('### The journal');
  for (const key of [...own(readLine(line) ?? {}), 'alarms']) {
    assert.ok(journal.includes(key), `spills.jsonl: ${key}`);
  }
  const keysIn = (name: string, type: string) => {
    const body = new RegExp(`^export interface ${type}\\b[^{]*\\{\n([\\s\\S]*?)^\\}`, 'm').exec(
      source(name),
    );
    return [...(body?.[1] ?? '').matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, key]) => key);
  };
  const scan = format.split('\n## Scans\n')[1].split('\n## ')[0];
  const points = [...keysIn('scan/point.ts', 'Point'), ...keysIn('scan/point.ts', 'MassPoint')];
  const records = keysIn('scan/directory.ts', 'ScanRecord');
  assert.ok(points.length > 20 && records.length > 8);
  for (const key of [...points, ...records]) assert.match(scan, `\`${key}\``, key);
  const summary = format.split('\n### summary.json\n')[1].split('\n## ')[0];
  for (const key of keysOf('summary.json')) {
    if (!run.includes(key)) assert.match(summary, `\`${key}\``, `summary.json: ${key}`);
  }
});

test.run();
