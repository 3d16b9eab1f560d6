/** What is wrong with a card is told at its file, line and column, with what was expected. */
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isCollection, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { resolve, resolveCard } from '../../src/core/card/index.js';
import { CampaignSchema, CardSchema } from '../../src/core/card/schema.js';
import { entriesOf, isIndex, isRecursive, type Schema, shapeOf } from '../../src/core/card/walk.js';
import { editDistance } from '../../src/core/nearest.js';
import { CardError, type Problem } from '../../src/core/errors.js';

const run3 = 'config/run3-2018.yaml';
const other = 'config/na64-2022.yaml';
const menu = 'config/menu/physics.yaml';
const campaign = 'config/na64-2016-2018.yaml';

const stress = 'config/stress-spills.yaml';
const faults = 'config/stress-faults.yaml';

const texts = new Map<string, string>();
const textOf = (path: string) => {
  const text = texts.get(path) ?? readFileSync(path, 'utf8');
  texts.set(path, text);
  return text;
};

/** A card that takes another file in place of one that run3 names. */
const variantOf = (from: string, to: string): [card: string, text: string] => [
  `config/run3-${to.replace('/', '-')}`,
  textOf(run3).replace(from, to),
];

/** The shipped files, each with a card that uses it; the text of that card where it is not shipped. */
const shipped: [file: string, card: string, text?: string][] = [
  ['config/run1-2016.yaml', 'config/run1-2016.yaml'],
  ['config/run2-2017.yaml', 'config/run2-2017.yaml'],
  [run3, run3],
  [campaign, campaign],
  ['config/beam/h4.yaml', run3],
  ['config/nature/nominal.yaml', run3],
  ['config/detector/h4.yaml', run3],
  [menu, run3],
  ['config/readout/fixed.yaml', run3],
  ['config/analysis/na64.yaml', run3],
  [other, other],
  ['config/detector/na64-2022.yaml', other],
  ['config/stress-pileup.yaml', 'config/stress-pileup.yaml'],
  [stress, stress],
  [faults, faults],
  ['config/faults/bad-spill-2025.yaml', faults],
  ['config/faults/gain-sag.yaml', faults],
  ['config/beam/rough.yaml', stress],
  ['config/menu/na64-2018.yaml', ...variantOf('menu/physics.yaml', 'menu/na64-2018.yaml')],
  ...['bandwidth', 'buffered', 'paralysable', 'throttle'].map((model): [string, string, string] => [
    `config/readout/${model}.yaml`,
    ...variantOf('readout/fixed.yaml', `readout/${model}.yaml`),
  ]),
];

test('these are all shipped files', () => {
  const files = readdirSync('config', { recursive: true }).map(String);
  assert.equal(
    shipped.map(([file]) => file).sort(),
    files
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => `config/${file.replaceAll('\\', '/')}`)
      .sort(),
  );
  for (const [file, card, text] of shipped) {
    assert.equal(problemsOf({ card, files: text === undefined ? {} : { [card]: text } }), [], file);
  }
});

interface Case {
  readonly card?: string;
  readonly files?: Record<string, string | ((text: string) => string)>;
  readonly overrides?: string[];
  readonly seed?: string;
}

function problemsOf({ card = run3, files = {}, overrides = [], seed }: Case): readonly Problem[] {
  const read = (path: string) => {
    const change = files[path];
    return typeof change === 'string' ? change : change ? change(textOf(path)) : textOf(path);
  };
  try {
    resolve(card, { read, overrides, ...(seed !== undefined && { seed }) });
  } catch (error) {
    assert.instance(error, CardError);
    assert.is((error as CardError).exitCode, 2);
    return (error as CardError).problems;
  }
  return [];
}

function messageOf(given: Case): string {
  return new CardError(problemsOf(given)).message;
}

/** `file:line:column` of a value as it is shipped: where `value` follows `key` for the first time. */
function placeOf(file: string, key: string, value: string): string {
  const text = textOf(file);
  const start = text.indexOf(key + value);
  assert.ok(start >= 0, `${file} holds ${key}${value}`);
  const before = text.slice(0, start + key.length).split('\n');
  return `${file}:${before.length}:${before[before.length - 1].length + 1}`;
}

/** Replaces the first occurrence, which must be there. */
const swap = (from: string, to: string) => (text: string) => {
  assert.ok(text.includes(from), `"${from}" in the file`);
  return text.replace(from, to);
};

interface Key {
  readonly name: string;
  readonly offset: number;
  readonly depth: number;
  /** The section it stands in. */
  readonly section: unknown;
}

function keysOf(text: string): Key[] {
  const keys: Key[] = [];
  const visit = (node: unknown, depth: number, names = false): void => {
    if (isSeq(node)) for (const item of node.items) visit(item, depth);
    if (!isMap(node)) return;
    for (const { key, value } of node.items) {
      if (isScalar(key) && !names) {
        const offset = key.range?.[0] ?? 0;
        keys.push({ name: String(key.value), offset, depth, section: node });
      }
      // The keys of a menu are names that the card gives.
      const given = isScalar(key) && ['menu', 'terms', 'faults'].includes(String(key.value));
      if (isCollection(value)) visit(value, depth + 1, given);
    }
  };
  visit(parseDocument(text).contents, 0);
  return keys;
}

/** Every deletion, replacement, insertion of a letter and swap of two neighbours. */
function slipsOf(name: string): string[] {
  const slips = new Set<string>();
  for (let i = 0; i < name.length; i++) {
    const [before, letter, after] = [name.slice(0, i), name[i], name.slice(i + 1)];
    slips.add(before + after);
    slips.add(`${before}q${after}`);
    slips.add(`${before}${letter}${letter}${after}`);
    if (after) slips.add(before + after[0] + letter + after.slice(1));
  }
  slips.delete(name);
  return [...slips];
}

/** The text with some keys replaced, and where they now stand. */
function replaceKeys(text: string, changes: readonly { key: Key; slip: string }[]) {
  let changed = '';
  let end = 0;
  const offsets = changes.map(({ key, slip }) => {
    changed += text.slice(end, key.offset);
    end = key.offset + key.name.length;
    changed += slip;
    return changed.length - slip.length;
  });
  changed += text.slice(end);
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let i = 0; i < changed.length; i++) if (changed[i] === '\n') lines.addNewLine(i + 1);
  return { changed, places: offsets.map((offset) => lines.linePos(offset)) };
}

test('every one-letter slip in every key of every shipped file is refused at its place', () => {
  let tried = 0;
  const others = new Set<string>();
  for (const [file, card, cardText] of shipped) {
    const base = cardText === undefined ? {} : { [card]: cardText };
    const text = textOf(file);
    const keys = keysOf(text);
    const depths = Math.max(...keys.map(({ depth }) => depth));
    for (let at = 0; at <= 2 * depths + 1; at++) {
      const depth = at >> 1;
      // Keys of one depth do not hide each other: a slip in each of them at once. Alone go the
      // sections, by which a file is recognised, and keys that slip into a neighbour or its slip.
      // Those that name the form of their section would hide its others.
      const here = keys.filter(
        ({ name, depth: own }) => own === depth && (name === 'kind') === (at % 2 === 1),
      );
      if (here.length === 0) continue;
      const slips = here.map(({ name }) => slipsOf(name));
      const rounds: { key: Key; slip: string }[][] = [];
      here.forEach((key, i) => {
        slips[i].forEach((slip, round) => {
          const clashes = here.some(
            ({ name, section }, j) =>
              j !== i && section === key.section && (name === slip || slips[j][round] === slip),
          );
          if (depth === 0 || key.name.length === 1 || clashes) rounds.push([{ key, slip }]);
        });
      });
      const alone = new Set(rounds.flat().map(({ key, slip }) => `${key.offset} ${slip}`));
      for (let round = 0; round < Math.max(...slips.map(({ length }) => length)); round++) {
        const together = here.flatMap((key, i) => {
          const slip = slips[i][round];
          return slip === undefined || alone.has(`${key.offset} ${slip}`) ? [] : [{ key, slip }];
        });
        if (together.length > 0) rounds.push(together);
      }
      for (const changes of rounds) {
        const { changed, places } = replaceKeys(text, changes);
        const problems = problemsOf({ card, files: { ...base, [file]: changed } });
        changes.forEach(({ key, slip }, i) => {
          tried++;
          // A key that is gone altogether has no column of its own; one that became its neighbour
          // is told where the second of the two stands.
          const { line, col } = places[i];
          const where = `${file}:${line}:${slip === '' ? '' : col}`;
          const problem = problems.find((candidate) =>
            candidate.fault === 'duplicate key'
              ? candidate.where === where || candidate.next?.endsWith(where)
              : slip === ''
                ? candidate.where?.startsWith(where)
                : candidate.where === where,
          );
          const what = `${where} ${key.name} written ${slip}`;
          assert.ok(problem, `${what}: refused`);
          if (slip === '' || problem?.fault === 'duplicate key') return;
          assert.is(problem?.fault, 'unknown key', what);
          // `cal` is as near to `ecal` as to `hcal`.
          const [, meant = ''] = /^did you mean "(\w+)"\?$/.exec(problem?.next ?? '') ?? [];
          assert.ok(
            meant === key.name || slipsOf(meant).includes(slip),
            `${what}: ${problem?.next}`,
          );
          if (meant !== key.name) others.add(`${key.name} ${slip}: ${meant}`);
          assert.match(problem?.expected ?? '', 'one of ', what);
        });
      }
    }
  }
  assert.ok(tried > 5000, `${tried} slips tried`);
  // As near to another name.
  assert.equal([...others].sort(), ['hcal cal: ecal', 'hcal qcal: ecal', 'x q: z']);
});

/** Pairs of names that a section may have, or a section and the one above it for `from`, one slip apart. */
test('keys that are one letter apart are these', () => {
  const pairs = new Set<string>();
  const visit = (schema: Schema): void => {
    if (isRecursive(schema)) return;
    const shape = shapeOf(schema);
    if (shape.kind === 'record' || shape.kind === 'list') visit(shape.item);
    if (shape.kind === 'tuple') for (const item of shape.items) visit(item);
    if (shape.kind === 'union') for (const option of shape.options) visit(option);
    const entries = entriesOf(shape);
    const names = [...Object.keys(entries), 'from'];
    for (const [i, a] of names.entries()) {
      for (const b of names.slice(0, i)) if (a !== b && isOneApart(a, b)) pairs.add(`${b} ${a}`);
    }
    for (const below of Object.values(entries)) visit(below);
  };
  visit(CardSchema as Schema);
  visit(CampaignSchema as Schema);
  assert.equal([...pairs].sort(), PAIRS);
});

/**
 * One written as the other stands twice, which is refused; only where a section overrides that of another file it is a
 * value of the other, which nothing can tell from what was meant.
 */
const PAIRS = [
  ...[
    'bit bits',
    'ecal hcal',
    'regionI regionII',
    's1 s2',
    's1 s3',
    's1 s4',
    's1 v1',
    's2 s3',
    's2 s4',
  ],
  ...['s2 v2', 's3 s4', 'v1 v2', 'x y', 'z x', 'z y'],
];

const isOneApart = (a: string, b: string) => editDistance(a, b) <= 1;

/** A letter in the middle changed, dropped, or doubled. */
const threeSlips = (name: string): string[] => {
  const at = name.length >> 1;
  const [before, letter, after] = [name.slice(0, at), name[at], name.slice(at + 1)];
  return [`${before}q${after}`, before + after, before + letter + letter + after];
};

test('names that a menu gives: what asks for a mistyped term says so, a mistyped trigger is a new one', () => {
  const [file, card, text] = shipped.find(([name]) => name === 'config/menu/na64-2018.yaml') as [
    ...[string, string, string],
  ];
  const inFile = (change: (text: string) => string) => ({
    card,
    files: { [card]: text, [file]: change },
  });
  for (const name of ['nothing', 'shower', 'muon', 'missing']) {
    const at =
      textOf(file)
        .split('\n')
        .findIndex((line) => line.startsWith(`  ${name}:`)) + 1;
    assert.ok(at > 0, name);
    for (const slip of threeSlips(name)) {
      const problems = problemsOf(inFile(swap(`  ${name}:`, `  ${slip}:`)));
      assert.ok(problems.length > 0, slip);
      for (const { got, next, where } of problems) {
        assert.is(got, `the term "${name}"`);
        assert.is(next, `did you mean "${slip}"?`);
        assert.match(where ?? '', new RegExp(`^${file}:\\d+:\\d+$`));
      }
    }
    // A condition that asks for it mistyped.
    for (const slip of threeSlips(name)) {
      const asked = new RegExp(`(when: .*[[ ])${name}\\b`);
      const [problem] = problemsOf(inFile((t) => t.replace(asked, `$1${slip}`)));
      assert.is(problem?.got, `the term "${slip}"`);
      assert.is(problem?.next, `did you mean "${name}"?`);
    }
  }
  // Of a trigger that has all of its keys the name is legal; one that has not says what is missing, and where.
  for (const slip of threeSlips('beam')) {
    const whole = { files: { [menu]: swap('  beam:\n', `  ${slip}:\n`) } };
    assert.equal(problemsOf(whole), [], 'docs/decisions/0007-trigger-menu.md');
    const partial = problemsOf({
      files: {
        [run3]: swap(
          '  from: menu/physics.yaml\n',
          `  from: menu/physics.yaml\n  menu:\n    ${slip}:\n      prescale: 7500\n`,
        ),
      },
    });
    const line = textOf(run3).split('\n').indexOf('  from: menu/physics.yaml') + 4;
    const type = partial.find(({ what }) => what === `trigger.menu.${slip}.type`);
    assert.is(type?.fault, 'missing key');
    assert.is(type?.where, `${run3}:${line}:7`);
  }
});

test('every key of every --set with a letter changed, dropped or doubled: the key that was meant', () => {
  const { sources } = resolveCard(run3, { read: textOf });
  const keys = new Map<string, string[]>();
  for (const path of sources.keys()) {
    const names = path.split('.');
    // Indices, and names that the card gives.
    for (const [i, name] of names.entries()) {
      const isGiven = /^trigger\.(menu|terms)$/.test(names.slice(0, i).join('.'));
      if (!isIndex(name) && !isGiven)
        keys.set(names.slice(0, i + 1).join('.'), names.slice(0, i + 1));
    }
  }
  assert.ok(keys.size > 450, `${keys.size} keys`);
  const tried = [...keys].map(([meant, names], i) => {
    const slip = threeSlips(names[names.length - 1])[i % 3];
    return { meant, mistyped: [...names.slice(0, -1), slip].join('.') };
  });
  const slips = tried.filter(({ mistyped }) => !keys.has(mistyped) && !mistyped.endsWith('.'));
  const problems = problemsOf({ overrides: slips.map(({ mistyped }) => `${mistyped}=1`) });
  const told = new Map(problems.map((problem) => [problem.where, problem]));
  const others: string[] = [];
  for (const { meant, mistyped } of slips) {
    const problem = told.get(`--set ${mistyped}=1`);
    assert.is(problem?.fault, 'unknown key', mistyped);
    if (problem?.next !== `did you mean "${meant}"?`) others.push(`${mistyped}: ${problem?.next}`);
  }
  // Of names of which two are as near the first is told.
  assert.equal(others, [
    'detector.position.sq: did you mean "detector.position.s1"?',
    'detector.position.s: did you mean "detector.position.s1"?',
    'detector.position.sq: did you mean "detector.position.s1"?',
    'detector.hcal.modules.first.q: did you mean "detector.hcal.modules.first.z"?',
    'detector.hcal.modules.second.q: did you mean "detector.hcal.modules.second.z"?',
    'detector.hcal.modules.zeroDegree.q: did you mean "detector.hcal.modules.zeroDegree.z"?',
  ]);
});

test('a slip in any key of a --set is refused with the path that was meant', () => {
  for (const path of ['trigger.ecal.threshold', 'beam.intensity', 'readout.deadTime', 'run.seed']) {
    path.split('.').forEach((key, at) => {
      for (const slip of slipsOf(key)) {
        const mistyped = path
          .split('.')
          .map((name, i) => (i === at ? slip : name))
          .join('.');
        const [problem] = problemsOf({ overrides: [`${mistyped}=1`] });
        assert.is(problem?.where, `--set ${mistyped}=1`);
        assert.is(problem?.next, `did you mean "${path}"?`, mistyped);
      }
    });
  }
});

test('every key of every shipped file, left out or written twice, is told', () => {
  for (const [file, card, cardText] of shipped) {
    const base = cardText === undefined ? {} : { [card]: cardText };
    const text = textOf(file);
    for (const { name, offset } of keysOf(text)) {
      const start = text.lastIndexOf('\n', offset - 1) + 1;
      const line = text.slice(start, text.indexOf('\n', offset) + 1);
      const { length } = /^[ ]*/.exec(line)?.[0] ?? '';
      if (offset !== start + length || !/:\s+\S/.test(line.split('#')[0])) continue;
      const at = text.slice(0, offset).split('\n').length;
      const twice = text.slice(0, start + line.length) + line + text.slice(start + line.length);
      assert.is(
        messageOf({ card, files: { ...base, [file]: twice } }).split('\n')[0],
        `${file}:${at + 1}:${length + 1} ${name}: duplicate key; it stands already at ${file}:${at}:${length + 1}`,
      );
      const without = text.slice(0, start) + text.slice(start + line.length);
      const problems = problemsOf({ card, files: { ...base, [file]: without } });
      // Without a key that overrides an included one, the included one holds.
      const overrides =
        /^from:/m.test(text) ||
        (/^config\/(run|na64-2022)/.test(file) && (length > 2 || name.endsWith('fullElectrons')));
      if (!overrides) assert.ok(problems.length > 0, `${file} without ${name}`);
      for (const { fault, got, where, expected } of problems) {
        const told = fault === 'missing key' || got === 'nothing' || expected?.includes(name);
        assert.ok(told, `${file} without ${name}`);
        assert.match(where ?? '', /^config\/[\w/-]+\.yaml:\d+:\d+$/);
      }
    }
  }
});

test('wrong units and values out of range are told in the file that holds them', () => {
  const tell = (from: string, to: string, file = menu) =>
    messageOf({ files: { [file]: swap(from, to) } });
  const energy = 'expected an energy such as "80 GeV"';
  const h4 = 'config/detector/h4.yaml';
  const threshold = placeOf(menu, 'threshold: ', '80 GeV');
  const prescale = placeOf(menu, 'prescale: ', '50000');
  assert.is(
    tell('threshold: 80 GeV', 'threshold: 80 MeVs'),
    `${threshold} trigger.ecal.threshold: got "80 MeVs", ${energy}; did you mean "80 MeV"?`,
  );
  assert.is(
    tell('threshold: 80 GeV', 'threshold: 80'),
    `${threshold} trigger.ecal.threshold: got 80, ${energy}; the unit is missing`,
  );
  assert.is(
    tell('threshold: 80 GeV', 'threshold: 80 ns'),
    `${threshold} trigger.ecal.threshold: got "80 ns", ${energy}; "ns" is a unit of time`,
  );
  assert.is(
    tell('threshold: 80 GeV', 'threshold:'),
    `${threshold} trigger.ecal.threshold: got nothing, ${energy}`,
  );
  assert.is(
    tell('threshold: 80 GeV', 'threshold: 8 TeV'),
    `${threshold} trigger.ecal.threshold: got "8 TeV", expected an energy from 0 GeV to 1 TeV`,
  );
  assert.is(
    tell('threshold: 80 GeV', 'threshold: [80 GeV]'),
    `${threshold} trigger.ecal.threshold: got a list of 1, ${energy}`,
  );
  assert.is(
    tell('prescale: 50000', 'prescale: 0.5'),
    `${prescale} trigger.menu.beam.prescale: got 0.5, expected a whole number from 1 to 1e9`,
  );
  assert.is(
    tell('prescale: 50000', 'prescale: "50000"'),
    `${prescale} trigger.menu.beam.prescale: got "50000", expected a whole number from 1 to 1e9`,
  );
  assert.is(
    tell('efficiency: 0.993', 'efficiency: 99.3', h4),
    `${placeOf(h4, 'efficiency: ', '0.993')} detector.counters.efficiency: got 99.3, expected a number from 0.01 to 1`,
  );
  assert.is(
    tell('photons: 43', 'photons: .nan', h4),
    `${placeOf(h4, 'photons: ', '43')} detector.srd.photons: got .nan, expected a number from 0 to 1000`,
  );
  assert.is(
    tell('beamCell: [3, 3]', 'beamCell: [3, 3, 3]', h4),
    `${placeOf(h4, 'beamCell: ', '[3, 3]')} detector.ecal.beamCell: got a list of 3, expected a list of 2`,
  );
  assert.is(
    tell('model: fixed', 'model: fixt', 'config/readout/fixed.yaml'),
    'config/readout/fixed.yaml:4:8 readout.model: got "fixt", expected one of "fixed", "paralysable", "throttle", "buffered"',
  );
});

test('a section whose keys depend on one of them says which keys belong to what', () => {
  const own =
    'model, deadTime, before, after, twoPulse, residualGain, zeroSuppression, building, latency, pipeline, buffer';
  const tell = (...overrides: string[]) => messageOf({ overrides });
  assert.is(
    tell('readout.model=buffered'),
    'config/readout/fixed.yaml:4:1 readout.depth: missing key, expected a whole number from 1 to 64; readout.model "buffered" needs it',
  );
  assert.is(
    tell('readout.depth=4'),
    `--set readout.depth=4 readout.depth: unknown key, expected one of ${own}; it belongs to readout.model "buffered", and this is "fixed"`,
  );
  assert.is(
    tell('readout.model=bufferd', 'readout.depth=4', 'readout.latency=1us'),
    '--set readout.model=bufferd readout.model: got "bufferd", expected one of "fixed", "paralysable", "throttle", "buffered"; did you mean "buffered"?',
  );
  assert.is(
    tell('readout.modle=fixed'),
    `--set readout.modle=fixed readout.modle: unknown key, expected one of ${own}, windows, depth in readout; did you mean "readout.model"?`,
  );
  assert.is(
    tell('readout.buffer.bandwidth=3 MB', 'readout.buffer.capacity=1 kB'),
    '--set readout.buffer.bandwidth=3 MB readout.buffer.bandwidth: got "3 MB", expected a bandwidth such as "11 MB/s"; "MB" is a unit of size',
  );
  assert.is(
    messageOf({ files: { 'config/readout/fixed.yaml': swap('model: fixed', 'modle: fixed') } }),
    `config/readout/fixed.yaml:4:1 readout.modle: unknown key, expected one of ${own}; did you mean "model"?`,
  );
  assert.is(
    messageOf({ files: { 'config/readout/fixed.yaml': '7' } }),
    'config/readout/fixed.yaml:1:1 readout: got 7, expected keys with values',
  );
  assert.is(
    tell('readout=[]'),
    '--set readout=[] readout: got a list of 0, expected a section with model (one of "fixed", "paralysable", "throttle", "buffered") and its keys',
  );
});

test('the model is switched by --set where all its keys are given, in any order', () => {
  const set = (...overrides: string[]) =>
    resolveCard(run3, { read: textOf, overrides }).card.readout;
  assert.is(set('readout.model=paralysable').model, 'paralysable');
  const { model, deadTime } = set(
    'readout.latency=1 us',
    'readout.depth=3',
    'readout.model=buffered',
  );
  assert.equal([model, deadTime], ['buffered', 70_000]);
  assert.equal(
    set('readout.model=throttle', 'readout.windows=[{triggers: 3, time: 75us}]').model,
    'throttle',
  );
  assert.is(set().buffer, undefined);
  assert.equal(set('readout.buffer={capacity: 1 kB, bandwidth: 0.6 MB/s}').buffer, {
    capacity: 1000,
    bandwidth: 6e5,
  });
});

test('no leaf takes a value of another kind, and none is without bounds', () => {
  const { sources } = resolveCard(run3, { read: textOf });
  // Texts, the names of terms, and lists that may be empty.
  const texts = /^run\.(name|seed)$|\.(name|station|dead)$|\.when(\.|$)/;
  const leaves = [...sources.keys()].filter((path) => !texts.test(path));
  assert.ok(leaves.length > 150);
  for (const value of [
    '80 furlongs',
    'true',
    '[]',
    '{}',
    '',
    '-1e99',
    '1e99 GeV',
    '-1e99 ns',
    '"1"',
    '1 T',
  ]) {
    const problems = problemsOf({ overrides: leaves.map((path) => `${path}=${value}`) });
    const told = problems.map(({ what = '' }) => what);
    const refused = (path: string) =>
      told.some((what) => what === path || what.startsWith(`${path}.`));
    const free = value === '{}' ? 'trigger.terms' : '';
    const taken = leaves.filter(
      (path) => !refused(path) && !path.endsWith('.weight') && path !== free,
    );
    assert.equal(taken, [], value);
  }
  const problems = problemsOf({ overrides: ['run.name=', 'run.seed= ', 'run.name=[a]'] });
  assert.equal(problems.map(({ what }) => what).sort(), ['run.name', 'run.seed']);
});

test('a seed that no key can be made of', () => {
  for (const seed of ['a'.repeat(256), 'é'.repeat(43), '\ud800']) {
    const [{ what, got, expected }] = problemsOf({ seed });
    assert.equal({ what, got }, { what: 'run.seed', got: JSON.stringify(seed) });
    assert.is(expected, '1 to 255 characters (bytes, when percent-encoded)');
  }
  assert.equal(problemsOf({ seed: 'a'.repeat(255) }), []);
});

test('all problems of a card come together, in the order of the files', () => {
  const message = messageOf({
    files: {
      [menu]: (text) => swap('80 GeV', '80 GeW')(swap('gate', 'gatte')(text)),
      'config/readout/fixed.yaml': swap('70 us', '70'),
      [run3]: (text) =>
        swap('spills: 8', 'spills: -8')(swap('  seed: from spill to limit\n', '')(text)),
    },
    overrides: ['run.number=0', 'nonsense'],
  });
  assert.equal(
    message.split('\n').map((line) => line.split(': ')[0]),
    [
      `${placeOf(menu, '', 'gate: 25 ns')} trigger.coincidence.gatte`,
      `${placeOf(menu, 'threshold: ', '80 GeV')} trigger.ecal.threshold`,
      `${placeOf('config/readout/fixed.yaml', 'deadTime: ', '70 us')} readout.deadTime`,
      'config/run3-2018.yaml:9:3 run.seed',
      'config/run3-2018.yaml:12:11 run.spills',
      '--set nonsense',
      '--set run.number=0 run.number',
    ],
  );
});

test('values that do not fit together blame the one that was set last', () => {
  const cases: [setting: string, expected: string][] = [
    ['trigger.ecal.keep=70 GeV', 'got 70 GeV, expected at least 80 GeV (trigger.ecal.threshold)'],
    ['trigger.ecal.threshold=90 GeV', 'got 90 GeV, expected at most 85 GeV (trigger.ecal.keep)'],
    [
      'trigger.preshower.keep=0.4 GeV',
      'got 400 MeV, expected at most 300 MeV (trigger.preshower.threshold)',
    ],
    ['trigger.overlap.full=40 ns', 'got 40 ns, expected at most 36 ns (trigger.overlap.zero)'],
    [
      'trigger.ecal.count=1 MeV',
      'got 1 MeV, expected more, so that 85 GeV (trigger.ecal.keep) is at most 65534 counts',
    ],
    ['beam.intensity.min=1e7', 'got 10000000, expected at most 9000000 (beam.intensity.max)'],
    ['beam.spill=4.8000001 s', 'got 4.8000001 s, expected a whole number of slices of 1 ms'],
    [
      'beam.spot.x=4 mm',
      'got 4 mm, expected at least 4.305 mm, what the dispersion makes of beam.momentumSpread',
    ],
    ['detector.sampling.samples=8', 'got 8, expected more than 10 (detector.sampling.trigger)'],
    ['beam.startSpike.duration=5 s', 'got 5 s, expected at most 4.8 s (beam.spill)'],
    [
      'nature.dimuon.spectrum.1.above=0.3',
      'got 0.3, expected more than 0.4 (nature.dimuon.spectrum.2.above)',
    ],
    [
      'nature.dimuon.spectrum.1.energy=20 GeV',
      'got 20 GeV, expected more than 20 GeV (nature.dimuon.spectrum.0.energy)',
    ],
    ['nature.dimuon.spectrum.0.above=0.9', 'got 0.9, expected 1 at this end'],
    ['nature.dimuon.spectrum.7.above=0.01', 'got 0.01, expected 0 at this end'],
    ['detector.position.s4=26 m', 'got 26 m, expected at most 25 m (detector.position.ecal)'],
    [
      'detector.tracker.gem.stations.1.z=26 m',
      'got 26 m, expected at most 25 m (detector.position.ecal)',
    ],
    [
      'detector.tracker.micromegas.stations=[{ name: MM1, z: 1 m }]',
      'got 1 chambers of strips in front of the magnets, expected at least 2, or there is no track',
    ],
    ['detector.tracker.gem.stations.0.name=ST4', 'got "ST4" twice, expected a name of its own'],
    [
      'detector.tracker.straw.dead.0.station=ST5',
      'got "ST5", expected a name in detector.tracker.straw.stations',
    ],
    [
      'detector.tracker.gem.multiplexing=3',
      'got 3, expected of 256 strips at most 256 whole channels that share no factor with 1, 7, 13',
    ],
    [
      'detector.tracker.straw.window.to=1',
      'got 1, expected at least 840 (detector.tracker.straw.window.from)',
    ],
    ['analysis.box.hcal=2 GeV', 'got 2 GeV, expected at most 1.5 GeV (analysis.seal.hcal)'],
    ['analysis.seal.ecal=49 GeV', 'got 49 GeV, expected at least 50 GeV (analysis.box.ecal)'],
    [
      'analysis.cuts.veto.window.from=-451 ns',
      'got -451 ns, expected at most 450 ns before the trigger (readout.before)',
    ],
    ['readout.after=200 ns', 'got 200 ns, expected at least 227 ns (analysis.cuts.veto.window.to)'],
    [
      'analysis.cuts.srd.window.to=-11 ns',
      'got -11 ns, expected at least -10 ns (analysis.cuts.srd.window.from)',
    ],
    ['analysis.cuts.straws.min=6', 'got 6, expected at most 5 (analysis.cuts.straws.max)'],
  ];
  for (const [setting, expected] of cases) {
    const path = setting.split('=')[0];
    const [first] = messageOf({ overrides: [setting] }).split('\n');
    assert.is(first, `--set ${setting} ${path}: ${expected}`);
  }
  assert.match(
    messageOf({ overrides: ['beam.ripple.0.amplitude=0.9'] }),
    /--set beam.* add up to 1.05 /,
  );
  assert.match(
    messageOf({ overrides: ['detector.ecal.lateral.0.weight=0.6'] }),
    /--set det.* expected 1 in all/,
  );
  assert.match(
    messageOf({ files: { [run3]: swap('min: 5e6', 'min: 9.5e6') } }),
    'config/run3-2018.yaml:19:10 beam.intensity.max: got 9000000, expected at least 9500000',
  );
});

test('what a menu may not say is told at its place', () => {
  const m = 'trigger.menu';
  const all = (...parts: string[]) => `{all: [${parts.join(', ')}]}`;
  const cases: [setting: string, what: string, told: RegExp][] = [
    [
      `${m}.beam.when=coincidense`,
      `${m}.beam.when`,
      /got the term "coincidense", expected one of coincidence, ecal, preshower; did you mean "coincidence"\?$/,
    ],
    [`${m}.physics.when=${all('coincidence', 'x')}`, `${m}.physics.when.all.1`, /the term "x"/],
    [
      `${m}.physics.when=${all('ecal', 'preshower')}`,
      `${m}.physics.when`,
      /without any coincidence/,
    ],
    [`${m}.beam.when={not: ecal}`, `${m}.beam.when`, /without any coincidence/],
    [
      `${m}.physics.when=${all('coincidence', 'ecal', '{not: ecal}')}`,
      `${m}.physics.when`,
      /a condition that is never met/,
    ],
    ['trigger.ecal.threshold=0 GeV', `${m}.physics.when`, /a condition that is never met/],
    [`${m}.physics.when={all: [ecal], not: ecal}`, `${m}.physics.when`, /got all and not/],
    [`${m}.beam.when={}`, `${m}.beam.when`, /got an empty condition/],
    [`${m}.physics.when={every: [ecal]}`, `${m}.physics.when.every`, /unknown key/],
    [`${m}.physics.when={any: []}`, `${m}.physics.when.any`, /a list of at least 1/],
    [`${m}.beam.type=beem`, `${m}.beam.type`, /did you mean "beam"/],
    [`${m}.beam.rate=5 Hz`, `${m}.beam.rate`, /it belongs to trigger.menu.beam.type "random"/],
    [
      `${m}.beam.prescale={keep: 3, of: 2, phase: 0}`,
      `${m}.beam.prescale.of`,
      /got 2, expected at least 3/,
    ],
    [`${m}.beam.prescale={keep: 1, of: 2, phase: 2}`, `${m}.beam.prescale.phase`, /less than 2/],
    [
      `${m}.led2={type: calibration, source: led, number: 1, start: 1 s, period: 1 s}`,
      `${m}.led2`,
      /a second source "led", expected one: led has it/,
    ],
    [`${m}.led={number: 10000, period: 1 s}`, `${m}.led.period`, /after the start of the spill/],
    ['trigger.terms={2a: {kind: logic, when: ecal}}', 'trigger.terms.2a', /not a name/],
    [`${m}.x=5`, `${m}.x`, /a section with type/],
    [
      'trigger.terms={ecal: {kind: sum, of: ecal, below: 5 GeV}}',
      'trigger.terms.ecal',
      /another name: every menu has this term already/,
    ],
    ['trigger.terms={a: {kind: sum, of: ecal}}', 'trigger.terms.a', /either below or above/],
    [
      'trigger.terms={a: {kind: sum, of: ecal, below: 90 GeV}}',
      'trigger.terms.a.below',
      /at most 85 GeV \(trigger.ecal.keep\)/,
    ],
    [
      'trigger.terms={a: {kind: coincidence, require: [S1], veto: [V1, S1]}}',
      'trigger.terms.a',
      /S1 twice/,
    ],
    [
      'trigger.terms={a: {kind: coincidence, require: [S5], veto: []}}',
      'trigger.terms.a.require.0',
      /got "S5"/,
    ],
    [
      'trigger.terms={a: {kind: logic, when: b}, b: {kind: logic, when: {not: a}}}',
      'trigger.terms.a.when',
      /a term that needs itself/,
    ],
  ];
  for (const [setting, what, told] of cases) {
    const problem = problemsOf({ overrides: [setting] }).find((p) => p.what === what);
    assert.ok(problem, `${setting}: ${messageOf({ overrides: [setting] })}`);
    assert.match(new CardError(problem).message, told);
  }
  const twice = { [menu]: swap('  random:\n', '  beam:\n') };
  const told = messageOf({ files: twice });
  assert.match(told, `${placeOf(menu, '  ', 'random:')} `);
  assert.match(told, `beam: duplicate key; it stands already at ${placeOf(menu, '  ', 'beam:')}`);
  const mistyped = { [menu]: swap('ecal, preshower] }', 'ecal, preshover] }') };
  assert.match(
    messageOf({ files: mistyped }),
    `${placeOf(menu, 'all: [coincidence, ecal, ', 'preshower')} trigger.menu.physics.when.all.2: got the term "preshover"`,
  );
  const many = Array.from(
    { length: 17 },
    (_, i) => `${m}.t${i}={type: beam, when: coincidence, prescale: 1}`,
  );
  assert.match(messageOf({ overrides: many }), /got 23 triggers, expected at most 16/);
});

test('malformed settings are refused', () => {
  const cases: [setting: string, expected: RegExp][] = [
    ['foo', /^--set foo: expected key=value such as /],
    ['=3', /^--set =3: expected key=value/],
    ['', /^--set : expected key=value/],
    ['run.number=', /^--set run.number= run.number: got nothing, expected a whole number/],
    ['nature.upstreamMaterial=[1', /^--set nature.upstreamMaterial=\[1: Flow sequence/],
    ['run.seed=&a x', /^--set run.seed=&a x: got the YAML anchor &a/],
    ['beam.intensity=many', /beam.intensity: got "many", expected a whole number/],
    ['beam.ripple.7.amplitude=1', /beam.ripple.7: no such element, expected an index from 0 to 1$/],
    ['beam.ripple.x=1', /beam.ripple.x: no such element, expected an index from 0 to 1$/],
    ['trigger.ecal=5', /trigger.ecal: got 5, expected a section with threshold, keep/],
    [
      'trigger.ecal.keep.x=5',
      /trigger.ecal.keep.x: unknown key, expected nothing below trigger.ecal.keep/,
    ],
    [
      'trigger.from=menu/x.yaml',
      /trigger.from: unknown key, expected [^;]*; "from" works in files/,
    ],
    [
      'detector={from: x.yaml}',
      /detector.from: unknown key, expected [^;]*; "from" works in files/,
    ],
    [
      'faults.x={from: faults/gain-sag.yaml}',
      /faults.x.from: unknown key, expected one of kind, spills, at; "from" works in files only: write it on a card of your own$/,
    ],
    [
      'faults.x={form: faults/gain-sag.yaml}',
      /faults.x.form: unknown key(?!.*did you mean "from")/s,
    ],
    ['__proto__.x=1', /unknown key/],
    ['constructor=1', /unknown key/],
    ['trigger..ecal=1', /unknown key/],
  ];
  for (const [setting, expected] of cases)
    assert.match(messageOf({ overrides: [setting] }), expected);
  const blocks = { card: 'config/run1-2016.yaml' };
  assert.match(
    messageOf({ ...blocks, overrides: ['beam.intensity.min=1'] }),
    /expected an index from 0 to 2/,
  );
  assert.match(
    messageOf({ overrides: ['beam.intensity=7e6', 'beam.intensity.min=1'] }),
    'got a key inside 7e6, the value of beam.intensity; set it as a whole: --set beam.intensity=...',
  );
});

test('YAML that is broken, or cleverer than a card needs, is refused at its place', () => {
  const tell = (change: (text: string) => string) => messageOf({ files: { [run3]: change } });
  assert.is(
    tell(swap('  name: run III', '   name: run III')),
    'config/run3-2018.yaml:10:1: All mapping items must start at the same column',
  );
  assert.match(
    tell(swap('  name: run', '\tname: run')),
    'config/run3-2018.yaml:10:1: Tabs are not',
  );
  assert.match(
    tell(swap('number: 3', 'number: !!int 3')),
    /^config\/run3-2018.yaml:9:17: got the YAML tag/,
  );
  assert.match(
    tell(swap('number: 3', 'number: !foo 3')),
    /^config\/run3-2018.yaml:9:16: got the YAML tag !foo/,
  );
  assert.match(tell(swap('seed: from', 'seed: &a from')), 'got the YAML anchor &a');
  assert.match(tell(swap('number: 3', 'number: *a')), /^config\/run3-2018.yaml:9:11: /);
  assert.match(
    tell((text) => `%YAML 1.1\n---\n${text}`),
    'a %YAML directive; leave it out',
  );
  assert.match(
    tell((text) => `${text}---\na: 1\n`),
    'Source contains multiple documents',
  );
  assert.match(
    tell(() => ''),
    'config/run3-2018.yaml:1:1: got no keys, expected the sections of a card',
  );
  assert.match(
    tell(() => '- a'),
    'config/run3-2018.yaml:1:1: got a list',
  );
  assert.match(
    tell((text) => `${text}? [a, b]\n: 1\n`),
    'a key without a name',
  );
  assert.match(
    tell((text) => `${text}<<: { a: 1 }\n`),
    '<<: unknown key',
  );
  assert.match(
    tell((text) => `${text}__proto__: { a: 1 }\n`),
    '__proto__: unknown key',
  );
});

test('an include that is missing, circular or no section is refused where it is named', () => {
  assert.is(
    messageOf({ files: { [run3]: swap('menu/physics.yaml', 'menu/physic.yaml') } }).split(' (')[0],
    'config/run3-2018.yaml:33:9 trigger.from: got "menu/physic.yaml"; config/menu/physic.yaml cannot be read',
  );
  assert.is(
    messageOf({ files: { [menu]: (text) => `from: ../readout/../menu/physics.yaml\n${text}` } }),
    'config/menu/physics.yaml:1:7 trigger.from: got "../readout/../menu/physics.yaml"; a file cannot include itself: config/menu/physics.yaml -> config/menu/physics.yaml',
  );
  const circle = { [menu]: 'from: b.yaml\n', 'config/menu/b.yaml': 'from: physics.yaml\n' };
  assert.match(
    messageOf({ files: circle }),
    'config/menu/physics.yaml -> config/menu/b.yaml -> config/menu/physics.yaml',
  );
  assert.match(
    messageOf({ files: { [run3]: (text) => `from: run3-2018.yaml\n${text}` } }),
    'cannot include itself',
  );
  assert.match(messageOf({ files: { [menu]: '- a\n' } }), 'config/menu/physics.yaml:1:1 trigger: ');
  assert.match(
    messageOf({ files: { [run3]: swap('menu/physics.yaml', '[a]') } }),
    'trigger.from: got a list',
  );
  assert.match(messageOf({ card: 'config/none.yaml' }), 'config/none.yaml: expected a run card');
});

test('a campaign tells what is wrong with it and with its cards', () => {
  const tell = (from: string, to: string) =>
    messageOf({ card: campaign, files: { [campaign]: swap(from, to) } });
  assert.match(
    tell('run2-2017', 'run2-2016'),
    /^config\/na64-2016-2018.yaml:8:11 config\/run2-2016.yaml: /,
  );
  assert.is(
    tell('run2-2017', 'run1-2016'),
    'config/na64-2016-2018.yaml:8:11: got the card run1-2016 twice, expected each card once',
  );
  assert.match(
    tell('0.56e11', '0'),
    'runs.1.electrons: got 0, expected a whole number from 1 to 1e15',
  );
  assert.match(
    tell('run2-2017', 'na64-2016-2018'),
    'got a campaign of several runs, expected the card of one run',
  );
  assert.match(
    messageOf({
      card: campaign,
      files: { 'config/run2-2017.yaml': swap('number: 2', 'number: 1') },
    }),
    'config/run2-2017.yaml:9:11 run.number: got 1, expected another number than that of config/run1-2016.yaml',
  );
  // What the runs share is told once.
  const shared = messageOf({ card: campaign, files: { [menu]: swap('80 GeV', '80 GeW') } });
  assert.is(shared.split('\n').length, 1);
});

test.run();
