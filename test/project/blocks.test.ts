/**
 * Every block of code in README and docs is tried: run where a test runs its page, else held to the program's own command
 * line, to package.json, or to the cards. A block of which nothing is known fails. Flags in the running text are held to the
 * command line, too; links to the files that there are.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Command } from 'commander';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadCard } from '../../src/run/cards.js';
import { spillway } from '../../src/show/cli/program.js';

const root = path.resolve(import.meta.dirname, '../..');
const tracked = spawnSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' });
const files =
  tracked.status === 0
    ? tracked.stdout.trim().split('\n')
    : fs.readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(isPage);
function isPage(file: string): boolean {
  return file.endsWith('.md') && !file.split(path.sep).includes('node_modules');
}
const pages = files.map((file) => ({ file, text: fs.readFileSync(path.join(root, file), 'utf8') }));

interface Block {
  readonly file: string;
  readonly language: string;
  readonly text: string;
}

const blocks: Block[] = pages.flatMap(({ file, text }) =>
  [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language, body]) => ({
    ...{ file, language, text: body.trim() },
  })),
);

/** Pages whose blocks a test of their own runs, by language. */
const RUN: readonly { pages: RegExp; languages: readonly string[]; by: string }[] = [
  { pages: /^README\.md$/, languages: ['sh'], by: 'test/end-to-end/readme.test.ts' },
  { pages: /^docs\/howto\//, languages: ['sh'], by: 'test/end-to-end/howto.test.ts' },
  { pages: /^docs\/howto\/extend\.md$/, languages: ['ts'], by: 'test/project/extend.test.ts' },
  { pages: /^docs\/export\.md$/, languages: ['sql'], by: 'test/run/export/export.test.ts' },
  { pages: /^docs\/api\//, languages: ['ts'], by: 'npm run api:check' },
];
/** What another program does, which is not here. */
const ELSEWHERE: readonly { file: string; starts: string; why: string }[] = [
  { file: 'docs/export.md', starts: 'import json', why: 'Python with uhi, boost-histogram' },
  { file: 'docs/library.md', starts: 'npm pack', why: '.ci/run packs and installs' },
  {
    file: 'docs/screen.md',
    starts: 'curl ',
    why: 'test/show/server/control.test.ts sends the same',
  },
];
/** Formulas, diagrams and printed output, in which nothing is to be typed. */
const isPicture = ({ language, text }: Block) =>
  language === '' && !/^(npx )?spillway |^npm |^\$ spillway |^node /m.test(text);

/** @example words('a "b c" d') = ['a', 'b c', 'd'] */
const words = (line: string) =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);

/** Comments, redirections and continued lines taken out. */
const linesOf = (text: string) =>
  text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, '').replace(/\s+>\s*\S+$/, ''))
    .filter((line) => line !== '');

/** What a command line is understood as; nothing is done. @throws CommanderError where it is not */
function parsed(args: readonly string[]): { name: string; given: string[]; options: object } {
  const program = spillway();
  let found: { name: string; given: string[]; options: object } | null = null;
  const silence = (command: Command) => {
    command.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} });
    command.action(() => {
      found = { name: command.name(), given: command.args, options: command.opts() };
    });
    for (const below of command.commands) silence(below);
  };
  for (const command of program.commands) silence(command);
  program.configureOutput({ writeErr: () => {}, writeOut: () => {} });
  program.parse(args, { from: 'user' });
  if (found === null) throw new Error(`${args.join(' ')}: no command`);
  return found;
}

/** Programs that are not of this package. */
const OTHERS = ['git', '.ci/run', 'nats-server', 'openssl', 'sbatch'];
/** Commands whose argument is a card that ships. */
const OF_CARDS = ['run', 'scan', 'efficiency', 'card', 'serve'];

function tryCommand(line: string): void {
  const [program, ...rest] = words(line.replace(/^(\$|npx) /, ''));
  if (OTHERS.includes(program)) return;
  if (program === 'npm') tryScript(rest);
  else if (program === 'node') assert.ok(fs.existsSync(path.join(root, rest.at(-1) ?? '')), line);
  else {
    assert.is(program, 'spillway', line);
    trySpillway(rest);
  }
}

function trySpillway(rest: readonly string[]): void {
  const { name, given, options } = parsed(rest);
  const { set, schema } = options as { set?: string[]; schema?: unknown };
  if (!OF_CARDS.includes(name) || schema !== undefined) return;
  for (const card of given) if (/^(run\d|na64|stress)/.test(card)) loadCard(card, set);
}

function tryScript([verb, name]: readonly string[]): void {
  const { scripts } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const script = verb === 'run' ? name : verb;
  if (script !== 'ci' && !(script in scripts)) throw new Error(`no script ${script}`);
}

/** Sections of a card, and the folders of their files. */
const SECTIONS = { trigger: 'menu', ...same('detector', 'beam', 'readout', 'analysis', 'nature') };
function same(...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, name]));
}

/** As a card, or as one of its sections, in a folder with those that ship. */
function tryYaml(text: string): void {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-blocks-'));
  const write = (file: string, content: string) => {
    fs.writeFileSync(path.join(folder, file), `${content}\n`);
    return path.join(folder, file);
  };
  try {
    for (const below of ['config', '.']) {
      fs.cpSync(path.join(root, 'config'), path.join(folder, below), { recursive: true });
    }
    if (text.includes('run3-2018.yaml')) {
      loadCard(write('own.yaml', text));
      return;
    }
    const whole = /^from:/m.test(text) ? text : `from: physics.yaml\n${text}`;
    const fits = Object.entries(SECTIONS).filter(([section, below]) =>
      ['own.yaml', `${below}/own.yaml`].some((file) => {
        write(file, whole);
        try {
          loadCard(write('card.yaml', `from: run3-2018.yaml\n${section}: { from: ${file} }`));
          return true;
        } catch {
          return false;
        }
      }),
    );
    assert.is(fits.length, 1, 'one section of a card');
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

let tried = 0;
for (const block of blocks) {
  const { file, language, text } = block;
  if (file.startsWith('docs/decisions/') || isPicture(block)) continue;
  if (RUN.some((by) => by.pages.test(file) && by.languages.includes(language))) continue;
  if (ELSEWHERE.some((known) => known.file === file && text.startsWith(known.starts))) continue;
  const [first] = text.split('\n');
  tried++;
  test(`${file}: ${first}`, () => {
    if (language === 'yaml') {
      if (!text.startsWith('#')) tryYaml(text);
    } else if (language === 'js') {
      tryModule(text);
    } else if (language === 'sh' || language === '') {
      for (const line of linesOf(text)) {
        // What follows a command is what it has printed.
        if (text.startsWith('$ ') && !line.startsWith('$ ')) continue;
        tryCommand(line);
      }
    } else {
      assert.unreachable(`a block of ${language || 'no language'} that no test tries`);
    }
  });
}

/** Run as it stands, with the built package. */
function tryModule(text: string): void {
  const code = text
    .replaceAll("'spillway'", JSON.stringify(path.join(root, 'dist/index.js')))
    .replaceAll('1e6', '1e4');
  const ran = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    ...{ cwd: os.tmpdir(), encoding: 'utf8' },
  });
  assert.is(ran.status, 0, ran.stderr);
  assert.ok(ran.stdout.split('\n').length > 3, ran.stdout);
}

test('there are blocks to try', () => assert.ok(tried > 25, `${tried}`));

test('tests that are said to run a page are there', () => {
  for (const { by } of RUN) {
    assert.ok(by.startsWith('npm') || fs.existsSync(path.join(root, by)), by);
  }
  for (const { file, starts } of ELSEWHERE) {
    assert.ok(
      blocks.some((block) => block.file === file && block.text.startsWith(starts)),
      `${file}: ${starts}`,
    );
  }
});

test('commands and flags in the running text are those of the program', () => {
  const commands = new Map(spillway().commands.map((command) => [command.name(), command]));
  let flags = 0;
  for (const { file, text } of pages) {
    if (file === 'CHANGELOG.md' || file.startsWith('docs/decisions/')) continue;
    for (const [, line] of text
      .replace(/^```[\s\S]*?^```$/gm, '')
      .matchAll(/`(?:npx )?spillway ([^`]+)`/g)) {
      const [name, ...rest] = line.split(/\s+/);
      if (!/^[a-z]+$/.test(name)) continue;
      const command = commands.get(name);
      assert.ok(command, `${file}: spillway ${line}`);
      for (const flag of rest.map((word) => word.replace(/^\[/, '').split(/[=\]|,]/)[0])) {
        if (!flag.startsWith('--') || flag === '--help') continue;
        flags++;
        assert.ok(
          command.options.some(({ long }) => long === flag),
          `${file}: spillway ${line}: ${flag}`,
        );
      }
    }
  }
  assert.ok(flags > 40, `${flags}`);
});

test('links lead to files, and to headings that they have', () => {
  const anchors = new Map(pages.map(({ file, text }) => [file, anchorsOf(text)]));
  let links = 0;
  for (const { file, text } of pages) {
    const prose = text.replace(/^```[\s\S]*?^```$/gm, '');
    for (const [, target] of prose.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)) {
      const [to, anchor] = target.split('#');
      const where = to === '' ? file : path.normalize(path.join(path.dirname(file), to));
      assert.ok(fs.existsSync(path.join(root, where)), `${file}: ${target}`);
      if (anchor !== undefined && anchors.has(where)) {
        assert.ok(anchors.get(where)?.has(anchor), `${file}: ${target}: no such heading`);
      }
      links++;
    }
  }
  assert.ok(links > 150, `${links}`);
});

/** As GitHub makes them of headings. */
function anchorsOf(text: string): Set<string> {
  const headings = text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.+)$/gm);
  return new Set(
    [...headings].map(([, heading]) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

test('a command line that is wrong is seen', () => {
  assert.throws(() => tryCommand('spillway run run3-2018 --spils 2'), /--spils/);
  assert.throws(() => tryCommand('spillway run run3-2018 --set beam.intensty=2e6'), /intensty/);
  assert.throws(() => tryCommand('npm run nothing'), /no script nothing/);
});

test.run();
