/**
 * The conformance suite against every sub-detector of the registry, and a new one put into a copy of the
 * house: one folder and its line in the registry are all that it takes to stand in raw data and in `event`.
 */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CHANNELS } from '../support/channels.js';
import type { SubDetector } from '../../src/emulate/detector/subdetector.js';
import { FRONT_ENDS, SUB_DETECTORS } from '../../src/emulate/detector/index.js';
import { Module, streamOf } from '../../src/emulate/streams.js';
import { bundlePrograms, PROGRAMS } from '../../scripts/bundle.js';
import { cardOf, DARK_PHOTON, resolved } from '../support/card.js';
import { CONFORMANCE, conforms } from './conformance.js';
import { hodoscope } from './hodoscope/index.js';

const card = cardOf(DARK_PHOTON);

for (const detector of FRONT_ENDS) conforms(test, detector, card);
conforms(test, hodoscope, card);

for (const name of ['run1-2016', 'run2-2017']) {
  test(`${name}: every sub-detector keeps to all of it there too`, () => {
    const of = resolved([DARK_PHOTON], name).card;
    for (const detector of FRONT_ENDS)
      for (const check of Object.values(CONFORMANCE)) check(detector, of);
  });
}

test('the registry: 123 sampling-ADC channels, names and random streams of their own', () => {
  assert.is(
    SUB_DETECTORS.reduce((sum, d) => sum + d.channels(card.detector), 0),
    123,
  );
  for (const [name, channels] of Object.entries(CHANNELS)) {
    assert.is(SUB_DETECTORS.find((d) => d.name === name)?.channels(card.detector), channels, name);
  }
  assert.is(new Set(FRONT_ENDS.map((d) => d.name)).size, FRONT_ENDS.length);
  const modules: number[] = Object.values(Module);
  assert.is(new Set(modules).size, modules.length);
  // Streams by name lie beyond those of the table.
  assert.ok(Math.max(...modules) < 4096);
  for (const name of ['hodoscope', 'a', 'zz', 'muonVeto', '']) {
    const number = streamOf(name);
    assert.ok(Number.isInteger(number) && number >= 4096 && number < 65536, `${name}: ${number}`);
  }
});

test('the suite fails for sub-detectors that break its rules', () => {
  const broken: Readonly<Record<string, Partial<SubDetector>>> = {
    'a name and a random stream of its own': { module: Module.hcal },
    'each channel has a label that no other channel has': { label: () => 'hodoscope' },
    'pulses lie in its own channels, are positive and finite, and do not come before or long after':
      {
        respond: (_c, _f, _s, add) => add(32, 1, 0),
      },
    'no particle leaves more energy than it brought, beyond the resolution': {
      respond: (_c, fate, _s, add) => add(0, 3 * fate.momentum, 0),
    },
    'the same particle and stream give the same, whatever came between, and the truth is left alone':
      {
        respond(_c, fate) {
          fate.x++;
        },
      },
    'another stream gives another answer, where there is one': {
      respond: (_c, _f, _s, add) => add(0, 1, 0),
    },
    'silent where nothing arrives': { respond: (_c, _f, _s, add) => add(0, 1, 0) },
    'far from the axis it answers in its own channels, or not at all': {
      respond: (_c, fate, _s, add) => add(Math.floor(fate.beamX / 10 + 16), 1, 0),
    },
    'its noise is finite, in its own channels and gate, and repeats': {
      noise: (_c, _s, add) => add(0, -Infinity, 0),
    },
    'what it reads out is a body that comes back from its bytes, and does not depend on the order of pulses':
      {
        readOut: (_c, pulses) => ({
          energies: { channel: [pulses.channel[0]], energyKev: [1], timePs: [] },
        }),
      },
  };
  assert.equal(Object.keys(broken).sort(), Object.keys(CONFORMANCE).sort());
  for (const [rule, wrong] of Object.entries(broken)) {
    const check = CONFORMANCE[rule] as (d: SubDetector, c: typeof card) => void;
    let told = '';
    try {
      check({ ...hodoscope, ...wrong }, card);
    } catch (error) {
      told = String(error);
    }
    assert.ok(told !== '', rule);
  }
});

// ---- a new one in the house

const ROOT = path.resolve(import.meta.dirname, '../..');
const REGISTRY = 'src/emulate/detector/index.ts';

/** A copy of the house with the hodoscope in it; returns its directory. */
function withHodoscope(): string {
  const house = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-hodoscope-'));
  for (const name of ['src', 'config', 'proto']) {
    fs.cpSync(path.join(ROOT, name), path.join(house, name), { recursive: true });
  }
  for (const name of ['package.json', 'tsconfig.json']) {
    fs.copyFileSync(path.join(ROOT, name), path.join(house, name));
  }
  fs.symlinkSync(
    fs.realpathSync(path.join(ROOT, 'node_modules')),
    path.join(house, 'node_modules'),
  );
  // Its folder, whose imports begin in src, not in test.
  const source = fs.readFileSync(path.join(ROOT, 'test/emulate/hodoscope/index.ts'), 'utf8');
  fs.mkdirSync(path.join(house, 'src/emulate/detector/hodoscope'));
  fs.writeFileSync(
    path.join(house, 'src/emulate/detector/hodoscope/index.ts'),
    source.replaceAll("'../../../src/", "'../../../"),
  );
  // Its line: what is imported stands in the list.
  const registry = fs.readFileSync(path.join(house, REGISTRY), 'utf8');
  const listed = registry
    .replace(
      '\nimport { srd }',
      "\nimport { hodoscope } from './hodoscope/index.js';\nimport { srd }",
    )
    .replace('veto, hcal];', 'veto, hcal, hodoscope];');
  assert.is(listed.split('hodoscope').length, 4, 'imported and listed');
  fs.writeFileSync(path.join(house, REGISTRY), listed);
  return house;
}

test('a beam hodoscope, one folder and its line in the registry, stands in raw data and in event', () => {
  const house = withHodoscope();
  try {
    const spillway = (...args: string[]) =>
      execFileSync(process.execPath, [path.join(house, 'dist/show/cli/main.js'), ...args], {
        cwd: house,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    const src = path.join(house, 'src');
    const programs = PROGRAMS.map((program) => path.join(src, program.replace(/js$/, 'ts')));
    bundlePrograms(programs, src, path.join(house, 'dist'));
    const set = [
      '--set',
      'beam.intensity=1e5',
      '--set',
      'beam.spill=0.4 s',
      '--set',
      'trigger.menu.beam.prescale=100',
    ];
    spillway(
      'run',
      'run3-2018',
      '--spills',
      '1',
      '--workers',
      '1',
      '--out',
      'run',
      '--seed',
      '1',
      ...set,
    );
    const raw = fs.readFileSync(path.join(house, 'run/raw/spill-000001.raw'));
    assert.ok(raw.includes('hodoscope'), 'named in the header of the segment');
    let seen = 0;
    for (let event = 1; event <= 6; event++) {
      const json = spillway('event', 'run', '--spill', '1', '--event', String(event), '--json');
      const report = JSON.parse(json) as {
        equalsRaw: boolean;
        channels: { frontEnd: string; name: string; channel: number; energyGeV: number }[];
      };
      assert.is(report.equalsRaw, true, 'made alone, equal to what was recorded');
      for (const c of report.channels) {
        if (c.frontEnd !== 'hodoscope') continue;
        seen++;
        assert.match(c.name, /^hodoscope [xy] \d+$/);
        assert.ok(c.channel < 32 && c.energyGeV > 0);
      }
    }
    assert.ok(seen > 3, `${seen} fibres in 6 events`);
    // Replayed and verified like any other, by an analysis that passes it over.
    spillway('verify', 'run');
    spillway('replay', 'run');
  } finally {
    fs.rmSync(house, { recursive: true, force: true });
  }
});

test.run();
