/**
 * `npm run proto [-- FOLDER [OUT]]`: makes src/core/wire/messages.js and messages.d.ts from
 * proto/*.proto (pbjs and pbts of protobufjs-cli, static module, ES6). Both are checked in;
 * test/project/proto.test.ts compares them with what this script makes.
 *
 * What pbjs makes is mended in three places, each of which must be found, so that another version
 * of pbjs cannot pass unnoticed:
 * 1. `--force-number` changes the types only: with the package `long` installed (protobufjs brings
 *    it) 64-bit fields still decode to `Long` objects. They are read through `$number`, which gives
 *    a number or throws a RangeError beyond 2^53; their defaults become 0.
 * 2. `import Long = require("long")` goes from the types: nothing uses it, and it is no ES module.
 * 3. The types come from the entry that the code imports (`protobufjs/minimal.js`).
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

const root = path.dirname(import.meta.dirname);

const PBJS_OPTIONS = [
  ...['-t', 'static-module', '-w', 'es6', '--es6', '-r', 'spillway', '--force-number'],
  ...['--no-create', '--no-verify', '--no-convert', '--no-delimited', '--no-service'],
];

const ALIASES = '// Common aliases\n';

const NUMBER = `// A 64-bit integer as a number; beyond 2^53 it would be another one.
const $number = (value) => {
  const number = typeof value === "number" ? value : value.toNumber();
  if (!Number.isSafeInteger(number))
    throw RangeError("a 64-bit field holds " + value + ", which is no safe integer");
  return number;
};

`;

/** Makes 64-bit fields the numbers their types promise, without touching protobufjs itself. */
export function mendCode(code: string): string {
  if (!code.includes(ALIASES)) throw new Error('pbjs made no "// Common aliases" line');
  const mended = code
    .replace(ALIASES, () => NUMBER + ALIASES)
    .replace(/reader\.(u?int64|sint64|s?fixed64)\(\)/g, (read) => `$number(${read})`)
    .replace(
      /reader\.((?:u?int64|sint64|s?fixed64)s)\((\w+(?:\.\w+)+)\)/g,
      (_read, method, list) => `for (const long of reader.${method}()) ${list}.push($number(long))`,
    )
    .replace(/\$util\.Long \? \$util\.Long\.from\w+\([\d, a-z]*\) : (0|-?\d+)/g, '$1');
  const rest = /^.*\$util\.Long.*$/m.exec(mended);
  if (rest) throw new Error(`pbjs made a use of Long that is not known here: ${rest[0].trim()}`);
  return mended;
}

/** Takes the unused CommonJS import from the types and lets them come from the minimal entry. */
export function mendTypes(types: string): string {
  const full = 'import * as $protobuf from "protobufjs";\n';
  const long = 'import Long = require("long");\n';
  if (!types.includes(full) || !types.includes(long)) {
    throw new Error('pbts made other imports than the two known here');
  }
  const mended = types.replace(long, '').replace(full, full.replace('protobufjs', '$&/minimal.js'));
  if (/\bLong\b/.test(mended)) throw new Error('a type uses Long: is --force-number set?');
  return mended;
}

function run(bin: string, args: string[]): void {
  const tool = path.join(root, 'node_modules/protobufjs-cli/bin', bin);
  const made = spawnSync(process.execPath, [tool, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (made.status !== 0) throw new Error(`${bin} failed (exit code ${made.status})`);
}

/** Makes messages.js and messages.d.ts in `out` from the .proto files in `folder`. */
export function makeMessages(folder: string, out: string): void {
  const files = fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.proto'))
    .sort()
    .map((name) => path.join(folder, name));
  if (files.length === 0) throw new Error(`no .proto file in ${folder}`);
  const code = path.join(out, 'messages.js');
  const types = path.join(out, 'messages.d.ts');
  fs.mkdirSync(out, { recursive: true });
  run('pbjs', [...PBJS_OPTIONS, '-p', folder, '-o', code, ...files]);
  run('pbts', ['-o', types, code]);
  fs.writeFileSync(code, mendCode(fs.readFileSync(code, 'utf8')));
  fs.writeFileSync(types, mendTypes(fs.readFileSync(types, 'utf8')));
}

if (process.argv[1] === import.meta.filename) {
  const [folder = path.join(root, 'proto'), out = path.join(root, 'src/core/wire')] =
    process.argv.slice(2);
  makeMessages(path.resolve(folder), path.resolve(out));
}
