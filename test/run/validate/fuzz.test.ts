/**
 * Damaged inputs through every decoder: some thousand new ones each time, of a seed that is printed, and those that a
 * decoder once failed on (test/corpus/DECODER/*).
 */
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildSpill } from '../../../src/analyse/building/index.js';
import { UsageError } from '../../../src/core/errors.js';
import { crc32 } from '../../../src/run/hash.js';
import type { Input, Prepared } from '../../../src/run/validate/fuzz/decoder.js';
import { fuzz } from '../../../src/run/validate/fuzz/index.js';
import { DECODERS } from '../../../src/run/validate/fuzz/registry.js';
import { Trial, trialOf } from '../../../src/run/validate/fuzz/try.js';
import { makeWorld } from '../../../src/run/validate/fuzz/world.js';
import { validateOptions } from '../../support/validate.js';

const INPUTS = 2000;
const CORPUS = path.join(import.meta.dirname, '../../corpus');

const seed = process.env.SPILLWAY_TEST_SEED ?? randomBytes(4).toString('hex');
process.stdout.write(`SPILLWAY_TEST_SEED=${seed} repeats the inputs of this file\n`);
const world = makeWorld(seed);

test(`${INPUTS} inputs: refused as documented, or clean`, async () => {
  const { rows, document } = await fuzz.run(validateOptions({ seed, events: INPUTS }));
  assert.is(rows.length, DECODERS.length + 2);
  for (const r of rows) {
    if (/, s$|, MB$/.test(r.name)) continue; // of a process of its own: bounds are those of the command
    assert.ok(r.agrees, `${r.name}: ${r.emulated}; ${JSON.stringify(document)}`);
    const [name] = r.name.split(':');
    const throws = DECODERS.some((decoder) => decoder.name === name && decoder.refuses);
    const how = throws ? 'refused' : 'faults told as values';
    assert.match(r.source, new RegExp(`^[1-9]\\d* inputs: \\d+ ${how}, \\d+ clean$`));
    // Nothing that is damaged is told to be clean for want of looking.
    const [, inputs, told] = /^(\d+) inputs: (\d+)/.exec(r.source) ?? [];
    if (Number(inputs) >= 40)
      assert.ok(Number(told) > Number(inputs) / 10, `${r.name} ${r.source}`);
  }
});

test('inputs are functions of seed, decoder and number, and one is made again by its name', async () => {
  const trials = ['a', 'b'].map((s) => new Trial(DECODERS[0], s, world));
  const twice = [0, 0, 1].map((_, i) => trials[0].input(i === 2 ? 8 : 7).bytes);
  assert.equal(twice[0], twice[1]);
  assert.is.not(Buffer.compare(twice[0], twice[2]), 0);
  assert.is.not(Buffer.compare(twice[0], trials[1].input(7).bytes), 0);
  const options = validateOptions({ seed, case: `${DECODERS[0].name}:7` });
  const { document, rows } = await fuzz.run(options);
  const { bytes } = (document as { input: { bytes: string } }).input;
  const own = trialOf(DECODERS[0].name, seed).input(7);
  assert.is(bytes, Buffer.from(own.bytes).toString('base64'));
  assert.is(rows.length, 1);
  for (const wrong of ['x:1', 'raw-energy', 'raw-energy:-1']) {
    assert.throws(
      () => fuzz.check?.(validateOptions({ case: wrong })),
      (error: unknown) => error instanceof UsageError,
    );
  }
});

for (const name of fs.readdirSync(CORPUS)) {
  test(`inputs that ${name} once failed on`, () => {
    const decoder = DECODERS.find((one) => one.name === name);
    assert.ok(decoder, `test/corpus/${name}: no such decoder`);
    const trial = new Trial(decoder, seed, world);
    for (const file of fs.readdirSync(path.join(CORPUS, name))) {
      const bytes = new Uint8Array(fs.readFileSync(path.join(CORPUS, name, file)));
      const { outcome, what } = trial.judge({ bytes, mended: true });
      assert.is(outcome, file.startsWith('clean-') ? 'clean' : 'refused', `${file}: ${what}`);
    }
  });
}

test('a decoder that throws something else, takes what was never written or too long is told', () => {
  // @ts-expect-error: what it came to would not be awaited
  const late: Prepared['decode'] = async () => 'clean';
  assert.instance(late, Function);
  const decoderOf = (decode: () => void) => ({
    ...{ name: 'x', share: 1, refuses: (e: unknown) => e instanceof RangeError },
    prepare: () => ({
      originals: [new Uint8Array(3)],
      decode: ({ bytes }: { bytes: Uint8Array }) => {
        if (bytes.length !== 3 || bytes[0] !== 0) decode();
        return 'clean' as const;
      },
    }),
  });
  const judged = (decode: () => void) =>
    new Trial(decoderOf(decode), seed, world).judge({ bytes: new Uint8Array(1), mended: false });
  assert.is(judged(() => {}).outcome, 'clean');
  const telling = (tells: (bytes: Uint8Array) => boolean) => () => ({
    originals: [new Uint8Array(3)],
    decode: ({ bytes }: Input) => (tells(bytes) ? ('told' as const) : ('clean' as const)),
  });
  const values = { name: 'x', share: 1, prepare: telling((bytes) => bytes.length < 3) };
  const told = new Trial(values, seed, world).judge({ bytes: new Uint8Array(1), mended: false });
  assert.is(told.outcome, 'refused');
  assert.throws(() => new Trial({ ...values, prepare: telling(() => true) }, seed, world), /taken/);
  const thrown = (error: Error) => () => {
    throw error;
  };
  assert.is(judged(thrown(new RangeError('x'))).outcome, 'refused');
  assert.is(judged(thrown(new TypeError('x'))).outcome, 'failed');
  assert.match(judged(thrown(new TypeError('x'))).what, 'TypeError: x');
  const busy = decoderOf(() => {
    const from = process.cpuUsage();
    while (process.cpuUsage(from).user < 1e5);
  });
  const slow = new Trial(busy, seed, world).judge(
    { bytes: new Uint8Array(1), mended: false },
    0.05,
  );
  assert.is(slow.outcome, 'failed');
  const [raw] = world.raw.energy;
  assert.ok(buildSpill(raw, crc32, world.card.readout.building).events.length > 1);
});

test.run();
