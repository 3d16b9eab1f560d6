/** JSON schemas of cards, by a validator of its own: every shipped file fits, and no mistyped key, unit or value does. */
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv, type AnySchema, type ValidateFunction } from 'ajv';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { jsonSchema, type SchemaName, SCHEMAS } from '../../src/core/card/jsonSchema.js';

const ajv = new Ajv({ allowUnionTypes: true, strictTypes: false });
const validators = Object.fromEntries(
  SCHEMAS.map((name) => [name, ajv.compile(jsonSchema(name) as AnySchema)]),
) as Record<SchemaName, ValidateFunction>;

/** Every shipped file with its schema: a section's folder has its name. */
const shipped: [file: string, schema: SchemaName][] = readdirSync('config', { recursive: true })
  .map((file) => String(file).replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => {
    const folder = file.includes('/') ? file.split('/')[0] : 'card';
    return [`config/${file}`, (file === 'na64-2016-2018.yaml' ? 'campaign' : folder) as SchemaName];
  });

type Section = Record<string, unknown>;

/** As editors read it. */
const read = (text: string): unknown => parse(text, { version: '1.2', strict: true });
const fits = (schema: SchemaName, text: string) => validators[schema](read(text));
const reasons = (schema: SchemaName) => JSON.stringify(validators[schema].errors);

/** Every place of a value, in a section or a list; of a name that the file gives `isName` is true. */
function* placesOf(value: unknown, areNames = false): Generator<[Section, string, boolean]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, below] of Object.entries(value)) {
    yield [value as Section, key, areNames || Array.isArray(value)];
    yield* placesOf(below, !areNames && ['menu', 'terms', 'faults'].includes(key));
  }
}

test('every shipped file fits the schema of its kind', () => {
  assert.ok(shipped.length >= 17);
  assert.equal([...new Set(shipped.map(([, schema]) => schema))].sort(), [...SCHEMAS].sort());
  for (const [file, schema] of shipped) {
    assert.ok(fits(schema, readFileSync(file, 'utf8')), `${file}: ${reasons(schema)}`);
  }
});

test('a mistyped key does not', () => {
  let tried = 0;
  for (const [file, schema] of shipped) {
    const value = read(readFileSync(file, 'utf8'));
    for (const [section, key, isName] of placesOf(value)) {
      if (isName) continue;
      const at = key.length >> 1;
      const slip = `${key.slice(0, at)}q${key.slice(at + 1)}`;
      const { [key]: below } = section;
      delete section[key];
      section[slip] = below;
      assert.not.ok(validators[schema](value), `${file}: ${slip}`);
      delete section[slip];
      section[key] = below;
      tried++;
    }
  }
  assert.ok(tried > 600, `${tried} keys`);
});

test('a quantity without its unit or with that of another dimension does not', () => {
  const quantity = /^[-+\d.e]+(?= ?(?:[kMGT]?eV|[pnum]?s|[umc]?m|[um]?rad|deg|[kM]?Hz)$)/;
  let tried = 0;
  for (const [file, schema] of shipped) {
    const value = read(readFileSync(file, 'utf8'));
    for (const [section, key] of placesOf(value)) {
      const own = section[key];
      const number = quantity.exec(String(own))?.[0];
      if (number === undefined) continue;
      for (const wrong of [Number(number), number, `${number} T`, `${number} ${own}`, true]) {
        section[key] = wrong;
        assert.not.ok(validators[schema](value), `${file}: ${key}: ${wrong}`);
      }
      section[key] = own;
      assert.ok(validators[schema](value));
      tried++;
    }
  }
  assert.ok(tried > 200, `${tried} quantities`);
});

test('values out of range, of another kind, or without a choice', () => {
  const tell = (schema: SchemaName, text: string, fit: boolean) =>
    assert.is(fits(schema, text), fit, `${text}: ${reasons(schema)}`);
  const card = (text: string, fit: boolean) => tell('card', text, fit);
  card('run: { spills: 8 }', true);
  card('run: { spills: 2e2 }', true);
  for (const wrong of ['8.5', '"8"', '-1', '1e8', '[8]', '']) {
    card(`run: { spills: ${wrong} }`, false);
  }
  card('run: { name: 42 }', true);
  card('run: { name: "" }', false);
  card('beam: { momentumSpread: 0.2 }', false);
  for (const right of ['5e6', '{ min: 5e6, max: 9e6 }', '{ min: 5e6 }']) {
    card(`beam: { intensity: ${right} }`, true);
  }
  card('beam: { intensity: [{ electrons: 1, min: 1, max: 2 }] }', true);
  card('beam: { intensity: [{ electrons: 1, min: 1 }] }', false);
  card('beam: { intensity: [] }', false);
  card('detector: { ecal: { beamCell: [3, 3] } }', true);
  card('detector: { ecal: { beamCell: [3] } }', false);
  card('trigger: { ecal: { threshold: 0.08 TeV } }', true);
  tell('readout', 'deadTime: 70 µs', true);
  tell('menu', 'terms: { a: { kind: sum, of: ecal, below: 50 GeV } }', true);
  tell('menu', 'terms: { a: { kind: sum, of: hcal, below: 50 GeV } }', false);
  tell('menu', 'menu: { a: { type: physics, when: { all: [x, { not: y }] }, prescale: 1 } }', true);
  tell('menu', 'menu: { a: { type: physics, when: { al: [x] }, prescale: 1 } }', false);
  tell('campaign', 'name: x\nseed: y\nruns: [{ card: z, electrons: 1 }]', true);
  tell('campaign', 'name: x\nruns: [{ card: z, electrons: 1 }]', false);
});

test('keys that depend on the form of a section', () => {
  const readout = (text: string, fit: boolean) =>
    assert.is(fits('readout', text), fit, `${text}: ${reasons('readout')}`);
  readout('{ from: fixed.yaml, deadTime: 80 us }', true);
  readout('{ from: fixed.yaml, model: buffered, depth: 4 }', true);
  readout('{ from: fixed.yaml, model: fixed, depth: 4 }', false);
  readout('{ from: fixed.yaml, model: bufferd, depth: 4 }', false);
  const trigger = (text: string, fit: boolean) =>
    assert.is(fits('menu', `menu: { x: ${text} }`), fit, text);
  trigger('{ type: random, rate: 10 Hz }', true);
  trigger('{ type: random, rate: 10 Hz, prescale: 1 }', false);
  trigger('{ type: pulser, period: 1 ms, phase: 0 ns }', true);
  trigger('{ type: calibration, source: led, number: 1, start: 1 ms, period: 1 ms }', true);
  trigger('{ type: calibration, source: lead, number: 1, start: 1 ms, period: 1 ms }', false);
});

test.run();
