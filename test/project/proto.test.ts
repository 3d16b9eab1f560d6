import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { makeMessages, mendCode } from '../../scripts/proto.js';

const root = path.resolve(import.meta.dirname, '../..');

function inTemporaryFolder<T>(work: (folder: string) => T): T {
  // Inside the project, so that the generated code finds protobufjs.
  const cache = path.join(root, 'node_modules/.cache');
  fs.mkdirSync(cache, { recursive: true });
  const folder = fs.mkdtempSync(path.join(cache, 'spillway-proto-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  return work(folder);
}

test('the generated codec is that of proto/', () => {
  inTemporaryFolder((folder) => {
    makeMessages(path.join(root, 'proto'), folder);
    for (const name of ['messages.js', 'messages.d.ts']) {
      const made = fs.readFileSync(path.join(folder, name), 'utf8');
      const kept = fs.readFileSync(path.join(root, 'src/core/wire', name), 'utf8');
      assert.ok(made === kept, `src/core/wire/${name} is not of proto/: npm run proto`);
    }
  });
});

const PROTO = `syntax = "proto3";
package longs;
message Longs {
  repeated uint64 packed = 1;
  optional sint64 maybe = 2;
  fixed64 plain = 3;
  repeated int64 loose = 4 [packed = false];
  map<string, uint64> map = 5;
  oneof one { sfixed64 a = 6; int64 b = 7; }
}
`;

test('64-bit fields decode to numbers, as their types say', async () => {
  const { folder, types } = inTemporaryFolder((folder) => {
    fs.writeFileSync(path.join(folder, 'longs.proto'), PROTO);
    fs.writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
    makeMessages(folder, folder);
    return { folder, types: fs.readFileSync(path.join(folder, 'messages.d.ts'), 'utf8') };
  });
  assert.not.match(types, /\bLong\b/);
  const made = await import(pathToFileURL(path.join(folder, 'messages.js')).href);
  const { Longs } = made.default.longs;
  const sent = {
    packed: [0, 1, 2 ** 40, Number.MAX_SAFE_INTEGER],
    maybe: -(2 ** 45),
    plain: 2 ** 50,
    loose: [-1, 5],
    map: { a: 7 },
    a: Number.MIN_SAFE_INTEGER,
  };
  assert.equal({ ...Longs.decode(Longs.encode(sent).finish()) }, sent);
  assert.is(Longs.decode(new Uint8Array()).plain, 0);
  // Field 3, fixed64: 2^53 is the first integer that a number does not keep apart from the next.
  const beyond = Uint8Array.from([0x19, 0, 0, 0, 0, 0, 0, 0x20, 0]);
  assert.throws(() => Longs.decode(beyond), /9007199254740992/);
});

test('code of another shape is refused', () => {
  assert.throws(() => mendCode('const $util = 1;\n'), /Common aliases/);
  assert.throws(() => mendCode('// Common aliases\nx = new $util.Long(1);\n'), /Long/);
});

test.run();
