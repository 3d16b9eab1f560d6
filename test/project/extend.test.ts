/** The code in docs/howto/extend.md fits the shapes that it is for, and the files that the page names are there. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import ts from 'typescript';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

const root = path.join(import.meta.dirname, '../..');
const page = fs.readFileSync(path.join(root, 'docs/howto/extend.md'), 'utf8');

/** Files of the page by their paths. */
const added = new Map(
  [...page.matchAll(/```ts\n\/\/ (\S+)\n([\s\S]*?)```/g)].map(([, file, code]) => [
    path.join(root, file),
    code,
  ]),
);

/** What the compiler has against them, with some of them changed. */
function faultsOf(change: (code: string) => string = (code) => code): string[] {
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  const own = (file: string) => {
    const code = added.get(path.normalize(file));
    return code === undefined ? undefined : change(code);
  };
  host.fileExists = (file) => added.has(path.normalize(file)) || fileExists(file);
  host.readFile = (file) => own(file) ?? readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const code = own(file);
    return code === undefined
      ? getSourceFile(file, version, ...rest)
      : ts.createSourceFile(file, code, version);
  };
  const program = ts.createProgram([...added.keys()], options, host);
  return [...added.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    const found = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ];
    return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  });
}

test('the code of the page fits, and would not if a shape were another', () => {
  assert.is(added.size, 4);
  for (const file of added.keys()) assert.not(fs.existsSync(file), file);
  assert.equal(faultsOf(), []);
  assert.match(faultsOf((code) => code.replace('passes: (e)', 'pass: (e)')).join(), /'pass'/);
});

test('files and registries that it names are there', () => {
  const files = [...page.matchAll(/`((?:src|test|scripts|config)\/[^`]*)`/g)].map(
    ([, file]) => file,
  );
  assert.ok(files.length > 15, `${files.length}`);
  for (const file of files) assert.ok(fs.existsSync(path.join(root, file)), file);
  for (const [, registry, file] of page.matchAll(/`([A-Z_]+)`\s+of\s+`([^`]+)`/g)) {
    assert.match(fs.readFileSync(path.join(root, file), 'utf8'), new RegExp(`\\b${registry}\\b`));
  }
});

test.run();
