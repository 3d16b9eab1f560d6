/** What a card says, its hash, and that it survives being written out. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  beliefOf,
  canonicalJson,
  cardHash,
  cardYaml,
  menuHash,
  resolve,
  resolveCard,
} from '../../src/core/card/index.js';

const read = (path: string) => readFileSync(path, 'utf8');
const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
const runCards = ['run1-2016', 'run2-2017', 'run3-2018'].map((name) => `config/${name}.yaml`);
const run3 = 'config/run3-2018.yaml';

const set = (...overrides: string[]) => resolveCard(run3, { read, overrides });
const hashOf = (...overrides: string[]) => cardHash(set(...overrides).card, sha256);

test('every shipped card resolves', () => {
  const files = readdirSync('config').filter((name) => name.endsWith('.yaml'));
  assert.is(files.length, 8);
  for (const file of files) resolve(`config/${file}`, { read });
});

test('the cards say what the paper says', () => {
  const [one, two, three] = runCards.map((file) => resolveCard(file, { read }).card);
  assert.equal(
    [one, two, three].map(({ run }) => run.electrons),
    [0.43e11, 0.56e11, 1.85e11],
  );
  assert.equal(
    [one, two, three].map(({ run }) => run.number),
    [1, 2, 3],
  );
  assert.equal(
    [one, two, three].map(({ run }) => run.spills),
    [8, 8, 8],
  );
  assert.equal(two.beam.intensity, { min: 5e6, max: 6e6 });
  assert.equal(three.beam.intensity, { min: 5e6, max: 9e6 });
  const blocks = one.beam.intensity as { electrons: number }[];
  assert.is(
    blocks.reduce((sum, block) => sum + block.electrons, 0),
    one.run.electrons,
  );
  assert.is(three.beam.momentum, 100);
  assert.is(three.beam.spill, 4.8e9);
  assert.is(three.trigger.ecal.threshold, 80);
  assert.is(three.readout.deadTime, 70000);
  assert.equal(three.analysis.box, { ecal: 50, hcal: 1 });
  const events = three.analysis.background.sources.map((source) => source.events);
  assert.ok(Math.abs(events.reduce((a, b) => a + b, 0) - 0.53) < 0.005);
  // The paper has no acceptance: what it has is the efficiency of 0.95, which `validate detectors` holds them to.
  assert.equal(
    [one, two, three].map(({ detector }) => detector.srd.acceptance),
    [0.53, 0.7, 0.7],
  );
  assert.equal(
    [one, three].map(({ analysis }) => analysis.cuts.srd.threshold),
    [0.001, 0.002],
  );
});

test('every number of a shipped card has its source beside it', () => {
  for (const file of runCards) {
    const lines = cardYaml(resolveCard(file, { read })).split('\n');
    const bare = lines.filter(
      (line) =>
        /: [-+.\d]/.test(line.split('#')[0]) && !/ \| (?:in|fitted-to|estimate): /.test(line),
    );
    assert.equal(bare, [], file);
  }
});

test('sources name the file that holds the value', () => {
  const { sources, files } = resolveCard('config/run1-2016.yaml', {
    read,
    overrides: ['readout.deadTime=0.14 ms'],
    seed: 'demo',
  });
  assert.match(sources.get('trigger.ecal.threshold') ?? '', /^config\/menu\/physics\.yaml:\d+:14$/);
  assert.match(sources.get('detector.srd.acceptance') ?? '', /^config\/run1-2016\.yaml:\d+:17$/);
  assert.match(sources.get('beam.intensity.1.max') ?? '', /^config\/run1-2016\.yaml:\d+:12$/);
  assert.is(sources.get('readout.deadTime'), '--set readout.deadTime=0.14 ms');
  assert.is(sources.get('run.seed'), '--seed demo');
  assert.is(files[0], 'config/run1-2016.yaml');
  assert.ok(files.includes('config/detector/h4.yaml'));
});

test('a --set replaces a value, checked like the rest', () => {
  assert.is(set('trigger.ecal.threshold=60 GeV').card.trigger.ecal.threshold, 60);
  assert.is(set('trigger.ecal.threshold="60GeV"').card.trigger.ecal.threshold, 60);
  assert.is(set('beam.intensity=1e6').card.beam.intensity, 1e6);
  assert.equal(set('beam.intensity={min: 1e6, max: 2e6}').card.beam.intensity, {
    min: 1e6,
    max: 2e6,
  });
  assert.equal(set('beam.intensity.min=6e6').card.beam.intensity, { min: 6e6, max: 9e6 });
  assert.equal(set('beam.ripple=[]').card.beam.ripple, []);
  assert.is(set('beam.ripple.0.amplitude=0.2').card.beam.ripple[0].amplitude, 0.2);
  assert.equal(set('detector.ecal.beamCell.1=2').card.detector.ecal.beamCell, [3, 2]);
  assert.is(set('readout.deadTime=1 us', 'readout.deadTime=2 us').card.readout.deadTime, 2000);
  const { ecal } = set('trigger.ecal={threshold: 60 GeV, keep: 65 GeV}').card.trigger;
  assert.equal(ecal, { threshold: 60, keep: 65, smear: 4, count: 0.05 });
  const blocks = resolveCard('config/run1-2016.yaml', { read, overrides: ['beam.intensity=7e6'] });
  assert.is(blocks.card.beam.intensity, 7e6);
});

test('a seed is text, digit for digit', () => {
  for (const seed of ['42', '042', '1e3', '0x10', '9007199254740993', 'true', 'two words']) {
    assert.is(set(`run.seed=${seed}`).card.run.seed, seed);
    assert.is(resolveCard(run3, { read, seed }).card.run.seed, seed);
  }
});

test('the hash is of what the card means, not of how it is written', () => {
  const nominal = hashOf();
  assert.match(nominal, /^[0-9a-f]{64}$/);
  assert.is(hashOf('readout.deadTime=0.07 ms'), nominal);
  assert.is(hashOf('readout.deadTime=70000 ns'), nominal);
  assert.is(hashOf('trigger.ecal.threshold=0.08 TeV'), nominal);
  assert.is(hashOf('run.electrons=185000000000'), nominal);
  assert.is(hashOf('run.seed=other', 'run.spills=1'), nominal);
  const others = [
    hashOf('readout.deadTime=70.001 us'),
    hashOf('run.number=4'),
    hashOf('run.electrons=1.9e11'),
    hashOf('beam.intensity=7e6'),
    hashOf('nature.upstreamMaterial=0.03'),
    hashOf('trigger.ecal.threshold=79 GeV'),
  ];
  assert.is(new Set([nominal, ...others]).size, others.length + 1);
});

test('every leaf but seed and spills enters the hash', () => {
  const { card } = set();
  const nominal = cardHash(card, sha256);
  const leaves = (value: object, path: string[]): string[][] =>
    Object.entries(value).flatMap(([key, child]) =>
      typeof child === 'object' ? leaves(child, [...path, key]) : [[...path, key]],
    );
  const silent = leaves(card, []).filter((path) => {
    const changed = structuredClone(card);
    // biome-ignore lint/suspicious/noExplicitAny: a walk over a tree of any shape
    const parent = path.slice(0, -1).reduce((at: any, key) => at[key], changed);
    const key = path[path.length - 1];
    parent[key] = typeof parent[key] === 'number' ? parent[key] + 1 : `${parent[key]}x`;
    return cardHash(changed, sha256) === nominal;
  });
  assert.equal(silent, [
    ['run', 'spills'],
    ['run', 'seed'],
  ]);
});

test('the menu hash is of the trigger alone', () => {
  const nominal = menuHash(set().card, sha256);
  assert.is(menuHash(set('beam.intensity=1e6').card, sha256), nominal);
  assert.is.not(menuHash(set('trigger.menu.beam.prescale=1000').card, sha256), nominal);
});

test('canonical JSON: sorted keys, shortest numbers, no negative zero', () => {
  assert.is(
    canonicalJson({ b: [-0, 1e21, 0.1], a: { y: 'é"', x: null } }),
    '{"a":{"x":null,"y":"é\\""},"b":[0,1e+21,0.1]}',
  );
  assert.throws(() => canonicalJson({ a: Number.NaN }));
  const json = fc.dictionary(fc.string(), fc.oneof(fc.integer(), fc.string(), fc.boolean()));
  fc.assert(
    fc.property(json, (value) => {
      assert.equal(JSON.parse(canonicalJson(value)), JSON.parse(JSON.stringify(value)));
      const reversed = Object.fromEntries(Object.entries(value).reverse());
      assert.is(canonicalJson(reversed), canonicalJson(value));
    }),
  );
});

test('a written card stands alone and reads back as itself', () => {
  const cases = [
    ...runCards.map((file) => ({ file, overrides: [] as string[] })),
    { file: run3, overrides: ['beam.intensity=1e6', 'readout.deadTime=0.14 ms', 'run.seed=042'] },
    { file: run3, overrides: ['beam.ripple=[]', 'detector.ecal.beamCell=[2, 2]'] },
    { file: run3, overrides: ['run.name="a: b # c"', 'analysis.masses=[1 MeV, 0.2 GeV]'] },
  ];
  for (const { file, overrides } of cases) {
    const resolved = resolveCard(file, { read, overrides });
    const yaml = cardYaml(resolved);
    const back = resolveCard('somewhere/card.yaml', {
      read: (path) => (path === 'somewhere/card.yaml' ? yaml : undefined),
    });
    assert.equal(back.card, resolved.card);
    assert.is(cardHash(back.card, sha256), cardHash(resolved.card, sha256));
    assert.equal(back.files, ['somewhere/card.yaml']);
    assert.match(yaml, / {2}gate: 25 ns # config\/menu\/physics\.yaml:\d+:9 /);
  }
  assert.match(
    cardYaml(set('readout.deadTime=0.14 ms')),
    'deadTime: 0.14 ms # --set readout.deadTime=0.14 ms',
  );
});

test('any seed survives being written out', () => {
  const words = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.string({ unit: 'binary', minLength: 1 }),
    fc.constantFrom(
      'null',
      '~',
      'true',
      '.inf',
      '0x1F',
      '1_000',
      '- a',
      'a: b',
      '#',
      '"',
      "'",
      '{',
      '---',
      '1e3',
      '%',
      '@',
      '\n',
      ' x ',
    ),
  );
  const resolved = set();
  fc.assert(
    fc.property(words, (seed) => {
      fc.pre(seed.trim() !== '');
      const yaml = cardYaml(resolveCard(run3, { read, seed }));
      const back = resolveCard('card.yaml', { read: () => yaml });
      assert.is(back.card.run.seed, seed);
      assert.is(cardHash(back.card, sha256), cardHash(resolved.card, sha256));
    }),
    { numRuns: 60 },
  );
});

test('a card may build upon another', () => {
  const files: Record<string, string> = {
    'mine/rough.yaml':
      'from: ../config/run3-2018.yaml\nbeam:\n  ripple: []\ntrigger:\n  from: low/menu.yaml\n  menu: { beam: { prescale: 7 } }\n',
    'mine/low/menu.yaml': 'from: ../../config/menu/physics.yaml\necal:\n  threshold: 60 GeV\n',
  };
  const { card, sources, name } = resolveCard('mine/rough.yaml', {
    read: (path) => files[path] ?? read(path),
  });
  assert.is(name, 'rough');
  assert.equal(card.beam.ripple, []);
  assert.is(card.trigger.ecal.threshold, 60);
  assert.is(card.trigger.ecal.keep, 85);
  const { beam } = card.trigger.menu;
  assert.is('prescale' in beam && beam.prescale, 7);
  assert.is(sources.get('trigger.ecal.threshold'), 'mine/low/menu.yaml:3:14');
  assert.is(sources.get('beam.ripple'), 'mine/rough.yaml:3:11');
});

test('a campaign is its cards, with its seed and its exposures', () => {
  const file = 'config/na64-2016-2018.yaml';
  const campaign = resolve(file, { read, overrides: ['run.spills=2'] });
  assert.is(campaign.kind, 'campaign');
  if (campaign.kind !== 'campaign') return;
  assert.is(campaign.name, 'na64-2016-2018');
  assert.equal(
    campaign.runs.map((run) => run.name),
    ['run1-2016', 'run2-2017', 'run3-2018'],
  );
  assert.equal(
    campaign.runs.map(({ card }) => card.run.spills),
    [2, 2, 2],
  );
  for (const { card, sources } of campaign.runs) {
    assert.is(card.run.seed, campaign.campaign.seed);
    assert.match(sources.get('run.electrons') ?? '', /^config\/na64-2016-2018\.yaml:\d+:16$/);
  }
  const total = campaign.runs.reduce((sum, { card }) => sum + card.run.electrons, 0);
  assert.is(total, 2.84e11);
  const seeded = resolve(file, { read, seed: 'demo' });
  assert.ok(
    seeded.kind === 'campaign' && seeded.runs.every(({ card }) => card.run.seed === 'demo'),
  );
});

test('belief leaves nature and beam behind', () => {
  const belief = beliefOf(set().card);
  assert.equal(Object.keys(belief).sort(), ['analysis', 'detector', 'readout', 'run', 'trigger']);
});

test.run();
